"""Mixtures of round Gaussians in the plane, as one writes them: ".6 N(-1, 0, .5) + .4 N(2, 1, .1)".

The arguments of N are the two coordinates of the mean, and the variance along every axis.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from ganlab.data.target import Array
from ganlab.theory.written import NUMBER, SHARE, Written, shares, shortened

MOST_PARTS = 8
FARTHEST = 8.0
"""No coordinate of a mean is larger."""
NARROWEST, WIDEST = 0.15, 3.0
"""Standard deviations."""
_PART = re.compile(
    rf"\s*{SHARE}N\s*\(\s*({NUMBER})\s*[,;]\s*({NUMBER})\s*[,;]\s*({NUMBER})\s*\)\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Bump:
    """N((x, y), variance I) and its share of the whole."""

    weight: float
    x: float
    y: float
    variance: float

    @property
    def sigma(self) -> float:
        """The standard deviation along every axis."""
        return math.sqrt(self.variance)

    def __str__(self) -> str:
        return f"{self.weight:.6g} N({self.x:.6g}, {self.y:.6g}, {self.variance:.6g})"


@dataclass(frozen=True)
class PlaneMixture(Written):
    """A density in the plane. Shares sum to 1. As a pydantic field it is written as text."""

    WRITTEN: ClassVar[str] = (
        "a density such as .6 N(-1, 0, .5) + .4 N(2, 1, .1): both coordinates of the mean and the "
        f"variance; at most {MOST_PARTS} parts, means within ±{FARTHEST:g}, variances "
        f"{NARROWEST**2:g} to {WIDEST**2:g}; shares are scaled to sum to 1"
    )
    EXAMPLE: ClassVar[str] = "N(0, 0, 1)"

    parts: tuple[Bump, ...]

    @classmethod
    def read(cls, text: str) -> PlaneMixture:
        """The density that `text` says. Raises ValueError, a sentence."""
        given, bumps = [], []
        terms = re.split(r"(?<=\))\s*\+", text.replace("−", "-"))
        text = shortened(text)
        for term in terms:
            match = _PART.fullmatch(term)
            if match is None:
                raise ValueError(f"'{text}' is no density in the plane")
            share, *numbers = match.groups()
            given.append(None if share is None else float(share))
            bumps.append(tuple(map(float, numbers)))
        found = shares(given, text, MOST_PARTS)
        parts = tuple(Bump(w, *bump) for w, bump in zip(found, bumps, strict=True))
        for part in parts:
            if max(abs(part.x), abs(part.y)) > FARTHEST:
                raise ValueError(f"'{text}': means lie within ±{FARTHEST:g}")
            if not NARROWEST**2 <= part.variance <= WIDEST**2:
                raise ValueError(
                    f"'{text}': variances are between {NARROWEST**2:g} and {WIDEST**2:g}"
                )
        return cls(parts)

    def __str__(self) -> str:
        """As `read` takes it."""
        return " + ".join(map(str, self.parts))

    @property
    def mean(self) -> Array:
        """E[x], (2,)."""
        return np.sum([part.weight * np.array([part.x, part.y]) for part in self.parts], axis=0)

    @property
    def variance(self) -> float:
        """½ E|x - E[x]|²: along an axis, on average over both."""
        second = sum(
            part.weight * (2 * part.variance + part.x**2 + part.y**2) for part in self.parts
        )
        return float(second - self.mean @ self.mean) / 2

    def log_pdf(self, x: Array) -> Array:
        """Log density at x (n, 2): (n,)."""
        logs = [
            math.log(part.weight / (2 * math.pi * part.variance))
            - ((x - (part.x, part.y)) ** 2).sum(1) / (2 * part.variance)
            for part in self.parts
        ]
        density: Array = np.logaddexp.reduce(logs, axis=0)
        return density

    def sample(self, n: int, draw: np.random.Generator) -> Array:
        """n independent draws, (n, 2)."""
        which = draw.choice(len(self.parts), size=n, p=[part.weight for part in self.parts])
        middles = np.array([(part.x, part.y) for part in self.parts])
        sigmas = np.array([part.sigma for part in self.parts])
        return middles[which] + sigmas[which, None] * draw.standard_normal((n, 2))

    def moved(self, index: int, x: float, y: float, sigma: float) -> PlaneMixture:
        """With part `index` elsewhere, or as wide as that; within the bounds."""
        parts = list(self.parts)
        x, y = (min(max(place, -FARTHEST), FARTHEST) for place in (x, y))
        sigma = min(max(sigma, NARROWEST), WIDEST)
        parts[index] = replace(parts[index], x=x, y=y, variance=sigma**2)
        return PlaneMixture(tuple(parts))
