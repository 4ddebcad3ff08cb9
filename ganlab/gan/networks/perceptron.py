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
from ganlab.gan.networks.backprop import ACTIVATIONS, Pass, Workspace


class MLP:
    """A multilayer perceptron; called with (batch, inputs), it returns (batch, outputs)."""

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
        self.statistics = torch.empty(0, device=device)
        """Running statistics of batch normalisation: there are none."""
        self.adopt(torch.cat(initial).to(device))

    def adopt(self, parameters: Tensor) -> None:
        """Take (count,) weights and biases, layer by layer, for this network's own."""
        self.parameters = parameters
        self.gradient = torch.zeros_like(parameters)
        """Where a backward pass writes; the same layout."""
        self.weights, self.biases = self.split(self.parameters)
        self.weight_gradients, self.bias_gradients = self.split(self.gradient)
        self.transposed = [weight.t() for weight in self.weights]
        self.units = [rows for rows, _ in self.shapes[:-1]]

    def run(self, x: Tensor, parts: int = 1) -> Pass:
        """A forward pass of (batch, inputs) whose gradients can be asked for.

        `parts`, how many batches the rows are, makes no difference here: nothing is normalised.
        """
        return Pass(self, x)

    def __call__(self, x: Tensor) -> Tensor:
        """(batch, outputs): the network's output for (batch, inputs), no gradient wanted."""
        forward = Pass(self, x)
        forward.release()
        return forward.output

    def evaluate(self, x: Tensor) -> Tensor:
        """(batch, outputs) as when training is over, which is the same here."""
        return self(x)

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
        """Running statistics by name: none."""
        return {}

    def flat_buffers(self, arrays: dict[str, NDArray[np.float32]]) -> Tensor:
        """The inverse; raises ValueError if there are any."""
        if arrays:
            raise ValueError("the saved network has other layers than the experiment")
        return self.statistics

    def as_module(self) -> nn.Sequential:
        """The same layers as torch writes them, on the CPU."""
        layers: list[nn.Module] = []
        for rows, columns in self.shapes:
            layers += [nn.Linear(columns, rows), self.activation.module()]
        module = nn.Sequential(*layers[:-1])
        state = {name: torch.from_numpy(array) for name, array in self.arrays().items()}
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
