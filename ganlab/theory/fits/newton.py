"""Newton's method on many smooth functions of (μ, log σ) at once, one a row; μ of one number or
more."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ganlab.data.target import Array

Rows = NDArray[np.intp]
Derivatives = tuple[Array, Array, Array]
"""Values (r,), gradients (r, d) and Hessians (r, d, d)."""
Function = Callable[[Array, Rows], Derivatives]
"""theta (r, d), log σ last, and which functions its rows belong to, rising -> their derivatives."""
STEPS = 30
LONGEST = 0.7
"""No step is longer, μ measured in σ."""
ARRIVED = 3e-4
"""A step this short is the last: what is left after it is of the order of its square."""
PERFECT = 1e-9
"""A divergence that is less is 0: no curvature is asked for where it may have a kink."""
FLAT = -1e-9
"""Curvatures above this are taken for 0: the bottom may be flat."""


def descend(function: Function, start: Array, steps: int = STEPS) -> tuple[Array, Array, Array]:
    """Local minima from start (r, d): theta (r, d), values (r,), and whether each is one (r,).

    Steps go downhill by the Hessian with its eigenvalues' signs taken away (Nocedal and Wright
    2006, section 3.4), and are cut to a quarter where the value does not fall.
    """
    theta, trust = start.copy(), np.full(len(start), LONGEST)
    values, gradients, hessians = function(theta, np.arange(len(theta)))
    found = np.zeros(len(theta), bool)
    going = np.flatnonzero(np.isfinite(values))
    for _ in range(steps):
        unit = np.repeat(np.exp(theta[going, -1:]), theta.shape[1], axis=1)
        unit[:, -1] = 1.0
        bent = hessians[going] * unit[:, :, None] * unit[:, None, :]
        step, least = _newton(gradients[going] * unit, bent)
        full = np.sqrt((step**2).sum(1))
        length = np.minimum(full, trust[going])
        tried = theta[going] + step * (length / np.maximum(full, 1e-300))[:, None] * unit
        last = length < ARRIVED
        perfect = values[going] < PERFECT
        theta[going[last & ~perfect]] = tried[last & ~perfect]
        found[going[last]] = ((least > FLAT) | perfect)[last]
        going, tried, length = going[~last], tried[~last], length[~last]
        if not len(going):
            break
        new = function(tried, going)
        better = new[0] <= values[going] + 1e-13
        these = going[better]
        theta[these], values[these] = tried[better], new[0][better]
        gradients[these], hessians[these] = new[1][better], new[2][better]
        trust[going] = np.where(better, np.minimum(2 * trust[going], LONGEST), length / 4)
    found[going] = np.isfinite(values[going])  # near a kink, where steps stay short
    return theta, values, found


def _newton(gradient: Array, hessian: Array) -> tuple[Array, Array]:
    """-|H|⁻¹ g of each row, and H's least eigenvalue."""
    sizes, axes = np.linalg.eigh(hessian)
    along = np.einsum("rij,ri->rj", axes, gradient) / np.maximum(abs(sizes), 1e-9)
    return -np.einsum("rij,rj->ri", axes, along), sizes[:, 0]
