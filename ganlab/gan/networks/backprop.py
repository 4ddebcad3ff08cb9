"""The one door behind which speed lives: a perceptron's passes, written out by hand.

Autograd over dozens of small operations spends most of a small GAN's step on bookkeeping and on
fresh memory. Here the passes are the textbook's, and their buffers are used again:

    forward    aᵢ = Wᵢ hᵢ₋₁ + bᵢ,  hᵢ = φ(aᵢ)
    backward   δᵢ = (Wᵢ₊₁ᵀ δᵢ₊₁) ⊙ φ′(aᵢ),  ∂/∂Wᵢ = δᵢ hᵢ₋₁ᵀ,  ∂/∂bᵢ = Σ δᵢ,  ∂/∂x = W₁ᵀ δ₁

(Rumelhart, Hinton, Williams 1986). The tests compare them with autograd.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

import torch
from torch import Tensor

from ganlab.gan.networks.activations import Activation
from ganlab.gan.networks.products import (
    product,
    shifted_product,
    squared_length,
    transposed_product,
)
from ganlab.gan.networks.workspace import Workspace

Bend = Callable[[Tensor], tuple[Tensor, Tensor]]
"""b: (rows,) squared norms of gradients -> what each counts for, and b′, its slope."""


class TwoGradients(Protocol):
    """What a pass has that can be asked for the gradients of a loss and of a penalty."""

    def parameter_gradient(self, slope: Tensor) -> Tensor:
        """∂L/∂θ, flat, from slope = ∂L/∂output."""

    def squared_input_gradient(self, rows: int) -> tuple[Tensor, Tensor]:
        """P = mean ‖∇ₓ f(x)‖² over the first rows, and its gradient by θ."""


def in_two_passes(
    judged: TwoGradients, slope: Tensor, rows: int, weight: float
) -> tuple[Tensor, Tensor]:
    """weight·P and ∂(L + weight·P)/∂θ, one after the other."""
    value, joining = judged.squared_input_gradient(rows)
    return weight * value, judged.parameter_gradient(slope).add_(joining, alpha=weight)


class Layers(Protocol):
    """What a perceptron's passes need of it, layer by layer; `perceptron.MLP` is one."""

    parameters: Tensor
    """Flat: weights and biases, layer by layer; the next three are views of it."""
    weights: list[Tensor]
    transposed: list[Tensor]
    biases: list[Tensor]
    units: list[int]
    """Of each hidden layer."""
    activation: Activation
    felt: Tensor | None
    """(inputs,) 1 for those that are x and 0 for those that are its class, which no penalty on ∇ₓ
    is of; None: all are x."""
    workspace: Workspace
    gradient: Tensor
    """Flat; the next three are views of it."""
    weight_gradients: list[Tensor]
    bias_gradients: list[Tensor]
    bias_rows: list[Tensor]
    """Those of the biases as (1, units)."""

    def split(self, flat: Tensor) -> tuple[list[Tensor], list[Tensor]]:
        """Views of a flat vector like `parameters`: the weight matrices and the biases."""


