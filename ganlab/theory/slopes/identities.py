"""What the losses measure once D is at its best: known divergences of p = p_data and q = p_g.

Integrals by quadrature; nats where there are logarithms.
"""

from __future__ import annotations

from math import log

import numpy as np

from ganlab.data.target import Array
from ganlab.theory.between import between
from ganlab.theory.densities import Mixture, Part, nodes
from ganlab.theory.divergences import jensen_shannon, kullback_leibler
from ganlab.theory.game import log_optimal

PIECES = 32
"""Finer than usual: where p and q cross, least of both and difference have a corner."""
STEP = 1e-4
"""Of finite differences in θ, in standard deviations of p_g."""


def best_hinge_loss(p: Mixture, q: Mixture) -> float:
    """min_D E_p max(0, 1 - D) + E_q max(0, 1 + D), reached by D = sign(p - q)
    (Lim and Ye 2017, section 3)."""
    x, w = nodes(p, q, pieces=PIECES)
    real, fake = p.pdf(x), q.pdf(x)
    d = np.sign(real - fake)
    return float(w @ (real * np.maximum(0, 1 - d) + fake * np.maximum(0, 1 + d)))


def least_squares_criterion(p: Mixture, q: Mixture, a: float, b: float, c: float) -> float:
    """2 C(G) of least squares: E_p (D* - c)² + E_q (D* - c)², D* = (b p + a q)/(p + q)
    (Mao et al. 2017, equations 4 and 5; a and b are the labels of generated and of real)."""
    x, w = nodes(p, q)
    real, fake = p.pdf(x), q.pdf(x)
    whole = real + fake
    d = np.divide(b * real + a * fake, whole, out=np.full_like(x, c), where=whole > 0)
    return float(w @ (whole * (d - c) ** 2))


def pearson_of_sum(p: Mixture, q: Mixture) -> float:
    """χ²(p + q ‖ 2q) = ∫ (2q - (p + q))²/(p + q): the theorem of Mao et al. 2017, section 3.2."""
    x, w = nodes(p, q)
    whole, twice = p.pdf(x) + q.pdf(x), 2 * q.pdf(x)
    return float(w @ np.divide((twice - whole) ** 2, whole, out=np.zeros_like(x), where=whole > 0))


def non_saturating_cost(p: Mixture, q: Mixture) -> float:
    """-E_q log D*; infinite where q lies outside of p."""
    x, w = nodes(p, q)
    log_d, _ = log_optimal(p.log_pdf(x), q.log_pdf(x))
    return -_mean(q, log_d, x, w)


def non_saturating_divergences(p: Mixture, q: Mixture) -> float:
    """KL(q ‖ p) - KL(q ‖ m) + log 2, m = (p + q)/2: what -E_q log D* is."""
    return between(q, p).value("kl") - between(q, mean_of(p, q)).value("kl") + log(2)


def non_saturating_gradients(p: Mixture, q: Mixture) -> tuple[float, float]:
    """d/dθ of -E_{q_θ} log D*, with D* held at that of q, and of KL(q_θ ‖ p) - 2 JS(q_θ, p): both
    at θ = 0, by finite differences, q_θ(x) = q(x - θ) (Arjovsky and Bottou 2017, Theorem 2.5).

    NaN where q lies outside of p, and where q jumps: D* then jumps with it, and is not held.
    """
    if any(part.kind == "U" for part in q.parts):
        return np.nan, np.nan
    h = STEP * q.std
    ahead, behind = shifted(q, h), shifted(q, -h)
    x, w = nodes(p, ahead, behind)
    log_p = p.log_pdf(x)
    log_d, _ = log_optimal(log_p, q.log_pdf(x))
    costs, divergences = [], []
    for moved in (ahead, behind):
        log_q = moved.log_pdf(x)
        costs.append(-_mean(moved, log_d, x, w))
        reverse = kullback_leibler(log_q, log_p, w)
        divergences.append(reverse - 2 * jensen_shannon(log_p, log_q, w))
    if not np.isfinite([*costs, *divergences]).all():
        return np.nan, np.nan
    return (costs[0] - costs[1]) / (2 * h), (divergences[0] - divergences[1]) / (2 * h)


def mean_of(p: Mixture, q: Mixture) -> Mixture:
    """(p + q)/2."""
    halves = (Part(part.weight / 2, part.kind, part.a, part.b) for part in (*p.parts, *q.parts))
    return Mixture(tuple(halves))


def shifted(q: Mixture, by: float) -> Mixture:
    """q(x - by)."""
    for i, part in enumerate(q.parts):
        q = q.moved(i, part.mean + by, part.width)
    return q


def _mean(q: Mixture, values: Array, x: Array, w: Array) -> float:
    """E_q of values at the nodes; places without q do not count."""
    density = q.pdf(x)
    with np.errstate(invalid="ignore"):
        return float(w @ np.where(density > 0, density * values, 0.0))
