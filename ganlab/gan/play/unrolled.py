"""Unrolled generator step: G descends its loss against the D that would have answered.

    θ_0 = θ,   θ_{i+1} = θ_i − η ∇_θ L_D(θ_i, φ)
    φ ← φ − η ∇_φ L_G(θ_K(φ), φ)

Metz et al. 2017, "Unrolled generative adversarial networks", equations 5 to 9. The gradient goes
through D's K steps, which are those of D's own optimizer, as in the authors' code, on the minibatch
of G's turn. D itself stays where it is, and has its own turn as ever.
"""

from __future__ import annotations

import torch
from torch import Tensor

from ganlab.gan.optimizers import SGD
from ganlab.gan.play.losses import Losses
from ganlab.gan.play.steps import Place, place_of, stepped


def unrolled_gradient(
    losses: Losses,
    optimizer: SGD,
    rate: float,
    steps: int,
    generator: Tensor,
    bound: float = 0.0,
) -> Tensor:
    """∇_φ L_G(θ_K(φ), φ), flat, at G's parameters, (count,); D's are its optimizer's, clipped to
    ±`bound` after each step unless that is 0."""
    with torch.enable_grad():
        phi = generator.detach().clone().requires_grad_()
        here = place_of(optimizer)
        place = Place(here.parameters.detach().clone().requires_grad_(), here.moments, here.steps)
        for _ in range(steps):
            loss = losses.of_discriminator(place.parameters, phi)
            (slope,) = torch.autograd.grad(loss, place.parameters, create_graph=True)
            place = stepped(optimizer, place, slope, rate, bound)
        (gradient,) = torch.autograd.grad(losses.of_generator(place.parameters, phi), phi)
    return gradient
