"""What is added to the discriminator's loss to keep it smooth."""

from __future__ import annotations

from torch import Tensor

from ganlab.experiment import Penalty
from ganlab.gan.networks import MLP


def r1(discriminator: MLP, real: Tensor, weight: float) -> Tensor:
    """R₁ = (γ/2) E_{x~p_data} ‖∇ₓ a(x)‖², a being D's logit.

    With it, training converges locally where it would otherwise circle: Mescheder, Geiger and
    Nowozin 2018, "Which training methods for GANs do actually converge?", equation 9.
    """
    return 0.5 * weight * discriminator.squared_input_gradient(real)


def penalize(discriminator: MLP, real: Tensor, penalty: Penalty) -> Tensor | float:
    """All penalties that the experiment asks for; 0 when it asks for none."""
    return r1(discriminator, real, penalty.r1) if penalty.r1 > 0 else 0.0
