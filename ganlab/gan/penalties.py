"""What is added to the discriminator's loss to keep it smooth."""

from __future__ import annotations

from torch import Tensor

from ganlab.gan.players import ForwardPass


def r1(judged: ForwardPass, slope: Tensor, real: int, weight: float) -> tuple[Tensor, Tensor]:
    """R₁ = (γ/2) E_{x~p_data} ‖∇ₓ a(x)‖², a being D's logit, and the gradient of it and of the loss
    whose slope in the logits is `slope`, (rows, 1), in D's parameters.

    `judged` is D's pass whose first `real` rows are real. With R₁, training converges locally where
    it would otherwise circle: Mescheder, Geiger and Nowozin 2018, "Which training methods for GANs
    do actually converge?", equation 9.
    """
    squared, gradient = judged.penalized_gradient(slope, real, 0.5 * weight)
    return 0.5 * weight * squared, gradient
