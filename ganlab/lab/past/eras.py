"""Which objective was played from which step on, and what of it measured the same.

An objective that is changed while training runs changes what a value and the losses are: a curve
shows what was measured as it is now, and a gap where it was another quantity.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ganlab.data.target import Array
from ganlab.games.columns import Comparable

KEY = "objective "
"""Before an objective's name, in the names of the arrays that are saved."""


class Eras:
    """(start, objective) of each stretch of a run, the present one last."""

    def __init__(self, same: Comparable, begun: tuple[tuple[float, str], ...] = ()) -> None:
        self._same, self._begun = same, begun

    def play(self, objective: str, start: float) -> None:
        """Rows of later steps than `start` are of this objective; the first one has all rows."""
        stand = tuple(era for era in self._begun if era[0] < start)
        if not self._begun or not stand:
            self._begun = ((-np.inf, objective),)
        elif stand[-1][1] == objective:
            self._begun = stand
        else:
            self._begun = (*stand, (start, objective))

    def go_back_to(self, step: float) -> None:
        """Forget what began at `step` or later."""
        self._begun = tuple(era for era in self._begun if era[0] < step)

    def comparable(self, name: str, steps: Array) -> NDArray[np.bool_]:
        """Whether a column meant at each of (n,) steps what it means now."""
        if len(self._begun) < 2:
            return np.ones(len(steps), dtype=bool)
        starts = np.array([start for start, _ in self._begun])
        now = self._begun[-1][1]
        same = np.array([self._same(name, then, now) for _, then in self._begun])
        found: NDArray[np.bool_] = same[np.searchsorted(starts, steps, side="left") - 1]
        return found

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The starts of each objective, to be saved."""
        names = dict.fromkeys(name for _, name in self._begun)
        return {
            KEY + name: np.array([start for start, other in self._begun if other == name])
            for name in names
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], same: Comparable) -> Eras:
        """What `arrays` gave; of a file without them nothing. Raises ValueError."""
        begun = []
        for key, starts in arrays.items():
            name = key.removeprefix(KEY)
            if name == key:
                continue
            if starts.ndim != 1 or starts.dtype.kind != "f" or np.isnan(starts).any():
                raise ValueError(f"history: '{key}' is of another kind")
            begun += [(float(start), name) for start in starts]
        return cls(same, tuple(sorted(begun)))
