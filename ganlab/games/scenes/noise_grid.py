"""A grid in noise space, whose image shows how a generator bends it."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from ganlab.experiment import Noise

NOISE_REACH = 2.5
"""The Gaussian noise grid spans ±2.5 standard deviations: 97.5 % of the mass in 2-D."""


def reach(noise: Noise) -> float:
    """Half the side of the square of noise that is drawn."""
    return NOISE_REACH if noise.kind == "gaussian" else 1.0


@lru_cache(maxsize=4)
def noise_grid(noise: Noise, size: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Corners (rows + 1, columns + 1, dimension) of a grid in noise space, and each cell's mass.

    The grid spans the first two dimensions, the others being 0: for more than two it is a slice,
    and the masses are those of the two. 1-D noise gives one row of corners and (1, columns) masses.
    """
    # A curve is one line of the grid: it can afford more corners than a side of a square.
    lines = size if noise.dimension > 1 else size * 10
    edges = np.linspace(-reach(noise), reach(noise), lines + 1)
    mass = np.diff(ndtr(edges)) if noise.kind == "gaussian" else np.full(lines, 1 / lines)
    if noise.dimension == 1:
        return edges.astype(np.float32)[None, :, None], mass.astype(np.float32)[None, :]
    corners = np.zeros((lines + 1, lines + 1, noise.dimension), dtype=np.float32)
    corners[..., 0], corners[..., 1] = np.meshgrid(edges, edges)
    return corners, np.outer(mass, mass).astype(np.float32)
