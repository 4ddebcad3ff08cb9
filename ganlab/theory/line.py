"""What integrals over two mixtures on a line have to know: supports, tails, bumps, crossings."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from typing import Literal

import numpy as np
from scipy.special import ndtr

from ganlab.data.target import Array
from ganlab.theory.densities import Mixture
from ganlab.theory.parts import REACH, Part

SAME = 1e-13
"""Two functions that differ by less do not cross: rounding does."""


def support(density: Mixture) -> list[tuple[float, float]]:
    """Disjoint intervals, rising, outside of which the density is 0; Gaussians take the line."""
    if any(part.kind == "N" for part in density.parts):
        return [(-math.inf, math.inf)]
    merged: list[tuple[float, float]] = []
    for low, high in sorted(part.ends for part in density.parts):
        if merged and low <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(high, merged[-1][1])
        else:
            merged.append((low, high))
    return merged


def covers(outer: Mixture, inner: Mixture) -> bool:
    """`outer` is nowhere 0 where `inner` is not: KL(inner ‖ outer) is finite."""
    return all(
        any(low <= start and end <= high for low, high in support(outer))
        for start, end in support(inner)
    )


def disjoint(p: Mixture, q: Mixture) -> bool:
    """At most single points have a density under both."""
    return all(
        min(end, high) <= max(start, low) for start, end in support(p) for low, high in support(q)
    )


def tails_of_ratio_vanish(p: Mixture, q: Mixture) -> bool:
    """∫ p²/q is finite far out, where the widest Gaussian of each is all that counts."""
    return all(_tail_vanishes(p, q, side) for side in (-1, 1))


def _tail_vanishes(p: Mixture, q: Mixture, side: Literal[-1, 1]) -> bool:
    top, bottom = _outermost(p, side), _outermost(q, side)
    if top is None or bottom is None:
        return True
    square = 2 / top.b - 1 / bottom.b
    if not math.isclose(2 * bottom.b, top.b, rel_tol=1e-12):
        return square > 0
    return side * (2 * top.a / top.b - bottom.a / bottom.b) < 0


def _outermost(density: Mixture, side: Literal[-1, 1]) -> Part | None:
    normal = [part for part in density.parts if part.kind == "N"]
    return max(normal, key=lambda part: (part.b, side * part.a), default=None)


def bumps(p: Mixture, q: Mixture, alpha: float, beta: float) -> list[float]:
    """Places round the bumps of p^α q^β of every two Gaussians: a bump may lie where neither p nor
    q has mass."""
    places: list[float] = []
    for one, other in itertools.product(p.parts, q.parts):
        if one.kind == "U" or other.kind == "U":
            continue
        precision = alpha / one.b + beta / other.b
        if precision > 0:
            centre = (alpha * one.a / one.b + beta * other.a / other.b) / precision
            sigma = 1 / math.sqrt(precision)
            places.extend(centre + k * sigma for k in (-REACH, -4, -2, 0, 2, 4, REACH))
    return places


def turns(
    p: Mixture, q: Mixture, function: Callable[[Array], Array], x: Array, values: Array
) -> Array:
    """Places, rising, between any two of which `function`, known to be `values` at x (n,), keeps
    its sign: the densities' breaks, and where it changes sign, found by cutting each interval
    three times in 64."""
    sure = np.abs(values) > SAME
    x, positive = x[sure], values[sure] > 0
    change = np.flatnonzero(positive[1:] != positive[:-1])
    low, high, sign = x[change], x[change + 1], positive[change]
    for _ in range(3 if len(change) else 0):
        cuts = np.linspace(low, high, 65)
        beyond = (function(cuts) > 0) != sign
        beyond[-1] = True
        first = np.argmax(beyond, axis=0)
        each = np.arange(len(change))
        low, high = cuts[np.maximum(first - 1, 0), each], cuts[first, each]
    places = (p.breaks, q.breaks, (low + high) / 2)
    return np.unique(np.concatenate([np.asarray(some, float) for some in places]))


def integral_of_cdf(density: Mixture, x: Array) -> Array:
    """∫ F from -∞ to x (n,): E max(x - X, 0)."""
    return np.sum([part.weight * _overshoot(part, x) for part in density.parts], axis=0)


def _overshoot(part: Part, x: Array) -> Array:
    if part.kind == "U":
        inside = np.clip(x, part.a, part.b) - part.a
        return inside**2 / (2 * (part.b - part.a)) + np.maximum(x - part.b, 0)
    sigma = math.sqrt(part.b)
    z = (x - part.a) / sigma
    return sigma * (z * ndtr(z) + np.exp(-(z**2) / 2) / math.sqrt(2 * math.pi))
