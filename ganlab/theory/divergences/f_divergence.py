"""What an f-divergence is: f, its slope, its convex conjugate, the activation.

    D_f(p‖q) = ∫ q f(p/q) dx,   f convex                                             (equation 2)
    f*(t) = sup over u ≥ 0 of ut - f(u),   f*(f'(u)) = u f'(u) - f(u)                (equation 3)
    D_f(p‖q) ≥ E_p T - E_q f*(T),   touched at T* = f'(p/q)                 (equations 4 and 5)
    T(x) = g_f(V(x)) keeps a network V: X → R inside the domain of f*                (equation 6)

Nowozin, Cseke and Tomioka 2016, "f-GAN". Every function takes and returns arrays of any shape. The
supremum is over u ≥ 0, where ratios of densities live, so f* is flat below f'(0).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ganlab.data.target import Array
from ganlab.theory.divergences.between import Pair
from ganlab.theory.divergences.integrands import Known

Curve = Callable[[Array], Array]
"""A function of one variable, elementwise."""
STEEPEST = 700.0
"""|v| beyond which e^v is no number."""


@dataclass(frozen=True)
class Output:
    """An output activation g_f, rising from below all slopes of f to the end of f*'s domain."""

    of: Curve
    """g_f(v), before rounding is kept out of the edge of the domain."""
    slope: Curve
    """g_f'(v)."""
    latex: str
    """g_f(v)."""


@dataclass(frozen=True)
class FDivergence:
    """One row of the tables."""

    title: str
    f: Curve
    """f(u), u ≥ 0."""
    slope: Curve
    """f'(u): T* at the ratio u; -inf or a number at 0."""
    rising: Curve
    """f*(t) inside its domain; `conjugate` is inf outside."""
    rising_slope: Curve
    """(f*)'(t), the u whose slope t is."""
    output: Output
    end: float
    """The domain of f* is t < end, or t ≤ end where `closed`."""
    value: Callable[[Pair], float]
    """D_f(p‖q), exactly."""
    integrand: Callable[[Known], Array]
    """q f(p/q) from log-densities."""
    latex: tuple[str, str, str, str]
    """f(u), f'(u), f*(t), and where that holds."""
    closed: bool = False
    also: str = ""
    """D_f in terms of what has another name."""
    unit: str = ""

    @property
    def formula(self) -> str:
        """f, its slope, its conjugate and the activation on one line, LaTeX."""
        f, slope, conjugate, domain = self.latex
        return (
            rf"f(u)={f},\quad f'={slope},\quad f^*(t)={conjugate}"
            rf"\;\;({domain}),\quad g_f(v)={self.output.latex}"
        )

    def holds(self, t: Array) -> NDArray[np.bool_]:
        """Whether f*(t) is finite."""
        return t <= self.end if self.closed else t < self.end

    def inside(self, t: Array) -> Array:
        """The nearest slope of the domain."""
        return np.minimum(t, self.end if self.closed else np.nextafter(self.end, -np.inf))

    def conjugate(self, t: Array) -> Array:
        """f*(t); inf outside of its domain."""
        t = np.asarray(t, float)
        with np.errstate(over="ignore", divide="ignore"):
            return np.where(self.holds(t), self.rising(self.inside(t)), np.inf)

    def conjugate_slope(self, t: Array) -> Array:
        """(f*)'(t), the u that attains the supremum; inf outside of the domain."""
        t = np.asarray(t, float)
        with np.errstate(over="ignore", divide="ignore"):
            return np.where(self.holds(t), self.rising_slope(self.inside(t)), np.inf)

    def activation(self, v: Array) -> Array:
        """g_f(v): rises from below all T into the domain of f*, for every v."""
        return self.inside(self.output.of(np.clip(v, -STEEPEST, STEEPEST)))

    def activation_slope(self, v: Array) -> Array:
        """g_f'(v)."""
        return self.output.slope(np.clip(v, -STEEPEST, STEEPEST))
