"""A tool button that is pressed, or held."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QToolButton, QWidget

HOLD_MS = 600


class HoldButton(QToolButton):
    """Emits `held` when the left mouse button stays on it; that is no click then."""

    held = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._long = QTimer(self)
        self._long.setSingleShot(True)
        self._long.setInterval(HOLD_MS)
        self._long.timeout.connect(self._hold)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """It may become a long one."""
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.isEnabled():
            self._long.start()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Who leaves it has thought better of it."""
        super().mouseMoveEvent(event)
        if not self.rect().contains(event.position().toPoint()):
            self._long.stop()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A short one is a click."""
        self._long.stop()
        super().mouseReleaseEvent(event)

    @Slot()
    def _hold(self) -> None:
        if self.isDown():
            self.setDown(False)  # letting it go is no click
            self.held.emit()
