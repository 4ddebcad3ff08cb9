"""Beside the picture of a bench: its controls, its long works, its numbers."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Slot
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ganlab.app.look.words import in_tooltip
from ganlab.app.rooms.theory.control_form import ControlForm
from ganlab.app.rooms.theory.desk import Desk
from ganlab.app.rooms.theory.number_model import as_text
from ganlab.app.rooms.theory.number_table import NumberTable
from ganlab.app.rooms.theory.work_row import WorkRow
from ganlab.app.widgets.buttons import SmallButton

GAP = 8
FORM_SHARE = 0.45
"""Of the height, where both cards want more than there is."""


class BenchSide(QWidget):
    """A card of controls over a card of numbers."""

    def __init__(self, desk: Desk, first: tuple[str, ...] = ()) -> None:
        """`first`: the controls that stand first in the form."""
        super().__init__()
        self._desk = desk
        self.form, self.works, self.table = (
            ControlForm(desk, first),
            WorkRow(desk),
            NumberTable(desk.theme),
        )
        self.reset = _button("Reset", "All controls as they were at first; Undo takes it back")
        self.reset.clicked.connect(desk.reset)
        self.copy = _button(
            "Copy numbers", "The whole table with all digits, columns apart by tabs, for a sheet"
        )
        self.copy.clicked.connect(self._copy)
        self._above = _card("Controls", self.reset, self.works, _Scrolled(self.form))
        self._below = _card("Numbers", self.copy, self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._above)
        column.addWidget(self._below, 1)

    def event(self, event: QEvent) -> bool:
        """The controls leave room for the numbers; the form scrolls."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            room = self.height() - GAP
            left = room - self._below.sizeHint().height()
            self._above.setMaximumHeight(max(round(FORM_SHARE * room), left))
        return super().event(event)

    @Slot()
    def _copy(self) -> None:
        QApplication.clipboard().setText(as_text(self._desk.numbers))


class _Scrolled(QScrollArea):
    """As high as what is in it where there is room."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._inside = inside
        self.setWidget(inside)
        inside.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)

    def sizeHint(self) -> QSize:
        """All of it."""
        return QSize(300, self._inside.sizeHint().height() + 2)

    def minimumSizeHint(self) -> QSize:
        """Two rows."""
        return QSize(200, min(84, self.sizeHint().height()))


def _card(title: str, button: QWidget, *content: QWidget) -> QFrame:
    frame, heading, name = QFrame(), QHBoxLayout(), QLabel(title.upper())
    frame.setProperty("class", "card")
    name.setProperty("class", "title")
    heading.addWidget(name)
    heading.addStretch(1)
    heading.addWidget(button)
    column = QVBoxLayout(frame)
    column.setContentsMargins(12, 6, 10, 8)
    column.setSpacing(6)
    column.addLayout(heading)
    for part in content:
        column.addWidget(part)
    return frame


def _button(text: str, tooltip: str) -> SmallButton:
    button = SmallButton(text)
    button.setAccessibleName(text)
    button.setToolTip(in_tooltip(tooltip))
    return button
