"""The density that samples have: p_g, where they are the generator's."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from ganlab.app.items.plane.layer import Array

COARSEST, FINEST = 48, 512
"""Cells a side: the finest are as wide as 0.6 standard deviations of a mode of ring-8."""
NEIGHBOURS = 32
"""Samples within a kernel's width of a sample, on average."""
KERNEL = np.outer((1, 4, 6, 4, 1), (1, 4, 6, 4, 1)).ravel() / 256
"""Over 5 x 5 cells; its standard deviation is one cell."""
_RIM = 2
"""Cells around the grid, for the kernels of samples at its border."""


def sampled_density(points: Array, extent: float) -> NDArray[np.float64]:
    """(n, 2) samples in view units -> (size, size) the share of them in each cell of
    [-extent, extent]^2, row by y.

    A kernel estimate on a grid whose cells are as wide as the kernel: narrow where many samples lie
    close together, so that narrow modes do not look wider than they are. Samples outside the square
    count among those that are shared out.
    """
    inside = points[(np.abs(points) < extent).all(axis=1)]
    size = _size(inside, extent)
    side = size + 2 * _RIM
    at = _cells(inside, size, extent) @ (1, side) + _RIM * (1 + side)
    offsets = np.arange(-_RIM, _RIM + 1)
    near = at[:, None] + (offsets[:, None] * side + offsets).ravel()
    weights = np.broadcast_to(KERNEL, near.shape).ravel()
    spread = np.bincount(near.ravel(), weights, minlength=side * side).reshape(side, side)
    return spread[_RIM:-_RIM, _RIM:-_RIM] / max(len(points), 1)


def holding_levels(
    points: Array, density: NDArray[np.float64], extent: float, shares: tuple[float, ...]
) -> NDArray[np.float64]:
    """(k,) the densities over which these shares of (n, 2) samples lie: Hyndman 1996, "Computing
    and Graphing Highest Density Regions". The kernel makes modes wider; the samples that lie in
    them are as many as before, so that the lines hold what they say. 0: not so many are inside."""
    found = np.zeros(len(points))
    inside = (np.abs(points) < extent).all(axis=1)
    column, row = _cells(points[inside], len(density), extent).T
    found[inside] = density[row, column]
    return np.quantile(found, 1 - np.asarray(shares), method="lower")


def _size(points: Array, extent: float) -> int:
    """Cells a side for (n, 2) points, from the mean density around them: the share of pairs that
    fall into the same fine cell estimates the integral of p^2."""
    _, counts = np.unique(_cells(points, FINEST, extent) @ (1, FINEST), return_counts=True)
    pairs = int((counts * (counts - 1)).sum())
    if not pairs:
        return COARSEST
    around = pairs / len(points)  # a sample, in a fine cell
    width = math.sqrt(NEIGHBOURS / (math.pi * around))  # of the kernel, in fine cells
    return round(min(max(FINEST / width, COARSEST), FINEST))


def _cells(points: Array, size: int, extent: float) -> NDArray[np.intp]:
    """(n, 2) points inside -> (n, 2) the column and the row of the cell of each."""
    return ((points + extent) * (size / (2 * extent))).astype(np.intp).clip(0, size - 1)