class Pass:
    """One forward pass that can be taken back. The gradient is the last thing to ask of it."""

    def __init__(self, net: Layers, x: Tensor) -> None:
        self._net = net
        self._buffers = net.workspace.borrow(x.shape[0], net.units, net.parameters)
        self._inputs = [x, *self._buffers.hidden]
        """Of each layer: x, h₁, ..., h_{L−1}."""
        h = x
        for out, bias, transposed in zip(
            self._buffers.hidden, net.biases, net.transposed, strict=False
        ):
            h = net.activation.apply_(torch.addmm(bias, h, transposed, out=out))
        self.output = shifted_product(net.biases[-1], h, net.transposed[-1])
        """(batch, outputs)"""

    def release(self) -> None:
        """No gradient is wanted: give the buffers back."""
        self._net.workspace.give_back(self._buffers)

    def parameter_gradient(self, slope: Tensor) -> Tensor:
        """∂L/∂θ from slope = ∂L/∂output (batch, outputs): flat, and overwritten by the next one."""
        net = self._net
        for layer, delta in self._deltas(slope):
            transposed_product(delta, self._inputs[layer], net.weight_gradients[layer])
            torch.sum(delta, 0, out=net.bias_gradients[layer])
        self.release()
        return net.gradient

    def input_gradient(self, slope: Tensor) -> Tensor:
        """∂L/∂x from slope = ∂L/∂output (batch, outputs): (batch, inputs)."""
        *_, (_, delta) = self._deltas(slope)
        gradient = product(delta, self._net.weights[0])
        self.release()
        return gradient

    def _deltas(self, slope: Tensor) -> Iterator[tuple[int, Tensor]]:
        """(layer, δ) from the last layer to the first, where δ is the slope."""
        net, delta = self._net, slope
        yield len(net.units), delta
        for layer in range(len(net.units) - 1, -1, -1):
            below = torch.mm(delta, net.weights[layer + 1], out=self._buffers.deltas[layer])
            delta = net.activation.backward_(below, self._buffers.hidden[layer])
            yield layer, delta

    def penalized_gradient(self, slope: Tensor, rows: int, weight: float) -> tuple[Tensor, Tensor]:
        """weight·P, P = mean ‖∇ₓ f(x)‖² over the first `rows`, for one output, and
        ∂(L + weight·P)/∂θ, flat, and overwritten by the next one: the other two gradients in one.

        As there is one output, a row's δᵢ of L is that of f itself times sⱼ = ∂L/∂f(xⱼ). So on the
        rows of P one backward pass serves both, and one product a layer,

            ∂/∂Wᵢ = δᵢ (s ⊙ hᵢ₋₁ + uᵢ₋₁)ᵀ,   ∂/∂bᵢ = Σ s ⊙ δᵢ,

        δᵢ and uᵢ being those of `squared_input_gradient`. Where φ is curved they are two passes.
        """
        net, act, last = self._net, self._net.activation, len(self._net.units)
        if act.curvature is not None or last == 0:
            return in_two_passes(self, slope, rows, weight)
        part = self._buffers.part(0, rows)
        seed, scale, s = slope.clone(), slope.clone(), slope[:rows]
        seed[:rows] = 1  # δ of the last layer: of f on the rows of P, of L on the others
        scale[rows:] = 1  # what makes δ that of L
        *_, (_, delta) = self._deltas(seed)

        g = product(part.deltas[0], net.weights[0])
        if net.felt is not None:
            g = g * net.felt
        u = g * (2 * weight / rows)
        inputs = self._inputs[0].clone()
        first = inputs[:rows]
        for layer, delta in enumerate(self._buffers.deltas):
            torch.addcmul(u, first, s, out=first)
            transposed_product(delta, inputs, net.weight_gradients[layer])
            transposed_product(scale, delta, net.bias_rows[layer])
            raised = torch.mm(u, net.transposed[layer], out=part.raised[layer])
            inputs, first = self._buffers.hidden[layer], part.hidden[layer]
            u = act.backward_(raised, first)
        torch.addcmul(u, first, s, out=first)
        transposed_product(seed, inputs, net.weight_gradients[last])
        torch.sum(slope, 0, out=net.bias_gradients[last])
        self.release()
        return squared_length(g.flatten()) * (weight / rows), net.gradient

    def squared_input_gradient(
        self, rows: int, first: int = 0, bend: Bend | None = None
    ) -> tuple[Tensor, Tensor]:
        """P = mean b(‖∇ₓ f(x)‖²) over `rows` from `first` on, for one output, and ∂P/∂θ (flat,
        owned); without a `bend` b is the identity.

        Double backpropagation (Drucker and LeCun 1992). With the backward pass of f itself,
        δᵢ = (Wᵢ₊₁ᵀ δᵢ₊₁) ⊙ φ′(aᵢ) and g = W₁ᵀ δ₁, differentiating b(‖g‖²) once more runs a
        *forward* pass of u₀ = 2 b′(‖g‖²) g/n through the same slopes,

            uᵢ = (Wᵢ uᵢ₋₁) ⊙ φ′(aᵢ),   ∂/∂Wᵢ = δᵢ uᵢ₋₁ᵀ,

        and, where φ is curved, sends eᵢ = (Wᵢ uᵢ₋₁) ⊙ (Wᵢ₊₁ᵀ δᵢ₊₁) ⊙ φ″(aᵢ) back through the
        ordinary backward pass.
        """
        net, act, last = self._net, self._net.activation, len(self._net.units)
        part = self._buffers.part(first, rows)
        delta = net.weights[last].expand(rows, -1)
        unbent: list[Tensor] = []  # Wᵢ₊₁ᵀ δᵢ₊₁, before the slope, from the last layer to the first
        for layer in range(last - 1, -1, -1):
            if layer == last - 1:
                below = part.deltas[layer].copy_(delta)
            else:
                below = torch.mm(delta, net.weights[layer + 1], out=part.deltas[layer])
            if act.curvature is not None:
                unbent.append(below.clone())
            delta = act.backward_(below, part.hidden[layer])
        g = product(delta, net.weights[0]) if last else delta
        if net.felt is not None:
            g = g * net.felt

        flat = torch.zeros_like(net.parameters)
        weight_grads, bias_grads = net.split(flat)
        if bend is None:
            value, u = g.square().sum() / rows, g * (2 / rows)
        else:
            values, slopes = bend(g.square().sum(1))
            value, u = values.mean(), g * (slopes * (2 / rows)).unsqueeze(1)
        errors: list[Tensor] = []
        for layer, hidden in enumerate(part.hidden):
            transposed_product(part.deltas[layer], u, weight_grads[layer])
            raised = torch.mm(u, net.transposed[layer], out=part.raised[layer])
            if act.curvature is not None:
                errors.append(raised * unbent.pop() * act.curvature(hidden))
            u = act.backward_(raised, hidden)
        torch.sum(u, 0, keepdim=True, out=weight_grads[last])
        inputs = [self._inputs[0][first : first + rows], *part.hidden]
        for layer in range(len(errors) - 1, -1, -1):
            weight_grads[layer].addmm_(errors[layer].t(), inputs[layer])
            bias_grads[layer].add_(errors[layer].sum(0))
            if layer:
                below = act.backward_(errors[layer] @ net.weights[layer], inputs[layer])
                errors[layer - 1].add_(below)
        return value, flat
