"""The Dirac-GAN: the smallest game that does not converge, and what makes it.

Mescheder, Geiger, Nowozin 2018, "Which training methods for GANs do actually converge?". The data
sit at 0, the generator puts everything at θ, and D(x) has the logit ψx:

    L(θ, ψ) = f(ψθ) + f(0),    D climbs along ψ, G descends along θ,

f(t) = -log(1 + e⁻ᵗ) for the GAN of 2014, f(t) = t for Wasserstein. The one equilibrium is (0, 0).
θ and ψ are numbers or arrays of one shape.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Pull = Callable[[Any, Any], Any]
"""(θ, ψ) -> how fast one of them changes: numbers, or arrays of one shape."""

SLOPE = 0.5
"""f'(0)."""
BEND = -0.25
"""f''(0)."""
CRITICAL = 2 * SLOPE
"""The γ of R1 at which nothing turns any more: the eigenvalues -γ/2 ± √(γ²/4 - f'(0)²) meet."""


@dataclass(frozen=True)
class Maths:
    """What a field is computed with: f'(t) = σ(-t) is (1 - tanh(t/2))/2."""

    tanh: Callable[[Any], Any]
    sign: Callable[[Any], Any]


NUMBERS = Maths(math.tanh, lambda t: (t > 0) - (t < 0))
"""For one (θ, ψ), a hundred times as fast as an array of one."""
ARRAYS = Maths(np.tanh, np.sign)


@dataclass(frozen=True)
class Field:
    """Where both players are drawn at (θ, ψ)."""

    generator: Pull
    """θ̇."""
    discriminator: Pull
    """ψ̇."""
    jacobian: tuple[tuple[float, float], tuple[float, float]] | None
    """The derivative of (θ̇, ψ̇) in (θ, ψ) at (0, 0), in closed form; None where there is none."""
    clip: float = math.inf
    """|ψ| is cut off here after each step."""


def gan(gamma: float = 0.0, of: Maths = NUMBERS) -> Field:
    """(-ψ f'(ψθ), θ f'(ψθ) - γψ), γ the weight of R1 = (γ/2) E‖∇D‖² on the data.

    Without it the eigenvalues are ±i f'(0) and the players circle (Lemma 2.3); for those with it
    see `r1_eigenvalues` (section 4.1).
    """
    tanh = of.tanh
    return Field(
        lambda theta, psi: psi * (0.5 * tanh(0.5 * psi * theta) - 0.5),
        lambda theta, psi: theta * (0.5 - 0.5 * tanh(0.5 * psi * theta)) - gamma * psi,
        ((0.0, -SLOPE), (SLOPE, -gamma)),
    )


def non_saturating(gamma: float = 0.0, of: Maths = NUMBERS) -> Field:
    """G climbs on f(-ψθ) instead: (-ψ f'(-ψθ), θ f'(ψθ) - γψ). The same eigenvalues (Lemma 2.4)."""
    tanh = of.tanh
    same = gan(gamma, of)
    return Field(
        lambda theta, psi: psi * (-0.5 * tanh(0.5 * psi * theta) - 0.5),
        same.discriminator,
        same.jacobian,
    )


def relativistic(gamma: float, of: Maths = NUMBERS) -> Field:
    """f(D(G(z)) - D(x)) with R1 and R2 of γ each (Huang et al. 2024, section 2).

    The data lie at 0, where D has the logit 0: the pulls are GAN's. D is linear, so that R2, the
    same penalty on samples, is R1 once more. Eigenvalues -γ ± √(γ² - f'(0)²).
    """
    return gan(2 * gamma, of)


def wgan(clip: float) -> Field:
    """f(t) = t, |ψ| ≤ `clip`: (-ψ, θ), eigenvalues ±i (section 3.1)."""
    return Field(lambda _, psi: -psi, lambda theta, _: theta, ((0.0, -1.0), (1.0, 0.0)), clip)


