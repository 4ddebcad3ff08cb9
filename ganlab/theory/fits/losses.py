"""f-divergences of a fixed p from a Gaussian q = N(μ, σ²), as functions of θ = (μ, log σ).

D_f(p ‖ q) = ∫ h dx over the nodes of a quadrature, h a function of p and ℓ = log q. Its slope and
curvature in ℓ give gradient and Hessian in θ by the chain rule, for the scores are short:
∂ℓ/∂μ = z/σ, ∂ℓ/∂log σ = z² - 1 with z = (x - μ)/σ.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import log, pi

import numpy as np
from numpy.typing import NDArray

from ganlab.data.target import Array
from ganlab.theory.densities import Mixture, nodes
from ganlab.theory.fits.newton import Derivatives

WIDEST = 2.5
"""No Gaussian is wider that is looked at, in standard deviations of p or of its widest part."""
LEAST = -745.0
"""What log p is taken for where p is 0;"""
TINIEST = 1e-300
"""and (p + q)/2."""


@dataclass(frozen=True, eq=False)
class Line:
    """p on the nodes (n,) of a quadrature with weights w."""

    x: Array
    w: Array
    p: Array
    log_p: Array
    step: Array
    """To the next node."""
    widest: float
    """No σ is larger for which the nodes reach far enough."""

    @classmethod
    def of(cls, p: Mixture) -> Line:
        """Nodes that follow the breaks of p, and reach as far as the widest Gaussian does."""
        widest = WIDEST * max(p.std, *(part.width for part in p.parts))
        x, w = nodes(p, Mixture.gaussian(p.mean, widest**2), order=8, pieces=2)
        log_p = p.log_pdf(x)
        return cls(x, w, np.exp(log_p), np.maximum(log_p, LEAST), np.gradient(x), widest)

    def resolves(self, theta: Array) -> NDArray[np.bool_]:
        """Whether the nodes lie close enough and reach far enough for N(μ, σ²), theta (..., 2):
        (...)."""
        finest, sigma = np.interp(theta[..., 0], self.x, self.step), np.exp(theta[..., 1])
        return np.asarray((sigma > finest) & (sigma < self.widest))


@dataclass(frozen=True, eq=False)
class Both:
    """p and q = N(μ, σ²) on a line, and what divergences are made of: p (n,), the rest (..., n)."""

    p: Array
    log_p: Array
    z: Array
    log_q: Array
    q: Array

    @classmethod
    def at(cls, line: Line, theta: Array) -> Both:
        """For theta (..., 2)."""
        z = (line.x - theta[..., :1]) * np.exp(-theta[..., 1:])
        log_q = -z * z / 2 - theta[..., 1:] - log(2 * pi) / 2
        return cls(line.p, line.log_p, z, log_q, np.exp(log_q))

    def rows(self, which: slice) -> Both:
        """Some of them."""
        return Both(self.p, self.log_p, self.z[which], self.log_q[which], self.q[which])

    @property
    def gap(self) -> Array:
        """log q - log p."""
        return self.log_q - self.log_p

    @property
    def middle(self) -> Array:
        """(p + q)/2, above 0."""
        return np.maximum((self.p + self.q) / 2, TINIEST)

    @property
    def square(self) -> Array:
        """p²/q, inf where that is too large."""
        return self.p * np.exp(-self.gap)

    @property
    def root(self) -> Array:
        """√(p q)."""
        return np.sqrt(self.p * self.q)


Terms = tuple[Array, Array, Array]
"""h, its slope and its curvature in log q, (..., n) each."""


def _kl(at: Both) -> Terms:
    return -at.p * at.gap, np.broadcast_to(-at.p, at.q.shape), np.zeros_like(at.q)


def _reverse_kl(at: Both) -> Terms:
    h = at.q * at.gap
    return h, h + at.q, h + 2 * at.q


def _jeffrey(at: Both) -> Terms:
    (a, b, c), (d, e, f) = _kl(at), _reverse_kl(at)
    return a + d, b + e, c + f


def _jensen_shannon(at: Both) -> Terms:
    middle = at.middle
    log_middle = np.log(middle)
    slope = at.q * (at.log_q - log_middle)
    h = slope + at.p * (at.log_p - log_middle)
    return h, slope, slope + at.q - at.q**2 / (2 * middle)


def _pearson(at: Both) -> Terms:
    square = at.square
    return square - 2 * at.p + at.q, at.q - square, at.q + square


def _hellinger(at: Both) -> Terms:
    root = at.root
    return at.p + at.q - 2 * root, at.q - root, at.q - root / 2


LOSSES: dict[str, Callable[[Both], Terms]] = {
    "kl": _kl,
    "reverse_kl": _reverse_kl,
    "js": _jensen_shannon,
    "jeffrey": _jeffrey,
    "pearson": _pearson,
    "hellinger": _hellinger,
}
"""By the names of `divergences.between`; js is f-GAN's, KL(p ‖ m) + KL(q ‖ m), twice the usual."""


def value(line: Line, name: str, theta: Array) -> Array:
    """D_f(p ‖ q) for theta (..., 2): (...); inf where that is too large."""
    with np.errstate(over="ignore", invalid="ignore"):
        integral: Array = LOSSES[name](Both.at(line, theta))[0] @ line.w
    return integral


def derivatives(line: Line, names: Sequence[str], theta: Array) -> Derivatives:
    """Of the divergences `names` (r,), equal ones side by side, at theta (r, 2). inf and nan where
    a number is too large."""
    with np.errstate(over="ignore", invalid="ignore"):
        both = Both.at(line, theta)
        h, slope, curvature = (np.empty_like(both.z) for _ in range(3))
        start = 0
        for name, same in groupby(names):
            rows = slice(start, start + len(list(same)))
            h[rows], slope[rows], curvature[rows] = LOSSES[name](both.rows(rows))
            start = rows.stop
        sigma, z = np.exp(theta[:, 1]), both.z
        squared = z * z
        slope, curvature = slope * line.w, curvature * line.w
        bent = curvature * squared
        tilted = (slope * z).sum(1)
        doubled = (slope * squared).sum(1)
        second = [
            (bent.sum(1) - slope.sum(1)) / sigma**2,
            ((bent * z).sum(1) - (curvature * z).sum(1) - 2 * tilted) / sigma,
            (bent * (squared - 2)).sum(1) + curvature.sum(1) - 2 * doubled,
        ]
        first = np.stack([tilted / sigma, doubled - slope.sum(1)], axis=1)
        value = h @ line.w
    return value, first, np.stack([second[i] for i in (0, 1, 1, 2)], axis=1).reshape(-1, 2, 2)
