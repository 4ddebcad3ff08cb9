"""What the losses measure once D is at its best: known divergences of p = p_data and q = p_g.

Integrals by quadrature; nats where there are logarithms.
"""

from __future__ import annotations

from math import log

import numpy as np
from scipy.special import expit

from ganlab.data.target import Array
from ganlab.theory.densities import Mixture, nodes
from ganlab.theory.divergences.between import between
from ganlab.theory.game import log_optimal
from ganlab.theory.line import covers
from ganlab.theory.parts import Part

ROUNDING = 1e-14
PIECES = 32
"""Finer than usual: where p and q cross, least of both and difference have a corner."""


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
    at θ = 0, q_θ(x) = q(x - θ) (Arjovsky and Bottou 2017, Theorem 2.5). With σ = q/(p + q) = 1 - D*

        E_q[σ (s_q - s_p)]   and   -E_q[σ s_p] - E_p[σ s_q],    s = (log density)'

    which agree because ∫ q s_q = 0; where p jumps, each gains what -log D* jumps by there, times q.
    NaN where q lies outside of p, and where q jumps: D* then jumps with it, and is not held.
    """
    if any(part.kind == "U" for part in q.parts) or not covers(p, q):
        return np.nan, np.nan
    x, w = nodes(p, q, pieces=8, also=between(p, q).turns)
    fake = expit(q.log_pdf(x) - p.log_pdf(x))  # σ
    of_p, of_q = w * p.pdf(x), w * q.pdf(x)
    s_p, s_q = _score(p, x), _score(q, x)
    jumps = _jumps(p, q)
    fixed = _sum(of_q * fake * s_q, -of_q * fake * s_p) + jumps
    return fixed, _sum(-of_q * fake * s_p, -of_p * fake * s_q) + jumps


def _sum(*terms: Array) -> float:
    """Of all of them; 0 where no more is left than their own rounding."""
    every = np.concatenate(terms)
    left = float(every.sum())
    return left if abs(left) > ROUNDING * float(np.abs(every).sum()) else 0.0


def why_undefined(p: Mixture, q: Mixture) -> str:
    """Why Theorem 2.5 says nothing of these two; "": it does."""
    if any(part.kind == "U" for part in q.parts):
        return "p_g jumps"
    return "" if covers(p, q) else "p_g lies outside of p_data"


def _score(density: Mixture, x: Array) -> Array:
    """(log density)'(x), also where the density is too small for a number; of a uniform 0."""
    logs = np.stack([np.log(part.weight) + part.log_pdf(x) for part in density.parts])
    shares = np.exp(logs - logs.max(axis=0))
    slopes = [
        (part.a - x) / part.b if part.kind == "N" else np.zeros_like(x) for part in density.parts
    ]
    return np.asarray((shares * slopes).sum(axis=0) / shares.sum(axis=0))


def _jumps(p: Mixture, q: Mixture) -> float:
    """Σ q times what -log D* = log(1 + q/p) rises by at once, over the ends of p's uniforms."""
    ends = {end for part in p.parts if part.kind == "U" for end in part.ends}
    right = np.array(sorted(ends))
    left = np.nextafter(right, -np.inf)
    after, before = (np.logaddexp(0, q.log_pdf(at) - p.log_pdf(at)) for at in (right, left))
    return float(q.pdf(right) @ (after - before))


def mean_of(p: Mixture, q: Mixture) -> Mixture:
    """(p + q)/2."""
    halves = (Part(part.weight / 2, part.kind, part.a, part.b) for part in (*p.parts, *q.parts))
    return Mixture(tuple(halves))


def _mean(q: Mixture, values: Array, x: Array, w: Array) -> float:
    """E_q of values at the nodes; places without q do not count."""
    density = q.pdf(x)
    with np.errstate(invalid="ignore"):
        return float(w @ np.where(density > 0, density * values, 0.0))
