"""The Gaussian that each divergence wants: every local minimum, the best first."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from ganlab.data.target import Array
from ganlab.theory.densities import Mixture
from ganlab.theory.fits.crossings import Crossings
from ganlab.theory.fits.kernel import mmd, own_similarity
from ganlab.theory.fits.losses import Line, derivatives
from ganlab.theory.fits.newton import STEPS, Derivatives, Function, Rows, descend
from ganlab.theory.parts import Part

F_DIVERGENCES = ("kl", "reverse_kl", "js", "jeffrey", "pearson", "hellinger")
"""Whose minima are looked for on the nodes of a quadrature."""
CONVEX = ("kl", "pearson")
"""Convex in the natural parameters of q: one start will do."""
FEW_STEPS = 10
"""Of a search that begins near its end."""
INFINITE_OUTSIDE = ("reverse_kl", "jeffrey")
"""Infinite for every Gaussian where p is 0 somewhere."""
WANTED = (*F_DIVERGENCES, "tv", "mmd", "w1")
"""By the names of `divergences.between`; js is f-GAN's, twice the usual one."""
SAME = 0.02
"""Minima nearer than this, in σ and in log σ, are one."""


@dataclass(frozen=True)
class Fit:
    """N(mean, sigma²) and how far p is from it."""

    mean: float
    sigma: float
    value: float


@lru_cache(maxsize=32)
def fits(p: Mixture, width: float) -> Mapping[str, tuple[Fit, ...]]:
    """By name in `WANTED`: the local minima of D(p ‖ N(μ, σ²)) that Newton's method finds from the
    `starts`, the best first; none where the divergence is infinite for every Gaussian. `width` is
    that of MMD's kernel."""
    line, own = line_of(p), own_similarity(p, width)
    found = dict(_without_kernel(p))
    found["mmd"] = _minima(lambda theta: mmd(line, theta, width, own), starts(p), line)
    return {name: found.get(name, ()) for name in WANTED}


line_of = lru_cache(maxsize=8)(Line.of)


def starts(p: Mixture) -> Array:
    """θ = (μ, log σ), (s, 2), from which a search begins: all of p as one, every part, and every
    two neighbours as one."""
    parts = sorted(p.parts, key=lambda part: part.mean)
    groups: list[tuple[Part, ...]] = [(part,) for part in parts]
    groups += list(pairwise(parts)) if len(parts) > 2 else []
    found = [_moments(group) for group in (tuple(parts), *groups)]
    return np.array([(mean, math.log(sigma)) for mean, sigma in found])


def _moments(parts: tuple[Part, ...]) -> tuple[float, float]:
    whole = sum(part.weight for part in parts)
    mean = sum(part.weight * part.mean for part in parts) / whole
    square = sum(part.weight * (part.variance + part.mean**2) for part in parts) / whole
    return mean, math.sqrt(square - mean**2)


@lru_cache(maxsize=32)
def _without_kernel(p: Mixture) -> Mapping[str, tuple[Fit, ...]]:
    """Those that MMD's kernel has no part in."""
    line, begin = line_of(p), starts(p)
    found, crossings = _f_fits(p, line, begin), Crossings(p, line)
    # Total variation bends sharply: it is looked for where its smooth relative is least.
    near = [(fit.mean, math.log(fit.sigma)) for fit in found["js"]]
    found["tv"] = _minima(crossings.total_variation, np.array(near), line, FEW_STEPS)
    found["w1"] = _minima(crossings.wasserstein, begin[:1], line)  # convex: one start will do
    return found


def _f_fits(p: Mixture, line: Line, begin: Array) -> dict[str, tuple[Fit, ...]]:
    """Those of `F_DIVERGENCES` that are finite, from all starts of all of them at once."""
    everywhere = any(part.kind == "N" for part in p.parts)
    names = [name for name in F_DIVERGENCES if everywhere or name not in INFINITE_OUTSIDE]
    kinds = [name for name in names for _ in begin[: 1 if name in CONVEX else None]]
    theta = np.concatenate([begin[: 1 if name in CONVEX else None] for name in names])
    # ∫ p²/q is finite only where q's tails are heavier than those of p².
    widest = max((part.b for part in p.parts if part.kind == "N"), default=0.0)
    least = np.where(np.array(kinds) == "pearson", math.log(widest / 2 + 1e-300) / 2, -np.inf)
    theta[:, 1] = np.maximum(theta[:, 1], least + 0.1)

    def function(theta: Array, rows: Rows) -> Derivatives:
        values, gradients, hessians = derivatives(line, [kinds[row] for row in rows], theta)
        return np.where(theta[:, 1] > least[rows], values, np.inf), gradients, hessians

    found = _descend(function, theta, line)
    return {
        kind: distinct([fit for name, fit in zip(kinds, found, strict=True) if name == kind])
        for kind in names
    }


def _minima(
    function: Callable[[Array], Derivatives], begin: Array, line: Line, steps: int = STEPS
) -> tuple[Fit, ...]:
    return distinct(_descend(lambda theta, rows: function(theta), begin, line, steps))


def _descend(function: Function, begin: Array, line: Line, steps: int = STEPS) -> list[Fit | None]:
    """A minimum for each start, None where it came to none that the nodes can tell."""

    def inside(theta: Array, rows: Rows) -> Derivatives:
        values, gradients, hessians = function(theta, rows)
        told = line.resolves(theta) & ~np.isnan(values)
        return np.where(told, values, np.inf), gradients, hessians

    theta, values, arrived = descend(inside, begin, steps)
    return [
        Fit(float(mean), math.exp(spread), float(least)) if known else None
        for (mean, spread), least, known in zip(theta, values, arrived, strict=True)
    ]


def distinct(found: Sequence[Fit | None]) -> tuple[Fit, ...]:
    """The best first, each place once."""
    kept: list[Fit] = []
    for fit in sorted((fit for fit in found if fit), key=lambda fit: fit.value):
        near = (
            abs(fit.mean - other.mean) < SAME * fit.sigma
            and abs(math.log(fit.sigma / other.sigma)) < SAME
            for other in kept
        )
        if not any(near):
            kept.append(fit)
    return tuple(kept)
