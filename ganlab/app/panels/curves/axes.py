"""Where an axis begins and ends, which numbers stand beside it, and how they are written.

Pure functions. An axis that follows live data must not tremble: ranges move seldom and then far
enough to last.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from ganlab.data.target import Array
from ganlab.games.shown.cards import Range

OUTLIERS = 0.05
"""Share of the values at either end, one at least, that need not fit when they lie far from the
rest."""
FEW = 5
"""Fewer values have no rest that they could be far from."""
REACH = 3.0
"""Spans of the rest beyond which not even the newest value is followed."""
ROOM = 0.06
"""Share of the span left free above and below the curves."""
SHRINK_BELOW = 0.7
"""An axis shrinks only once the curves use less than this share of it."""


def robust_range(values: Array, newest: Sequence[float] = ()) -> Range | None:
    """The range of the finite values, (lowest, highest); None when there are none.

    One spike, or a saturated start at V = -20, does not flatten the rest of the run: an end that
    lies further from the rest than the rest spans is left out. Where a curve has come to now is
    shown all the same, up to three spans away.
    """
    finite = np.sort(values[np.isfinite(values)])
    if not len(finite):
        return None
    low, high = float(finite[0]), float(finite[-1])
    if len(finite) < FEW:
        return low, high
    out = max(1, int(OUTLIERS * len(finite)))
    inner_low, inner_high = float(finite[out]), float(finite[-1 - out])
    span = inner_high - inner_low
    now = [value for value in newest if math.isfinite(value)]
    if inner_low - low > span > 0:
        low = min([inner_low, *(max(value, inner_low - REACH * span) for value in now)])
    if high - inner_high > span > 0:
        high = max([inner_high, *(min(value, inner_high + REACH * span) for value in now)])
    return low, high


def newest(values: Array, window: int) -> float:
    """Where a curve has come to: the mean of the last `window` of its finite values; NaN where
    there is none."""
    finite = values[np.isfinite(values)][-max(window, 1) :]
    return float(finite.mean()) if len(finite) else math.nan


def settle(current: Range | None, wanted: Range, least: float, limits: Range) -> Range:
    """The axis for curves in `wanted`: `current` as long as it still serves, else a fresh one.

    A fresh one spans at least `least`, has some room on both sides and stays within `limits`
    (either of which may be infinite).
    """
    low, high = max(wanted[0], limits[0]), min(wanted[1], limits[1])
    if high - low < least:
        middle = (low + high) / 2
        low, high = middle - least / 2, middle + least / 2
        shift = max(limits[0] - low, 0.0) - max(high - limits[1], 0.0)
        low, high = low + shift, high + shift
    span = high - low
    fits = current is not None and current[0] <= low and high <= current[1]
    if current is not None and fits and span >= SHRINK_BELOW * (current[1] - current[0]):
        return current
    return max(low - ROOM * span, limits[0]), min(high + ROOM * span, limits[1])


def smooth(values: Array, window: int) -> Array:
    """The centred moving average over `window` values, (n,); NaN are passed over.

    At both ends the window shrinks to what there is.
    """
    known = np.isfinite(values)
    sums = np.concatenate(([0.0], np.cumsum(np.where(known, values, 0.0))))
    counts = np.concatenate(([0], np.cumsum(known)))
    middle = np.arange(len(values))
    first = np.maximum(middle - window // 2, 0)
    last = np.minimum(middle + window // 2 + 1, len(values))
    with np.errstate(invalid="ignore"):
        return (sums[last] - sums[first]) / (counts[last] - counts[first])


def ticks(low: float, high: float, most: int) -> list[float]:
    """At most `most` round numbers in [low, high], evenly spaced by 1, 2 or 5 times 10^n; by 4 or 3
    where one alone would be left, which tells no scale."""
    span = high - low
    if not span > 0 or not math.isfinite(span):
        return []
    step = 10.0 ** math.floor(math.log10(span / max(most, 1)))
    few: list[list[float]] = []
    for factor in (1, 2, 5, 10, 20, 4, 3):
        first, last = math.ceil(low / (step * factor)), math.floor(high / (step * factor))
        if last - first + 1 <= most:
            few.append([i * step * factor for i in range(first, last + 1)])
    return next((marks for marks in few if len(marks) > 1), few[0] if few else [])


def run_end(step: float) -> float:
    """Where the axis of a run that has come to `step` ends: at most a tenth further."""
    step = max(step, 10.0)
    unit = 10.0 ** (math.floor(math.log10(step)) - 1)
    leading = step / unit  # 10 to 100
    rung = 1 if leading <= 20 else 2 if leading <= 50 else 5
    return math.ceil(leading / rung) * rung * unit


def tick_text(value: float, spacing: float) -> str:
    """A number beside an axis, with as many decimals as its neighbours need: −1.0, 20k, 2e−05;
    without `spacing`, 0, it has none, and needs its own."""
    if abs(value) >= 1e9 or 0 < spacing < 1e-3:
        text = f"{value:.0e}" if value else "0"
    elif abs(value) >= 1e4:
        text = "-" * (value < 0) + step_text(abs(value))
    elif not spacing > 0:
        text = f"{value:g}"
    else:
        text = f"{value:z.{max(0, -math.floor(math.log10(spacing) + 1e-9))}f}"
    return text.replace("-", "−")


def step_text(step: float) -> str:
    """A step beside the axis, short: 500, 2k, 12.5k, 3M."""
    for size, unit in ((1e6, "M"), (1e3, "k")):
        if step >= size:
            return f"{step / size:g}{unit}"
    return f"{step:g}"
