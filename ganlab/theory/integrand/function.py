"""The function that Proposition 1 maximises at every x by itself.

    f(y) = a log y + b log(1 - y),   a = p_data(x), b = p_g(x)

"achieves its maximum in [0, 1] at a/(a + b)": Goodfellow et al. 2014, section 4.1, proof of
Proposition 1. Natural logarithms; every function takes arrays of any shape.
"""

from __future__ import annotations

from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from ganlab.data.target import Array

GOLDEN = (sqrt(5) - 1) / 2
SEARCHED = 90
"""Steps of the search, each of which leaves 0.618 of the interval: 1e-19 of it at the end."""


def integrand(y: ArrayLike, a: ArrayLike, b: ArrayLike) -> Array:
    """f(y) for y in (0, 1)."""
    y = np.asarray(y, float)
    return np.multiply(a, np.log(y)) + np.multiply(b, np.log1p(-y))


def slope(y: ArrayLike, a: ArrayLike, b: ArrayLike) -> Array:
    """f'(y) = a/y - b/(1 - y), over one denominator so that it is 0 where it should be."""
    y, whole = np.asarray(y, float), np.add(a, b)
    return (a - whole * y) / (y * (1 - y))


def curvature(y: ArrayLike, a: ArrayLike, b: ArrayLike) -> Array:
    """f''(y) = -a/y² - b/(1 - y)²: below 0 everywhere, so that there is one maximum."""
    y = np.asarray(y, float)
    return -np.divide(a, y**2) - np.divide(b, (1 - y) ** 2)


def best(a: ArrayLike, b: ArrayLike) -> Array:
    """a/(a + b), where f' is 0: D*(x) of Proposition 1."""
    a, b = np.asarray(a, float), np.asarray(b, float)
    return a / (a + b)


def curvature_at_best(a: float, b: float) -> float:
    """f'' there: -(a + b)³/(ab)."""
    return -((a + b) ** 3) / (a * b)


def found_best(a: float, b: float) -> float:
    """Where f is greatest, found without the theorem: golden-section search for the place at which
    f' changes its sign, by comparing values of f at two places (Kiefer 1953).

    f is compared by its difference, whose rounding does not end the search at 1e-8.
    """
    low, high = 0.0, 1.0
    for _ in range(SEARCHED):
        width = GOLDEN * (high - low)
        left, right = high - width, low + width
        rise = a * np.log1p((right - left) / left) + b * np.log1p((left - right) / (1 - left))
        if rise > 0:
            low = left
        else:
            high = right
    return (low + high) / 2


def found_curvature(y: float, a: float, b: float) -> float:
    """f'' at y by finite differences of f', whose step is small against the distance to 0 and 1."""
    h = 1e-4 * min(y, 1 - y)
    return float((slope(y + h, a, b) - slope(y - h, a, b)) / (2 * h))
