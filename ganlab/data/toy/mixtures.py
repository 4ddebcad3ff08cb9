"""Mixtures of isotropic Gaussians: of a few, and of a continuum of them along a curve."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ganlab.data.target import Affine, Array, Batch, Modes, PointTarget
from ganlab.values import dataclass

_BLOCK = 1 << 18
"""Numbers worked on at once: small enough to stay in the processor's cache."""


def log_mixture(
    points: NDArray[np.floating], centres: Array, weights: Array, sigma: float
) -> Array:
    """log sum_j w_j N(x; c_j, sigma^2 I).

    points (n, d), centres (m, d), weights (m,) with sum 1 -> (n,), nats. Stable far from every
    centre, where each exponential alone would be 0.
    """
    x = np.asarray(points, dtype=np.float64) / sigma
    c = centres / sigma
    # -|x - c|^2 / 2 = x.c - |c|^2 / 2 - |x|^2 / 2: the pairs cost one matrix product.
    offset = np.log(weights) - (c * c).sum(axis=1) / 2
    result = np.empty(len(x))
    rows = max(1, _BLOCK // len(c))
    for start in range(0, len(x), rows):
        block = x[start : start + rows]
        exponents = block @ c.T
        exponents += offset
        top = exponents.max(axis=1)
        exponents -= top[:, None]
        np.maximum(exponents, -700.0, out=exponents)  # e^-700 adds nothing; denormals are slow
        np.exp(exponents, out=exponents)
        mass = exponents.sum(axis=1)
        result[start : start + rows] = top + np.log(mass) - (block * block).sum(axis=1) / 2
    return result - centres.shape[1] * (math.log(sigma) + math.log(2 * math.pi) / 2)


def unit_rms(centres: Array, weights: Array, sigma: float) -> Affine:
    """The map of the mixture to zero mean and unit root mean square a coordinate, exactly."""
    mean = weights @ centres
    variance = weights @ ((centres - mean) ** 2).mean(axis=1) + sigma**2
    return Affine(tuple(float(m) for m in mean), math.sqrt(float(variance)))


@dataclass(frozen=True)
class Mixture(PointTarget):
    """A mixture of equally likely Gaussians N(c, sigma^2 I), its modes."""

    modes: Modes
    view: Affine
    class_names: tuple[str, ...] = ()
    """Of each mode, in order; empty: they are not told apart."""

    @property
    def dimension(self) -> int:
        """1 or 2."""
        return int(self.modes.centres.shape[1])

    @property
    def network(self) -> Affine:
        """Zero mean, unit root mean square a coordinate."""
        return unit_rms(self.modes.centres, self._weights, self.modes.sigma)

    @property
    def _weights(self) -> Array:
        return np.full(len(self.modes.centres), 1 / len(self.modes.centres))

    def sample(self, n: int, rng: np.random.Generator) -> Batch:
        """Draw n points: a mode, which is the class, then a normal deviation from its centre."""
        mode = rng.integers(len(self.modes.centres), size=n)
        centres = self.modes.centres[mode]
        rows = centres + self.modes.sigma * rng.standard_normal(centres.shape)
        return Batch(rows, mode.astype(np.uint8) if self.class_names else None)

    def log_density(self, points: NDArray[np.floating], label: int | None = None) -> Array:
        """Exact log p_data, or that of one class, (n,), nats."""
        centres, weights = self.modes.centres, self._weights
        if label is not None:
            centres, weights = centres[[label]], np.ones(1)
        return log_mixture(points, centres, weights, self.modes.sigma)


@dataclass(frozen=True)
class Bells(PointTarget):
    """A mixture of Gaussians on a line, each with a share and a width of its own: its classes."""

    weights: tuple[float, ...]
    means: tuple[float, ...]
    variances: tuple[float, ...]
    view: Affine
    class_names: tuple[str, ...]
    dimension = 1
    modes = None

    @property
    def network(self) -> Affine:
        """Zero mean, unit variance, exactly."""
        weights, means = np.array(self.weights), np.array(self.means)
        mean = float(weights @ means)
        variance = weights @ (np.array(self.variances) + (means - mean) ** 2)
        return Affine((mean,), math.sqrt(float(variance)))

    def sample(self, n: int, rng: np.random.Generator) -> Batch:
        """Draw n points: a bell, which is the class, then a normal deviation from its mean."""
        bell = rng.choice(len(self.weights), size=n, p=self.weights)
        widths = np.sqrt(self.variances)[bell]
        rows = np.array(self.means)[bell] + widths * rng.standard_normal(n)
        return Batch(rows[:, None], bell.astype(np.uint8))

    @property
    def told_shares(self) -> tuple[float, ...]:
        """Each bell's."""
        return self.weights

    def log_density(self, points: NDArray[np.floating], label: int | None = None) -> Array:
        """Exact log p_data, or that of one class, (n,), nats."""
        x, variances = np.asarray(points, dtype=np.float64), np.array(self.variances)
        bells = -((x - self.means) ** 2) / (2 * variances) - np.log(2 * np.pi * variances) / 2
        if label is not None:
            return np.asarray(bells[:, label])
        return np.logaddexp.reduce(bells + np.log(self.weights), axis=1)


Curve = Callable[[Array], Array]
"""(n,) parameters in [0, 1], uniformly distributed -> (n, 2) points of the plane."""


class Tube(PointTarget):
    """A curve blurred by a Gaussian: x = curve(u) + sigma n, u uniform on [0, 1], n ~ N(0, I).

    Its density, the integral of N(x; curve(u), sigma^2 I) over u, has no closed form. It is taken
    by quadrature: the error is below 1e-6 of the peak density everywhere, and below 1e-4 nats of
    log-density wherever the density is above e^-30 of its peak.
    """

    dimension = 2
    modes = None

    def __init__(
        self, curve: Curve, sigma: float, view: Affine, class_names: tuple[str, ...] = ()
    ) -> None:
        """`class_names`: of the curve's pieces, all of one share of u; empty: it is of one. The
        curve jumps, at most, where one ends."""
        self.curve, self.sigma = curve, sigma
        self.view, self.class_names = view, class_names
        pieces = max(1, len(class_names))
        u, self._weights = _quadrature(curve, pieces, sigma)
        self._nodes, self._piece = curve(u), (u * pieces).astype(np.intp)
        self.network = unit_rms(self._nodes, self._weights, sigma)

    def sample(self, n: int, rng: np.random.Generator) -> Batch:
        """Draw n points; the class is the piece of the curve."""
        u = rng.random(n)
        rows = self.curve(u) + self.sigma * rng.standard_normal((n, 2))
        pieces = len(self.class_names)
        return Batch(rows, (u * pieces).astype(np.uint8) if pieces else None)

    def log_density(self, points: NDArray[np.floating], label: int | None = None) -> Array:
        """log p_data, or that of one class, (n,), nats."""
        nodes, weights = self._nodes, self._weights
        if label is not None:
            own = self._piece == label
            nodes, weights = nodes[own], weights[own] / weights[own].sum()
        return log_mixture(points, nodes, weights, self.sigma)


def _quadrature(curve: Curve, pieces: int, sigma: float) -> tuple[Array, Array]:
    """Gauss-Legendre nodes along the curve, (m,), and their weights, (m,), panel by panel.

    Panels are 4 sigma of arc long, and graded towards the ends of each piece: beyond an end only
    the last few hundredths of the arc count.
    """
    edges: list[Array] = []
    for piece in range(pieces):
        u = (piece + np.linspace(1e-12, 1 - 1e-12, 4096)) / pieces
        arc = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(curve(u), axis=0).T))])
        regular = np.linspace(0, arc[-1], math.ceil(arc[-1] / (4 * sigma)) + 1)
        graded = regular[1] * np.array([0.1, 0.35])
        along = np.sort(np.concatenate([regular, graded, arc[-1] - graded]))
        ends = np.interp(along, arc, u)
        ends[[0, -1]] = piece / pieces, (piece + 1) / pieces
        edges.append(np.column_stack([ends[:-1], ends[1:]]))
    low, high = np.concatenate(edges).T
    x, w = np.polynomial.legendre.leggauss(8)
    u = (low[:, None] + high[:, None]) / 2 + (high - low)[:, None] / 2 * x
    weights = (high - low)[:, None] / 2 * w
    return u.ravel(), weights.ravel() / weights.sum()
