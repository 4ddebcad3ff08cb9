"""V(D, G) of known densities on a line, for any D, and what of C(G) it leaves out.

    V(D, G) = E_{x∼p_data} log D(x) + E_{x∼p_g} log(1 - D(x))           (equation 1)
    C(G)    = max_D V(D, G) = V(D*, G) = -log 4 + 2 JS(p_data ‖ p_g)     (equation 4, Theorem 1)

Goodfellow et al. 2014, section 4.1. Integrals by quadrature: `x` and `w` are `densities.nodes`,
all arrays (n,). Natural logarithms. A D is given by log D and log(1 - D), which are exact where D
rounds to 0 or 1.
"""

from __future__ import annotations

import numpy as np

from ganlab.data.target import Array
from ganlab.theory.densities import Mixture
from ganlab.theory.game import log_optimal

Logs = tuple[Array, Array]
"""log D and log(1 - D) at x."""

PLACES = np.linspace(-6.0, 6.0, 121)
"""The x at which a drawn D is written down; between them it is straight, beyond them constant."""


def log_drawn(values: tuple[float, ...], x: Array) -> Logs:
    """Those of a D that was drawn: its values in [0, 1] at `PLACES`."""
    d = np.interp(x, PLACES, values)
    with np.errstate(divide="ignore"):
        return np.log(d), np.log1p(-d)


def integrand(p_data: Mixture, p_g: Mixture, logs: Logs, x: Array) -> Array:
    """p_data log D + p_g log(1 - D) at x."""
    log_d, log_not_d = logs
    return _weighed(p_data.pdf(x), log_d) + _weighed(p_g.pdf(x), log_not_d)


def value(p_data: Mixture, p_g: Mixture, logs: Logs, x: Array, w: Array) -> float:
    """V(D, G), nats; -inf where D is sure of something wrong."""
    return float(w @ integrand(p_data, p_g, logs, x))


def missing(p_data: Mixture, p_g: Mixture, logs: Logs, x: Array, w: Array) -> float:
    """C(G) - V(D, G) = ∫ (p_data + p_g) KL(Bernoulli(D*) ‖ Bernoulli(D)) dx ≥ 0: what a D that is
    not at its best leaves out, and why V(D, G) ≤ C(G) for all of them."""
    log_best, log_not_best = log_optimal(p_data.log_pdf(x), p_g.log_pdf(x))
    log_d, log_not_d = logs
    # (p + q) D* is p, and (p + q)(1 - D*) is q.
    with np.errstate(invalid="ignore"):
        real, fake = log_best - log_d, log_not_best - log_not_d
    return float(w @ (_weighed(p_data.pdf(x), real) + _weighed(p_g.pdf(x), fake)))


def _weighed(density: Array, number: Array) -> Array:
    """density · number, 0 where the density is 0."""
    with np.errstate(invalid="ignore"):
        return np.where(density > 0, density * number, 0.0)
