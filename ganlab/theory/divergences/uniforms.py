"""Divergences between mixtures of uniforms, exactly: both densities are steps, so that every
integral is a sum over the pieces between two ends."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache

import numpy as np

from ganlab.data.target import Array
from ganlab.theory.densities import Mixture


@lru_cache(maxsize=8)
def pieces(p: Mixture, q: Mixture) -> tuple[Array, Array, Array]:
    """Lengths (n,) of the pieces, and the heights of p and of q on them."""
    edges = np.unique([end for part in (*p.parts, *q.parts) for end in part.ends])
    middles = (edges[1:] + edges[:-1]) / 2
    return np.diff(edges), p.pdf(middles), q.pdf(middles)


def f_divergence(p: Mixture, q: Mixture, term: Callable[[float, float], float]) -> float:
    """Σ length · term(p, q), term the integrand at heights that are not both 0."""
    return sum(
        float(length) * term(float(a), float(b))
        for length, a, b in zip(*pieces(p, q), strict=True)
        if a or b
    )


def kl(p: float, q: float) -> float:
    """p log(p/q)."""
    if p == 0:
        return 0.0
    return p * math.log(p / q) if q else math.inf


def js(p: float, q: float) -> float:
    """½ p log(p/m) + ½ q log(q/m)."""
    return (kl(p, (p + q) / 2) + kl(q, (p + q) / 2)) / 2


def pearson(p: float, q: float) -> float:
    """(p - q)²/q."""
    return (p - q) ** 2 / q if q else math.inf


def _gap(p: Mixture, q: Mixture) -> tuple[Array, Array, Array]:
    """Lengths, and F - G at the left and the right end of each piece, straight between."""
    lengths, heights_p, heights_q = pieces(p, q)
    right = np.cumsum(lengths * (heights_p - heights_q))
    return lengths, np.append(0.0, right[:-1]), right


def wasserstein_1(p: Mixture, q: Mixture) -> float:
    """∫|F - G|: trapezia, and two triangles where it changes sign."""
    lengths, left, right = _gap(p, q)
    a, b = np.abs(left), np.abs(right)
    crossed = left * right < 0
    mean = np.where(crossed, (a**2 + b**2) / np.maximum(a + b, 1e-300), a + b) / 2
    return float(lengths @ mean)


def energy_distance(p: Mixture, q: Mixture) -> float:
    """2∫(F - G)²."""
    lengths, left, right = _gap(p, q)
    return 2 * float(lengths @ (left**2 + left * right + right**2)) / 3
