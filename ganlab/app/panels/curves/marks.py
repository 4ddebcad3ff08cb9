"""What stands on a curve beside its line: dots where it was measured, marks where it is beyond."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from ganlab.data.target import Array

DOT = 3.6
"""Diameter of a dot, pixels."""
DOTS_APART, ARROWS_APART = 5.0, 10.0
"""Pixels between two of them at least: more would only make the line thick."""
ARROW = 3.5
"""Half the width of a mark at the edge, and its height."""


def staircase(x: Array, y: Array) -> tuple[Array, Array]:
    """(n,) steps and counts -> (2n − 1,): each holds until the next, none lies between two."""
    return np.repeat(x, 2)[1:], np.repeat(y, 2)[:-1]


def draw_dots(painter: QPainter, x: Array, y: Array, area: QRectF, color: QColor) -> None:
    """A dot at each of (n,) places in pixels that lies in the area, as far as they can be told."""
    inside = (y >= area.top()) & (y <= area.bottom())
    x, y = _apart(x[inside], y[inside], DOTS_APART)
    painter.setPen(QPen(color, DOT, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    for place in zip(x.tolist(), y.tolist(), strict=True):
        painter.drawPoint(QPointF(*place))


def draw_beyond(painter: QPainter, x: Array, y: Array, area: QRectF, color: QColor) -> None:
    """Where (n,) places in pixels lie above or below the area, an arrow at that edge."""
    for away, up in ((y < area.top(), True), (y > area.bottom(), False)):
        for step in _apart(x[away], y[away], ARROWS_APART)[0].tolist():
            draw_arrow(painter, step, area, up, color)


def draw_arrow(painter: QPainter, x: float, area: QRectF, up: bool, color: QColor) -> None:
    """An arrow at the upper edge of the area that points out of it, or at the lower one."""
    edge = area.top() + 0.5 if up else area.bottom() - 0.5
    foot = edge + (2 * ARROW if up else -2 * ARROW)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    corners = (QPointF(x, edge), QPointF(x + ARROW, foot), QPointF(x - ARROW, foot))
    painter.drawPolygon(QPolygonF(corners))


def _apart(x: Array, y: Array, pixels: float) -> tuple[Array, Array]:
    """The last, and of those before it as many as are so many pixels apart; x grows."""
    kept, before, places = [], np.inf, x.tolist()
    for i in range(len(places) - 1, -1, -1):
        if before - places[i] >= pixels:
            kept.append(i)
            before = places[i]
    return x[kept[::-1]], y[kept[::-1]]
