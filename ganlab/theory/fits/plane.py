"""The round Gaussian N(μ, σ² I) that a mixture in the plane is given by KL, MMD and JS.

Theis, van den Oord and Bethge 2016, "A note on the evaluation of generative models", Figure 1: KL
covers everything, the others may leave a mode out. θ = (μ₁, μ₂, log σ).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ganlab.data.target import Array
from ganlab.theory.fits.mixtures import PlaneMixture
from ganlab.theory.fits.newton import Derivatives, Function, descend

TINIEST = 1e-300
REACH = 5.0
"""Standard deviations beyond which a part is not integrated over."""
FINEST = 0.8
"""A cell of the grid, in standard deviations of the narrowest part: for smooth functions that
vanish at the border the sum converges faster than any power of it."""
COARSEST = 0.25
SAME = 1e-2


@dataclass(frozen=True)
class PlaneFit:
    """N((x, y), sigma² I) and how far p is from it."""

    x: float
    y: float
    sigma: float
    value: float


@lru_cache(maxsize=32)
def plane_fits(p: PlaneMixture, width: float) -> Mapping[str, tuple[PlaneFit, ...]]:
    """The local minima of KL(p ‖ q), MMD²(p, q) and JS(p, q), by name, the best first. `width` is
    that of MMD's kernel."""
    x, cell = grid_of(p)
    log_p = p.log_pdf(x)
    matched = np.array([*p.mean, math.log(p.variance) / 2])
    places = [(part.x, part.y, math.log(part.sigma)) for part in p.parts]
    begin = np.array([*places, matched])
    aside = matched + np.array([math.sqrt(p.variance), 0.0, 1.0])
    return {
        "kl": _minima(lambda theta, _: kullback_leibler(x, log_p, cell, theta), aside[None]),
        "mmd": _minima(lambda theta, _: mmd(p, theta, width), begin),
        "js": _minima(lambda theta, _: jensen_shannon(x, log_p, cell, theta), begin),
    }


def grid_of(p: PlaneMixture) -> tuple[Array, float]:
    """Midpoints (n, 2) of a grid over all of p, and the area of a cell."""
    low, high = (
        np.array([(part.x + side * part.sigma, part.y + side * part.sigma) for part in p.parts])
        for side in (-REACH, REACH)
    )
    low, high = low.min(0), high.max(0)
    step = min(FINEST * min(part.sigma for part in p.parts), COARSEST * math.sqrt(p.variance))
    axes = [np.arange(a, b + step, step) for a, b in zip(low, high, strict=True)]
    return np.stack(np.meshgrid(*axes), axis=-1).reshape(-1, 2), step**2


def kullback_leibler(x: Array, log_p: Array, cell: float, theta: Array) -> Derivatives:
    """KL(p ‖ q) = E_p[log p - log q] for theta (r, 3), on a grid x (n, 2). Its one minimum has the
    mean and the variance of p."""
    mass = np.exp(log_p) * cell
    sigma = np.exp(theta[:, 2])[:, None]
    z = (x - theta[:, None, :2]) / sigma[:, :, None]
    whole, square = mass.sum(), (z**2).sum(2) @ mass
    tilt = np.einsum("n,rni->ri", mass, z) / sigma
    gradient = np.concatenate([-tilt, (2 * whole - square)[:, None]], axis=1)
    bent = np.zeros((len(theta), 3, 3))
    bent[:, [0, 1], [0, 1]] = whole / sigma**2
    bent[:, :2, 2] = bent[:, 2, :2] = 2 * tilt
    bent[:, 2, 2] = 2 * square
    return (log_p - _log_gaussian(x, theta)) @ mass, gradient, bent


