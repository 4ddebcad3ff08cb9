"""Lower bounds on divergences that need no more of p and q than expectations.

    D_f(p‖q) ≥ F(T) = E_p T - E_q f*(T)         Nguyen, Wainwright and Jordan 2010, Lemma 1;
                                                Nowozin, Cseke and Tomioka 2016, equation 5
    KL(p‖q)  ≥ E_p T - log E_q e^T ≥ E_p T - E_q e^(T - 1)          Donsker and Varadhan 1983

The last holds because log y ≤ y/e. Expectations are by quadrature.
"""

from __future__ import annotations

import math

import numpy as np

from ganlab.data.target import Array
from ganlab.theory.divergences.between import Pair
from ganlab.theory.divergences.f_divergence import Curve, FDivergence
from ganlab.theory.divergences.integrands import Places, log_ratio

LARGEST = 300.0
"""|log p/q| beyond which the squares of ratios leave the range of numbers: there, T* is taken to
touch."""


def optimal(row: FDivergence, at: Places) -> Array:
    """T*(x) = f'(p(x)/q(x)), (n,)."""
    ratio = np.clip(log_ratio(at.log_p, at.log_q), -LARGEST, LARGEST)
    return row.inside(row.slope(np.exp(ratio)))


def bound(row: FDivergence, pair: Pair, critic: Curve | None) -> float:
    """F(T), T = critic(x); None is T*. inf where D_f is and T* says so; -inf for a T outside of
    the domain of f*."""
    if critic is None and math.isinf(row.value(pair)):
        return math.inf
    at, w = pair.far_places
    return float(w @ bounded_integrand(row, at, critic))


def bounded_integrand(row: FDivergence, at: Places, critic: Curve | None) -> Array:
    """p T - q f*(T), (n,): at most q f(p/q), which is what T* gives."""
    t = optimal(row, at) if critic is None else critic(at.x)
    with np.errstate(invalid="ignore"):
        got = np.where(at.p > 0, at.p * t, 0) - np.where(at.q > 0, at.q * row.conjugate(t), 0)
    if critic is None:
        beyond = np.abs(log_ratio(at.log_p, at.log_q)) >= LARGEST
        got = np.where(beyond, row.integrand(at), got)
    return got


def by_ratio(row: FDivergence, pair: Pair) -> float:
    """D_f(p‖q) as ∫ q f(p/q), from f itself; inf where it is."""
    if math.isinf(row.value(pair)):
        return math.inf
    at, w = pair.far_places
    ratio = log_ratio(at.log_p, at.log_q)
    with np.errstate(invalid="ignore", over="ignore"):
        got = at.q * row.f(np.exp(np.clip(ratio, -LARGEST, LARGEST)))
    return float(w @ np.where(np.abs(ratio) < LARGEST, got, row.integrand(at)))


def donsker_varadhan(pair: Pair, critic: Curve | None) -> float:
    """E_p T - log E_q e^T; None is T* = 1 + log p/q, any constant added to it does as well."""
    if critic is None and math.isinf(pair.value("kl")):
        return math.inf
    at, w = pair.far_places
    t = 1 + log_ratio(at.log_p, at.log_q) if critic is None else critic(at.x)
    with np.errstate(invalid="ignore"):
        mean = float(w @ np.where(at.p > 0, at.p * t, 0))
        logs = np.where(at.log_q > -np.inf, at.log_q + t, -np.inf)
    peak = float(logs.max())
    return mean - peak - math.log(w @ np.exp(logs - peak))


def game_value(pair: Pair, critic: Curve) -> float:
    """V(D, G) = E_p log d + E_q log(1 - d) with d = e^T, the f-GAN whose f* is -log(1 - e^t)
    (Goodfellow et al. 2014, equation 1)."""
    at, w = pair.far_places
    log_d = np.minimum(critic(at.x), 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        real = np.where(at.p > 0, at.p * log_d, 0)
        fake = np.where(at.q > 0, at.q * np.log(-np.expm1(log_d)), 0)
    return float(w @ (real + fake))
