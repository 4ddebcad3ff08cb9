"""JS and Wasserstein-1 while q slides past p: where supports part, JS stops saying how far.

Arjovsky, Chintala and Bottou 2017, example 1 and figure 1. All shifts at once, in the quadrature
of `theory.divergences.between`, because the lines follow the densities while they are dragged.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from ganlab.data.target import Array
from ganlab.theory import line
from ganlab.theory.densities import Mixture, nodes

SHIFTS: Array = np.linspace(-1, 1, 21)
"""φ."""


@lru_cache(maxsize=8)
def lines(p: Mixture, q: Mixture) -> tuple[Array, Array]:
    """`exact_lines` at `SHIFTS`, kept for whoever asks for the same ones next."""
    return exact_lines(p, q)


def exact_lines(p: Mixture, q: Mixture, shifts: Array = SHIFTS) -> tuple[Array, Array]:
    """JS(p, q(x - φ)) in nats and W1, both (n,), for shifts φ (n,)."""
    breaks = _all_breaks(q, shifts)
    x, w = nodes(p, order=6, pieces=1, also=breaks)
    log_p, log_q = p.log_pdf(x), q.log_pdf(x - shifts[:, None])
    log_m = np.logaddexp(log_p, log_q) - math.log(2)
    js = (_kl(log_p, log_m) @ w + _kl(log_q, log_m) @ w) / 2
    edges = np.unique(np.concatenate([p.breaks, breaks]))
    return np.maximum(js, 0), _wasserstein(p, q, shifts[:, None], _cut(edges))


def _all_breaks(q: Mixture, shifts: Array) -> Array:
    """Where q may jump or be steep at any of the shifts: of a Gaussian, even steps of σ/2."""
    places = [np.add.outer(shifts, np.asarray(q.breaks)).ravel()]
    if all(part.kind == "N" for part in q.parts):
        steps = [_even_steps(*part.ends, part.width / 2, shifts) for part in q.parts]
        places.append(np.concatenate(steps))
    return min(places, key=len)


def _even_steps(low: float, high: float, step: float, shifts: Array) -> Array:
    low, high = low + shifts.min(), high + shifts.max()
    return np.linspace(low, high, int((high - low) / step) + 2)


def _kl(log_p: Array, log_m: Array) -> Array:
    with np.errstate(invalid="ignore"):
        return np.where(log_p > -np.inf, np.exp(log_p) * (log_p - log_m), 0)


def _cut(edges: Array) -> Array:
    """Each interval in four."""
    within = np.arange(4) / 4
    return np.append((edges[:-1, None] + np.diff(edges)[:, None] * within).ravel(), edges[-1])


def _wasserstein(p: Mixture, q: Mixture, shifts: Array, edges: Array) -> Array:
    """Σ |∫ F - G| over pieces; those in which F - G changes sign are cut there: where a straight
    line would, and one step of Newton's from it."""

    def risen(x: Array, shift: Array) -> Array:
        return line.integral_of_cdf(p, x) - line.integral_of_cdf(q, x - shift)

    gap = p.cdf(edges) - q.cdf(edges - shifts)
    ends = risen(edges, shifts)
    area, left, right = np.diff(ends), gap[:, :-1], gap[:, 1:]
    row, piece = np.nonzero(left * right < 0)
    share = left[row, piece] / (left[row, piece] - right[row, piece])
    cuts = edges[piece] + np.diff(edges)[piece] * share
    at = cuts - shifts[row, 0]
    slope = p.pdf(cuts) - q.pdf(at)
    with np.errstate(divide="ignore", invalid="ignore"):
        better = cuts - (p.cdf(cuts) - q.cdf(at)) / slope
    inside = (better >= edges[piece]) & (better <= edges[piece + 1])
    cuts = np.where(inside, better, cuts)
    part = np.zeros_like(area)
    part[row, piece] = risen(cuts, shifts[row, 0]) - ends[row, piece]
    return (np.abs(part) + np.abs(area - part)).sum(axis=1)
