"""Densities on a line as people write them: ".33 N(-1, .065) + .67 N(2, 2)", "U(0, 1)".

The second argument of N is the variance. Mixtures of Gaussians and uniforms are enough for every
statement here, and their distribution functions are known exactly.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Annotated, ClassVar

import numpy as np
from numpy.typing import NDArray

from ganlab.data.target import Array
from ganlab.figures import exact
from ganlab.theory.parts import FARTHEST, NARROWEST, Part, part_of, short
from ganlab.theory.written import NUMBER, SHARE, Written, shares, shortened

MOST_PARTS = 12
_PART = re.compile(rf"{SHARE}([NU])\s*\(\s*({NUMBER})\s*[,;]\s*({NUMBER})\s*\)", re.IGNORECASE)


@dataclass(frozen=True)
class Mixture(Written):
    """A density on a line. Shares sum to 1. As a pydantic field it is written as text."""

    WRITTEN: ClassVar[str] = (
        "a density such as .33 N(-1, .065) + .67 N(2, 2), second argument variance, or U(0, 1): "
        f"at most {MOST_PARTS} parts within ±{FARTHEST:,.0f}, variances {exact(NARROWEST**2)} to "
        f"{FARTHEST**2:,.0f}, U at least {NARROWEST:g} wide; shares are scaled to sum to 1"
    )
    EXAMPLE: ClassVar[str] = "N(0, 1)"

    parts: tuple[Part, ...]

    # --- as it is written ---

    @classmethod
    def read(cls, text: str) -> Mixture:
        """The density that `text` says; shares are scaled to sum to 1, and are equal where none is
        given. Raises ValueError, a sentence."""
        plain = text.strip().replace("−", "-")
        text = shortened(text)
        found: list[tuple[float | None, Part]] = []
        place = 0
        while place < len(plain):
            match = _PART.match(plain, place)
            if match is None:
                raise ValueError(f"'{text}' is no density")
            weight, kind, a, b = match.groups()
            share = None if weight is None else float(weight)
            found.append((share, part_of(kind.upper(), float(a), float(b), text)))
            rest = plain[match.end() :].lstrip()
            if rest and not rest.startswith("+"):
                raise ValueError(f"'{text}': between two parts stands a +")
            place = len(plain) - len(rest[1:].lstrip()) if rest else len(plain)
            if rest and place == len(plain):
                raise ValueError(f"'{text}' ends with a +")
        if not found:
            raise ValueError("'' is no density")
        given = shares([share for share, _ in found], text, MOST_PARTS)
        parts = (part for _, part in found)
        return cls(tuple(replace(part, weight=w) for part, w in zip(parts, given, strict=True)))

    @classmethod
    def gaussian(cls, mean: float, variance: float) -> Mixture:
        """N(mean, variance)."""
        return cls((Part(1.0, "N", mean, variance),))

    @classmethod
    def uniform(cls, low: float, high: float) -> Mixture:
        """U(low, high)."""
        return cls((Part(1.0, "U", low, high),))

    def __str__(self) -> str:
        """As `read` takes it."""
        if len(self.parts) == 1:
            return str(self.parts[0])
        return " + ".join(f"{short(part.weight)} {part}" for part in self.parts)

    # --- what is known of it ---

    @cached_property
    def mean(self) -> float:
        """E[x]."""
        return sum(part.weight * part.mean for part in self.parts)

    @cached_property
    def variance(self) -> float:
        """E[(x - E[x])²]."""
        second = sum(part.weight * (part.variance + part.mean**2) for part in self.parts)
        return second - self.mean**2

    @property
    def std(self) -> float:
        """The square root of the variance."""
        return math.sqrt(self.variance)

    @cached_property
    def ends(self) -> tuple[float, float]:
        """An interval outside of which it is 0, for Gaussians to 1e-19."""
        ends = [part.ends for part in self.parts]
        return min(low for low, _ in ends), max(high for _, high in ends)

    @cached_property
    def breaks(self) -> tuple[float, ...]:
        """Where it jumps or is steep, rising: places that a quadrature should know."""
        places: set[float] = set()
        for part in self.parts:
            places.update(part.ends)
            places.add(part.mean)
            if part.kind == "N":
                sigma = math.sqrt(part.b)
                places.update(part.a + k * sigma for k in (-4, -2, -1, 1, 2, 4))
        return tuple(sorted(places))

    def pdf(self, x: Array) -> Array:
        """Density at x, any shape."""
        x = np.asarray(x, float)
        return np.sum([part.weight * part.pdf(x) for part in self.parts], axis=0)

    def log_pdf(self, x: Array) -> Array:
        """Log density at x, also where the density itself is too small for a number."""
        x = np.asarray(x, float)
        if len(self.parts) == 1:
            return self.parts[0].log_pdf(x)
        logs = [math.log(part.weight) + part.log_pdf(x) for part in self.parts]
        result: Array = np.logaddexp.reduce(logs, axis=0)
        return result

    def cdf(self, x: Array) -> Array:
        """P(X ≤ x) at x, any shape."""
        x = np.asarray(x, float)
        return np.sum([part.weight * part.cdf(x) for part in self.parts], axis=0)

    def sample(self, n: int, rng: np.random.Generator) -> Array:
        """n independent draws, (n,)."""
        which = rng.choice(len(self.parts), size=n, p=[part.weight for part in self.parts])
        drawn = np.empty(n)
        for i, part in enumerate(self.parts):
            mine = which == i
            count = int(mine.sum())
            if part.kind == "N":
                drawn[mine] = rng.normal(part.a, math.sqrt(part.b), count)
            else:
                drawn[mine] = rng.uniform(part.a, part.b, count)
        return drawn

    def moved(self, index: int, mean: float, width: float) -> Mixture:
        """With part `index` elsewhere, or as wide as that."""
        parts = list(self.parts)
        parts[index] = parts[index].moved(mean, width)
        return Mixture(tuple(parts))

    def shifted(self, by: float) -> Mixture:
        """Every part farther to the right."""
        return Mixture(
            tuple(
                replace(part, a=part.a + by, b=part.b + (by if part.kind == "U" else 0))
                for part in self.parts
            )
        )


Density = Annotated[Mixture, "a density on a line"]
"""A field of controls that holds a Mixture."""


def nodes(
    *densities: Mixture, order: int = 16, pieces: int = 4, also: Iterable[float] = ()
) -> tuple[Array, Array]:
    """Points (n,) and weights (n,) of Gauss-Legendre quadrature over the densities' common range
    and as far as `also` reaches: ∫ f dx ≈ Σ w f(x), to about 1e-10 for what is smooth between the
    densities' breaks and the places in `also`."""
    breaks = sorted({place for density in densities for place in density.breaks}.union(also))
    ends = np.array(breaks)
    cuts = ends[:-1, None] + np.diff(ends)[:, None] * (np.arange(pieces) / pieces)
    edges = np.append(cuts.ravel(), ends[-1])
    x, w = _gauss_legendre(order)
    half = np.diff(edges)[:, None] / 2
    points: NDArray[np.float64] = edges[:-1, None] + half * (x + 1)
    return points.ravel(), (half * w).ravel()


@lru_cache
def _gauss_legendre(order: int) -> tuple[Array, Array]:
    return np.polynomial.legendre.leggauss(order)
