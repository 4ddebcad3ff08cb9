"""Functions of one number that noise can be pushed through, with their slopes.

Beside each stands what a textbook derives for it by hand: the density of f(z) in closed form.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import expit

from ganlab.data.target import Array
from ganlab.theory.densities import Mixture

Formula = Callable[[Array], Array]
Name = Literal["sin", "cube", "absolute", "logistic", "exponential", "generator"]


@dataclass(frozen=True)
class Function:
    """x = f(z)."""

    value: Formula
    """f, (n,) -> (n,)"""
    slope: Formula
    """f', (n,) -> (n,)"""
    kinks: tuple[float, ...] = ()
    """Places z where the slope is 0 without changing its sign, or where it jumps."""
    joints: tuple[float, ...] = ()
    """Places z between which it is smooth, where it is made of pieces."""
    density: Callable[[Mixture, Array], Array] | None = None
    """(p_z, x) -> p_x by hand; None where nobody has done it."""


def _density_of_sine(noise: Mixture, x: Array) -> Array:
    """Σ p_z / √(1 - x²) over z = arcsin x + 2πk and π - arcsin x + 2πk: infinite at ±1."""
    turns = 2 * np.pi * np.arange(-3, 4)[:, None]
    inside = np.where(np.abs(x) <= 1, x, 0.0)
    first = np.arcsin(inside)
    mass = noise.pdf(first + turns).sum(axis=0) + noise.pdf(np.pi - first + turns).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        density = np.where(mass > 0, mass / np.sqrt(1 - inside**2), 0.0)
    return np.where(np.abs(x) <= 1, density, 0.0)


def _density_of_cube(noise: Mixture, x: Array) -> Array:
    """p_z(∛x) / (3 ∛x²): infinite at 0, and still of mass 1."""
    root = np.cbrt(x)
    with np.errstate(divide="ignore"):
        return noise.pdf(root) / (3 * root**2)


def _density_of_absolute(noise: Mixture, x: Array) -> Array:
    """p_z(x) + p_z(-x) for x ≥ 0."""
    return np.where(x >= 0, noise.pdf(x) + noise.pdf(-x), 0.0)


def _density_of_logistic(noise: Mixture, x: Array) -> Array:
    """p_z(log x/(1 - x)) / (x (1 - x)) in (0, 1): the logit-normal of Gaussian noise."""
    inside = np.where((x > 0) & (x < 1), x, 0.5)
    density = noise.pdf(np.log(inside / (1 - inside))) / (inside * (1 - inside))
    return np.where((x > 0) & (x < 1), density, 0.0)


def _density_of_exponential(noise: Mixture, x: Array) -> Array:
    """p_z(log x) / x for x > 0: the log-normal of Gaussian noise."""
    above = np.where(x > 0, x, 1.0)
    return np.where(x > 0, noise.pdf(np.log(above)) / above, 0.0)


FUNCTIONS: dict[str, Function] = {
    "sin": Function(np.sin, np.cos, density=_density_of_sine),
    "cube": Function(lambda z: z**3, lambda z: 3 * z**2, (0.0,), density=_density_of_cube),
    "absolute": Function(
        np.abs, lambda z: np.where(z >= 0, 1.0, -1.0), (0.0,), density=_density_of_absolute
    ),
    "logistic": Function(expit, lambda z: expit(z) * (1 - expit(z)), density=_density_of_logistic),
    "exponential": Function(np.exp, np.exp, density=_density_of_exponential),
}
"""By the names that the bench has for them."""


def tabulated(z: Array, x: Sequence[float]) -> Function:
    """The smooth function through (n,) points x at rising z: a natural cubic spline (de Boor 1978),
    straight on outside."""
    from scipy.interpolate import CubicSpline

    spline = CubicSpline(z, np.asarray(x, float), bc_type="natural")
    slope = spline.derivative()
    ends = float(z[0]), float(z[-1])

    def value(at: Array) -> Array:
        inside = np.clip(at, *ends)
        return np.asarray(spline(inside) + (at - inside) * slope(inside))

    return Function(
        value, lambda at: np.asarray(slope(np.clip(at, *ends))), joints=tuple(z.tolist())
    )
