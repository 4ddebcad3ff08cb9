"""Generators and discriminators: multilayer perceptrons.

    h₀ = x,   hᵢ = φ(Wᵢ hᵢ₋₁ + bᵢ),   output = W_L h_{L−1} + b_L

All parameters of one network lie in one flat vector, so that an optimizer, an average or a check
for NaN is one operation. How the two passes are computed fast stands in `backprop`; what they
compute is what autograd would (the tests compare them).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from ganlab.experiment import Network
from ganlab.gan.networks.activations import ACTIVATIONS
from ganlab.gan.networks.backprop import Pass
from ganlab.gan.networks.constrained import Constrained
from ganlab.gan.networks.dropped import DroppedPerceptron
from ganlab.gan.networks.torch_pass import TorchPass
from ganlab.gan.networks.workspace import Workspace


class MLP(Constrained):
    """A multilayer perceptron; called with (batch, inputs), it returns (batch, outputs)."""

    felt: Tensor | None = None
    """Which inputs are a sample and not its class, where it is told one: see `Layers`."""

    def __init__(
        self,
        inputs: int,
        outputs: int,
        network: Network,
        generator: torch.Generator,
        device: torch.device,
    ) -> None:
        """Weights and biases uniform in ±1/√fan-in (torch's own default), from `generator`."""
        widths = [inputs, *[network.units] * network.layers, outputs]
        self.shapes = list(zip(widths[1:], widths[:-1], strict=True))
        self.activation = ACTIVATIONS[network.activation]
        self.sizes = [size for rows, cols in self.shapes for size in (rows * cols, rows)]
        initial = [
            (torch.rand(size, generator=generator) * 2 - 1) / fan_in**0.5
            for rows, fan_in in self.shapes
            for size in (rows * fan_in, rows)
        ]
        self.workspace = Workspace()
        self._dropped: DroppedPerceptron | None = None
        self.statistics = torch.empty(0, device=device)
        """Running statistics of batch normalisation: there are none."""
        self.adopt(torch.cat(initial).to(device))

    def adopt(self, parameters: Tensor) -> None:
        """Take (count,) weights and biases, layer by layer, for this network's own."""
        self.parameters = parameters
        self.gradient = torch.zeros_like(parameters)
        """Where a backward pass writes; the same layout."""
        self.weight_gradients, self.bias_gradients = self.split(self.gradient)
        self.bias_rows = [bias.unsqueeze(0) for bias in self.bias_gradients]
        self.units = [rows for rows, _ in self.shapes[:-1]]
        self.judge_by(self.parameters)

    def judge_by(self, flat: Tensor) -> None:
        """Pass rows through these parameters, (count,), from now on."""
        self.weights, self.biases = self.split(flat)
        self.transposed = [weight.t() for weight in self.weights]

    def constrain(self, spectral: bool, dropout: float, chance: torch.Generator) -> None:
        """Judge with spectral normalisation, and with a share of hidden units dropping out in
        training, from now on; what is drawn comes from `chance`."""
        self.normalise(spectral, chance)
        self._dropped = DroppedPerceptron(self, dropout, chance) if dropout > 0 else None

    @property
    def by_hand(self) -> bool:
        """Whether its passes, as in training, do without autograd."""
        return self._dropped is None

    def run(self, x: Tensor, parts: int = 1, training: bool = True) -> Pass | TorchPass:
        """A forward pass of (batch, inputs) whose gradients can be asked for; `training`: with
        dropout, if there is any.

        `parts`, how many batches the rows are, makes no difference here: nothing is normalised.
        """
        if self.spectral is not None:
            self.spectral.refresh()
        if training and self._dropped is not None:
            return TorchPass(self._dropped, x, parts)
        return Pass(self, x)

    def shown(self, made: Tensor, x: Tensor) -> Tensor:
        """(batch, outputs) that the layers made of (batch, inputs) -> what others get to see."""
        return made

    def __call__(self, x: Tensor) -> Tensor:
        """(batch, outputs): the network's output for (batch, inputs), no gradient wanted."""
        forward = self.run(x)
        forward.release()
        return forward.output

    def evaluate(self, x: Tensor) -> Tensor:
        """(batch, outputs) as when training is over: nothing drops out."""
        forward = self.run(x, training=False)
        forward.release()
        return forward.output

    def split(self, flat: Tensor) -> tuple[list[Tensor], list[Tensor]]:
        """Views of a flat vector like `parameters`: the weight matrices and the biases."""
        parts = flat.split(self.sizes)
        weights = [part.view(shape) for part, shape in zip(parts[::2], self.shapes, strict=True)]
        return weights, list(parts[1::2])

    def names(self) -> Iterator[str]:
        """The parameters' names, in the order of `sizes`, as torch.nn.Sequential would number
        them (every other module is an activation)."""
        for layer in range(len(self.shapes)):
            yield f"{2 * layer}.weight"
            yield f"{2 * layer}.bias"

    def named_shapes(self) -> Iterator[tuple[str, torch.Size]]:
        """Name and shape of each parameter, in the order of the flat vector."""
        shapes = [torch.Size(s) for weight in self.shapes for s in (weight, weight[:1])]
        yield from zip(self.names(), shapes, strict=True)

    def arrays(self, flat: Tensor | None = None) -> dict[str, NDArray[np.float32]]:
        """Named, owned copies of the parameters (or of another vector of the same layout)."""
        vector = self.parameters if flat is None else flat
        weights, biases = self.split(vector.to("cpu", copy=True))
        parts = [part for pair in zip(weights, biases, strict=True) for part in pair]
        return {name: part.numpy().copy() for name, part in zip(self.names(), parts, strict=True)}

    def flat(self, arrays: dict[str, NDArray[np.float32]]) -> Tensor:
        """The flat vector of `arrays`; raises ValueError where names or shapes differ."""
        own = self.arrays()
        if set(arrays) != set(own):
            raise ValueError("the saved network has other layers than the experiment")
        for name, array in own.items():
            if arrays[name].shape != array.shape:
                raise ValueError(f"the saved network's {name} has another size")
        return torch.cat(
            [torch.from_numpy(np.array(arrays[n], dtype=np.float32)).reshape(-1) for n in own]
        )

    def buffers(self, statistics: Tensor | None = None) -> dict[str, NDArray[np.float32]]:
        """The vectors of spectral normalisation by name, where there is any."""
        return {} if self.spectral is None else self.spectral.arrays()

    def flat_buffers(self, arrays: dict[str, NDArray[np.float32]]) -> Tensor:
        """The inverse; those of another setting are passed over."""
        return self.statistics if self.spectral is None else self.spectral.flat(arrays)

    def as_module(self) -> nn.Module:
        """The same layers as torch writes them, on the CPU."""
        layers: list[nn.Module] = []
        for rows, columns in self.shapes:
            layers += [nn.Linear(columns, rows), self.activation.module()]
        module = nn.Sequential(*layers[:-1])
        used = None if self.spectral is None else self.spectral.used
        state = {name: torch.from_numpy(array) for name, array in self.arrays(used).items()}
        module.load_state_dict(state)
        return module.eval().requires_grad_(False)

    def first_layer(self) -> NDArray[np.float32]:
        """(features, inputs): the weights of the first layer."""
        return self.arrays()["0.weight"]

    def chance_state(self) -> NDArray[np.uint8]:
        """Nothing is drawn while training: empty."""
        return np.empty(0, dtype=np.uint8)

    def load_chance(self, state: NDArray[np.uint8]) -> None:
        """The inverse; raises ValueError if it is not empty."""
        if state.size:
            raise ValueError("the saved random state belongs to another network")
