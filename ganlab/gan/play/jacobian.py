"""Eigenvalues of the game's Jacobian: whether it comes to rest near where it stands, or circles.

    v(ω) = −(∇_θ L_D, ∇_φ L_G),   J = ∂v/∂ω,   ω = (θ, φ)

Mescheder, Nowozin and Geiger 2017, "The numerics of GANs", section 3: ω moves along v, and a step
of simultaneous gradient descent, ω + η v, multiplies a small distance from an equilibrium by
1 + ηλ. It converges where all of these lie within the unit circle: for small η, where all λ lie
left of the imaginary axis, and slowly where some are far from the real one.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ganlab.gan.play.losses import Losses, Played
from ganlab.interruptible import Asked, ProgressCallback, check, never, silent

ROWS = 32
"""Of the Jacobian that are computed together."""


def jacobian_of(
    pair: Played,
    noise: Tensor,
    real: Tensor,
    progress: ProgressCallback = silent,
    cancelled: Asked = never,
) -> tuple[NDArray[np.float64], int]:
    """J where two players stand, in double precision, on so much noise and so many real samples;
    and how many of its rows are D's. Raises Cancelled."""
    losses = Losses(pair, noise.double(), real.double())
    theta, phi = pair.discriminator.parameters.double(), pair.generator.parameters.double()
    return jacobian(losses, theta, phi, progress, cancelled), len(theta)


def jacobian(
    losses: Losses,
    theta: Tensor,
    phi: Tensor,
    progress: ProgressCallback = silent,
    cancelled: Asked = never,
) -> NDArray[np.float64]:
    """J, (n, n) for n parameters of both players, D's first, at (count,) parameters of each.

    `progress` counts rows. Raises Cancelled.
    """
    with torch.enable_grad():
        places = tuple(p.detach().clone().requires_grad_() for p in (theta, phi))
        of_d = torch.autograd.grad(losses.of_discriminator(*places), places[0], create_graph=True)
        of_g = torch.autograd.grad(losses.of_generator(*places), places[1], create_graph=True)
        field = -torch.cat([*of_d, *of_g])
        n = len(field)
        found = np.empty((n, n))
        for start in range(0, n, ROWS):
            check(cancelled)
            progress(start, n)
            rows = range(start, min(start + ROWS, n))
            which = torch.zeros(len(rows), n, dtype=field.dtype, device=field.device)
            which[range(len(rows)), rows] = 1.0
            slopes = torch.autograd.grad(
                field,
                places,
                which,
                retain_graph=True,
                is_grads_batched=True,
                materialize_grads=True,
            )
            found[rows.start : rows.stop] = torch.cat(slopes, 1).cpu().numpy()
    return found


def eigenvalues(
    matrix: NDArray[np.float64], rates: tuple[float, float], split: int
) -> tuple[NDArray[np.complex128], NDArray[np.complex128]]:
    """The λ of J, and what a step multiplies by: the eigenvalues of 1 + diag(η) J, each (n,).

    :param rates: D's and G's learning rates, η.
    :param split: how many of the parameters are D's; they come first.
    """
    values = np.linalg.eigvals(matrix).astype(np.complex128)
    if rates[0] == rates[1]:
        return values, 1 + rates[0] * values
    n = len(matrix)
    scaled = np.where(np.arange(n) < split, *rates)[:, None] * matrix
    return values, 1 + np.linalg.eigvals(scaled).astype(np.complex128)
