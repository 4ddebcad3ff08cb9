"""The supremum that a conjugate is, taken by looking: an oracle for the formulas of f* and f**.

    f*(t)  = sup over u ≥ 0 of ut - f(u)          f**(u) = sup over t of ut - f*(t) = f(u)

Nowozin, Cseke and Tomioka 2016, equation 3 (Hiriart-Urruty and Lemaréchal 2001, chapter E).
"""

from __future__ import annotations

import math

import numpy as np

from ganlab.data.target import Array
from ganlab.theory.divergences.f_divergence import Curve, FDivergence

ROUNDS = 5
CUTS = 129
"""The best of so many places; then as many between its neighbours, `ROUNDS` times."""
STILL_RISES = 1e-3
"""From the last place but one to the last, a tenth farther: even log u rises by more."""
FAR = np.geomspace(1e-30, 1e30, 1201)


def supremum(function: Curve, places: Array) -> float:
    """The largest value of a concave function within `places` (rising); inf where it still rises
    at the last of them."""
    last = places[-1]
    for _ in range(ROUNDS):
        with np.errstate(invalid="ignore", over="ignore"):
            values = np.nan_to_num(function(places), nan=-np.inf, posinf=np.inf, neginf=-np.inf)
        best = int(np.argmax(values))
        low, high = places[max(best - 1, 0)], places[min(best + 1, len(places) - 1)]
        if places[best] == last and values[best] > values[best - 1] + STILL_RISES:
            return math.inf
        places = np.linspace(low, high, CUTS)
    return float(values[best])


def conjugate(row: FDivergence, t: float) -> float:
    """f*(t), by looking; inf where ut - f(u) rises without end."""
    return supremum(lambda u: u * t - row.f(u), np.append(0.0, FAR))


def biconjugate(row: FDivergence, u: float) -> float:
    """f**(u) for u > 0, by looking: the highest of all tangents' lines at u."""
    reach = row.end if math.isfinite(row.end) else 0.0
    above = FAR if math.isinf(row.end) else [row.end] if row.closed else []
    places = np.unique(np.concatenate([row.inside(reach - FAR), above]))
    return supremum(lambda t: u * t - row.conjugate(t), places)


def slope_through(row: FDivergence, u: float, y: float, steepest: float) -> float:
    """The slope t in ±`steepest` of the tangent that passes nearest to (u, y): ut - f*(t) rises
    with t as long as it touches left of u."""
    low, high = -steepest, float(np.clip(row.slope(np.array(u)), -steepest, steepest))
    for _ in range(50):
        middle = (low + high) / 2
        if u * middle - float(row.conjugate(np.array(middle))) < y:
            low = middle
        else:
            high = middle
    return (low + high) / 2
