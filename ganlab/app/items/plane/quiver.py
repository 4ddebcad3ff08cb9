"""The gradient that each generated sample receives, as arrows."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from ganlab.app.items.plane.layer import Array
from ganlab.app.items.plane.lines import LinesItem

USUAL = -1
"""Power of ten of the scale at first: an arrow is a tenth as long as its gradient."""
LEAST, MOST = -4, 3
"""Of a gradient that is still not seen a thousand times enlarged nothing is learned."""
SHORT, LONG = 0.01, 0.25
"""Between these lengths of the mean arrow, view units, the scale stays as it is."""
LONGEST = 0.4
"""No arrow is drawn longer, view units."""
SHORTEST = 0.004
"""Arrows shorter than this are not drawn, view units."""
HEAD = 0.03
"""Length of an arrow's head, view units, or a third of a short arrow."""


class QuiverItem(LinesItem):
    """Arrows of one scale, a power of ten that follows how long the gradients are."""

    def __init__(self) -> None:
        super().__init__()
        self._exponent = USUAL
        self.strength = math.nan
        """The mean length of the gradients, 1 / view unit; NaN where there are none."""

    @property
    def scale(self) -> float:
        """How many times as long as its gradient an arrow is."""
        return float(10.0**self._exponent)

    def set_vectors(self, vectors: Array | None) -> None:
        """(n, 4) positions and gradients; None: no arrows, and the scale is the usual again."""
        if vectors is None:
            self._exponent, self.strength = USUAL, math.nan
            self.set_segments(None)
        else:
            self.strength = mean_strength(vectors)
            self._exponent = decade(self.strength, self._exponent)
            self.set_segments(arrows(vectors, self.scale))


def decade(strength: float, now: int) -> int:
    """The power of ten of the scale for gradients of this mean length, where it is `now` so far.

    All arrows have the same scale, so that weak gradients are seen to be weaker than strong ones;
    it is to be told beside them.
    """
    if not 0 < strength < math.inf:
        return now
    while strength * 10.0**now < SHORT and now < MOST:
        now += 1
    while strength * 10.0**now > LONG and now > LEAST:
        now -= 1
    return now


def arrows(vectors: Array, scale: float) -> Array:
    """(n, 4) positions and gradients -> (3 m, 2, 2) segments: shaft and two barbs of m arrows, each
    `scale` times as long as its gradient.

    Rows that are not finite are left out.
    """
    vectors = _finite(vectors)
    start, direction = vectors[:, :2], vectors[:, 2:]
    strength = np.linalg.norm(direction, axis=1)
    length = np.minimum(scale * strength, LONGEST)
    shown = length >= SHORTEST
    start, length = start[shown], length[shown, None]
    along = direction[shown] / strength[shown, None]
    across = along[:, ::-1] * (-1, 1)
    tip = start + length * along
    head = np.minimum(HEAD, length / 3)
    barbs = [tip - head * along + side * 0.6 * head * across for side in (-1, 1)]
    return np.concatenate([np.stack([tip, end], axis=1) for end in (start, *barbs)])


def mean_strength(vectors: Array) -> float:
    """The mean length of (n, 4) gradients, 1 / view unit; NaN when there is none."""
    vectors = _finite(vectors)
    return float(np.linalg.norm(vectors[:, 2:], axis=1).mean()) if len(vectors) else float("nan")


def _finite(vectors: Array) -> NDArray[np.float64]:
    """The rows in which every number is."""
    rows: NDArray[np.float64] = np.asarray(vectors, dtype=np.float64)
    return rows[np.isfinite(rows).all(axis=1)]
