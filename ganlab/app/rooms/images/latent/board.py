"""Sliders along the directions that the generator's first layer hears best."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSlider, QWidget

from ganlab.app.look.theme import figure_font
from ganlab.app.widgets.buttons import push_button
from ganlab.figures import minus
from ganlab.gan.latent import Floats
from ganlab.lab.frame import DirectionsFound

COUNT = 8
REACH = 6.0
"""How far a slider goes to either side, standard deviations of Gaussian noise."""
_TICKS = 60


class Board(QWidget):
    """Emits `moved` when a slider is; `shift` is what all of them together add to the noise."""

    moved = Signal()
    find_wanted = Signal()
    """The directions are to be found again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._vectors = np.zeros((0, 0))
        self.sliders: list[QSlider] = []
        self._figures: list[QLabel] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(3)
        for row in range(COUNT):
            number, figure, slider = QLabel(str(row + 1)), QLabel(), self._slider(row)
            number.setProperty("class", "muted")
            figure.setFont(figure_font())
            figure.setFixedWidth(34)
            figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            for column, part in enumerate((number, slider, figure)):
                grid.addWidget(part, row, column)
            self.sliders.append(slider)
            self._figures.append(figure)
        self.note = QLabel()
        self.note.setProperty("class", "small")
        self.note.setWordWrap(True)
        self.reset_button = push_button("Reset", "Put every slider back in the middle")
        self.reset_button.clicked.connect(self.reset)
        self.find_button = push_button("Find again", "The directions of the generator as it is now")
        self.find_button.clicked.connect(self.find_wanted)
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        buttons.addWidget(self.reset_button)
        buttons.addWidget(self.find_button)
        grid.setRowStretch(COUNT, 1)
        grid.addWidget(self.note, COUNT + 1, 0, 1, 3)
        grid.addLayout(buttons, COUNT + 2, 0, 1, 3)
        self.take(None)

    @property
    def shift(self) -> Floats | float:
        """(d,) what to add to the noise; 0 before there are directions."""
        if not len(self._vectors):
            return 0.0
        amounts = [slider.value() / _TICKS * REACH for slider in self.sliders]
        moved: Floats = np.array(amounts[: len(self._vectors)]) @ self._vectors
        return moved

    def take(self, found: DirectionsFound | None) -> None:
        """Slide along these directions; None: there are none yet."""
        self._vectors = np.zeros((0, 0)) if found is None else found.vectors.astype(np.float64)
        for row, slider in enumerate(self.sliders):
            there = row < len(self._vectors)
            slider.setEnabled(there)
            strength = f"{found.strengths[row]:.2f}" if found is not None and there else "–"
            slider.setToolTip(
                f"Along direction {row + 1}: a step of length 1 changes the generator's first "
                f"layer by {strength}. Some slant, some thicken: try."
            )
        words = "" if found is None else f"Of the first layer at step {found.step:,}"
        self.note.setText(words)
        self._show()

    @Slot()
    def reset(self) -> None:
        """Every slider in the middle."""
        for slider in self.sliders:
            slider.blockSignals(True)
            slider.setValue(0)
            slider.blockSignals(False)
        self._slid()

    def _slider(self, row: int) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(-_TICKS, _TICKS)
        slider.setMinimumHeight(20)
        slider.setAccessibleName(f"Direction {row + 1}")
        slider.valueChanged.connect(self._slid)
        return slider

    @Slot()
    def _slid(self) -> None:
        self._show()
        self.moved.emit()

    def _show(self) -> None:
        for slider, figure in zip(self.sliders, self._figures, strict=True):
            amount = slider.value() / _TICKS * REACH
            figure.setText(moved(amount))


def moved(amount: float) -> str:
    """How far along a direction: +1.5, −0.3, 0."""
    text = minus(f"{amount:+.1f}")
    return "0" if text[1:] == "0.0" else text
