"""Estimating the mean of N(μ, σ²), σ known, from M samples: by likelihood and by MMD.

No unbiased estimate errs less than Cramér and Rao's bound σ/√M (root of the mean square), and the
likelihood's, the sample mean, errs exactly that much.

Every repetition draws its samples anew. The error that 50 of them measure is known to 10 % only:
`likely` says between which bounds it lies. Likelihood and MMD are cheap, and have 2,000.
"""

from __future__ import annotations

from math import sqrt

import numpy as np

from ganlab.data.target import Array

SIZES = (10, 30, 100, 300, 1000, 3000, 10_000)
"""M."""
REPEATS = 50
"""Of the game, which takes long,"""
FREE = 2000
"""and of likelihood and MMD, whose errors are then known to 2 %."""
NEWTON_STEPS = 12
STILL = 1e-9
"""A step that is no step any more, standard deviations."""


def cramer_rao(sigma: float, m: Array) -> Array:
    """σ/√M: the least root mean square error of an unbiased estimate of μ (Rao 1945)."""
    return np.asarray(sigma / np.sqrt(m))


def repetitions(m: int, draw: np.random.Generator) -> tuple[Array, Array]:
    """REPEATS sets of m standard normal samples in two pieces: residuals (REPEATS, m), whose rows
    have mean 0, and sample means (REPEATS,), which are the errors of the likelihood's estimates."""
    samples = draw.standard_normal((REPEATS, m))
    means = samples.mean(axis=1)
    return samples - means[:, None], means


def likely(repeats: int) -> tuple[float, float]:
    """By which factors the true root mean square error lies around that of so many repetitions, at
    95 %: √(n/χ²) with the quantiles of χ²_n."""
    from scipy.special import chdtri

    low, high = (float(np.sqrt(repeats / chdtri(repeats, tail))) for tail in (0.025, 0.975))
    return low, high


def by_mmd(residuals: Array, width: float) -> Array:
    """Of each row of standardised samples (r, m), the μ whose N(μ, 1) has the least MMD² from it:
    that maximises Σ exp(-(x - μ)²/(2v)), v = 1 + width² (an M-estimator). (r,)."""
    v = 1 + width**2
    mean = np.median(residuals, axis=1)
    for _ in range(NEWTON_STEPS):
        d = residuals - mean[:, None]
        weight = np.exp(-d * d / (2 * v))
        # Weighted means always rise; Newton's step is taken where it is one uphill.
        first = (weight * d).mean(axis=1)
        second = (weight * (1 - d * d / v)).mean(axis=1)
        step = np.where(second > 0.1 * weight.mean(axis=1), first / second, 0.0)
        mean = mean + step
        if np.abs(step).max() < STILL:
            break
    return np.asarray(mean)


def mmd_efficiency(width: float) -> float:
    """The root mean square error of `by_mmd` over Cramér and Rao's as M grows: the root of
    E ψ²/(E ψ')² for ψ(d) = d exp(-d²/(2v)), v = 1 + width² (Huber 1964)."""
    v = 1 + width**2
    return float(sqrt((1 + 1 / v) ** 3 / (1 + 2 / v) ** 1.5))


def root_mean_square(errors: Array) -> Array:
    """√(mean of squares) along the last axis."""
    return np.asarray(np.sqrt(np.mean(np.square(errors), axis=-1)))
