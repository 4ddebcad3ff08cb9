"""The newest rows of a run, as they came."""

from __future__ import annotations

import numpy as np

from ganlab.data.target import Array
from ganlab.lab.past.saved_history import RECENT

PIECE = 1024
"""Rows that are moved at once."""


class Recent:
    """At most RECENT of them; steps, the first column, grow."""

    def __init__(self, columns: int) -> None:
        # They are always one slice: the second half moves to the front when all is full.
        self._rows = np.empty((2 * RECENT, columns))
        self._end = 0

    @property
    def rows(self) -> Array:
        """(n, columns) a view of them, oldest first."""
        return self._rows[max(self._end - RECENT, 0) : self._end]

    @property
    def step(self) -> float:
        """The newest step; -infinity when there is none."""
        return float(self._rows[self._end - 1, 0]) if self._end else -np.inf

    def append(self, rows: Array) -> None:
        """Add (n, columns) rows of later steps."""
        rows = rows[-RECENT:]
        if self._end + len(rows) > len(self._rows):
            self._move_to_front()
        self._rows[self._end : self._end + len(rows)] = rows
        self._end += len(rows)

    def _move_to_front(self) -> None:
        """Piece by piece: a copy of all would take as much memory again."""
        kept = self._rows[self._end - RECENT : self._end]
        for start in range(0, RECENT, PIECE):
            piece = slice(start, start + PIECE)
            self._rows[piece] = kept[piece]
        self._end = RECENT

    def go_back_to(self, step: float) -> None:
        """Forget what was recorded at `step` and later."""
        self._end = int(np.searchsorted(self._rows[: self._end, 0], step))

    def after(self, step: float) -> Array:
        """All rows later than `step` that are still there: more than RECENT of them, as a rule."""
        rows = self._rows[: self._end]
        return rows[rows[:, 0] > step]
