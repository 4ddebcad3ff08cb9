"""A figure of the game in a form: what its settings come to. It is measured while it is seen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ganlab.app.document.controller import Controller
from ganlab.app.look.theme import figure_font
from ganlab.games.shown.forms import Readout
from ganlab.games.shown.views import Values
from ganlab.lab.frame import Frame

WAITING = "–"


class ReadoutRow(QWidget):
    """A name, and beside it what is read."""

    def __init__(self, controller: Controller, readout: Readout) -> None:
        super().__init__()
        self._controller, self._readout = controller, readout
        label, self.figure = QLabel(readout.title), QLabel(WAITING)
        label.setProperty("class", "muted")
        self.figure.setFont(figure_font())
        self.figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label)
        row.addWidget(self.figure, 1)
        self.setToolTip(f"<qt>{readout.about}</qt>")
        self._say(WAITING)
        controller.frame_ready.connect(self._on_frame)

    def showEvent(self, event: QShowEvent) -> None:
        """It is seen: measure it."""
        super().showEvent(event)
        self._want(frozenset({self._readout.view}))

    def hideEvent(self, event: QHideEvent) -> None:
        """It is seen no more."""
        super().hideEvent(event)
        self._want(frozenset())
        self._say(WAITING)

    def _want(self, views: frozenset[str]) -> None:
        self._controller.want(f"form, {self._readout.view}", views)

    @Slot(object)
    def _on_frame(self, frame: Frame) -> None:
        told = frame.picture(self._readout.view, Values)
        if told is not None and self.isVisible():
            self._say(self._readout.text(told.numbers))

    def _say(self, text: str) -> None:
        self.figure.setText(text)
        self.setAccessibleName(f"{self._readout.title}: {text}")
