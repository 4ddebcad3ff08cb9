"""MMD² of p from Gaussians q = N(μ, σ²), with derivatives in θ = (μ, log σ).

    MMD² = E k(X, X') - 2 E k(X, Y) + E k(Y, Y'),   k(x, y) = exp(-(x - y)²/(2 h²))

E k(x, Y) = h/√v exp(-(x - μ)²/(2v)) with v = h² + σ² is a Gaussian bump B: its derivatives in μ are
Hermite polynomials times B, and ∂B/∂v = ½ ∂²B/∂μ² (the heat equation).
"""

from __future__ import annotations

import numpy as np

from ganlab.data.target import Array
from ganlab.theory.densities import Mixture
from ganlab.theory.divergences.kernels import kernel_mean
from ganlab.theory.fits.losses import Line
from ganlab.theory.fits.newton import Derivatives


def own_similarity(p: Mixture, width: float) -> float:
    """E k(X, X') of two draws of p."""
    return sum(
        one.weight * other.weight * kernel_mean(one, other, width)
        for one in p.parts
        for other in p.parts
    )


def mmd(line: Line, theta: Array, width: float, own: float) -> Derivatives:
    """Values (r,), gradients (r, 2) and Hessians (r, 2, 2) for theta (r, 2); `width` is h and `own`
    the `own_similarity` of p."""
    square = np.exp(2 * theta[:, 1:])
    v = width**2 + square
    d = (line.x - theta[:, :1]) / np.sqrt(v)
    bump = width / np.sqrt(v) * np.exp(-d * d / 2)
    mass = line.w * line.p
    hermite = (d, d * d - 1, d**3 - 3 * d, d**4 - 6 * d * d + 3)
    b = [bump @ mass]
    b += [
        (polynomial * bump) @ mass / v[:, 0] ** (k / 2) for k, polynomial in enumerate(hermite, 1)
    ]
    s, u = square[:, 0], width**2 + 2 * square[:, 0]
    among = width / np.sqrt(u)  # E k(Y, Y')
    value = own - 2 * b[0] + among
    first = np.stack([-2 * b[1], -2 * s * b[2] - 2 * s * among / u], axis=1)
    mixed = -2 * s * b[3]
    bend = -4 * s * b[2] - 2 * s**2 * b[4] + among * (12 * s**2 / u**2 - 4 * s / u)
    second = np.stack([-2 * b[2], mixed, mixed, bend], axis=1)
    return value, first, second.reshape(-1, 2, 2)
