"""The evaluations of a run, thinned out where there are too many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite, nan

import numpy as np
from numpy.typing import NDArray

from ganlab.data.target import Array
from ganlab.lab.past.saved_history import EVALUATIONS


class Evaluations:
    """Rows of figures by the names of their columns, of which the first is the step; it grows."""

    def __init__(self, columns: Sequence[str]) -> None:
        self.columns = tuple(columns)
        self._column = {name: i for i, name in enumerate(self.columns)}
        self._rows = np.empty((EVALUATIONS, len(self.columns)))
        self._size = 0

    @property
    def rows(self) -> Array:
        """(evaluations, columns) figures."""
        return self._rows[: self._size]

    def append(self, evaluation: Mapping[str, float]) -> None:
        """Record one; a figure that is missing becomes NaN, one that is new a column. Those of its
        step and later go."""
        for name in evaluation.keys() - self._column.keys():
            self._column[name] = len(self.columns)
            self.columns += (name,)
            self._rows = np.pad(self._rows, ((0, 0), (0, 1)), constant_values=nan)
        row = [float(evaluation.get(name, nan)) for name in self.columns]
        if not isfinite(row[0]):
            return
        self._size = int(np.searchsorted(self.rows[:, 0], row[0]))
        if self._size == EVALUATIONS:
            self._size //= 2
            self._rows[: self._size] = self._rows[1::2]
        self._rows[self._size] = row
        self._size += 1

    def latest(self, name: str) -> float:
        """A figure of the newest; NaN when there is none."""
        column = self._column.get(name)
        return nan if column is None or not self._size else float(self.rows[-1, column])

    def curve(self, name: str) -> tuple[Array, Array]:
        """(steps, values) of one figure over all that are kept; NaN where it was not measured."""
        column = self._column.get(name)
        values = np.full(self._size, nan) if column is None else self.rows[:, column].copy()
        return self.rows[:, 0].copy(), values

    def go_back_to(self, step: float) -> None:
        """Forget those of later steps."""
        self._size = int(np.searchsorted(self.rows[:, 0], step, side="right"))

    def restore(self, rows: NDArray[np.float64]) -> None:
        """Take over the (n, columns) rows of another run."""
        self._size = len(rows)
        self._rows[: self._size] = rows
