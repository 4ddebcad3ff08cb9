"""What a person says before a picture or an animation is written."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ganlab.app.look.words import in_tooltip
from ganlab.app.widgets.chevron import ComboBox
from ganlab.app.widgets.layout.bounded import NumberBox

Kind = Literal["png", "svg"]

MOST_PX = 6000
_RATE = " frames a second"


class ExportDialog(QDialog):
    """A form, a line that says what comes of it, and Export or Cancel."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(16)
        self._form.setVerticalSpacing(8)
        self.summary = QLabel()
        self.summary.setProperty("class", "muted")
        self.summary.setAccessibleName("What will be written")
        self.export_button = QPushButton("Export…")
        self.export_button.setProperty("class", "primary")
        self.export_button.setDefault(True)
        self.export_button.setToolTip("Choose a file and write it")
        self.export_button.clicked.connect(self.accept)
        self.cancel_button = QPushButton("Cancel")
        self.cancel_button.setAutoDefault(False)
        self.cancel_button.setToolTip("Write nothing")
        self.cancel_button.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.export_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addLayout(self._form)
        layout.addWidget(self.summary)
        layout.addLayout(buttons)
        self.setMinimumWidth(340)

    def _number(
        self, label: str, tooltip: str, low: int, high: int, value: int, unit: str
    ) -> NumberBox:
        box = NumberBox()
        box.setRange(low, high)
        box.setValue(value)
        box.setSuffix(unit)
        box.lineEdit().setTextMargins(4, 0, 4, 0)  # in line with the combo box
        box.setToolTip(in_tooltip(tooltip))
        box.setAccessibleName(label)
        box.valueChanged.connect(self._summarise)
        self._form.addRow(label, box)
        return box

    @Slot()
    def _summarise(self) -> None:
        """Say what will be written."""


class PictureDialog(ExportDialog):
    """Which kind of picture, and how large."""

    def __init__(self, on_screen: QSize, parent: QWidget | None = None) -> None:
        """`on_screen`: the size of the view on screen, pixels."""
        super().__init__("Export picture", parent)
        self._on_screen = on_screen
        self.kind_box = ComboBox()
        self.kind_box.addItem("PNG, pixels", "png")
        self.kind_box.addItem("SVG, lines and shapes", "svg")
        self.kind_box.setToolTip("PNG shows everywhere; SVG stays sharp at any size, in a paper")
        self.kind_box.setAccessibleName("Format")
        self.kind_box.currentIndexChanged.connect(self._summarise)
        self._form.addRow("Format", self.kind_box)
        tooltip = "Width of the picture, as high as the view is; lines and marks grow with it"
        self.side_box = self._number("Width", tooltip, 100, MOST_PX, 2 * on_screen.width(), " px")
        self.side_box.setSingleStep(100)
        self._summarise()

    @property
    def kind(self) -> Kind:
        """The format that was chosen."""
        return "svg" if self.kind_box.currentData() == "svg" else "png"

    @property
    def size_chosen(self) -> QSize:
        """Width and height of the picture that was chosen, pixels."""
        if self.kind == "svg":
            return self._on_screen
        return scaled(self._on_screen, self.side_box.value())

    @Slot()
    def _summarise(self) -> None:
        scalable, size = self.kind == "svg", self.size_chosen
        self.side_box.setEnabled(not scalable)
        sharp = ", sharp at any size" if scalable else ""
        self.summary.setText(f"{size.width():,} × {size.height():,} pixels{sharp}")


class AnimationDialog(ExportDialog):
    """How many of the recorded frames, how large and how fast."""

    def __init__(self, available: int, on_screen: QSize, parent: QWidget | None = None) -> None:
        """`on_screen`: the size of what is filmed, pixels."""
        super().__init__("Export animation", parent)
        self._on_screen = on_screen
        tooltip = "The newest frames of this training; about ten a second are kept"
        self.frames_box = self._number("Last", tooltip, 1, available, available, " frames")
        self.side_box = self._number(
            "Width", "Width of it, as high as the view is", 160, 1200, 480, " px"
        )
        self.side_box.setSingleStep(40)
        tooltip = "How fast it plays; ten is as fast as it happened"
        self.rate_box = self._number("Speed", tooltip, 1, 30, 10, _RATE)
        self._summarise()

    @Slot()
    def _summarise(self) -> None:
        seconds = self.frames_box.value() / self.rate_box.value()
        size = self.size_chosen
        self.frames_box.setSuffix(" frame" if self.frames_box.value() == 1 else " frames")
        self.rate_box.setSuffix(" frame a second" if self.rate_box.value() == 1 else _RATE)
        long = "1 second" if seconds == 1 else f"{seconds:.1f} seconds"
        self.summary.setText(f"{long} of {size.width():,} × {size.height():,} pixels")

    @property
    def size_chosen(self) -> QSize:
        """Width and height of each picture, pixels."""
        return scaled(self._on_screen, self.side_box.value())


def scaled(size: QSize, width: int) -> QSize:
    """The same shape at another width."""
    return QSize(width, max(round(width * size.height() / size.width()), 1))
