"""Divergences between two Gaussians on a line, in closed form; nats where a logarithm is in them.

N(a, v) and N(b, w), second argument the variance. Oracles for `ganlab.theory.divergences.between`.
"""

from __future__ import annotations

import math

from scipy.special import ndtr


def kl(a: float, v: float, b: float, w: float) -> float:
    """KL = ½ [v/w + (a - b)²/w - 1 + log(w/v)] (Cover and Thomas 2006, chapter 8)."""
    return (v / w + (a - b) ** 2 / w - 1 + math.log(w / v)) / 2


def bhattacharyya_distance(a: float, v: float, b: float, w: float) -> float:
    """-log ∫√(pq) = ¼ (a - b)²/(v + w) + ½ log((v + w)/(2√(vw))) (Bhattacharyya 1943)."""
    return (a - b) ** 2 / (4 * (v + w)) + math.log((v + w) / (2 * math.sqrt(v * w))) / 2


def squared_hellinger(a: float, v: float, b: float, w: float) -> float:
    """∫(√p - √q)² = 2 (1 - ∫√(pq)), between 0 and 2."""
    return -2 * math.expm1(-bhattacharyya_distance(a, v, b, w))


def pearson(a: float, v: float, b: float, w: float) -> float:
    """∫(p - q)²/q = w/√(v(2w - v)) exp((a - b)²/(2w - v)) - 1; inf where v ≥ 2w and p ≠ q
    (Nielsen and Nock 2014). Neyman's is that of q and p."""
    if v >= 2 * w:
        return math.inf
    exponent = (a - b) ** 2 / (2 * w - v) + math.log(w) - math.log(v * (2 * w - v)) / 2
    return math.expm1(exponent) if exponent < 709 else math.inf


def total_variation(a: float, v: float, b: float, w: float) -> float:
    """½∫|p - q| from the one or two places where p = q."""
    sigma, tau = math.sqrt(v), math.sqrt(w)
    if v == w:
        return math.erf(abs(a - b) / (2 * math.sqrt(2) * sigma))
    # (x - a)²/v - (x - b)²/w = log(w/v): square, half of the linear and constant coefficient.
    square, linear = 1 / v - 1 / w, a / v - b / w
    constant = a**2 / v - b**2 / w - math.log(w / v)
    root = math.sqrt(max(linear**2 - square * constant, 0.0))
    low, high = sorted(((linear - root) / square, (linear + root) / square))
    p = float(ndtr((high - a) / sigma) - ndtr((low - a) / sigma))
    q = float(ndtr((high - b) / tau) - ndtr((low - b) / tau))
    return abs(p - q)


def wasserstein_1(a: float, v: float, b: float, w: float) -> float:
    """E|δ + s z|, z ∼ N(0, 1), δ = b - a and s = √w - √v: both quantile functions are straight in
    z (a folded normal's mean; Villani 2003, section 2.2)."""
    shift, spread = b - a, abs(math.sqrt(w) - math.sqrt(v))
    if spread == 0:
        return abs(shift)
    z = shift / spread
    return spread * math.sqrt(2 / math.pi) * math.exp(-(z**2) / 2) + shift * math.erf(
        z / math.sqrt(2)
    )


def energy_distance(a: float, v: float, b: float, w: float) -> float:
    """2 E|X - Y| - E|X - X'| - E|Y - Y'|, each a folded normal's mean (Székely and Rizzo 2013)."""

    def folded(shift: float, variance: float) -> float:
        return wasserstein_1(0, 0, shift, variance)

    return 2 * folded(b - a, v + w) - folded(0, 2 * v) - folded(0, 2 * w)


def mmd_squared(a: float, v: float, b: float, w: float, width: float) -> float:
    """E k(X, X') + E k(Y, Y') - 2 E k(X, Y), k(x, y) = exp(-(x - y)²/(2 width²)) (Gretton et al.
    2012, section 2)."""

    def kernel(shift: float, variance: float) -> float:
        whole = width**2 + variance
        return width / math.sqrt(whole) * math.exp(-(shift**2) / (2 * whole))

    return kernel(0, 2 * v) + kernel(0, 2 * w) - 2 * kernel(b - a, v + w)
