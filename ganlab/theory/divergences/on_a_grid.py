"""Kullback-Leibler and Jensen-Shannon divergences of known densities, in nats.

Closed forms where they exist, else quadrature: the sum over a uniform grid, which for smooth
densities that vanish at its border converges faster than any power of the cell (Trefethen and
Weideman 2014). Ten cells a standard deviation and a border six of them out give eight digits.
"""

from __future__ import annotations

from math import log

import numpy as np
from numpy.typing import ArrayLike

from ganlab.data.target import Array

NATS_PER_BIT = log(2)


def kl_gaussians(mean_p: ArrayLike, cov_p: ArrayLike, mean_q: ArrayLike, cov_q: ArrayLike) -> float:
    """KL(N(mean_p, cov_p) ‖ N(mean_q, cov_q)); means (d,), covariances (d, d).

    ½ [tr(Σq⁻¹Σp) + (μq - μp)ᵀ Σq⁻¹ (μq - μp) - d + log(det Σq / det Σp)]
    (Cover and Thomas 2006, chapter 8; Duchi 2007, section 9).
    """
    p, q = np.asarray(cov_p, float), np.asarray(cov_q, float)
    shift = np.asarray(mean_q, float) - np.asarray(mean_p, float)
    determinants = np.linalg.slogdet(q)[1] - np.linalg.slogdet(p)[1]
    trace = np.trace(np.linalg.solve(q, p))
    return float(trace + shift @ np.linalg.solve(q, shift) - len(shift) + determinants) / 2


def log_gaussian_mixture(points: Array, centres: Array, sigma: float) -> Array:
    """log density at (n, d) points of equally likely N(centre, sigma² I), centres (m, d)."""
    squares = np.square((points[:, None, :] - centres) / sigma).sum(axis=2)
    peak = squares.min(axis=1)
    spread: Array = np.log(np.exp((peak[:, None] - squares) / 2).mean(axis=1))
    return spread - peak / 2 - points.shape[1] * log(sigma * (2 * np.pi) ** 0.5)


def grid(half: float, cells: int, dimension: int) -> tuple[Array, float]:
    """Midpoints (cells^d, d) of a grid over [-half, half]^d, and the volume of a cell."""
    side = 2 * half / cells
    axis = -half + side * (np.arange(cells) + 0.5)
    points = np.stack(np.meshgrid(*[axis] * dimension, indexing="ij"), axis=-1)
    return points.reshape(-1, dimension), side**dimension


def kullback_leibler(log_p: Array, log_q: Array, cell: ArrayLike) -> float:
    """KL(p ‖ q) = ∫ p log(p/q) from log-densities on a grid; inf where q misses some of p. `cell`:
    the volume of each of its cells, or the weight of each point of another quadrature."""
    used = log_p > -np.inf
    volumes = np.broadcast_to(cell, log_p.shape)[used]
    return float((volumes * np.exp(log_p[used])) @ (log_p[used] - log_q[used]))


def jensen_shannon(log_p: Array, log_q: Array, cell: ArrayLike) -> float:
    """JS(p ‖ q) = ½ KL(p ‖ m) + ½ KL(q ‖ m), m = (p + q)/2; between 0 and log 2, one bit. `cell` as
    in `kullback_leibler`."""
    log_m = np.logaddexp(log_p, log_q) - log(2)
    return (kullback_leibler(log_p, log_m, cell) + kullback_leibler(log_q, log_m, cell)) / 2
