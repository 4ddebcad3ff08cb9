"""The one door behind which speed lives: a perceptron's passes, written out by hand.

Autograd over dozens of small operations spends most of a small GAN's step on bookkeeping and on
fresh memory. Here a whole network is *one* autograd node whose backward pass is the textbook's:

    forward    aᵢ = Wᵢ hᵢ₋₁ + bᵢ,  hᵢ = φ(aᵢ)
    backward   δᵢ = (Wᵢ₊₁ᵀ δᵢ₊₁) ⊙ φ′(aᵢ),  ∂/∂Wᵢ = δᵢ hᵢ₋₁ᵀ,  ∂/∂bᵢ = Σ δᵢ

(Rumelhart, Hinton, Williams 1986) and whose buffers are used again at the next step.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor
from torch.autograd import Function
from torch.autograd.function import once_differentiable

if TYPE_CHECKING:
    from ganlab.gan.networks import MLP

aten = torch.ops.aten


@dataclass(frozen=True)
class Activation:
    """φ applied in place, and its derivatives as functions of the *output* h = φ(a)."""

    apply_: Callable[[Tensor], Tensor]
    backward_: Callable[[Tensor, Tensor], Tensor]
    """(gradient, h) -> gradient ⊙ φ′(a), in place on the gradient."""
    curvature: Callable[[Tensor], Tensor] | None
    """h -> φ″(a); None where φ is piecewise linear and φ″ = 0."""


SLOPE = 0.2
"""Of the leaky ReLU below zero, as in DCGAN (Radford et al. 2016)."""

ACTIVATIONS: dict[str, Activation] = {
    "relu": Activation(
        apply_=torch.relu_,
        backward_=lambda g, h: aten.threshold_backward.grad_input(g, h, 0, grad_input=g),
        curvature=None,
    ),
    "leaky-relu": Activation(
        apply_=lambda a: torch.nn.functional.leaky_relu_(a, SLOPE),
        backward_=lambda g, h: aten.leaky_relu_backward.grad_input(g, h, SLOPE, True, grad_input=g),
        curvature=None,
    ),
    "tanh": Activation(
        apply_=torch.tanh_,
        backward_=lambda g, h: aten.tanh_backward.grad_input(g, h, grad_input=g),
        curvature=lambda h: -2 * h * (1 - h * h),
    ),
    "elu": Activation(
        apply_=torch.nn.functional.elu_,
        backward_=lambda g, h: aten.elu_backward.grad_input(g, 1, 1, 1, True, h, grad_input=g),
        curvature=lambda h: torch.where(h > 0, 0.0, h + 1),
    ),
}


class Workspace:
    """Buffers that a pass borrows and gives back, so that steps do not allocate.

    A buffer is only ever given back by the pass that borrowed it, once nothing can read it any
    more; one that is not given back is simply garbage.
    """

    def __init__(self) -> None:
        self._free: defaultdict[tuple[int, int], list[Tensor]] = defaultdict(list)

    def borrow(self, rows: int, columns: int, like: Tensor) -> Tensor:
        """An uninitialised (rows, columns) buffer."""
        free = self._free[rows, columns]
        return free.pop() if free else like.new_empty((rows, columns))

    def give_back(self, *buffers: Tensor) -> None:
        """Return buffers that were borrowed."""
        for buffer in buffers:
            free = self._free[buffer.shape[0], buffer.shape[1]]
            if len(free) < 8:
                free.append(buffer)

    def clear(self) -> None:
        """Forget all buffers (the batch size has changed)."""
        self._free.clear()


def hidden_layers(net: MLP, x: Tensor) -> list[Tensor]:
    """[x, h₁, ..., h_{L−1}]; all but x are borrowed from the network's workspace."""
    hidden = [x]
    for weight, bias in zip(net.weights[:-1], net.biases[:-1], strict=True):
        out = net.workspace.borrow(len(x), len(bias), weight)
        torch.addmm(bias, hidden[-1], weight.t(), out=out)
        hidden.append(net.activation.apply_(out))
    return hidden


