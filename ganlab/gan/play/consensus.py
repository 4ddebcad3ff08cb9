"""Consensus optimisation: both players also descend the length of both gradients.

    v = (∇_θ L_D, ∇_φ L_G),   θ ← θ − η (∇_θ L_D + γ ∇_θ ½‖v‖²),   φ likewise

Mescheder, Nowozin and Geiger 2017, "The numerics of GANs", section 4 and Algorithm 2: what is
added, γ Jᵀv, damps the turning part of the game, and leaves its equilibria where they are. A frozen
player has no gradient to be made small.
"""

from __future__ import annotations

import torch
from torch import Tensor

from ganlab.gan.play.losses import Losses


def consensus_gradients(
    losses: Losses, discriminator: Tensor, generator: Tensor, moving: tuple[bool, bool]
) -> tuple[Tensor, Tensor]:
    """(∇_θ ½‖v‖², ∇_φ ½‖v‖²), flat, at D's and at G's parameters; `moving`: whether D, and G, is
    not frozen."""
    with torch.enable_grad():
        theta = discriminator.detach().clone().requires_grad_()
        phi = generator.detach().clone().requires_grad_()
        (of_d,) = torch.autograd.grad(losses.of_discriminator(theta, phi), theta, create_graph=True)
        (of_g,) = torch.autograd.grad(losses.of_generator(theta, phi), phi, create_graph=True)
        squares = moving[0] * of_d.dot(of_d) + moving[1] * of_g.dot(of_g)
        of_theta, of_phi = torch.autograd.grad(0.5 * squares, (theta, phi))
    return of_theta, of_phi
