"""Ink of several classes: how much of it there is at each pixel, and how much of that is whose."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ganlab.data.drawn.strokes import FAINTEST, Raster, stamp
from ganlab.experiment import Stroke

Shares = NDArray[np.float16]
"""(classes, size, size), at each pixel with sum 1; no classes: all of it is of the first."""


def _of_the_first() -> Shares:
    return np.empty((0, 0, 0), np.float16)


@dataclass(eq=False)
class Ink:
    """What strokes leave on a raster. How much there is does not depend on classes."""

    total: Raster
    shares: Shares = field(default_factory=_of_the_first)

    def copy(self) -> Ink:
        """Another to change."""
        return Ink(self.total.copy(), self.shares.copy())

    def stamp(self, stroke: Stroke) -> None:
        """Put one stroke on top. Where there is no room for more ink it takes that of others; an
        eraser takes of all alike."""
        box, laid = stamp(self.total, stroke)
        if stroke.tool == "eraser" or (stroke.label == 0 and not len(self.shares)):
            return
        if stroke.label >= len(self.shares):
            self._make_room(stroke.label + 1)
        total = self.total[box]
        newest = laid / np.maximum(total, FAINTEST)
        here = (slice(None), *box)
        shares = self.shares[here] * (1 - newest)
        shares[stroke.label] += newest
        self.shares[here] = shares

    @property
    def present(self) -> tuple[int, ...]:
        """The classes that there is ink of."""
        seen = self.total >= FAINTEST
        if not len(self.shares):
            return (0,) if seen.any() else ()
        return tuple(i for i, share in enumerate(self.shares) if (share[seen] > _TRACE).any())

    def _make_room(self, classes: int) -> None:
        known = len(self.shares)
        shares = np.zeros((classes, *self.total.shape), np.float16)
        shares[: max(known, 1)] = self.shares if known else 1
        self.shares = shares


_TRACE = 1e-3
"""A share of less is what rounding leaves of a class that was drawn over."""