class Forward(Function):
    """The network's output; its backward pass gives the gradients of x and of the parameters."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, parameters: Tensor, net: MLP) -> Tensor:
        hidden = hidden_layers(net, x)
        output = torch.addmm(net.biases[-1], hidden[-1], net.weights[-1].t())
        if any(ctx.needs_input_grad):
            ctx.net, ctx.hidden = net, hidden
        else:
            net.workspace.give_back(*hidden[1:])
        return output

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, grad: Tensor) -> tuple[Tensor | None, Tensor | None, None]:
        net, hidden = ctx.net, ctx.hidden
        wants_x, wants_parameters, _ = ctx.needs_input_grad
        flat = torch.empty_like(net.parameters) if wants_parameters else None
        weight_grads, bias_grads = net.split(flat) if flat is not None else ([], [])
        delta, borrowed = grad, None
        for layer in range(len(net.weights) - 1, -1, -1):
            if flat is not None:
                torch.mm(delta.t(), hidden[layer], out=weight_grads[layer])
                torch.sum(delta, 0, out=bias_grads[layer])
            if layer == 0:
                grad_x = delta @ net.weights[0] if wants_x else None
            else:
                weight = net.weights[layer]
                below = net.workspace.borrow(len(delta), weight.shape[1], weight)
                torch.mm(delta, weight, out=below)
                net.activation.backward_(below, hidden[layer])
                if borrowed is not None:
                    net.workspace.give_back(borrowed)
                delta = borrowed = below
        net.workspace.give_back(*hidden[1:], *([borrowed] if borrowed is not None else []))
        ctx.hidden = None
        return grad_x, flat, None


class InputGradient(Function):
    """mean ‖∇ₓ f(x)‖², with its gradient in the parameters (double backpropagation).

    With the backward pass δᵢ = (Wᵢ₊₁ᵀ δᵢ₊₁) ⊙ φ′(aᵢ) and g = W₁ᵀ δ₁, differentiating ‖g‖² once
    more runs a *forward* pass of u₀ = 2g/n through the same slopes,

        uᵢ = (Wᵢ uᵢ₋₁) ⊙ φ′(aᵢ),   ∂/∂Wᵢ = δᵢ uᵢ₋₁ᵀ,

    and, where φ is curved, sends eᵢ = (Wᵢ uᵢ₋₁) ⊙ (Wᵢ₊₁ᵀ δᵢ₊₁) ⊙ φ″(aᵢ) back through the
    ordinary backward pass (Drucker and LeCun 1992).
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, parameters: Tensor, net: MLP) -> Tensor:
        n, last = len(x), len(net.weights) - 1
        act, space = net.activation, net.workspace
        hidden = hidden_layers(net, x)
        deltas: list[Tensor] = []
        unbent: list[Tensor] = []  # Wᵢ₊₁ᵀ δᵢ₊₁, before the slope: only a curved φ needs it
        for layer in range(last - 1, -1, -1):
            delta = space.borrow(n, len(net.biases[layer]), x)
            if deltas:
                torch.mm(deltas[0], net.weights[layer + 1], out=delta)
            else:
                delta.copy_(net.weights[last].expand(n, -1))
            if act.curvature is not None:
                unbent.insert(0, delta.clone())
            deltas.insert(0, act.backward_(delta, hidden[layer + 1]))
        g = deltas[0] @ net.weights[0] if deltas else net.weights[0].expand(n, -1)

        flat = torch.zeros_like(parameters)
        weight_grads, bias_grads = net.split(flat)
        u, errors, borrowed = g * (2 / n), [], []
        for layer in range(last):
            torch.mm(deltas[layer].t(), u, out=weight_grads[layer])
            raised = space.borrow(n, len(net.biases[layer]), x)
            torch.mm(u, net.weights[layer].t(), out=raised)
            if act.curvature is not None:
                errors.append(raised * unbent[layer] * act.curvature(hidden[layer + 1]))
            u = act.backward_(raised, hidden[layer + 1])
            borrowed.append(u)
        torch.sum(u, 0, keepdim=True, out=weight_grads[last])
        for layer in range(len(errors) - 1, -1, -1):
            weight_grads[layer].addmm_(errors[layer].t(), hidden[layer])
            bias_grads[layer].add_(errors[layer].sum(0))
            if layer:
                below = act.backward_(errors[layer] @ net.weights[layer], hidden[layer])
                errors[layer - 1].add_(below)
        space.give_back(*hidden[1:], *deltas, *borrowed)
        ctx.flat = flat
        return g.square().sum() / n

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, grad: Tensor) -> tuple[None, Tensor, None]:
        return None, ctx.flat * grad, None
