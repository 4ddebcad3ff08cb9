"""Parts of which densities on a line are mixed: Gaussians and uniforms."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import ndtr

from ganlab.data.target import Array
from ganlab.figures import exact

FARTHEST = 1e4
"""No centre lies farther out, and no part is wider."""
NARROWEST = 1e-4
"""No standard deviation and no width is smaller."""
REACH = 9.0
"""Standard deviations beyond which a Gaussian is 0 for a quadrature: 1e-19 of its mass."""


@dataclass(frozen=True)
class Part:
    """N(a, b), b the variance, or U(a, b) from a to b; its share of the whole."""

    weight: float
    kind: Literal["N", "U"]
    a: float
    b: float

    @property
    def mean(self) -> float:
        """The middle."""
        return self.a if self.kind == "N" else (self.a + self.b) / 2

    @property
    def variance(self) -> float:
        """σ²; of a uniform (b - a)²/12."""
        return self.b if self.kind == "N" else (self.b - self.a) ** 2 / 12

    @property
    def width(self) -> float:
        """What a handle drags: σ of a Gaussian, half the length of a uniform."""
        return math.sqrt(self.b) if self.kind == "N" else (self.b - self.a) / 2

    @property
    def ends(self) -> tuple[float, float]:
        """Where it is not 0 (for a Gaussian: to 1e-19)."""
        if self.kind == "U":
            return self.a, self.b
        reach = REACH * math.sqrt(self.b)
        return self.a - reach, self.a + reach

    def moved(self, mean: float, width: float) -> Part:
        """The same kind and share elsewhere."""
        width = min(max(width, NARROWEST), FARTHEST)
        most = FARTHEST if self.kind == "N" else FARTHEST - width
        mean = min(max(mean, -most), most)
        if self.kind == "N":
            return Part(self.weight, "N", mean, width**2)
        return Part(self.weight, "U", mean - width, mean + width)

    def pdf(self, x: Array) -> Array:
        """Density at x, any shape; of a uniform 0 at its right end, so that neighbours do not
        overlap."""
        if self.kind == "U":
            inside = (x >= self.a) & (x < self.b)
            return np.where(inside, 1 / (self.b - self.a), 0.0)
        return np.exp(self.log_pdf(x))

    def log_pdf(self, x: Array) -> Array:
        """Log density at x; -inf outside of a uniform."""
        if self.kind == "U":
            inside = (x >= self.a) & (x < self.b)
            return np.where(inside, -math.log(self.b - self.a), -np.inf)
        return -((x - self.a) ** 2) / (2 * self.b) - math.log(2 * math.pi * self.b) / 2

    def cdf(self, x: Array) -> Array:
        """P(X ≤ x)."""
        if self.kind == "U":
            return np.clip((x - self.a) / (self.b - self.a), 0, 1)
        return np.asarray(ndtr((x - self.a) / math.sqrt(self.b)))

    def __str__(self) -> str:
        """Without its share."""
        return f"{self.kind}({short(self.a)}, {short(self.b)})"


def part_of(kind: str, a: float, b: float, text: str) -> Part:
    """What N(a, b) or U(a, b) of `text` is. Raises ValueError, a sentence."""
    if abs(a) > FARTHEST or (kind == "U" and abs(b) > FARTHEST):
        raise ValueError(f"'{text}': means and ends lie within ±{FARTHEST:,.0f}")
    if kind == "N":
        if b > FARTHEST**2:
            raise ValueError(f"'{text}': variances are at most {FARTHEST**2:,.0f}")
        if b <= 0:
            raise ValueError(f"'{text}': the second number of N, its variance, has to be above 0")
        if b < NARROWEST**2:
            raise ValueError(f"'{text}': variances are at least {exact(NARROWEST**2)}")
        return Part(1.0, "N", a, b)
    if b <= a:
        raise ValueError(f"'{text}': U(low, high) needs low below high")
    if b - a < NARROWEST * (1 - 1e-6):
        raise ValueError(f"'{text}': between low and high of U lies at least {NARROWEST:g}")
    return Part(1.0, "U", a, b)


def short(number: float) -> str:
    """With as many digits as it needs, at most ten."""
    return f"{number:.10g}"
