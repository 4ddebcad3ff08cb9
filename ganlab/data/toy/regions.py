"""Targets whose density is a formula: uniform on a region, and the twisted pinwheel."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from ganlab.data.target import Affine, Array, Batch, PointTarget
from ganlab.data.toy.mixtures import log_mixture
from ganlab.values import dataclass


@dataclass(frozen=True)
class Interval(PointTarget):
    """Uniform on [-1, 1], one dimension."""

    view: Affine
    dimension = 1
    modes = None
    class_names = ()
    network = Affine((0.0,), 1 / math.sqrt(3))

    def sample(self, n: int, rng: np.random.Generator) -> Batch:
        """Draw n points."""
        return Batch(rng.uniform(-1.0, 1.0, (n, 1)))

    def log_density(self, points: NDArray[np.floating], label: int | None = None) -> Array:
        """log 1/2 inside, -inf outside, (n,)."""
        inside = (np.abs(points) <= 1.0).all(axis=1)
        return np.where(inside, -math.log(2.0), -np.inf)


@dataclass(frozen=True)
class Checkerboard(PointTarget):
    """Uniform on the 8 dark fields of a 4 x 4 board over [-4, 4]^2, its classes."""

    view: Affine
    dimension = 2
    modes = None
    class_names = ("a1", "c1", "b2", "d2", "a3", "c3", "b4", "d4")
    """As a player of chess calls them, row by row from below."""
    network = Affine((0.0, 0.0), 4 / math.sqrt(3))  # each coordinate alone is uniform on [-4, 4]

    def sample(self, n: int, rng: np.random.Generator) -> Batch:
        """Draw n points: a dark field, then a place on it."""
        field = rng.integers(8, size=n)
        row, pair = np.divmod(field, 2)
        column = 2 * pair + row % 2
        rows = 2.0 * (np.stack([column, row], axis=1) + rng.random((n, 2))) - 4.0
        return Batch(rows, field.astype(np.uint8))

    def log_density(self, points: NDArray[np.floating], label: int | None = None) -> Array:
        """log 1/32 on dark fields, -inf elsewhere, (n,); of one class log 1/4 on its field."""
        x = np.asarray(points, dtype=np.float64)
        column, row = np.floor(x / 2).T + 2
        if label is not None:
            own, pair = divmod(label, 2)
            return np.where((row == own) & (column == 2 * pair + own % 2), -math.log(4.0), -np.inf)
        dark = (column + row) % 2 == 0
        inside = dark & (x >= -4).all(axis=1) & (x < 4).all(axis=1)
        return np.where(inside, -math.log(32.0), -np.inf)


@dataclass(frozen=True)
class Pinwheel(PointTarget):
    """Five arms, each a Gaussian blade (std 0.6 along, 0.2 across, 2 from the hub), twisted. They
    are its classes, counted against the clock from the one that leaves the hub to the right.

    Every point is turned by exp(radius / 2) / 4. FFJORD turns by the coordinate along the blade;
    turning by the radius looks the same, keeps areas, and so leaves an exact density:
    p(x) = (1/5) sum_k N(turned back x; blade k).
    """

    view: Affine
    dimension = 2
    modes = None
    class_names = tuple(f"arm {k}" for k in range(1, 6))
    # Turning keeps radii: E|x|^2 = 2^2 + 0.6^2 + 0.2^2, and the five blades balance.
    network = Affine((0.0, 0.0), math.sqrt((2.0**2 + 0.6**2 + 0.2**2) / 2))

    def sample(self, n: int, rng: np.random.Generator) -> Batch:
        """Draw n points: a place on a blade, then which of the five."""
        blade = rng.standard_normal((n, 2)) * [0.6, 0.2] + [2.0, 0.0]
        arm = rng.integers(5, size=n)
        return Batch(_turn(blade, arm * (2 * np.pi / 5) + _twist(blade)), arm.astype(np.uint8))

    def log_density(self, points: NDArray[np.floating], label: int | None = None) -> Array:
        """Exact log p_data, or that of one class, (n,), nats."""
        x = np.asarray(points, dtype=np.float64)
        straight = _turn(x, -_twist(x))
        total = np.full(len(x), -np.inf)
        arms = range(5) if label is None else (label,)
        for k in arms:
            blade = _turn(straight, np.full(len(x), -2 * np.pi / 5 * k))
            # A Gaussian of unit width in units of the blade's own two widths.
            own = log_mixture(blade / [0.6, 0.2], _HUB, np.ones(1), 1.0)
            total = np.logaddexp(total, own)
        return total - math.log(len(arms) * 0.6 * 0.2)


_HUB = np.array([[2.0 / 0.6, 0.0]])


def _twist(points: Array) -> Array:
    radius = np.hypot(points[:, 0], points[:, 1])
    return np.exp(np.minimum(radius, 20.0) / 2) / 4  # further out nothing ever is


def _turn(points: Array, angle: Array) -> Array:
    cos, sin = np.cos(angle), np.sin(angle)
    x, y = points.T
    return np.stack([cos * x - sin * y, sin * x + cos * y], axis=1)
