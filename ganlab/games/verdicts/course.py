"""Where p_g has been going over the newest evaluations, as far as they agree on it."""

from __future__ import annotations

from math import inf, nan
from typing import Literal

from ganlab.data.target import Array
from ganlab.values import dataclass

NEWEST = 10
"""Evaluations whose two halves are compared."""
LEAST = 4
"""Fewer say nothing."""
COUNTS_JS = 0.01
"""Change of their mean JS, bits, that counts; chance alone moves one evaluation by 0.002."""
COUNTS_DISTANCE = 0.05
"""Relative change of their mean sliced Wasserstein distance that counts. It still moves where JS
does not: as long as p_g and p_data share no cell of the grid, JS stays at 1."""
TURNS = 2.0
"""So many times that, from one evaluation to the next, is a turn that the means do not tell yet:
a single evaluation is moved more by chance than the mean of several."""

Trend = Literal["unknown", "closer", "still", "away", "unsteady"]


@dataclass(frozen=True)
class Change:
    """How one figure has changed that falls as p_g comes closer; NaN where that is not known."""

    halves: float
    """What the newer half of the evaluations has more of it than the older half, on average."""
    newest: float
    """What the newest has more of it than the one before."""
    counts: float
    """How much of `halves` counts."""

    @classmethod
    def of(cls, values: Array, counts: float, relative: bool = False) -> Change:
        """Of (n,) values, oldest first; `relative`: as shares of the older half's mean."""
        half = len(values) // 2
        if not half:
            return cls(nan, nan, counts)
        older, newer = float(values[:half].mean()), float(values[half:].mean())
        unit = 1.0 if not relative else older if older > 0 else nan
        return cls((newer - older) / unit, float(values[-1] - values[-2]) / unit, counts)

    @property
    def way(self) -> int:
        """-1: it falls, 1: it rises, 0: neither, or not known."""
        return _sign(self.halves, self.counts)

    @property
    def turn(self) -> int:
        """The same of the newest evaluation alone."""
        return _sign(self.newest, TURNS * self.counts)


def trend(evaluations: int, *changes: Change) -> Trend:
    """Where p_g is going, as all the figures have it: none of them, and no newest one, tells the
    contrary."""
    if evaluations < LEAST:
        return "unknown"
    ways = {change.way for change in changes} - {0}
    told = ways | {change.turn for change in changes} - {0}
    if len(told) > 1 or (told and not ways):
        return "unsteady"
    return "closer" if -1 in ways else "away" if 1 in ways else "still"


def _sign(change: float, counts: float) -> int:
    return (change > counts) - (change < -counts) if abs(change) < inf else 0
