"""A perceptron that is asked for a class, and shows with what it makes which one that was."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from ganlab.experiment import Network
from ganlab.gan.networks.backprop import Pass
from ganlab.gan.networks.image_networks import join
from ganlab.gan.networks.perceptron import MLP


class ToldGenerator(MLP):
    """Fed noise and behind it the class to be drawn, 1 for it and 0 for the others, it gives
    samples with the same behind them: what D is to judge (Mirza and Osindero 2014, figure 1)."""

    def __init__(
        self,
        inputs: int,
        outputs: int,
        network: Network,
        generator: torch.Generator,
        device: torch.device,
        classes: int,
    ) -> None:
        """As an `MLP`; `classes`: how many inputs there are behind those of the noise."""
        self.told = classes
        super().__init__(inputs + classes, outputs, network, generator, device)

    def run(self, x: Tensor, parts: int = 1, training: bool = True) -> Pass:
        """A forward pass of (batch, inputs + told) whose gradients can be asked for."""
        return _ToldPass(self, x)

    def shown(self, made: Tensor, x: Tensor) -> Tensor:
        """(batch, outputs) -> (batch, outputs + told), with the class that was asked for."""
        return torch.cat([made, x[:, -self.told :]], 1)

    def as_module(self) -> ConditionalPerceptron:
        """The same as a module that is told a class by its number."""
        layers = super().as_module()
        assert isinstance(layers, nn.Sequential)
        return ConditionalPerceptron(layers, self.told)


class _ToldPass(Pass):
    def __init__(self, net: ToldGenerator, x: Tensor) -> None:
        super().__init__(net, x)
        self._made = self.output.shape[1]
        self.output = net.shown(self.output, x)

    def parameter_gradient(self, slope: Tensor) -> Tensor:
        """∂L/∂θ; what the loss says of the class teaches nothing."""
        return super().parameter_gradient(slope[:, : self._made])

    def input_gradient(self, slope: Tensor) -> Tensor:
        """∂L/∂z and by the class, as far as it goes through what was made."""
        return super().input_gradient(slope[:, : self._made])


class ConditionalPerceptron(nn.Module):
    """The layers of a perceptron that takes a class beside its inputs."""

    def __init__(self, layers: nn.Sequential, classes: int) -> None:
        super().__init__()
        self.layers, self.classes = layers, classes

    @torch.no_grad()
    def keep(self, classes: Sequence[int]) -> None:
        """Be told these of the classes alone, which are then called 0, 1, 2 ..."""
        whole = self.layers[0]
        assert isinstance(whole, nn.Linear)
        noise = whole.in_features - self.classes
        columns = [*range(noise), *(noise + number for number in classes)]
        first = nn.Linear(len(columns), whole.out_features).requires_grad_(False)
        first.weight.copy_(whole.weight[:, columns])
        first.bias.copy_(whole.bias)
        self.layers[0], self.classes = first, len(classes)

    def forward(self, z: Tensor, label: Tensor) -> Tensor:
        """(n, noise) numbers and (n,) labels -> (n, d)."""
        made: Tensor = self.layers(join(z, label, self.classes))
        return made
