"""What a method's plane shows before anybody moves: where it pulls, and where it does not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ganlab.app.items.contours import isolines
from ganlab.data.target import Array
from ganlab.theory.dirac_gan.fields import ARRAYS, Field, Pull
from ganlab.theory.dirac_gan.methods import METHODS, Strengths

REACH = 2.2
"""θ and ψ are shown so far on every side."""
WIDE = 1.8 * REACH
"""They are known so far, for plots that are not square."""
CELLS = 45
"""Of the grid behind nullclines; odd, so that points lie on the axes, as most nullclines do."""
FEW, MANY = 8, 14
"""Arrows along each axis, small and large."""


@dataclass(frozen=True, eq=False)
class Nullclines:
    """Where one of the players does not move, (n, 2, 2) segments each."""

    generator: Array
    """θ̇ = 0."""
    discriminator: Array
    """ψ̇ = 0."""


@lru_cache(maxsize=4 * len(METHODS))
def nullclines(name: str, strengths: Strengths) -> Nullclines:
    """Of the method of that name, as it is at first."""
    axis = WIDE * np.linspace(-1, 1, CELLS).round(12)  # 0 is 0
    theta, psi = np.meshgrid(axis, axis)
    field = METHODS[name].field(strengths, ARRAYS)
    cell = axis[1] - axis[0]
    lines = [isolines(pull(theta, psi), 0.0) * cell - WIDE for pull in _pulls(field)]
    return Nullclines(*lines)


@lru_cache(maxsize=4 * len(METHODS))
def arrows(name: str, strengths: Strengths, many: bool) -> tuple[Array, Array, Array, Array]:
    """(θ, ψ, along θ, along ψ), all (n,): long pulls are drawn shorter than they are, short ones
    longer. `many`: for a large plot, as far as WIDE."""
    count, reach = (MANY, WIDE) if many else (FEW, REACH)
    spots = np.linspace(-reach, reach, count + 1)[:-1] + reach / count
    theta, psi = (grid.ravel() for grid in np.meshgrid(spots, spots))
    u, v = (pull(theta, psi) for pull in _pulls(METHODS[name].field(strengths, ARRAYS)))
    length = np.hypot(u, v).clip(1e-9)
    scale = 1.6 * reach / count * np.tanh(length) / length
    return theta, psi, u * scale, v * scale


def thinned(way: Array, spacing: float) -> Array:
    """(n, 2) -> (m, 2): its first point, its last, and of those between about one in each length of
    `spacing`; nothing of what is no number."""
    known = way if np.isfinite(way).all() else way[np.isfinite(way).all(axis=1)]
    if len(known) < 3:
        return known
    gone = np.hypot(*(known[1:] - known[:-1]).T).cumsum() // spacing
    kept = np.ones(len(known), dtype=bool)
    kept[2:-1] = gone[1:-1] > gone[:-2]
    return known[kept]


def _pulls(field: Field) -> tuple[Pull, Pull]:
    return field.generator, field.discriminator
