"""What a picture says under the mouse. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ganlab.app.rooms.theory.plots.marks import (
    Bars,
    Colour,
    Dots,
    Field,
    Line,
    Picture,
)
from ganlab.app.rooms.theory.plots.scale import Scale
from ganlab.data.target import Array
from ganlab.figures import significant

NEAR = 12.0
"""Pixels: a dot, or a curve that turns back, is read within them."""


@dataclass(frozen=True)
class Reading:
    """One line of what is read."""

    colour: Colour
    title: str
    text: str


def readings(picture: Picture, scale: Scale, x: float, y: float) -> list[Reading]:
    """What stands at a place, units: curves and bars at this x, dots and fields where it is."""
    found = []
    for mark in picture.marks:
        if isinstance(mark, Line | Dots | Bars | Field) and mark.title:
            text = _read(mark, scale, x, y)
            if text:
                found.append(Reading(mark.colour, mark.title, text))
    return found


def _read(mark: Line | Dots | Bars | Field, scale: Scale, x: float, y: float) -> str:
    match mark:
        case Line():
            return _on_curve(mark, scale, x, y)
        case Dots():
            return _nearest(mark.x, mark.y, scale, x, y)
        case Bars():
            place = int(np.searchsorted(mark.edges, x, side="right")) - 1
            return significant(mark.heights[place]) if 0 <= place < len(mark.heights) else ""
        case Field():
            left, bottom, right, top = mark.rectangle
            rows, columns = mark.values.shape
            column = int((x - left) / (right - left) * columns)
            row = int((y - bottom) / (top - bottom) * rows)
            inside = 0 <= column < columns and 0 <= row < rows
            return significant(float(mark.values[row, column])) if inside else ""


def _on_curve(line: Line, scale: Scale, x: float, y: float) -> str:
    across = np.asarray(line.x, float)
    if not len(across):
        return ""
    if not (np.diff(across) >= 0).all():
        return _nearest(line.x, line.y, scale, x, y)
    if not across[0] <= x <= across[-1]:
        return ""
    value = float(np.interp(x, across, np.asarray(line.y, float)))
    return "" if np.isnan(value) else significant(value)


def _nearest(across: Array, up: Array, scale: Scale, x: float, y: float) -> str:
    """The point under the mouse, "(x, y)"."""
    if not len(across):
        return ""
    px, py = scale.pixels(across, up)
    at = scale.point(x, y)
    away = np.hypot(px - at.x(), py - at.y())
    away[np.isnan(away)] = np.inf
    place = int(away.argmin())
    if away[place] > NEAR:
        return ""
    return f"({significant(float(across[place]))}, {significant(float(up[place]))})"
