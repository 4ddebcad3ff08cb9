"""What is too high for its room."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollArea, QWidget


def scrolled(content: QWidget, keys: bool = True) -> QScrollArea:
    """The widget as wide as there is room, to be scrolled up and down; with the arrow keys unless
    they mean something else in it."""
    area = QScrollArea() if keys else _Keyless()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(content)
    return area


class _Keyless(QScrollArea):
    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave it to what it stands in."""
        event.ignore()
