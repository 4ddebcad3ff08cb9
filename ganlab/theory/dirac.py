"""The Dirac-GAN: the smallest game that does not converge.

Mescheder, Geiger, Nowozin 2018, "Which training methods for GANs do actually converge?". The data
sit at 0, the generator puts everything at θ, and D(x) has the logit ψx:

    L(θ, ψ) = f(ψθ) + f(0),    D climbs along ψ, G descends along θ.

Its one equilibrium is (0, 0). There the Jacobian of the players' vector field has eigenvalues
±i f'(0): they circle for ever, and with finite steps spiral outwards. R1 bends them inwards.
"""

from __future__ import annotations

from collections.abc import Callable
from math import exp
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Complex = NDArray[np.complex128]
Variant = Literal["minimax", "non-saturating", "wasserstein"]


def _sigmoid(t: float) -> float:
    return 1 / (1 + exp(-t)) if t >= 0 else exp(t) / (1 + exp(t))


# f(t) = -log(1 + e^-t) for the GAN of 2014, whose slope is σ(-t); f(t) = t for Wasserstein.
# The non-saturating generator ascends f(-ψθ) instead of descending f(ψθ).
_SLOPES: dict[Variant, tuple[Callable[[float], float], Callable[[float], float]]] = {
    "minimax": (lambda t: _sigmoid(-t), lambda t: _sigmoid(-t)),
    "non-saturating": (lambda t: _sigmoid(-t), lambda t: _sigmoid(t)),
    "wasserstein": (lambda t: 1.0, lambda t: 1.0),
}


def vector_field(
    theta: float, psi: float, variant: Variant = "minimax", r1: float = 0.0
) -> tuple[float, float]:
    """(θ̇, ψ̇): where the generator and the discriminator pull (sections 2.2 and 4.1).

    (-ψ f'(θψ), θ f'(θψ) - γψ), γ = `r1` the weight of (γ/2) E‖∇D‖².
    """
    discriminator_slope, generator_slope = _SLOPES[variant]
    t = theta * psi
    return -psi * generator_slope(t), theta * discriminator_slope(t) - r1 * psi


def jacobian(variant: Variant = "minimax", r1: float = 0.0) -> NDArray[np.float64]:
    """The vector field's derivative at the equilibrium (0, 0): [[0, -f'(0)], [f'(0), -γ]]."""
    slope = _SLOPES[variant][0](0.0)
    return np.array([[0.0, -slope], [slope, -r1]])


def eigenvalues(variant: Variant = "minimax", r1: float = 0.0) -> Complex:
    """-γ/2 ± √(γ²/4 - f'(0)²), (2,): imaginary without R1, so no convergence (Lemma 2.3);
    negative real part with it (section 4.1). f'(0) is 1/2, for Wasserstein 1."""
    slope = _SLOPES[variant][0](0.0)
    root = np.sqrt(complex(r1**2 / 4 - slope**2))
    return np.array([-r1 / 2 + root, -r1 / 2 - root])


def simultaneous_step(
    theta: float, psi: float, rate: float, variant: Variant = "minimax", r1: float = 0.0
) -> tuple[float, float]:
    """Both players step at once by `rate`: near the equilibrium the distance from it grows by
    |1 + rate·λ| a step, more than 1 for an imaginary λ."""
    theta_pull, psi_pull = vector_field(theta, psi, variant, r1)
    return theta + rate * theta_pull, psi + rate * psi_pull


def alternating_step(
    theta: float, psi: float, rate: float, variant: Variant = "minimax", r1: float = 0.0
) -> tuple[float, float]:
    """The discriminator first, then the generator against the new one, as Algorithm 1 does: they
    circle at a bounded distance while rate · f'(0) < 2."""
    psi = psi + rate * vector_field(theta, psi, variant, r1)[1]
    return theta + rate * vector_field(theta, psi, variant, r1)[0], psi
