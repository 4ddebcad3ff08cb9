"""Total variation and Wasserstein-1 of p from Gaussians q = N(μ, σ²), with derivatives in
θ = (μ, log σ). Both turn at the places where two functions cross; given these, all is closed form.

    TV = Σ ±(G - F)(x), x where p = q         W1 = ∫ |F - G| dx, pieces between x where F = G

F and G are the distribution functions of p and q. The derivatives let the crossings move by the
implicit function theorem.
"""

from __future__ import annotations

from collections.abc import Callable
from math import log, pi, sqrt

import numpy as np
from scipy.special import ndtr

from ganlab.data.target import Array
from ganlab.theory.densities import Mixture
from ganlab.theory.fits.losses import Line
from ganlab.theory.fits.newton import Derivatives, Rows
from ganlab.theory.line import integral_of_cdf

SECANTS = 3
JUMP = 1e-9
"""A place where p jumps is taken for an interval of twice this."""
SURE = 1e-13
"""What is nearer to 0 has no sign that counts: it is rounding."""


class Crossings:
    """p on the nodes of a line, between which crossings are looked for."""

    def __init__(self, p: Mixture, line: Line) -> None:
        ends = [end for part in p.parts if part.kind == "U" for end in part.ends]
        sides = [end + side for end in ends for side in (-JUMP, JUMP)]
        self._p, self._x = p, np.unique(np.concatenate([line.x, sides]))
        self._log_p, self._below = p.log_pdf(self._x), p.cdf(self._x)

    def total_variation(self, theta: Array) -> Derivatives:
        """For theta (r, 2): sup over sets A of Q(A) - P(A), A is where q is above p."""
        mean, sigma = theta[:, 0], np.exp(theta[:, 1])

        def log_q(rows: Rows, x: Array) -> Array:
            z = (x - mean[rows]) / sigma[rows]
            return np.asarray(-z * z / 2 - np.log(sigma[rows]) - log(2 * pi) / 2)

        def ratio(rows: Rows, x: Array) -> Array:
            return np.asarray(log_q(rows, x) - self._p.log_pdf(x))

        every = np.arange(len(theta))[:, None]
        rows, x, sign, steep = _roots(self._x, log_q(every, self._x) - self._log_p, ratio)
        z, q, wide = (x - mean[rows]) / sigma[rows], np.exp(log_q(rows, x)), sigma[rows]
        scores = np.stack([z / wide, z * z - 1])
        return _sums(
            rows,
            sign * (ndtr(z) - self._p.cdf(x)),
            -sign * q * np.stack([np.ones_like(z), wide * z]),
            -sign * q * np.stack([scores[0], scores[1], wide * z * scores[1]]),
            -sign * q / steep * _squares(scores),
            len(theta),
        )

    def wasserstein(self, theta: Array) -> Derivatives:
        """For theta (r, 2): ∫ |F - G| dx (Vallender 1974)."""
        mean, sigma = theta[:, 0], np.exp(theta[:, 1])

        def gap(rows: Rows, x: Array) -> Array:
            return np.asarray(self._p.cdf(x) - ndtr((x - mean[rows]) / sigma[rows]))

        known = _sure(self._below - ndtr((self._x - mean[:, None]) / sigma[:, None]))
        rows, x, sign, steep = _roots(self._x, known, gap)
        z, wide = (x - mean[rows]) / sigma[rows], sigma[rows]
        bell, below = np.exp(-z * z / 2) / sqrt(2 * pi), ndtr(z)
        risen = integral_of_cdf(self._p, x) - wide * (z * below + bell)
        value, gradient, hessian = _sums(
            rows,
            2 * sign * risen,
            2 * sign * np.stack([below, -wide * bell]),
            -2 * sign * bell * np.stack([1 / wide, z, wide * (z * z + 1)]),
            -2 * sign / steep * _squares(bell * np.stack([1 / wide, z])),
            len(theta),
        )
        last = np.where(known[:, -1] > 0, 1.0, -1.0)
        gradient[:, 0] += last
        return value + last * (mean - self._p.mean), gradient, hessian


def _sure(values: Array) -> Array:
    """values (r, n) with what is rounding taken for its left neighbour, or else the right one."""
    sure = abs(values) > SURE
    left = np.maximum.accumulate(np.where(sure, np.arange(values.shape[1]), -1), axis=1)
    return np.take_along_axis(values, np.maximum(left, np.argmax(sure, axis=1)[:, None]), axis=1)


def _roots(
    x: Array, values: Array, function: Callable[[Rows, Array], Array]
) -> tuple[Rows, Array, Array, Array]:
    """Where values (r, n) at x (n,) change sign, by the Illinois method: rows (m,), places (m,),
    the sign to the left of each, and the slope there. function(rows, places) -> values."""
    positive = values > 0
    which, left = np.nonzero(positive[:, 1:] != positive[:, :-1])
    low, high = x[left], x[left + 1]
    at_low, at_high = values[which, left], values[which, left + 1]
    sign = np.where(positive[which, left], 1.0, -1.0)
    weight_low, weight_high = at_low.copy(), at_high.copy()
    with np.errstate(invalid="ignore", divide="ignore"):
        for _ in range(SECANTS):
            place = _between(low, high, weight_low, weight_high)
            at = function(which, place)
            is_left = (at > 0) == (sign > 0)
            low, high = np.where(is_left, place, low), np.where(is_left, high, place)
            at_low, at_high = np.where(is_left, at, at_low), np.where(is_left, at_high, at)
            weight_low = np.where(is_left, at, weight_low / 2)
            weight_high = np.where(is_left, weight_high / 2, at)
        place = _between(low, high, at_low, at_high)
        steep = (at_high - at_low) / (high - low)
    return which, place, sign, np.where(np.isnan(steep), np.inf, steep)


def _between(low: Array, high: Array, at_low: Array, at_high: Array) -> Array:
    """Where a straight line crosses 0; the middle where an end is infinite."""
    share = at_low / (at_low - at_high)
    share = np.where(np.isfinite(share), np.clip(share, 1e-3, 1 - 1e-3), 0.5)
    return low + share * (high - low)


def _squares(k: Array) -> Array:
    """k kᵀ of (2, m) as (3, m)."""
    return np.stack([k[0] ** 2, k[0] * k[1], k[1] ** 2])


def _sums(
    which: Rows, value: Array, first: Array, own: Array, moving: Array, count: int
) -> Derivatives:
    """Each crossing's share of value (m,), gradient (2, m) and Hessian (3, m), summed by rows."""

    def summed(shares: Array) -> Array:
        return np.bincount(which, shares, count).astype(float)

    second = [summed(shares) for shares in own + moving]
    return (
        summed(value),
        np.stack([summed(shares) for shares in first], axis=1),
        np.stack([second[i] for i in (0, 1, 1, 2)], axis=1).reshape(-1, 2, 2),
    )
