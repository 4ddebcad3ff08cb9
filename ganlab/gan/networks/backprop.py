"""The one door behind which speed lives: a perceptron's passes, written out by hand.

Autograd over dozens of small operations spends most of a small GAN's step on bookkeeping and on
fresh memory. Here the passes are the textbook's, and their buffers are used again:

    forward    aᵢ = Wᵢ hᵢ₋₁ + bᵢ,  hᵢ = φ(aᵢ)
    backward   δᵢ = (Wᵢ₊₁ᵀ δᵢ₊₁) ⊙ φ′(aᵢ),  ∂/∂Wᵢ = δᵢ hᵢ₋₁ᵀ,  ∂/∂bᵢ = Σ δᵢ,  ∂/∂x = W₁ᵀ δ₁

(Rumelhart, Hinton, Williams 1986). The tests compare them with autograd.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor, nn

aten = torch.ops.aten

Bend = Callable[[Tensor], tuple[Tensor, Tensor]]
"""b: (rows,) squared norms of gradients -> what each counts for, and b′, its slope."""


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


def narrow(columns: int, tall: Tensor) -> bool:
    """Whether a product of a tall matrix with so few columns is one that libraries are slow at:
    its transpose takes them a third of the time or less."""
    return 1 < columns <= 8 and tall.numel() >= 8192


def product(tall: Tensor, matrix: Tensor) -> Tensor:
    """tall @ matrix."""
    if narrow(matrix.shape[1], tall):
        return torch.mm(matrix.t(), tall.t()).t()
    return torch.mm(tall, matrix)


def transposed_product(tall: Tensor, other: Tensor, out: Tensor) -> None:
    """tallᵀ @ other, into `out`."""
    if narrow(other.shape[1], tall):
        out.copy_(torch.mm(other.t(), tall).t())
    else:
        torch.mm(tall.t(), other, out=out)


class TwoGradients(Protocol):
    """What a pass has that can be asked for the gradients of a loss and of a penalty."""

    def parameter_gradient(self, slope: Tensor) -> Tensor:
        """∂L/∂θ, flat, from slope = ∂L/∂output."""

    def squared_input_gradient(self, rows: int) -> tuple[Tensor, Tensor]:
        """P = mean ‖∇ₓ f(x)‖² over the first rows, and its gradient by θ."""


def in_two_passes(
    judged: TwoGradients, slope: Tensor, rows: int, weight: float
) -> tuple[Tensor, Tensor]:
    """P and ∂(L + weight·P)/∂θ, one after the other."""
    value, joining = judged.squared_input_gradient(rows)
    return value, judged.parameter_gradient(slope).add_(joining, alpha=weight)


class Workspace:
    """Buffers that a pass borrows and gives back, so that steps do not allocate.

    A buffer is only ever given back by the pass that borrowed it, once nothing can read it any
    more; one that is not given back is simply garbage.
    """

    def __init__(self) -> None:
        self._free: defaultdict[tuple[int, ...], list[Tensor]] = defaultdict(list)

    def borrow(self, rows: int, columns: int, like: Tensor) -> Tensor:
        """An uninitialised (rows, columns) buffer."""
        free = self._free[rows, columns]
        return free.pop() if free else like.new_empty((rows, columns))

    def give_back(self, buffers: list[Tensor]) -> None:
        """Return buffers that were borrowed."""
        for buffer in buffers:
            free = self._free[tuple(buffer.shape)]
            if len(free) < 8:
                free.append(buffer)

    def clear(self) -> None:
        """Forget all buffers (the batch size has changed)."""
        self._free.clear()


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
    workspace: Workspace
    gradient: Tensor
    """Flat; the next two are views of it."""
    weight_gradients: list[Tensor]
    bias_gradients: list[Tensor]

    def split(self, flat: Tensor) -> tuple[list[Tensor], list[Tensor]]:
        """Views of a flat vector like `parameters`: the weight matrices and the biases."""


class Pass:
    """One forward pass that can be taken back. The gradient is the last thing to ask of it."""

    def __init__(self, net: Layers, x: Tensor) -> None:
        self._net = net
        self._rows = x.shape[0]
        self._hidden = [x]
        """x, h₁, ..., h_{L−1}; all but x are borrowed."""
        h = x
        for transposed, bias, units in zip(
            net.transposed[:-1], net.biases[:-1], net.units, strict=True
        ):
            out = net.workspace.borrow(self._rows, units, bias)
            h = net.activation.apply_(torch.addmm(bias, h, transposed, out=out))
            self._hidden.append(h)
        self.output = torch.addmm(net.biases[-1], h, net.transposed[-1])
        """(batch, outputs)"""

    def release(self) -> None:
        """No gradient is wanted: give the buffers back."""
        self._net.workspace.give_back(self._hidden[1:])

    def parameter_gradient(self, slope: Tensor) -> Tensor:
        """∂L/∂θ from slope = ∂L/∂output (batch, outputs): flat, and overwritten by the next one."""
        net = self._net
        for layer, delta in self._deltas(slope):
            transposed_product(delta, self._hidden[layer], net.weight_gradients[layer])
            torch.sum(delta, 0, out=net.bias_gradients[layer])
        self.release()
        return net.gradient

    def input_gradient(self, slope: Tensor) -> Tensor:
        """∂L/∂x from slope = ∂L/∂output (batch, outputs): (batch, inputs)."""
        gradient = slope
        for layer, delta in self._deltas(slope):
            if layer == 0:
                gradient = product(delta, self._net.weights[0])
        self.release()
        return gradient

    def penalized_gradient(self, slope: Tensor, rows: int, weight: float) -> tuple[Tensor, Tensor]:
        """P = mean ‖∇ₓ f(x)‖² over the first `rows`, for one output, and ∂(L + weight·P)/∂θ, flat,
        and overwritten by the next one: both of the other gradients in one.

        As there is one output, a row's δᵢ of L is that of f itself times sⱼ = ∂L/∂f(xⱼ). So on the
        rows of P one backward pass serves both, and one product a layer,

            ∂/∂Wᵢ = δᵢ (s ⊙ hᵢ₋₁ + uᵢ₋₁)ᵀ,   ∂/∂bᵢ = Σ s ⊙ δᵢ,

        δᵢ and uᵢ being those of `squared_input_gradient`. Where φ is curved they are two passes.
        """
        net, act, space = self._net, self._net.activation, self._net.workspace
        last = len(net.weights) - 1
        if act.curvature is not None or last == 0:
            return in_two_passes(self, slope, rows, weight)
        s, seed, scale = slope[:rows], slope.clone(), slope.clone()
        seed[:rows] = 1  # δ of the last layer: of f on the rows of P, of L on the others
        scale[rows:] = 1  # what makes δ that of L
        delta, deltas = seed, [seed]
        for layer in range(last, 0, -1):
            below = space.borrow(self._rows, net.units[layer - 1], slope)
            torch.mm(delta, net.weights[layer], out=below)
            delta = act.backward_(below, self._hidden[layer])
            deltas.append(delta)
        deltas.reverse()

        g = product(delta[:rows], net.weights[0])
        u = g * (2 * weight / rows)
        both, borrowed = self._hidden[0].clone(), deltas[:-1]
        scale = scale.t()
        for layer in range(last):
            torch.addcmul(u, both[:rows], s, out=both[:rows])
            transposed_product(deltas[layer], both, net.weight_gradients[layer])
            torch.mm(scale, deltas[layer], out=net.bias_gradients[layer].unsqueeze(0))
            raised = space.borrow(rows, net.units[layer], slope)
            torch.mm(u, net.transposed[layer], out=raised)
            both = self._hidden[layer + 1]
            u = act.backward_(raised, both[:rows])
            borrowed.append(u)
        torch.addcmul(u, both[:rows], s, out=both[:rows])
        torch.mm(seed.t(), both, out=net.weight_gradients[last])
        torch.sum(slope, 0, out=net.bias_gradients[last])
        space.give_back(borrowed)
        self.release()
        return g.square().sum() / rows, net.gradient

    def _deltas(self, slope: Tensor) -> Iterator[tuple[int, Tensor]]:
        """(layer, δ) from the last layer to the first; each δ is good until the next is asked."""
        net, delta = self._net, slope
        for layer in range(len(net.weights) - 1, 0, -1):
            yield layer, delta
            below = net.workspace.borrow(self._rows, net.units[layer - 1], slope)
            torch.mm(delta, net.weights[layer], out=below)
            if delta is not slope:
                net.workspace.give_back([delta])
            delta = net.activation.backward_(below, self._hidden[layer])
        yield 0, delta
        if delta is not slope:
            net.workspace.give_back([delta])

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
        net, act, space = self._net, self._net.activation, self._net.workspace
        last = len(net.weights) - 1
        hidden = [h[first : first + rows] for h in self._hidden]
        deltas: list[Tensor] = [net.weights[last].expand(rows, -1)] * (last + 1)
        unbent: list[Tensor] = [hidden[0]] * last  # Wᵢ₊₁ᵀ δᵢ₊₁, before the slope
        for layer in range(last - 1, -1, -1):
            delta = space.borrow(rows, net.units[layer], net.parameters)
            if layer == last - 1:
                delta.copy_(deltas[last])
            else:
                torch.mm(deltas[layer + 1], net.weights[layer + 1], out=delta)
            if act.curvature is not None:
                unbent[layer] = delta.clone()
            deltas[layer] = act.backward_(delta, hidden[layer + 1])
        g = product(deltas[0], net.weights[0]) if last else deltas[0]

        flat = torch.zeros_like(net.parameters)
        weight_grads, bias_grads = net.split(flat)
        if bend is None:
            value, u = g.square().sum() / rows, g * (2 / rows)
        else:
            values, slopes = bend(g.square().sum(1))
            value, u = values.mean(), g * (slopes * (2 / rows)).unsqueeze(1)
        errors, borrowed = [], deltas[:last]
        for layer in range(last):
            transposed_product(deltas[layer], u, weight_grads[layer])
            raised = space.borrow(rows, net.units[layer], net.parameters)
            torch.mm(u, net.transposed[layer], out=raised)
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
        space.give_back(borrowed)
        return value, flat
