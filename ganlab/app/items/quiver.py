"""The gradient that each generated sample receives, as arrows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ganlab.app.items.layer import Array

GAIN = 0.1
"""Length of an arrow, view units, for a gradient of 1 per view unit. Fixed: arrows that vanish
are a generator that learns nothing."""
LONGEST = 0.4
"""No arrow is drawn longer, view units."""
SHORTEST = 0.004
"""Arrows shorter than this are not drawn, view units."""
HEAD = 0.03
"""Length of an arrow's head, view units, or a third of a short arrow."""


def arrows(vectors: Array) -> Array:
    """(n, 4) positions and directions -> (3 m, 2, 2) segments: shaft and two barbs of m arrows.

    Rows that are not finite are left out.
    """
    vectors = _finite(vectors)
    start, direction = vectors[:, :2], vectors[:, 2:]
    strength = np.linalg.norm(direction, axis=1)
    length = np.minimum(GAIN * strength, LONGEST)
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
