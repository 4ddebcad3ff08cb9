"""Sliced Wasserstein distance: how far mass has to be carried, on average over directions.

Rabin et al. 2011; Bonneel et al. 2015. On a line the best way to carry n points onto n others is
in order, so each slice costs one sort.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Single = NDArray[np.float32]

DIRECTIONS = 16
"""Directions in the plane, evenly spaced over half a turn: the same ones at every evaluation."""


def slices(points: NDArray[np.floating]) -> Single:
    """Sorted projections of (n, d) points on each direction: (directions, n); one for d = 1."""
    dimension = points.shape[1]
    if dimension == 1:
        return np.sort(points.T.astype(np.float32), axis=1)
    angles = np.pi * np.arange(DIRECTIONS) / DIRECTIONS
    directions = np.stack((np.cos(angles), np.sin(angles)))
    return np.sort((points @ directions).T.astype(np.float32), axis=1)


def distance(a: Single, b: Single) -> float:
    """Mean Wasserstein-1 distance of two `slices` with equally many points, in their unit."""
    return float(np.abs(a - b).mean(dtype=np.float64))


def sliced_wasserstein(a: NDArray[np.floating], b: NDArray[np.floating]) -> float:
    """Sliced Wasserstein-1 distance of two (n, d) sets, d ≤ 2, in their unit; exact for d = 1.

    A shift by s reads |s| in 1-D and (2/π)|s| in 2-D. Raises ValueError when the sets differ in
    size; NaN if any point is not finite.
    """
    if a.shape != b.shape:
        raise ValueError(f"the sets differ in shape: {a.shape} and {b.shape}")
    if not (np.isfinite(a).all() and np.isfinite(b).all()):
        return float("nan")
    return distance(slices(a), slices(b))
