"""JS and Wasserstein-1 while q slides past p: where supports part, JS stops saying how far.

Arjovsky, Chintala and Bottou 2017, example 1 and figure 1. All shifts at once, in the quadrature
of `ganlab.theory.between`, because the lines follow the densities while they are dragged.
"""

from __future__ import annotations

import math

import numpy as np

from ganlab.data.target import Array
from ganlab.theory import line
from ganlab.theory.densities import Mixture, nodes

SHIFTS: Array = np.linspace(-1, 1, 21)
"""φ."""


def exact_lines(p: Mixture, q: Mixture, shifts: Array = SHIFTS) -> tuple[Array, Array]:
    """JS(p, q(x - φ)) in nats and W1, both (n,), for shifts φ (n,)."""
    breaks = np.add.outer(shifts, np.asarray(q.breaks)).ravel()
    x, w = nodes(p, order=6, pieces=1, also=breaks)
    log_p, log_q = p.log_pdf(x), q.log_pdf(x - shifts[:, None])
    log_m = np.logaddexp(log_p, log_q) - math.log(2)
    js = (_kl(log_p, log_m) @ w + _kl(log_q, log_m) @ w) / 2
    edges = np.unique(np.concatenate([p.breaks, breaks]))
    return np.maximum(js, 0), _wasserstein(p, q, shifts[:, None], _cut(edges))


def _kl(log_p: Array, log_m: Array) -> Array:
    with np.errstate(invalid="ignore"):
        return np.where(log_p > -np.inf, np.exp(log_p) * (log_p - log_m), 0)


def _cut(edges: Array) -> Array:
    """Each interval in eight."""
    within = np.arange(8) / 8
    return np.append((edges[:-1, None] + np.diff(edges)[:, None] * within).ravel(), edges[-1])


def _wasserstein(p: Mixture, q: Mixture, shifts: Array, edges: Array) -> Array:
    """Σ |∫ F - G| over pieces, those in which F - G changes sign cut where a straight line would;
    the areas left and right of the cut are the triangles of that line."""
    gap = p.cdf(edges) - q.cdf(edges - shifts)
    risen = line.integral_of_cdf(p, edges) - line.integral_of_cdf(q, edges - shifts)
    area, left, right = np.diff(risen), gap[:, :-1], gap[:, 1:]
    crossed = left * right < 0
    with np.errstate(invalid="ignore", divide="ignore"):
        triangle = np.diff(edges) * left**2 / np.abs(left - right) / 2
    part = np.where(crossed, np.sign(left) * triangle, 0)
    return (np.abs(part) + np.abs(area - part)).sum(axis=1)
