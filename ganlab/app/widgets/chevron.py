"""The small arrow of everything that opens: combo boxes and folded rows."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen, QPolygonF, QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

_FROM_RIGHT = 12.5
_POINTS = QPolygonF([QPointF(-3, -1.5), QPointF(0, 1.5), QPointF(3, -1.5)])


def paint_chevron(widget: QWidget, up: bool = False) -> None:
    """Draw a muted chevron at the right end of a widget; call it in its paintEvent."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QApplication.palette().color(QPalette.ColorRole.PlaceholderText), 1.4))
    painter.translate(widget.width() - _FROM_RIGHT, widget.height() / 2)
    if up:
        painter.scale(1, -1)
    painter.drawPolyline(_POINTS)


class ComboBox(QComboBox):
    """A combo box with our chevron; the style sheet removes the platform's."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box, and the chevron on it."""
        super().paintEvent(event)
        paint_chevron(self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel unless the box has the focus."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
