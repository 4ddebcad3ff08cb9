"""The small marks of curves and legends: colour is never the only difference."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

Marker = Literal["disc", "diamond", "square"]

SIZE = 7.0
"""Pixels across."""


def draw_marker(painter: QPainter, at: QPointF, marker: Marker, color: QColor, rim: QColor) -> None:
    """A mark in `color` with a rim in the ground's colour, centred at `at`."""
    half = SIZE / 2
    painter.setPen(QPen(rim, 1))
    painter.setBrush(color)
    if marker == "disc":
        painter.drawEllipse(at, half, half)
    elif marker == "square":
        painter.drawRect(QRectF(at.x() - half + 0.5, at.y() - half + 0.5, SIZE - 1, SIZE - 1))
    else:
        reach = half + 0.7
        corners = [QPointF(0, -reach), QPointF(reach, 0), QPointF(0, reach), QPointF(-reach, 0)]
        painter.drawPolygon(QPolygonF([at + corner for corner in corners]))
