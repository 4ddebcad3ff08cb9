"""The built-in targets, each with its sampler and its exact log-density.

Sources. Line, two Gaussians, ring and three blobs: the datasets of GAN Lab (Kahng et al., 2018),
in its unit square. 8 Gaussians, radius 1, and 25 Gaussians on a grid: the benchmarks for mode
collapse of VEEGAN (Srivastava et al., 2017) and PacGAN (Lin et al., 2018). Two moons, two circles
and Swiss roll: scikit-learn's generators. Spiral, pinwheel and checkerboard: the toy data of FFJORD
(Grathwohl et al., 2019). Narrow and wide on a line: Table 2 of f-GAN (Nowozin et al., 2016).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np

from ganlab.data.target import Affine, Array, Modes, Target
from ganlab.data.toy.mixtures import Bells, Mixture, Tube
from ganlab.data.toy.regions import Checkerboard, Interval, Pinwheel

_UNIT_SQUARE = Affine((0.5, 0.5), 0.5)
"""GAN Lab's units -> the view."""


@cache
def make_toy(name: str) -> Target:
    """The target of that name in the catalogue; raises KeyError for any other."""
    return _TOYS[name]()


def _around(scale: float, dimension: int = 2) -> Affine:
    """A view of everything within `scale` of the origin."""
    return Affine((0.0,) * dimension, scale)


def _plane(x: Array, y: Array) -> Array:
    return np.stack([x, y], axis=-1)


def _polar(radius: Array | float, angle: Array) -> Array:
    return _plane(radius * np.cos(angle), radius * np.sin(angle))


# --- of GAN Lab ---


def _line() -> Target:
    return Tube(lambda u: _plane(0.8 - 0.75 * u, 0.6 + 0.3 * u), 0.01, Affine((0.425, 0.75), 0.5))


def _gaussians() -> Target:
    """GAN Lab's second hill is an ellipse; here both are round, so that modes can be counted."""
    modes = Modes(np.array([[0.3, 0.7], [0.7, 0.4]]), 0.06)
    return Mixture(modes, _UNIT_SQUARE, ("upper left", "lower right"))


def _ring() -> Target:
    return Tube(lambda u: 0.5 + _polar(0.3, 2 * np.pi * u), 0.025, _UNIT_SQUARE)


def _disjoint() -> Target:
    modes = Modes(np.array([[0.3, 0.75], [0.75, 0.65], [0.45, 0.25]]), 0.025)
    return Mixture(modes, _UNIT_SQUARE, ("upper left", "upper right", "bottom"))


# --- benchmarks of mode collapse ---

_AROUND_A_RING = (
    "right",
    "upper right",
    "top",
    "upper left",
    "left",
    "lower left",
    "bottom",
    "lower right",
)


def _ring_8() -> Target:
    # arange, not linspace(0, 2 pi, 8), which repeats the first mode as the last.
    angle = 2 * np.pi * np.arange(8) / 8
    return Mixture(Modes(_polar(1.0, angle), 0.01), _around(1.25), _AROUND_A_RING)


def _grid_25() -> Target:
    ticks = np.arange(-4.0, 5.0, 2.0)
    centres = np.stack(np.meshgrid(ticks, ticks, indexing="ij"), axis=-1).reshape(-1, 2)
    # From the left, column by column from below; rows are counted as one reads, from above.
    names = tuple(f"row {5 - j}, column {i + 1}" for i in range(5) for j in range(5))
    return Mixture(Modes(centres, 0.05), _around(5.0), names)


# --- curves ---


def _moons() -> Target:
    def curve(u: Array) -> Array:
        t = np.pi * np.where(u < 0.5, 2 * u, 2 * u - 1)
        upper = _plane(np.cos(t), np.sin(t))
        lower = _plane(1 - np.cos(t), 0.5 - np.sin(t))
        return np.where((u < 0.5)[:, None], upper, lower)

    return Tube(curve, 0.1, Affine((0.5, 0.25), 2.0), ("upper moon", "lower moon"))


def _circles() -> Target:
    def curve(u: Array) -> Array:
        return _polar(np.where(u < 0.5, 1.0, 0.5), 4 * np.pi * u)

    return Tube(curve, 0.08, _around(1.5), ("outer circle", "inner circle"))


def _swiss_roll() -> Target:
    def curve(u: Array) -> Array:
        t = 1.5 * np.pi * (1 + 2 * u)
        return _polar(t, t)

    return Tube(curve, 0.5, Affine((1.6, 1.5), 16.0))


def _spiral() -> Target:
    """Two arms of one and a half turns, evenly filled; a tenth of the middle is left out."""

    def curve(u: Array) -> Array:
        first = u < 0.5
        along = np.where(first, 2 * u, 2 * u - 1)
        angle = 3 * np.pi * np.sqrt(0.01 + 0.99 * along)
        return _polar(np.where(first, angle, -angle) / 3, np.pi - angle)

    return Tube(curve, 0.1, _around(3.75), ("arm to the right", "arm to the left"))


_TOYS: dict[str, Callable[[], Target]] = {
    "line": _line,
    "gaussians": _gaussians,
    "ring": _ring,
    "disjoint": _disjoint,
    "ring-8": _ring_8,
    "grid-25": _grid_25,
    "moons": _moons,
    "circles": _circles,
    "swiss-roll": _swiss_roll,
    "spiral": _spiral,
    "pinwheel": lambda: Pinwheel(_around(4.8)),
    "checkerboard": lambda: Checkerboard(_around(4.4)),
    "gaussian-1d": lambda: Mixture(Modes(np.array([[0.0]]), 1.0), _around(4.8, 1)),
    "mixture-1d": lambda: Mixture(
        Modes(np.array([[-2.0], [2.0]]), 0.5), _around(4.6, 1), ("left", "right")
    ),
    "uneven-1d": lambda: Bells(
        (0.33, 0.67), (-1.0, 2.0), (0.065, 2.0), Affine((2.0,), 5.4), ("narrow", "wide")
    ),
    "uniform-1d": lambda: Interval(_around(1.25, 1)),
}
