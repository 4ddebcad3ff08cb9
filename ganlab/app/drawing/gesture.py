"""From the pen going down to its coming up: the strokes that one gesture makes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from ganlab.experiment import Stroke

Point = tuple[float, float]
ToolName = Literal["brush", "line", "eraser"]

MAX_POINTS = 20_000
MIN_SIZE, MAX_SIZE = 0.005, 1.0
PRESSURE_LEVELS = 6
_NEAR = 1e-3
"""Points closer than this, in view units, are one."""


@dataclass(frozen=True)
class Brush:
    """What the next stroke is drawn with; sizes in view units."""

    tool: ToolName = "brush"
    size: float = 0.12
    strength: float = 0.6
    soft: bool = True
    label: int = 0
    """The class that it draws."""

    def stroke(self, points: tuple[Point, ...], pressure: float) -> Stroke:
        """A stroke of this brush, thinner under less than full pressure."""
        size = min(max(self.size * pressure, MIN_SIZE), MAX_SIZE)
        return Stroke(
            tool=self.tool,
            points=points,
            size=size,
            strength=self.strength,
            soft=self.soft,
            label=0 if self.tool == "eraser" else self.label,
        )


class Gesture:
    """The strokes so far.

    A stroke has one size, so a brush begins another one when the pen's pressure changes visibly.
    """

    def __init__(self, brush: Brush, start: Point, pressure: float = 1.0) -> None:
        self._brush = brush
        self._pressure = _level(pressure)
        self._points: list[Point] = [start]
        self._finished: list[Stroke] = []

    def move(self, to: Point, pressure: float = 1.0, constrained: bool = False) -> None:
        """Draw on to a point; a line's end moves there instead, in steps of 45° if constrained."""
        start = self._points[0]
        if self._brush.tool == "line":
            self._points[1:] = [_constrain(start, to) if constrained else to]
            return
        last = self._points[-1]
        if math.dist(last, to) < _NEAR:
            return
        level = _level(pressure)
        if level != self._pressure or len(self._points) >= MAX_POINTS:
            self._finished.append(self._current())
            self._points, self._pressure = [last], level
        self._points.append(to)

    @property
    def strokes(self) -> tuple[Stroke, ...]:
        """What this gesture draws."""
        return (*self._finished, self._current())

    def _current(self) -> Stroke:
        return self._brush.stroke(tuple(self._points), self._pressure)


def _level(pressure: float) -> float:
    """Pressure 0 to 1 -> the next of a few levels up."""
    return max(1, math.ceil(min(pressure, 1.0) * PRESSURE_LEVELS)) / PRESSURE_LEVELS


def _constrain(start: Point, end: Point) -> Point:
    """The point on the nearest of eight directions from start, inside the paper."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    angle = round(math.atan2(dy, dx) / (math.pi / 4)) * (math.pi / 4)
    ux, uy = round(math.cos(angle), 12), round(math.sin(angle), 12)
    length = dx * ux + dy * uy
    for start_c, unit in ((start[0], ux), (start[1], uy)):
        if unit:
            length = min(length, (math.copysign(1, unit) - start_c) / unit)
    return (start[0] + length * ux, start[1] + length * uy)
