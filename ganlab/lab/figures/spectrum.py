"""Eigenvalues of a game's Jacobian, and what they say (Mescheder, Nowozin and Geiger 2017)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ganlab.figures import counted, exact, significant

ZERO = 1e-6
"""Of the largest |λ|: nearer to the axis than that an eigenvalue is taken to lie on it."""


@dataclass(frozen=True, eq=False)
class Spectrum:
    """What was found at one step."""

    step: int
    values: NDArray[np.complex128]
    """(n,) eigenvalues λ of J."""
    factors: NDArray[np.complex128]
    """(n,): what a step multiplies by."""
    rates: tuple[float, float]
    """D's and G's learning rates at that step."""

    @property
    def right_of_axis(self) -> int:
        """How many λ have a positive real part."""
        least = ZERO * float(np.abs(self.values).max(initial=0.0))
        return int((self.values.real > least).sum())

    @property
    def largest_factor(self) -> float:
        """What a step multiplies a small distance by, at most."""
        return float(np.abs(self.factors).max(initial=0.0))


def of_flow(found: Spectrum) -> str:
    """What the λ say, a sentence."""
    count = found.right_of_axis
    if not count:
        return (
            "No eigenvalue lies right of the imaginary axis: with small enough steps, plain "
            "gradient descent stays near a point like this."
        )
    are = "lies" if count == 1 else "lie"
    return (
        f"{counted(count, 'eigenvalue')} of {len(found.values):,} {are} right of the imaginary "
        "axis: along them the players leave this place."
    )


def of_step(found: Spectrum) -> str:
    """What the factors say, a sentence."""
    d, g = found.rates
    rates = f"η = {exact(d)}" if d == g else f"η = {exact(d)} for D and {exact(g)} for G"
    most = found.largest_factor
    end = "it grows" if most > 1 else "none grows"
    return f"With {rates} a step multiplies a distance by at most {significant(most, 7)}: {end}."
