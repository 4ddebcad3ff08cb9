"""Estimating the mean of N(μ, σ²), σ known, from M samples: by likelihood and by MMD.

No unbiased estimate errs less than Cramér and Rao's bound σ/√M (root of the mean square), and the
likelihood's, the sample mean, errs exactly that much.

Repetitions are not left to luck. The sample mean is independent of the residuals x - x̄ (Fisher), so
sample means are set to the quantiles of their own distribution, and every set of residuals is used
with a mean and with its opposite. Each repetition is a fair draw; together they leave out the noise
of a Monte Carlo estimate that would hide on which side of the bound a method lies. That puts the
error of the sample mean itself on the line by construction: `free_errors` measures it.
"""

from __future__ import annotations

from math import sqrt

import numpy as np
from scipy.special import ndtri

from ganlab.data.target import Array

SIZES = (10, 30, 100, 300, 1000, 3000, 10_000)
"""M."""
REPEATS = 50
"""An even number: pairs of opposite sample means."""
FREE, FREE_SIZE = 2000, 1000
"""Repetitions that are left to luck, and the samples of each: their error is known to 2 %."""
NEWTON_STEPS = 12


def cramer_rao(sigma: float, m: Array) -> Array:
    """σ/√M: the least root mean square error of an unbiased estimate of μ (Rao 1945)."""
    return np.asarray(sigma / np.sqrt(m))


def repetitions(m: int, draw: np.random.Generator) -> tuple[Array, Array]:
    """Standard normal samples in two pieces: residuals (REPEATS/2, m), whose rows have mean 0, and
    sample means (REPEATS/2,), each of which counts with both signs."""
    half = REPEATS // 2
    residuals = draw.standard_normal((half, m))
    residuals -= residuals.mean(axis=1, keepdims=True)
    quantiles = ndtri(0.5 + (np.arange(half) + 0.5) / REPEATS)
    quantiles /= sqrt(np.mean(quantiles**2))
    return residuals, draw.permutation(quantiles) / sqrt(m)


def free_errors(draw: np.random.Generator) -> Array:
    """Errors of the mean of `FREE_SIZE` standard normal samples, each time drawn anew, (FREE,)."""
    return np.array([draw.standard_normal(FREE_SIZE).mean() for _ in range(FREE)])


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
        mean = mean + np.where(second > 0.1 * weight.mean(axis=1), first / second, 0.0)
    return np.asarray(mean)


def mmd_efficiency(width: float) -> float:
    """The root mean square error of `by_mmd` over Cramér and Rao's as M grows: the root of
    E ψ²/(E ψ')² for ψ(d) = d exp(-d²/(2v)), v = 1 + width² (Huber 1964)."""
    v = 1 + width**2
    return float(sqrt((1 + 1 / v) ** 3 / (1 + 2 / v) ** 1.5))


def errors(deviations: Array, means: Array) -> Array:
    """Errors of all repetitions (REPEATS,) of an estimate that moves along with its samples: its
    deviations from the sample mean and the sample means, both (REPEATS/2,)."""
    return np.concatenate([means + deviations, -means + deviations])


def root_mean_square(errors: Array) -> Array:
    """√(mean of squares) along the last axis."""
    return np.asarray(np.sqrt(np.mean(np.square(errors), axis=-1)))
