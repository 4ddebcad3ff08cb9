"""A perceptron whose hidden units drop out: by autograd, as the passes by hand have no masks."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import linear

from ganlab.gan.networks.backprop import Layers
from ganlab.gan.networks.image_networks import Dropout


class DroppedPerceptron:
    """The same weights, seen by autograd; see `torch_pass.Differentiable`."""

    batches_meet = False

    def __init__(self, net: Layers, share: float, chance: torch.Generator) -> None:
        """`share` of each hidden layer drops out, drawn from `chance`."""
        self.module: nn.Module = _Layers(net, Dropout(share, chance))
        self.parameters, self.gradient = net.parameters, net.gradient
        self._felt = net.felt

    def read(self, x: Tensor) -> tuple[Tensor, Tensor | None]:
        """Rows as they are; a class that stands in them has no slope."""
        return (x if self._felt is None else torch.where(self._felt > 0, x, x.detach())), None

    def write(self, output: Tensor, x: Tensor) -> Tensor:
        """Rows as they are."""
        return output

    def gather(self, gradients: tuple[Tensor, ...], out: Tensor) -> Tensor:
        """One gradient for each parameter -> flat."""
        return torch.cat([gradient.reshape(-1) for gradient in gradients], out=out)


class _Layers(nn.Module):
    def __init__(self, net: Layers, dropout: Dropout) -> None:
        super().__init__()
        self.bend, self.dropout = net.activation.module(), dropout
        pairs = zip(net.weights, net.biases, strict=True)
        # Parameters of the same memory: a step of the optimizer is seen here.
        self.layers = nn.ParameterList([nn.Parameter(part) for pair in pairs for part in pair])

    def forward(self, x: Tensor, label: Tensor | None = None) -> Tensor:
        *hidden, weight, bias = self.layers
        for below, offset in zip(hidden[::2], hidden[1::2], strict=True):
            x = self.dropout(self.bend(linear(x, below, offset)))
        return linear(x, weight, bias)