def jensen_shannon(x: Array, log_p: Array, cell: float, theta: Array) -> Derivatives:
    """½ KL(p ‖ m) + ½ KL(q ‖ m), m = (p + q)/2, for theta (r, 3), on a grid x (n, 2)."""
    log_q = _log_gaussian(x, theta)
    p, q = np.exp(log_p), np.exp(log_q)
    middle = np.maximum((p + q) / 2, TINIEST)
    log_middle = np.log(middle)
    slope = cell / 2 * q * (log_q - log_middle)
    value = slope.sum(1) + cell / 2 * (p * (log_p - log_middle)).sum(1)
    curvature = slope + cell / 2 * (q - q**2 / (2 * middle))
    sigma = np.exp(theta[:, 2])[:, None]
    z = (x - theta[:, None, :2]) / sigma[:, :, None]
    square = (z**2).sum(2)
    scores = np.concatenate([z / sigma[:, :, None], square[:, :, None] - 2], axis=2)
    bent = np.einsum("rni,rnj->rij", scores * curvature[:, :, None], scores)
    tilted = -2 * np.einsum("rn,rni->ri", slope, z) / sigma
    bent[:, :2, 2] += tilted
    bent[:, 2, :2] += tilted
    bent[:, [0, 1], [0, 1]] -= slope.sum(1)[:, None] / sigma**2
    bent[:, 2, 2] -= 2 * (slope * square).sum(1)
    return value, np.einsum("rn,rni->ri", slope, scores), bent


def mmd(p: PlaneMixture, theta: Array, width: float) -> Derivatives:
    """E k(X, X') - 2 E k(X, Y) + E k(Y, Y') for theta (r, 3), k(x, y) = exp(-|x - y|²/(2 h²)), h
    the width. E k of two round Gaussians is h²/v exp(-|d|²/(2v)), v the sum of h² and of both
    variances."""
    s = np.exp(2 * theta[:, 2])
    value = np.full(len(theta), own_similarity(p, width))
    gradient, hessian = np.zeros((len(theta), 3)), np.zeros((len(theta), 3, 3))
    for part in p.parts:
        d, v = np.array([part.x, part.y]) - theta[:, :2], width**2 + part.variance + s
        square = (d**2).sum(1) / v
        bump = -2 * part.weight * width**2 / v * np.exp(-square / 2)
        # ∂v/∂log σ = 2s; ∂/∂v by the product rule.
        in_v = bump * (square / 2 - 1) / v
        in_vv = (in_v * (square / 2 - 1) + bump * (1 - square) / v) / v
        value += bump
        gradient[:, :2] += (bump / v)[:, None] * d
        gradient[:, 2] += 2 * s * in_v
        hessian[:, :2, :2] += (bump / v**2)[:, None, None] * d[:, :, None] * d[:, None, :]
        hessian[:, [0, 1], [0, 1]] -= (bump / v)[:, None]
        mixed = (2 * s * (in_v / v - bump / v**2))[:, None] * d
        hessian[:, :2, 2] += mixed
        hessian[:, 2, :2] += mixed
        hessian[:, 2, 2] += 4 * s * in_v + 4 * s**2 * in_vv
    u = width**2 + 2 * s
    among = width**2 / u
    value += among
    gradient[:, 2] -= 4 * s * among / u
    hessian[:, 2, 2] += among * (32 * s**2 / u**2 - 8 * s / u)
    return value, gradient, hessian


def own_similarity(p: PlaneMixture, width: float) -> float:
    """E k(X, X') of two draws of p."""
    total = 0.0
    for one in p.parts:
        for other in p.parts:
            v = width**2 + one.variance + other.variance
            square = (one.x - other.x) ** 2 + (one.y - other.y) ** 2
            total += one.weight * other.weight * width**2 / v * math.exp(-square / (2 * v))
    return total


def _log_gaussian(x: Array, theta: Array) -> Array:
    """log N(x; μ, σ² I) at x (n, 2) for theta (r, 3): (r, n)."""
    far = ((x - theta[:, None, :2]) ** 2).sum(2) * np.exp(-2 * theta[:, 2:])
    density: Array = -far / 2 - 2 * theta[:, 2:] - math.log(2 * math.pi)
    return density


def _minima(function: Function, begin: Array) -> tuple[PlaneFit, ...]:
    theta, values, found = descend(function, begin)
    kept: list[PlaneFit] = []
    for row in np.argsort(values):
        fit = PlaneFit(
            float(theta[row, 0]),
            float(theta[row, 1]),
            math.exp(theta[row, 2]),
            float(values[row]),
        )
        near = (
            math.hypot(fit.x - other.x, fit.y - other.y) < SAME * fit.sigma
            and abs(math.log(fit.sigma / other.sigma)) < SAME
            for other in kept
        )
        if found[row] and not any(near):
            kept.append(fit)
    return tuple(kept)
