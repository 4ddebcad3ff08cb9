"""What each divergence between two densities on a line integrates, from log-densities."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from ganlab.data.target import Array
from ganlab.theory.densities import Mixture
from ganlab.theory.divergences import kernels


class Known(Protocol):
    """Two densities at n places."""

    @property
    def log_p(self) -> Array:
        """(n,), -inf where p is 0."""

    @property
    def log_q(self) -> Array:
        """(n,), -inf where q is 0."""

    @property
    def p(self) -> Array:
        """(n,)."""

    @property
    def q(self) -> Array:
        """(n,)."""


@dataclass(frozen=True, eq=False)
class Densities:
    """Two densities by their logarithms, (n,) each, wherever they were computed."""

    log_p: Array
    log_q: Array

    @cached_property
    def p(self) -> Array:
        """(n,)."""
        return np.exp(self.log_p)

    @cached_property
    def q(self) -> Array:
        """(n,)."""
        return np.exp(self.log_q)


@dataclass(frozen=True, eq=False)
class Places:
    """Two densities at places x (n,), computed as far as they are asked for; MMD's kernel width."""

    of_p: Mixture
    of_q: Mixture
    x: Array
    h: float = 1.0

    @cached_property
    def log_p(self) -> Array:
        """(n,), -inf where p is 0."""
        return self.of_p.log_pdf(self.x)

    @cached_property
    def log_q(self) -> Array:
        """(n,), -inf where q is 0."""
        return self.of_q.log_pdf(self.x)

    @cached_property
    def p(self) -> Array:
        """(n,)."""
        return np.exp(self.log_p)

    @cached_property
    def q(self) -> Array:
        """(n,)."""
        return np.exp(self.log_q)

    @cached_property
    def gap(self) -> Array:
        """F - G (n,), the difference of the distribution functions."""
        return self.of_p.cdf(self.x) - self.of_q.cdf(self.x)


def log_ratio(log_p: Array, log_q: Array) -> Array:
    """log p/q, ±inf where one of them is 0 and 0 where both are."""
    with np.errstate(invalid="ignore"):
        ratio = log_p - log_q
    return np.where(np.isnan(ratio), 0.0, ratio)


def _times_log(density: Array, log_ratio: Array) -> Array:
    """density · log, 0 where the density is, whatever the logarithm says."""
    with np.errstate(invalid="ignore"):
        return np.where(density > 0, density * log_ratio, 0.0)


def kl(at: Known) -> Array:
    """p log(p/q)."""
    return _times_log(at.p, log_ratio(at.log_p, at.log_q))


def reverse_kl(at: Known) -> Array:
    """q log(q/p)."""
    return _times_log(at.q, log_ratio(at.log_q, at.log_p))


def jeffrey(at: Known) -> Array:
    """(p - q) log(p/q)."""
    return kl(at) + reverse_kl(at)


def gan(at: Known) -> Array:
    """p log D* + q log(1 - D*), D* = p/(p + q)."""
    log_sum = np.logaddexp(at.log_p, at.log_q)
    return _times_log(at.p, log_ratio(at.log_p, log_sum)) + _times_log(
        at.q, log_ratio(at.log_q, log_sum)
    )


def js(at: Known) -> Array:
    """½ p log(p/m) + ½ q log(q/m), m = (p + q)/2."""
    log_m = np.logaddexp(at.log_p, at.log_q) - math.log(2)
    to_p = _times_log(at.p, log_ratio(at.log_p, log_m))
    return (to_p + _times_log(at.q, log_ratio(at.log_q, log_m))) / 2


def tv(at: Known) -> Array:
    """½ |p - q|."""
    return np.abs(at.p - at.q) / 2


def hellinger(at: Known) -> Array:
    """(√p - √q)²."""
    return (np.exp(at.log_p / 2) - np.exp(at.log_q / 2)) ** 2


def bhattacharyya(at: Known) -> Array:
    """√(pq)."""
    return np.exp((at.log_p + at.log_q) / 2)


def pearson(at: Known) -> Array:
    """(p - q)²/q."""
    return _chi_squared(at.log_p, at.log_q)


def neyman(at: Known) -> Array:
    """(p - q)²/p."""
    return _chi_squared(at.log_q, at.log_p)


def _chi_squared(log_p: Array, log_q: Array) -> Array:
    """(p - q)²/q = q (p/q - 1)² = p²/q (1 - q/p)², whichever does not overflow first."""
    ratio = log_ratio(log_p, log_q)
    with np.errstate(over="ignore", invalid="ignore"):
        below = np.exp(log_q) * np.expm1(np.minimum(ratio, 0)) ** 2
        above = np.exp(log_p + ratio) * np.expm1(-np.maximum(ratio, 0)) ** 2
    return np.where(ratio > 0, above, below)


def w1(at: Places) -> Array:
    """|F - G|."""
    return np.abs(at.gap)


def energy(at: Places) -> Array:
    """2 (F - G)²."""
    return 2 * at.gap**2


def mmd(at: Places) -> Array:
    """(p - q) times the witness E k(x, X) - E k(x, Y)."""
    return (at.p - at.q) * kernels.witness(at.of_p, at.of_q, at.x, at.h)
