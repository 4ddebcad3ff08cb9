"""A place that keeps what is in it square."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget


class Square(QWidget):
    """Keeps one widget square, in the middle, as large as there is room for."""

    def __init__(self, inner: QWidget, least: int = 220) -> None:
        """`least`: its side at least, pixels."""
        super().__init__()
        self._inner = inner
        inner.setParent(self)
        self.setMinimumSize(least, least)

    def sizeHint(self) -> QSize:
        """As little as it may have: it takes what is left."""
        return self.minimumSize()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the inner widget."""
        super().resizeEvent(event)
        side = min(self.width(), self.height())
        self._inner.setGeometry((self.width() - side) // 2, (self.height() - side) // 2, side, side)
