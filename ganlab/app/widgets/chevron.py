"""The small arrows of what opens: combo boxes, and rows that fold."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen, QPolygonF, QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox

_FROM_RIGHT = 12.5
_POINTS = QPolygonF([QPointF(-3, -1.5), QPointF(0, 1.5), QPointF(3, -1.5)])


def paint_arrow(painter: QPainter, where: QPointF, down: bool) -> None:
    """A muted arrow that points down, or to the right."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QApplication.palette().color(QPalette.ColorRole.PlaceholderText), 1.4))
    painter.translate(where)
    if not down:
        painter.rotate(-90)
    painter.drawPolyline(_POINTS)
    painter.restore()


class ComboBox(QComboBox):
    """A combo box with our arrow; the style sheet removes the platform's."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box, and the arrow on it."""
        super().paintEvent(event)
        where = QPointF(self.width() - _FROM_RIGHT, self.height() / 2)
        paint_arrow(QPainter(self), where, down=True)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel unless the box has the focus."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
