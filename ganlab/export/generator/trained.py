"""The generator of a run, by itself: a plain torch module and how to feed it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import pairwise
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from ganlab.data import make_target
from ganlab.data.image_target import ImageTarget
from ganlab.data.target import Affine
from ganlab.experiment import Experiment, Network
from ganlab.export.generator.request import ExportError
from ganlab.gan.batches.classes import classes_of
from ganlab.gan.batches.noise import sample_noise
from ganlab.gan.networks.backprop import SLOPE
from ganlab.gan.networks.image_networks import ConvolutionalGenerator, PaperGenerator
from ganlab.gan.saving.checkpoint import Checkpoint
from ganlab.gan.settings import two_player

Arrays = Mapping[str, NDArray[Any]]
Inputs = tuple[Tensor, ...]
"""z, (n, noise) float32, and for a conditional generator the label, (n,) int64."""

BENDS: dict[str, Callable[[], nn.Module]] = {
    "relu": nn.ReLU,
    "leaky-relu": partial(nn.LeakyReLU, SLOPE),
    "tanh": nn.Tanh,
    "elu": nn.ELU,
}
"""The activations of `gan.backprop` as modules."""


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
        last = self.module[-1] if isinstance(self.module, nn.Sequential) else None
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


def rebuild(
    experiment: Experiment,
    checkpoint: Checkpoint | None,
    metrics: Mapping[str, float] | None = None,
) -> Trained:
    """The generator of a run, or its moving average (and that of its statistics) if it has one.

    Raises ExportError for a run that was never trained, whose data cannot be read any more, or
    whose weights are not of this experiment.
    """
    if checkpoint is None:
        raise ExportError("This run holds no trained generator; train it first.")
    if not checkpoint.is_finite():
        raise ExportError("The saved generator holds numbers that are not finite.")
    try:
        target = make_target(experiment.data)
        classes = classes_of(experiment, target)
    except (OSError, ValueError) as error:
        raise ExportError(f"The data of this run cannot be read any more: {error}") from None
    part = "average" if two_player(experiment.game).ema > 0 else "generator"
    arrays = _named(checkpoint, part) | _named(checkpoint, f"{part}_statistics")
    noise, size = experiment.noise.dimension, None
    names: tuple[str, ...] = ()
    module: nn.Module
    if isinstance(target, ImageTarget):
        size, width = target.image_set.size, two_player(experiment.game).image_networks.width
        names = tuple(target.image_set.class_names) if classes else ()
        if two_player(experiment.game).image_networks.kind == "dcgan":
            module = ConvolutionalGenerator(noise, size, width, classes)
        else:
            module = PaperGenerator(noise, size, units=width, classes=classes)
    else:
        module = perceptron(noise, target.dimension, two_player(experiment.game).generator)
    _fill(module, arrays)
    if isinstance(module, nn.Sequential):
        module = into_data_units(module, target.network)
    return Trained(
        module.eval().requires_grad_(False),
        experiment,
        checkpoint.step,
        size,
        names,
        dict(metrics or {}),
    )


def perceptron(inputs: int, outputs: int, network: Network) -> nn.Sequential:
    """The plane's generator as torch writes it: the layers of `gan.networks.MLP`."""
    widths = [inputs, *[network.units] * network.layers]
    layers: list[nn.Module] = []
    for below, above in pairwise(widths):
        layers += [nn.Linear(below, above), BENDS[network.activation]()]
    return nn.Sequential(*layers, nn.Linear(widths[-1], outputs))


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


@torch.no_grad()
def into_data_units(module: nn.Sequential, network: Affine) -> nn.Sequential:
    """The generator that gives data = scale · output + centre.

    Where one scale serves all axes, near 0, its last layer does so: W ← scale · W,
    b ← scale · b + centre. A person's points, which may lie anywhere, get a layer of their own.
    """
    if isinstance(network.scale, tuple):
        return nn.Sequential(*module, DataUnits(network))
    last = module[-1]
    assert isinstance(last, nn.Linear)
    last.weight.mul_(network.scale)
    centre = torch.tensor(network.centre, dtype=torch.float64)
    last.bias.copy_(last.bias.double() * network.scale + centre)
    return module


def _named(checkpoint: Checkpoint, part: str) -> dict[str, NDArray[Any]]:
    found = (key.partition("/") for key in checkpoint.arrays)
    return {name: checkpoint.arrays[f"{part}/{name}"] for owner, _, name in found if owner == part}


def _fill(module: nn.Module, arrays: Arrays) -> None:
    """Load every weight and statistic by name. Batch normalisation's count of batches, which
    nothing reads once training is over, stays 0."""
    state = {name: torch.from_numpy(np.array(a, dtype=np.float32)) for name, a in arrays.items()}
    try:
        missing, unexpected = module.load_state_dict(state, strict=False)
    except RuntimeError:  # a size differs
        missing, unexpected = ["a size"], []
    if unexpected or any(not name.endswith("num_batches_tracked") for name in missing):
        raise ExportError("The saved generator is not one of this experiment.")
