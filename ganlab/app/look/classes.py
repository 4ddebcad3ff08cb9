"""How classes are told apart: tints of the colour of real or of generated data, each with a mark.

The diamond is not among them: it is the mark of what is generated. Where a generator is asked for a
class, what it makes has the class's mark with a hole in the shape of a diamond.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainterPath, QPolygonF

from ganlab.app.look.theme import Palette

_LIGHT = ((0.0, 0.0), (0.0, 0.32), (0.0, -0.5), (-16.0, 0.05), (18.0, 0.3), (-16.0, -0.4))
_DARK = ((0.0, 0.0), (0.0, 0.6), (0.0, -0.25), (-16.0, 0.1), (18.0, 0.2), (-16.0, 0.5))
"""Degrees of hue away from real's, all of them blues; and how much of the way to white (to black
where it is negative). Each is seen on the grounds of its theme."""
_NARROWER = 0.75
"""Of that turn, among generated's oranges: nearer lie the reds and the yellows."""
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
_DIAMOND = ((0.0, -1.0), (1.0, 0.0), (0.0, 1.0), (-1.0, 0.0))
_HOLE = 0.5
"""Its radius, in that of the mark."""
MARKS = 1 + len(_MARKS)
"""Kinds of marks."""
LOOKS = MARKS * len(_LIGHT)
"""Classes that are told apart, as there are as many tints; more begin anew."""


def class_color(palette: Palette, label: int, generated: bool = False) -> QColor:
    """The tint of a class, of real data or of what is `generated`."""
    tints = _DARK if palette.dark else _LIGHT
    turn, way = tints[(label + label // MARKS) % len(tints)]
    color = QColor(palette.generated if generated else palette.real)
    if turn:
        hue = (color.hslHueF() + (_NARROWER * turn if generated else turn) / 360) % 1.0
        color = QColor.fromHslF(hue, color.hslSaturationF(), color.lightnessF())
    end, share = 255 if way > 0 else 0, abs(way)
    red, green, blue = (c + (end - c) * share for c in (color.red(), color.green(), color.blue()))
    return QColor(round(red), round(green), round(blue))


def class_mark(label: int, radius: float, generated: bool = False) -> QPainterPath:
    """The outline of a class's mark around the origin: a disc, a square, a triangle on its base or
    on its tip, an upright or a slanting cross; with a hole where it is `generated`."""
    path = QPainterPath()
    if generated:
        hole = _HOLE * radius
        path.addPolygon(QPolygonF([QPointF(x * hole, y * hole) for x, y in _DIAMOND]))
        path.closeSubpath()
    if label % MARKS == 0:
        path.addEllipse(QRectF(-radius, -radius, 2 * radius, 2 * radius))
        return path
    corners = _MARKS[label % MARKS - 1]
    path.addPolygon(QPolygonF([QPointF(x * radius, y * radius) for x, y in corners]))
    path.closeSubpath()
    return path
