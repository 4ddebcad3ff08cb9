"""File > Open Pre-trained: the generators that come trained, each with four images of its own."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QWidget

from ganlab.app.look.words import in_tooltip
from ganlab.pretrained import (
    pretrained_names,
    pretrained_strip,
    pretrained_summary,
    pretrained_title,
)


class PretrainedMenu(QMenu):
    """Lists those that are there; `chosen` tells the name of the one that was taken."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Open Pre-trained", parent)
        self.setProperty("class", "pictures")
        self.setToolTipsVisible(True)
        for name in pretrained_names():
            action = self.addAction(pretrained_title(name))
            action.setObjectName(name)
            action.triggered.connect(partial(self._choose, name))
        self.setEnabled(not self.isEmpty())
        self.aboutToShow.connect(self._paint)

    def _choose(self, name: str, checked: bool = False) -> None:
        self.chosen.emit(name)

    @Slot()
    def _paint(self) -> None:
        """Pictures and figures wait until somebody looks."""
        for action in self.actions():
            if action.icon().isNull():
                action.setIcon(_square(QPixmap(str(pretrained_strip(action.objectName())))))
                action.setToolTip(in_tooltip(pretrained_summary(action.objectName())))


def _square(strip: QPixmap) -> QIcon:
    """The strip in two rows: a menu's icons are square."""
    half = strip.width() // 2
    square = QPixmap(half, half)
    painter = QPainter(square)
    painter.drawPixmap(0, 0, strip)
    painter.drawPixmap(-half, half // 2, strip)
    painter.end()
    return QIcon(square)
