"""Where the small pictures stand in their widget. Pure arithmetic."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize

from ganlab.app.rooms.theory.benches.dirac_gan.ground import REACH
from ganlab.app.rooms.theory.plots.scale import Scale
from ganlab.theory.dirac_gan.methods import METHODS

COLUMNS = (3, 4, 6)
"""As many as leave the pictures largest."""
HEAD = 16
"""Pixels of a title."""
GAP = 6


@dataclass(frozen=True)
class Sheet:
    """Twelve places: one for each method, and one that is free."""

    columns: int
    scales: dict[str, Scale]
    """Where θ and ψ lie, pixels of the widget; one unit is as long on both axes."""
    free: QRectF

    @classmethod
    def of(cls, size: QSize) -> Sheet:
        """For a widget of this size."""
        columns = max(COLUMNS, key=lambda count: min(_cell(size, count)))
        places = [_place(size, columns, number) for number in range(len(METHODS) + 1)]
        scales = dict(zip(METHODS, map(_scale, places), strict=False))
        return cls(columns, scales, places[-1])

    def at(self, place: QPointF) -> str:
        """The method whose picture, title included, is there; "" where none is."""
        for name, scale in self.scales.items():
            if scale.area.adjusted(0, -HEAD, 0, 0).contains(place):
                return name
        return ""


def _cell(size: QSize, columns: int) -> tuple[float, float]:
    """Width and height of a plane, without its title."""
    rows = math.ceil((len(METHODS) + 1) / columns)
    width = (size.width() - 2 * GAP) / columns - GAP
    return width, (size.height() - 2 * GAP) / rows - HEAD - GAP


def _place(size: QSize, columns: int, number: int) -> QRectF:
    width, height = _cell(size, columns)
    row, column = divmod(number, columns)
    left = GAP * 1.5 + column * (width + GAP)
    top = GAP + row * (height + HEAD + GAP) + HEAD
    return QRectF(round(left), round(top), round(width), round(height))


def _scale(area: QRectF) -> Scale:
    unit = 2 * REACH / max(min(area.width(), area.height()), 1.0)
    x, y = unit * area.width() / 2, unit * area.height() / 2
    return Scale(area, (-x, x), (-y, y))
