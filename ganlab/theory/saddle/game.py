"""The smallest games: V(x, y) = αx² + βxy - γy², x descends on V and y climbs on it.

V = xy is the one of every lecture on GANs (Goodfellow 2016, section 8.2; Stanford CS231n,
assignment on GANs): its one equilibrium (0, 0) is a saddle that gradient descent runs around.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ganlab.theory.stability import Complex, Matrix, eigenvalues

Floats = NDArray[np.float64]
Real = TypeVar("Real", float, Floats)
"""A number, or an array of them of any one shape."""


@dataclass(frozen=True)
class Game:
    """V(x, y) = αx² + βxy - γy²."""

    alpha: float
    beta: float
    gamma: float

    def value(self, x: Floats | float, y: Floats | float) -> Floats | float:
        """V at x and y, of any one shape."""
        return self.alpha * x * x + self.beta * x * y - self.gamma * y * y

    def pull(self, x: Real, y: Real) -> tuple[Real, Real]:
        """(-∂V/∂x, ∂V/∂y): where each player is drawn."""
        return -2 * self.alpha * x - self.beta * y, self.beta * x - 2 * self.gamma * y

    def length_slope(self, x: Real, y: Real) -> tuple[Real, Real]:
        """The gradient of ½‖pull‖²: Aᵀ times the pull."""
        along_x, along_y = self.pull(x, y)
        return (
            -2 * self.alpha * along_x + self.beta * along_y,
            -self.beta * along_x - 2 * self.gamma * along_y,
        )

    @property
    def jacobian(self) -> Matrix:
        """The pull is A (x, y): A, (2, 2)."""
        return np.array([[-2 * self.alpha, -self.beta], [self.beta, -2 * self.gamma]])

    @property
    def rates(self) -> Complex:
        """The eigenvalues μ of A, (2,): the equilibrium draws where both real parts are below 0.
        For V = xy they are ±i: it is circled."""
        return eigenvalues(self.jacobian)


def flow(game: Game, start: tuple[float, float], times: Floats) -> Floats:
    """Where infinitely small steps lead, (n, 2) at times (n,): e^{At} (x, y).

    For a matrix of two rows e^{At} = e^{mt} (cosh(st) I + sinh(st)/s (A - mI)), m half its trace
    and ±s what its eigenvalues lie beside m. On V = xy this is a circle.
    """
    a = game.jacobian
    m = float(np.trace(a)) / 2
    s = complex(game.rates[0]) - m
    if abs(s) < 1e-9:  # sinh(st)/s -> t
        even, odd = np.ones_like(times), times
    else:
        even, odd = np.cosh(s * times).real, (np.sinh(s * times) / s).real
    z = np.asarray(start, float)
    ahead: Floats = np.exp(m * times)[:, None] * (
        even[:, None] * z + odd[:, None] * (a @ z - m * z)
    )
    return ahead


def turn(game: Game) -> float:
    """How long one round takes in continuous time, 2π / |Im μ|; infinite where nothing turns."""
    speed = abs(float(game.rates[0].imag))
    return float(2 * np.pi / speed) if speed > 1e-9 else float("inf")
