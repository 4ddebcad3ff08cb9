"""What every target distribution offers, and the one transform from data units to the view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
"""Double-precision array; points are (n, dimension)."""


@dataclass(frozen=True)
class Affine:
    """view = (data - centre) / scale, the same scale on every axis; exactly invertible."""

    centre: tuple[float, ...]
    scale: float

    def forward(self, points: NDArray[np.floating]) -> Array:
        """(n, d) data units -> (n, d) transformed."""
        return (np.asarray(points, dtype=np.float64) - np.asarray(self.centre)) / self.scale

    def inverse(self, points: NDArray[np.floating]) -> Array:
        """(n, d) transformed -> (n, d) data units."""
        return np.asarray(points, dtype=np.float64) * self.scale + np.asarray(self.centre)


@dataclass(frozen=True)
class Modes:
    """The components of a mixture with equal, isotropic Gaussian components."""

    centres: Array
    """(m, dimension), data units."""
    sigma: float
    """Standard deviation of each component, data units."""


class Target(Protocol):
    """A distribution p_data in its own data units."""

    @property
    def dimension(self) -> int:
        """1 or 2."""

    @property
    def view(self) -> Affine:
        """Data units -> the view, in which the distribution fits [-1, 1] on every axis."""

    @property
    def network(self) -> Affine:
        """Data units -> what the networks see: zero mean, unit root mean square a coordinate."""

    @property
    def modes(self) -> Modes | None:
        """The mixture's components; None where the target is no such mixture."""

    def sample(self, n: int, rng: np.random.Generator) -> Array:
        """Draw (n, dimension) points, data units."""

    def log_density(self, points: NDArray[np.floating]) -> Array | None:
        """Exact log p_data, nats per data unit^dimension, (n,); -inf outside; None if unknown."""
