"""Proposition 2 without networks: p_g is a histogram that moves freely, D is at its best.

    U(p_g, D) = Σ p_data log D + Σ p_g log(1 - D)
    C(p_g)    = sup_D U(p_g, D) = U(p_g, D*)

"with sufficiently small updates of p_g, p_g converges to p_data": Goodfellow et al. 2014, section
4.2. p_g descends by mirror descent with the entropy (Beck and Teboulle 2003), which stays among the
densities by itself:

    p_g ← p_g exp(-η ∂U/∂p_g) / Z,   ∂U/∂p_g = log(1 - D*)

Small means η ≤ 1: the second derivative of C, p_data/(p_g (p_data + p_g)), is below that of the
entropy, 1/p_g, so that C never rises (Lu, Freund and Nesterov 2018, section 3). With η = 1 each
step is p_g ← (p_data + p_g)/2.

All histograms are (..., BINS) masses that sum to 1; those of p_g are above 0.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy.special import xlogy

from ganlab.data.target import Array
from ganlab.theory.densities import Mixture
from ganlab.theory.game import LOG_4

BINS = 60
EDGES = np.linspace(-6.0, 6.0, BINS + 1)
"""Of the histograms; what lies beyond is counted to the first and to the last bin."""
EMPTY = 1e-12
"""What an empty bin of a start holds: a factor does not bring back what is 0."""
STEPS = 100
STARTS = 20
CLOSE = 1e-4
"""Nats above -log 4 that count as there."""


def histogram(density: Mixture) -> Array:
    """(BINS,) masses of a density."""
    below = density.cdf(EDGES)
    below[0], below[-1] = 0.0, 1.0
    masses: Array = np.diff(below)
    return masses


def started(heights: Array) -> Array:
    """(..., BINS) heights ≥ 0 -> masses that sum to 1, none of them 0; all 0: uniform."""
    heights = np.asarray(heights, float)
    whole = heights.sum(-1, keepdims=True)
    masses = np.divide(heights, whole, out=np.full_like(heights, 1 / BINS), where=whole > 0)
    masses = np.maximum(masses, EMPTY)
    result: Array = masses / masses.sum(-1, keepdims=True)
    return result


@lru_cache
def random_starts() -> Array:
    """(STARTS, BINS): the first is spread evenly, the further on the more is in few bins."""
    rng = np.random.default_rng(0)
    sharpness = np.geomspace(3.0, 0.02, STARTS)
    starts = started(np.stack([rng.dirichlet(np.full(BINS, a)) for a in sharpness]))
    starts.flags.writeable = False
    return starts


def optimal(p_data: Array, p_g: Array) -> Array:
    """D* = p_data/(p_data + p_g)."""
    return p_data / (p_data + p_g)


def criterion(p_data: Array, p_g: Array) -> Array:
    """C(p_g) = U(p_g, D*), nats, (...): -log 4 where p_g = p_data, and nowhere less."""
    log_sum = np.log(p_data + p_g)
    real = xlogy(p_data, p_data).sum() - log_sum @ p_data
    result: Array = real + (p_g * (np.log(p_g) - log_sum)).sum(-1)
    return result


def gradient(p_data: Array, p_g: Array) -> Array:
    """∂U/∂p_g = log(1 - D*), which does not round to -inf where D* rounds to 1."""
    result: Array = np.log(p_g / (p_data + p_g))
    return result


def step(p_data: Array, p_g: Array, rate: float) -> Array:
    """One step of mirror descent, D at its best."""
    moved = p_g * np.exp(-rate * gradient(p_data, p_g))
    result: Array = moved / moved.sum(-1, keepdims=True)
    return result


@lru_cache(maxsize=8)
def descent(p_data: Mixture, start: tuple[float, ...], rate: float) -> tuple[Array, Array]:
    """p_g (STEPS + 1, BINS) before each step and after the last, and C (STEPS + 1,) of each."""
    p = histogram(p_data)
    p_g = np.empty((STEPS + 1, BINS))
    p_g[0] = started(np.array(start))
    for n in range(STEPS):
        p_g[n + 1] = step(p, p_g[n], rate)
    return p_g, criterion(p, p_g)


@lru_cache(maxsize=8)
def from_random_starts(p_data: Mixture, rate: float) -> Array:
    """C (STEPS + 1, STARTS) of the descents from `random_starts`."""
    p, p_g = histogram(p_data), random_starts()
    every = np.empty((STEPS + 1, *p_g.shape))
    every[0] = p_g
    for n in range(STEPS):
        every[n + 1] = step(p, every[n], rate)
    return criterion(p, every)


def steps_until_close(values: Array) -> float:
    """The first step at which C (STEPS + 1,) is within `CLOSE` of -log 4; inf: none of them."""
    close = values + LOG_4 <= CLOSE
    return float(np.argmax(close)) if close.any() else np.inf
