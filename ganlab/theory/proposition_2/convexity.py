"""U is convex in p_g: along the line between two p_g's it lies below its chord.

For a fixed D, U(p_g, D) is linear in p_g; the supremum of linear functions is convex, and the one
that is greatest at a point is a subgradient there: "if f(x) = sup_α f_α(x) and f_α(x) is convex
for every α, then ∂f_β(x) ∈ ∂f if β = argsup_α f_α(x)". Goodfellow et al. 2014, proof of
Proposition 2.
"""

from __future__ import annotations

import numpy as np

from ganlab.data.target import Array
from ganlab.theory.proposition_2.descent import criterion, gradient

SHARES = np.linspace(0.0, 1.0, 61)
"""Along the line, (61,)."""


def between(start: Array, end: Array, share: float) -> Array:
    """(BINS,) (1 - λ) start + λ end."""
    return (1 - share) * start + share * end


def along(p_data: Array, start: Array, end: Array) -> Array:
    """sup_D U, nats, at `SHARES` of the line between two histograms."""
    line = (1 - SHARES[:, None]) * start + SHARES[:, None] * end
    return criterion(p_data, line)


def chord(p_data: Array, start: Array, end: Array, shares: Array) -> Array:
    """The straight line between U's values at the two ends, at any shares."""
    ends = criterion(p_data, np.stack([start, end]))
    result: Array = (1 - shares) * ends[0] + shares * ends[1]
    return result


def tangent(p_data: Array, start: Array, end: Array, share: float, shares: Array) -> Array:
    """U(p_g, D) along the line with D held at D* of the place `share`: straight, nowhere above
    sup_D U, and equal to it at that place."""
    here = between(start, end, share)
    slope = float((end - start) @ gradient(p_data, here))
    result: Array = criterion(p_data, here) + slope * (shares - share)
    return result
