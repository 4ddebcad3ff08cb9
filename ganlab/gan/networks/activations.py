"""φ, what stands between the layers of a perceptron."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn

aten = torch.ops.aten


@dataclass(frozen=True)
class Activation:
    """φ applied in place, and its derivatives as functions of the *output* h = φ(a)."""

    apply_: Callable[[Tensor], Tensor]
    backward_: Callable[[Tensor, Tensor], Tensor]
    """(gradient, h) -> gradient ⊙ φ′(a), in place on the gradient."""
    curvature: Callable[[Tensor], Tensor] | None
    """h -> φ″(a); None where φ is piecewise linear and φ″ = 0."""
    module: Callable[[], nn.Module]
    """The same as torch writes it."""


SLOPE = 0.2
"""Of the leaky ReLU below zero, as in DCGAN (Radford et al. 2016)."""

ACTIVATIONS: dict[str, Activation] = {
    "relu": Activation(
        apply_=torch.relu_,
        backward_=lambda g, h: aten.threshold_backward.grad_input(g, h, 0, grad_input=g),
        curvature=None,
        module=nn.ReLU,
    ),
    "leaky-relu": Activation(
        apply_=lambda a: torch.nn.functional.leaky_relu_(a, SLOPE),
        backward_=lambda g, h: aten.leaky_relu_backward.grad_input(g, h, SLOPE, True, grad_input=g),
        curvature=None,
        module=lambda: nn.LeakyReLU(SLOPE),
    ),
    "tanh": Activation(
        apply_=torch.tanh_,
        backward_=lambda g, h: aten.tanh_backward.grad_input(g, h, grad_input=g),
        curvature=lambda h: -2 * h * (1 - h * h),
        module=nn.Tanh,
    ),
    "elu": Activation(
        apply_=torch.nn.functional.elu_,
        backward_=lambda g, h: aten.elu_backward.grad_input(g, 1, 1, 1, True, h, grad_input=g),
        curvature=lambda h: torch.where(h > 0, 0.0, h + 1),
        module=nn.ELU,
    ),
}
