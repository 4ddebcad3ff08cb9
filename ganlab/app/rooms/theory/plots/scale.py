"""Where the units of a plot lie in its pixels. Pure arithmetic."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from ganlab.app.items.polyline import FAR
from ganlab.app.rooms.theory.plots.marks import Picture
from ganlab.data.target import Array

Range = tuple[float, float]


@dataclass(frozen=True)
class Scale:
    """`x` and `y` are the ranges that `area`, pixels, shows; of a logarithmic axis their log10."""

    area: QRectF
    x: Range
    y: Range
    log_x: bool = False
    log_y: bool = False

    @classmethod
    def of(cls, picture: Picture, area: QRectF) -> Scale:
        """The scale of a picture; ranges that are empty or no numbers become some around them."""
        x, y = _sound(picture.x, picture.log_x), _sound(picture.y, picture.log_y)
        if picture.equal and area.width() > 0 and area.height() > 0:
            unit = max((x[1] - x[0]) / area.width(), (y[1] - y[0]) / area.height())
            x, y = _widened(x, unit * area.width()), _widened(y, unit * area.height())
        return cls(area, x, y, picture.log_x, picture.log_y)

    def pixels(self, x: Array, y: Array) -> tuple[Array, Array]:
        """Units of any shape -> pixels; NaN where there is no number, or no logarithm of it."""
        return self.across(x), self.up(y)

    def across(self, x: Array | float) -> Array:
        """The same of x alone."""
        return _placed(_logged(x, self.log_x), self.x, self.area.left(), self.area.right())

    def up(self, y: Array | float) -> Array:
        """The same of y alone."""
        return _placed(_logged(y, self.log_y), self.y, self.area.bottom(), self.area.top())

    def point(self, x: float, y: float) -> QPointF:
        """One place in pixels. Without arrays, which take twenty times as long."""
        area = self.area
        return QPointF(
            _one_placed(x, self.log_x, self.x, area.left(), area.right()),
            _one_placed(y, self.log_y, self.y, area.bottom(), area.top()),
        )

    def units(self, at: QPointF) -> tuple[float, float]:
        """The units under a pixel."""
        area = self.area
        x = self.x[0] + (at.x() - area.left()) / max(area.width(), 1.0) * (self.x[1] - self.x[0])
        y = self.y[0] + (area.bottom() - at.y()) / max(area.height(), 1.0) * (self.y[1] - self.y[0])
        return 10.0**x if self.log_x else x, 10.0**y if self.log_y else y


def _placed(values: Array, range_: Range, start: float, end: float) -> Array:
    """Pixels of what lies in a range that begins and ends there; what is far away is not so far
    that Qt's arithmetic ends."""
    slope = (end - start) / (range_[1] - range_[0])
    with np.errstate(over="ignore", invalid="ignore"):
        places: Array = np.minimum(np.maximum(start + slope * (values - range_[0]), -FAR), FAR)
    return places


def _one_placed(value: float, log: bool, range_: Range, start: float, end: float) -> float:
    """The same of one value, which may lie on a logarithmic axis."""
    number = float(value)
    if log:
        number = math.log10(number) if number > 0 else math.nan
    place = start + (end - start) / (range_[1] - range_[0]) * (number - range_[0])
    return min(max(place, -FAR), FAR)  # NaN stays: it is the first of both, and not below


def _logged(values: Array | float, log: bool) -> Array:
    """As floats; their log10 on a logarithmic axis; NaN where that is no number."""
    numbers = np.asarray(values, float)
    if not log:
        return numbers
    with np.errstate(all="ignore"):
        return np.where(numbers > 0, np.log10(numbers), np.nan)


def _sound(wanted: Range, log: bool) -> Range:
    low, high = (float(_logged(end, log) if log else end) for end in wanted)
    if not (math.isfinite(low) and math.isfinite(high)):
        low, high = 0.0, 1.0
    size = max(abs(low), abs(high))
    if not high - low > 1e-12 * size:
        room = max(0.5 * size, 0.5)
        return low - room, high + room
    return low, high


def _widened(range_: Range, span: float) -> Range:
    middle = (range_[0] + range_[1]) / 2
    return middle - span / 2, middle + span / 2
