"""How the classes of real data are told apart: tints of the colour of real data, each with a mark.

The diamond is not among them: it is the mark of what is generated.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainterPath, QPolygonF

from ganlab.app.look.theme import Palette

_LIGHT = ((0.0, 0.0), (0.0, 0.32), (0.0, -0.5), (-16.0, 0.05), (18.0, 0.3), (-16.0, -0.4))
_DARK = ((0.0, 0.0), (0.0, 0.6), (0.0, -0.25), (-16.0, 0.1), (18.0, 0.2), (-16.0, 0.5))
"""Degrees of hue away from real's, all of them blues; and how much of the way to white (to black
where it is negative). Each is seen on the grounds of its theme."""
_CORNERS: tuple[tuple[tuple[float, float], ...], ...] = (
    ((-0.87, -0.87), (0.87, -0.87), (0.87, 0.87), (-0.87, 0.87)),
    ((0.0, -1.1), (1.1, 0.85), (-1.1, 0.85)),
    ((0.0, 1.1), (1.1, -0.85), (-1.1, -0.85)),
)
_CROSS = (
    *((-0.4, -1.15), (0.4, -1.15), (0.4, -0.4), (1.15, -0.4), (1.15, 0.4), (0.4, 0.4)),
    *((0.4, 1.15), (-0.4, 1.15), (-0.4, 0.4), (-1.15, 0.4), (-1.15, -0.4), (-0.4, -0.4)),
)
_HALF = 0.7071
_SALTIRE = tuple(((x - y) * _HALF, (x + y) * _HALF) for x, y in _CROSS)
_MARKS = (*_CORNERS, _CROSS, _SALTIRE)
MARKS = 1 + len(_MARKS)
"""Kinds of marks."""
LOOKS = MARKS * len(_LIGHT)
"""Classes that are told apart, as there are as many tints; more begin anew."""


def class_color(palette: Palette, label: int) -> QColor:
    """The tint of a class."""
    tints = _DARK if palette.dark else _LIGHT
    turn, way = tints[(label + label // MARKS) % len(tints)]
    real = QColor(palette.real)
    if turn:
        hue = (real.hslHueF() + turn / 360) % 1.0
        real = QColor.fromHslF(hue, real.hslSaturationF(), real.lightnessF())
    end, share = 255 if way > 0 else 0, abs(way)
    red, green, blue = (c + (end - c) * share for c in (real.red(), real.green(), real.blue()))
    return QColor(round(red), round(green), round(blue))


def class_mark(label: int, radius: float) -> QPainterPath:
    """The outline of a class's mark around the origin: a disc, a square, a triangle on its base or
    on its tip, an upright or a slanting cross."""
    path = QPainterPath()
    if label % MARKS == 0:
        path.addEllipse(QRectF(-radius, -radius, 2 * radius, 2 * radius))
        return path
    corners = _MARKS[label % MARKS - 1]
    path.addPolygon(QPolygonF([QPointF(x * radius, y * radius) for x, y in corners]))
    path.closeSubpath()
    return path
