"""Which numbers are black and white: one rule for all the ways in which images come.

The rule looks at the values alone and never at how they are stored, so that one picture as bits,
bytes, long integers or fractions is learned the same: **the smallest customary range that holds all
values**. Where none does, or where they would be lost in it, the lowest is black and the highest is
white. A person can say otherwise (`data.range`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ganlab.data.errors import UnreadableImages
from ganlab.notation import read_range, write_number

WHITE = 255
"""The level of white as it is learned; black is 0."""
CHUNK = 1000
"""Images that are looked at or converted at a time: one that is 64 x 64 takes 32 KB as float64."""
_TOPS = (1, 3, 7, 15, 16, 31, 63, 255, 1023, 4095, 16_383, 65_535)
"""White where black is 0: of 1 to 16 bits, and scikit-learn's digits with their 0 to 16."""
_SIGNED = ((-0.5, 0.5), (-1.0, 1.0), (-128.0, 127.0))
_LEAST_FILLED = 1 / 8
"""Values that fill less of a customary range are not meant by it: they would be one grey."""


@dataclass(frozen=True)
class Range:
    """The numbers that are black and white; between them the levels rise evenly."""

    low: float
    high: float

    @property
    def scaled_by(self) -> float:
        """Levels a unit: level = (value - low) * scaled_by."""
        return WHITE / (self.high - self.low)

    def levels(self, values: NDArray[np.generic]) -> NDArray[np.uint8]:
        """Values of any shape and type of number -> levels 0 to 255; those outside are clipped."""
        if values.dtype == np.uint8 and (self.low, self.high) == (0, WHITE):
            return values.astype(np.uint8, copy=False)
        plain = values.astype(np.float64)
        return np.rint(((plain - self.low) * self.scaled_by).clip(0, WHITE)).astype(np.uint8)

    def words(self) -> str:
        """For example "0 is black and 16 is white"."""
        return f"{write_number(self.low)} is black and {write_number(self.high)} is white"


Ends = tuple[float, float]
"""The lowest and the highest of some values."""


def ends(pieces: Iterable[NDArray[np.generic]]) -> Ends:
    """The lowest and the highest of all values; raises UnreadableImages if one is not finite."""
    low, high = np.inf, -np.inf
    for piece in pieces:
        pair = float(np.min(piece)), float(np.max(piece))
        if not np.isfinite(pair).all():
            raise UnreadableImages("there are values in it that are no finite numbers.")
        low, high = min(low, pair[0]), max(high, pair[1])
    return low, high


def asked_range(text: str) -> Range | None:
    """What a person said (`data.range`); None: the rule decides. Raises ValueError."""
    return Range(*read_range(text)) if text.strip() else None


def range_of(found: Ends) -> Range:
    """The rule: which of the values that are found are black and white.

    Raises UnreadableImages where all values are one number that says nothing.
    """
    low, high = found
    if low >= -_slack(high):
        for top in _TOPS:
            if high <= top + _slack(top) and (high > _LEAST_FILLED * top or high <= 0):
                return Range(0.0, float(top))
    else:
        for bottom, above in _SIGNED:
            held = bottom - _slack(above) <= low and high <= above + _slack(above)
            if held and high - low > _LEAST_FILLED * (above - bottom):
                return Range(bottom, above)
    if low == high:
        raise UnreadableImages(
            f"all its values are {write_number(low)}: which is black and which is white? "
            "Say so with data.range, such as 0..255."
        )
    return Range(low, high)


def _slack(top: float) -> float:
    """How far rounding may have carried values past the ends of a range."""
    return 1e-3 + 1e-6 * abs(top)
