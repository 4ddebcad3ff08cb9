"""Maximum mean discrepancy on a line with the Gaussian kernel k(x, y) = exp(-(x - y)²/(2 h²)).

    MMD² = E k(X, X') - 2 E k(X, Y) + E k(Y, Y')      (Gretton et al. 2012, section 2, equation 3)

Between Gaussians and uniforms every one of these means has a closed form.
"""

from __future__ import annotations

import math

import numpy as np
from scipy.special import ndtr

from ganlab.data.target import Array
from ganlab.theory.densities import Mixture
from ganlab.theory.parts import Part

ROOT_TAU = math.sqrt(2 * math.pi)
NARROW = 0.1
"""Kernel widths below which a uniform is so narrow that the mean over it is taken by quadrature:
the closed form is a second difference, and would cancel."""


def witness(p: Mixture, q: Mixture, x: Array, h: float) -> Array:
    """E k(x, X) - E k(x, Y) at x, any shape: high where p has more than q nearby."""
    return _smoothed(p, x, h) - _smoothed(q, x, h)


def mmd_squared(p: Mixture, q: Mixture, h: float) -> float:
    """MMD² of p and q, exactly; h is the kernel's width in units of x."""

    def mean(a: Mixture, b: Mixture) -> float:
        return sum(
            one.weight * other.weight * kernel_mean(one, other, h)
            for one in a.parts
            for other in b.parts
        )

    return mean(p, p) - 2 * mean(p, q) + mean(q, q)


def kernel_mean(one: Part, other: Part, h: float) -> float:
    """E k(X, Y), X and Y independent of the two parts."""
    if one.kind == "N" and other.kind == "N":
        whole = h**2 + one.b + other.b
        return h / math.sqrt(whole) * math.exp(-((one.a - other.a) ** 2) / (2 * whole))
    if one.kind == "N" or other.kind == "N":
        normal, uniform = (one, other) if one.kind == "N" else (other, one)
        scale = math.sqrt(h**2 + normal.b)
        inside = ndtr((uniform.b - normal.a) / scale) - ndtr((uniform.a - normal.a) / scale)
        return float(h * ROOT_TAU * inside / (uniform.b - uniform.a))
    short, long = sorted((one, other), key=lambda part: part.b - part.a)
    if short.b - short.a < NARROW * h:
        x, w = np.polynomial.legendre.leggauss(16)
        places = short.mean + short.width * x
        return float(w @ _smoothed_part(long, places, h) / 2)
    # ∬ k = second differences of K, K'' = k.
    area = (short.b - short.a) * (long.b - long.a)
    ends = _twice(short.b - long.a, h) + _twice(short.a - long.b, h)
    return (ends - _twice(short.b - long.b, h) - _twice(short.a - long.a, h)) / area


def _twice(t: float, h: float) -> float:
    """K(t) with K'' = exp(-t²/(2h²)), even."""
    z = t / h
    return h**2 * (ROOT_TAU / 2 * z * math.erf(z / math.sqrt(2)) + math.exp(-(z**2) / 2))


def _smoothed(density: Mixture, x: Array, h: float) -> Array:
    return np.sum([part.weight * _smoothed_part(part, x, h) for part in density.parts], axis=0)


def _smoothed_part(part: Part, x: Array, h: float) -> Array:
    """E k(x, Y)."""
    if part.kind == "N":
        whole = h**2 + part.b
        return h / math.sqrt(whole) * np.exp(-((x - part.a) ** 2) / (2 * whole))
    inside = ndtr((part.b - x) / h) - ndtr((part.a - x) / h)
    return h * ROOT_TAU / (part.b - part.a) * inside
