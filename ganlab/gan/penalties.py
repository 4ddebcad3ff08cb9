"""What is added to the discriminator's loss to keep it smooth."""

from __future__ import annotations

from torch import Tensor

from ganlab.experiment import Penalty
from ganlab.gan.players import ForwardPass


def r1(judged: ForwardPass, real: int, weight: float) -> tuple[Tensor, Tensor]:
    """R₁ = (γ/2) E_{x~p_data} ‖∇ₓ a(x)‖², a being D's logit, and its gradient in D's parameters.

    `judged` is D's pass whose first `real` rows are real. With R₁, training converges locally where
    it would otherwise circle: Mescheder, Geiger and Nowozin 2018, "Which training methods for GANs
    do actually converge?", equation 9.
    """
    squared, gradient = judged.squared_input_gradient(real)
    return 0.5 * weight * squared, gradient.mul_(0.5 * weight)


def penalize(judged: ForwardPass, real: int, penalty: Penalty) -> tuple[Tensor, Tensor] | None:
    """All penalties that the experiment asks for, and their gradient; None when there are none."""
    return r1(judged, real, penalty.r1) if penalty.r1 > 0 else None
