"""One pass of any torch module, forward and back, by autograd."""

from __future__ import annotations

from typing import Protocol

import torch
from torch import Tensor, nn

from ganlab.gan.networks.backprop import Bend, in_two_passes


class Differentiable(Protocol):
    """What autograd needs of a network: a module, and how rows and gradients are laid out."""

    module: nn.Module
    parameters: Tensor
    gradient: Tensor
    batches_meet: bool

    def read(self, x: Tensor) -> tuple[Tensor, Tensor | None]:
        """Rows -> what the module is called with."""

    def write(self, output: Tensor, x: Tensor) -> Tensor:
        """What the module made of the rows x, as rows."""

    def gather(self, gradients: tuple[Tensor, ...], out: Tensor) -> Tensor:
        """One gradient for each parameter -> flat."""


class TorchPass:
    """One forward pass that can be taken back. The gradient is the last thing to ask of it."""

    def __init__(self, net: Differentiable, x: Tensor, parts: int) -> None:
        self._net, self._parameters = net, list(net.module.parameters())
        with torch.enable_grad():
            self._x = x.detach().requires_grad_()
            batches = self._x.chunk(parts) if net.batches_meet else [self._x]
            outputs = [net.write(net.module(*net.read(rows)), rows) for rows in batches]
            self._outputs = outputs
            self._output = torch.cat(outputs)
        self.output = self._output.detach()
        """(batch, columns)"""

    def release(self) -> None:
        """No gradient is wanted: autograd may forget the pass."""
        del self._x, self._outputs, self._output

    def parameter_gradient(self, slope: Tensor) -> Tensor:
        """∂L/∂θ from slope = ∂L/∂output (batch, columns): flat, and overwritten by the next one.
        The label's slopes count for nothing."""
        gradients = torch.autograd.grad(_slanted(self._output, slope), self._parameters)
        self.release()
        return self._net.gather(gradients, self._net.gradient)

    def input_gradient(self, slope: Tensor) -> Tensor:
        """∂L/∂x from slope = ∂L/∂output (batch, columns): (batch, columns of the input), with 0 in
        the label's columns of a discriminator."""
        (gradient,) = torch.autograd.grad(_slanted(self._output, slope), self._x)
        self.release()
        return gradient

    def penalized_gradient(self, slope: Tensor, rows: int, weight: float) -> tuple[Tensor, Tensor]:
        """weight·P, P = `squared_input_gradient` of the first `rows`, and ∂(L + weight·P)/∂θ as
        `parameter_gradient` gives it."""
        return in_two_passes(self, slope, rows, weight)

    def squared_input_gradient(
        self, rows: int, first: int = 0, bend: Bend | None = None
    ) -> tuple[Tensor, Tensor]:
        """P = mean b(‖∇ₓ Σ f(x)‖²) over `rows` from `first` on, for one output, x being the pixels
        in [0, 1], and ∂P/∂θ (flat, owned); without a `bend` b is the identity.

        Double backpropagation (Drucker and LeCun 1992). The rows must lie in one part. The sum is Σ
        over those rows, whose pixels meet in batch normalisation if there is any; else each
        gradient is that of its own row's f.
        """
        part, start = divmod(first, len(self._outputs[0]))
        judged = self._outputs[part][start : start + rows]
        (slopes,) = torch.autograd.grad(judged.sum(), self._x, create_graph=True)
        felt = slopes[first : first + rows]
        if bend is None:
            value = counted = felt.square().sum() / rows
        else:
            counted = felt.square().sum(1)
            values, weights = bend(counted.detach())
            value, counted = values.mean(), _slanted(counted, weights / rows)
        gradients = torch.autograd.grad(
            counted, self._parameters, retain_graph=True, materialize_grads=True
        )
        flat = self._net.gather(gradients, torch.empty_like(self._net.parameters))
        return value.detach(), flat


def _slanted(output: Tensor, slope: Tensor) -> Tensor:
    """Σ slope·output, (), whose slope by the output is `slope`, bit for bit. Handed the slope
    itself, autograd loads an algebra of symbols to compare two sizes: half a second, 40 MB."""
    return (slope * output).sum()
