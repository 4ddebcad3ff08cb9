"""The generator of a run, by itself: a plain torch module and how to feed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from ganlab.data.target import Affine
from ganlab.experiment import Experiment
from ganlab.gan.batches.noise import sample_noise
from ganlab.gan.networks.told import ConditionalPerceptron

Arrays = Mapping[str, NDArray[Any]]
Inputs = tuple[Tensor, ...]
"""z, (n, noise) float32, and for a conditional generator the label, (n,) int64."""


@dataclass(frozen=True)
class Trained:
    """A generator whose training is over, on the CPU, in eval mode."""

    module: nn.Module
    """(n, noise)[, (n,) labels] -> (n, 1, H, W) in [0, 1], or (n, d) points in data units."""
    experiment: Experiment
    steps: int
    size: tuple[int, int] | None
    """Height and width of an image, pixels; None for a generator of points."""
    class_names: tuple[str, ...] = ()
    """Of the classes it is told, 0, 1, 2 ...; empty where it is told none."""
    metrics: Mapping[str, float] = field(default_factory=dict)
    """How good it was found to be, if it was measured."""

    @property
    def input_names(self) -> tuple[str, ...]:
        """What it takes."""
        return ("z", "label") if self.class_names else ("z",)

    @property
    def units(self) -> DataUnits | None:
        """Its last layer where that gives points in double precision."""
        if self.size:
            return None
        last = layers_of(self.module)[-1]
        return last if isinstance(last, DataUnits) else None

    @property
    def output_name(self) -> str:
        """What it gives."""
        return "image" if self.size else "point"

    def inputs(self, n: int, seed: int) -> Inputs:
        """n rows of noise from a seed; the classes, where there are any, in turn: 0, 1, 2 ..."""
        chance = torch.Generator().manual_seed(seed)
        z = sample_noise(self.experiment.noise, n, chance)
        return (z, self.labels(n)) if self.class_names else (z,)

    def labels(self, n: int) -> Tensor:
        """(n,) int64: every class in turn, so that a sheet has one class in each column."""
        return torch.arange(n) % len(self.class_names)

    def __call__(self, *inputs: Tensor) -> Tensor:
        """What the generator makes of them."""
        with torch.no_grad():
            return self.module(*inputs)

    def images(self, *inputs: Tensor) -> NDArray[np.uint8]:
        """(n, H, W), 0 black to 255 white; the generator has to be one of images."""
        return self(*inputs).squeeze(1).mul(255).round().to(torch.uint8).numpy()

    @cached_property
    def weights(self) -> dict[str, Tensor]:
        """The module's state, by name, contiguous."""
        return {name: part.contiguous() for name, part in self.module.state_dict().items()}


class DataUnits(nn.Module):
    """(n, d) float32 in the networks' units -> (n, d) float64 in data units.

    In double precision: single precision cannot tell one second since 1970 from the next.
    """

    scale: Tensor
    centre: Tensor

    def __init__(self, network: Affine) -> None:
        super().__init__()
        self.register_buffer("scale", torch.tensor(network.scales, dtype=torch.float64))
        self.register_buffer("centre", torch.tensor(network.centre, dtype=torch.float64))

    def forward(self, x: Tensor) -> Tensor:
        """data = scale · x + centre."""
        return x.double() * self.scale + self.centre


def layers_of(module: nn.Module) -> nn.Sequential:
    """Those of a perceptron, which may be told a class beside its inputs."""
    layers = module.layers if isinstance(module, ConditionalPerceptron) else module
    assert isinstance(layers, nn.Sequential)
    return layers


@torch.no_grad()
def into_data_units(module: nn.Module, network: Affine) -> nn.Module:
    """The generator that gives data = scale · output + centre.

    Where one scale serves all axes, near 0, its last layer does so: W ← scale · W,
    b ← scale · b + centre. A person's points, which may lie anywhere, get a layer of their own.
    """
    layers = layers_of(module)
    if isinstance(network.scale, tuple):
        layers.append(DataUnits(network))
        return module
    last = layers[-1]
    assert isinstance(last, nn.Linear)
    last.weight.mul_(network.scale)
    centre = torch.tensor(network.centre, dtype=torch.float64)
    last.bias.copy_(last.bias.double() * network.scale + centre)
    return module
