"""A whole run in bounded memory: minimum, maximum and mean of ever wider buckets."""

from __future__ import annotations

import numpy as np

from ganlab.data.target import Array

CAPACITY = 4096
"""Buckets at most: twice what a plot 2,000 pixels wide can show. Even, so that pairs merge."""


class Buckets:
    """Rows of numbers, folded into at most CAPACITY buckets of equally many rows.

    Column 0 orders the rows and grows strictly (the step). When the buckets are full, neighbours
    merge and the width doubles, so memory and the cost of a look stay constant however long the
    run. A number that is not finite is left out of its bucket; one without any is NaN.
    """

    def __init__(self, columns: int) -> None:
        self.width = 1
        """Rows a bucket holds when full; only the last may hold fewer."""
        self.size = 0
        """Buckets in use."""
        self.filled = 0
        """Rows in the last bucket."""
        self._low = np.full((CAPACITY, columns), np.nan)
        self._high = np.full((CAPACITY, columns), np.nan)
        self._sum = np.zeros((CAPACITY, columns))
        self._count = np.zeros((CAPACITY, columns))

    @property
    def low(self) -> Array:
        """(size, columns) smallest finite number of each bucket; column 0 is its first step."""
        return self._low[: self.size]

    @property
    def high(self) -> Array:
        """(size, columns) largest finite number of each bucket; column 0 is its last step."""
        return self._high[: self.size]

    @property
    def total(self) -> Array:
        """(size, columns) sum of the finite numbers."""
        return self._sum[: self.size]

    @property
    def count(self) -> Array:
        """(size, columns) how many finite numbers."""
        return self._count[: self.size]

    @property
    def mean(self) -> Array:
        """(size, columns) mean of the finite numbers."""
        with np.errstate(invalid="ignore"):
            return self.total / self.count

    def ends(self, most: int, column: int) -> tuple[Array, Array, Array, Array]:
        """Of at most so many stretches of neighbours each: its first and its last step, and the
        smallest and the largest number of a column."""
        first, last = self.low[:, 0], self.high[:, 0]
        low, high = self.low[:, column], self.high[:, column]
        if self.size > most:
            starts = np.arange(most) * self.size // most
            first, last = first[starts], last[np.append(starts[1:], self.size) - 1]
            low, high = np.fmin.reduceat(low, starts), np.fmax.reduceat(high, starts)
        return first, last, low, high

    def append(self, rows: Array) -> None:
        """Fold in (n, columns) rows that follow the ones before."""
        while len(rows):
            if self.size == CAPACITY and self.filled == self.width:
                self._merge_pairs()
            used = (self.size - 1) * self.width + self.filled if self.size else 0
            fitting = rows[: CAPACITY * self.width - used]
            self._fold(fitting, used)
            rows = rows[len(fitting) :]

    def truncate(self, step: float) -> None:
        """Forget every bucket that reaches `step` or further."""
        kept = int(np.searchsorted(self.high[:, 0], step))
        if kept < self.size:
            self.size, self.filled = kept, self.width if kept else 0
            self.width = self.width if kept else 1
            self._clear_after(kept)

    def forget(self, columns: list[int]) -> None:
        """Leave these columns out, as if nothing had been there."""
        self._low[:, columns] = self._high[:, columns] = np.nan
        self._sum[:, columns] = self._count[:, columns] = 0.0

    def arrays(self) -> dict[str, Array]:
        """Everything as owned arrays: what `restore` takes, `width` and `filled` in one."""
        return {
            "low": self.low.copy(),
            "high": self.high.copy(),
            "total": self.total.copy(),
            "count": self.count.copy(),
            "width": np.array([self.width, self.filled], dtype=np.float64),
        }

    def restore(
        self, low: Array, high: Array, total: Array, count: Array, width: int, filled: int
    ) -> None:
        """Take over the columns of another run (see the properties of the same names)."""
        self.size, self.width, self.filled = len(low), width, filled
        self._low[: self.size], self._high[: self.size] = low, high
        self._sum[: self.size], self._count[: self.size] = total, count

    def _fold(self, rows: Array, used: int) -> None:
        index = (used + np.arange(len(rows))) // self.width
        starts = np.flatnonzero(np.diff(index, prepend=-1))
        at = index[starts]
        finite = np.isfinite(rows)
        known = np.where(finite, rows, np.nan)
        with np.errstate(over="ignore"):
            self._low[at] = np.fmin(self._low[at], np.fmin.reduceat(known, starts))
            self._high[at] = np.fmax(self._high[at], np.fmax.reduceat(known, starts))
            self._sum[at] += np.add.reduceat(np.where(finite, rows, 0.0), starts)
            self._count[at] += np.add.reduceat(finite, starts, dtype=np.float64)
        self.size = int(index[-1]) + 1
        self.filled = used + len(rows) - (self.size - 1) * self.width

    def _merge_pairs(self) -> None:
        half = CAPACITY // 2
        self._low[:half] = np.fmin(self._low[::2], self._low[1::2])
        self._high[:half] = np.fmax(self._high[::2], self._high[1::2])
        with np.errstate(over="ignore"):
            self._sum[:half] = self._sum[::2] + self._sum[1::2]
        self._count[:half] = self._count[::2] + self._count[1::2]
        self.width *= 2
        self.size, self.filled = half, self.width
        self._clear_after(half)

    def _clear_after(self, size: int) -> None:
        self._low[size:] = self._high[size:] = np.nan
        self._sum[size:] = self._count[size:] = 0.0
