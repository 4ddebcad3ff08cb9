"""The game of the 2014 paper at its optimum: Proposition 1 and Theorem 1.

    V(D, G) = E_{x∼p_data} log D(x) + E_{x∼p_g} log(1 - D(x))         (equation 1)

Goodfellow et al. 2014, "Generative adversarial nets", section 4.1. Natural logarithms.
"""

from __future__ import annotations

from math import log

import numpy as np
from numpy.typing import ArrayLike

from ganlab.data.target import Array

LOG_4 = log(4)
"""-LOG_4 is the value of the game when p_g = p_data and D is optimal."""


def optimal_discriminator(log_p: Array, log_g: Array) -> Array:
    """D*(x) = p_data(x) / (p_data(x) + p_g(x)), from log-densities (Proposition 1, equation 2).

    Where both densities are 0 the game does not say; by symmetry 1/2.
    """
    with np.errstate(invalid="ignore", over="ignore"):
        logit = log_p - log_g
        return np.where(np.isnan(logit), 0.5, 1 / (1 + np.exp(-logit)))


def value(d_real: Array, d_fake: Array) -> float:
    """V(D, G) estimated from D at real and D at generated samples; -inf if D is surely wrong."""
    with np.errstate(divide="ignore"):
        return float(np.log(d_real).mean() + np.log1p(-d_fake).mean())


def log_optimal(log_p: Array, log_g: Array) -> tuple[Array, Array]:
    """log D* and log(1 - D*) from log-densities: exact also where D* itself would round to 0 or 1.
    log 1/2 where both densities are 0."""
    log_sum = np.logaddexp(log_p, log_g)
    nothing = log_sum == -np.inf
    with np.errstate(invalid="ignore"):
        log_d, log_not_d = log_p - log_sum, log_g - log_sum
    return np.where(nothing, -log(2), log_d), np.where(nothing, -log(2), log_not_d)


def best_value(log_p: Array, log_g: Array, cell: ArrayLike) -> float:
    """C(G) = max_D V(D, G) = V(D*, G) by quadrature (equation 4).

    Log-densities on a grid of any shape whose cells have volume `cell`, one for all or one each
    (see divergences).
    """
    log_d, log_not_d = log_optimal(log_p, log_g)
    with np.errstate(invalid="ignore"):
        real = np.where(log_p > -np.inf, np.exp(log_p) * log_d, 0.0)
        fake = np.where(log_g > -np.inf, np.exp(log_g) * log_not_d, 0.0)
    return float(np.sum((real + fake) * cell))


def virtual_criterion(jensen_shannon: float) -> float:
    """C(G) = -log 4 + 2 JS(p_data ‖ p_g), nats (Theorem 1): least, -log 4, iff p_g = p_data."""
    return -LOG_4 + 2 * jensen_shannon


def divergence_seen(best: float) -> float:
    """JS in nats from the value V(D*, G) of a best-playing D: Theorem 1 the other way round.

    With a D short of its best this is a lower bound.
    """
    return (best + LOG_4) / 2