def wgan_gp(weight: float, target: float, of: Maths = NUMBERS) -> Field:
    """WGAN with -(weight/2) (|ψ| - target)²: ψ = 0 repels, so that there is no rest and no
    derivative at (0, 0) (section 3.2)."""
    sign = of.sign
    return Field(
        lambda _, psi: -psi,
        lambda theta, psi: theta - weight * (psi - target * sign(psi)),
        None,
    )


def instance_noise(sigma: float, of: Maths = NUMBERS) -> Field:
    """Data and samples both blurred by N(0, σ²): f''(0)σ² ± √(f''(0)²σ⁴ - f'(0)²) (Lemma 3.2).

    (-ψ E f'(ψ(θ + ε)), E[(θ + ε) f'(ψ(θ + ε))] - E[ε f'(-ψε)]), the means by Gauss-Hermite
    quadrature: f' is ½ and an odd function, of which only the odd part of what it is multiplied
    with is left.
    """
    tanh = of.tanh
    noise = [(sigma * node, weight) for node, weight in _NOISE]

    def generator(theta: Any, psi: Any) -> Any:
        half, mean = 0.5 * psi, 0.0
        for e, w in noise:
            mean = mean + w * (tanh(half * (theta + e)) + tanh(half * (theta - e)))
        return psi * (0.5 * mean - 0.5)

    def discriminator(theta: Any, psi: Any) -> Any:
        half, mean = 0.5 * psi, 0.0
        for e, w in noise:
            above, below = theta + e, theta - e
            mean = mean + w * (
                above * tanh(half * above) + below * tanh(half * below) + 2 * e * tanh(half * e)
            )
        return 0.5 * (theta - mean)

    return Field(generator, discriminator, ((0.0, -SLOPE), (SLOPE, 2 * BEND * sigma**2)))


_NOISE = [
    (float(node), float(weight) / math.sqrt(2 * math.pi))
    for node, weight in zip(*np.polynomial.hermite_e.hermegauss(8), strict=True)
    if node > 0
]
"""E[h(ε)] ≈ Σ w (h(e) + h(-e)), ε ~ N(0, 1)."""


def consensus(weight: float, of: Maths = NUMBERS) -> Field:
    """GAN, both players also descending weight · ½‖v‖², ½‖v‖² = ½(θ² + ψ²) f'(ψθ)²
    (Mescheder et al. 2017): eigenvalues -weight f'(0)² ± i f'(0)."""
    tanh = of.tanh

    def generator(theta: Any, psi: Any) -> Any:
        s = 0.5 - 0.5 * tanh(0.5 * psi * theta)  # f'; f'' = -s (1 - s)
        bend = (theta * theta + psi * psi) * (1 - s)
        return -psi * s - weight * s * s * (theta - psi * bend)

    def discriminator(theta: Any, psi: Any) -> Any:
        s = 0.5 - 0.5 * tanh(0.5 * psi * theta)
        bend = (theta * theta + psi * psi) * (1 - s)
        return theta * s - weight * s * s * (psi - theta * bend)

    calm = -weight * SLOPE**2
    return Field(generator, discriminator, ((calm, -SLOPE), (SLOPE, calm)))


def least_squares() -> Field:
    """LSGAN (Mao et al. 2017) with labels ∓1, f(t) = -(t - 1)²/2; G climbs on f(-ψθ):
    (-ψ(1 + ψθ), θ(1 - ψθ)). As f'(0) = 1, eigenvalues ±i."""
    return Field(
        lambda theta, psi: -psi * (1 + psi * theta),
        lambda theta, psi: theta * (1 - psi * theta),
        ((0.0, -1.0), (1.0, 0.0)),
    )


def r1_eigenvalues(gamma: float, slope: float = SLOPE) -> NDArray[np.complex128]:
    """-γ/2 ± √(γ²/4 - f'(0)²), (2,), `slope` f'(0): imaginary without R1, so no convergence;
    negative real parts with it (section 4.1)."""
    root = np.sqrt(complex(gamma**2 / 4 - slope**2))
    return np.array([-gamma / 2 + root, -gamma / 2 - root])
