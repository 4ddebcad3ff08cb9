"""Who plays: two perceptrons, or networks for images."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ganlab.data.image_target import ImageTarget
from ganlab.data.target import Target
from ganlab.experiment import Experiment
from ganlab.gan.batches.classes import classes_of
from ganlab.gan.batches.real import PointStream, RealStream
from ganlab.gan.networks.backprop import Workspace
from ganlab.gan.networks.perceptron import MLP
from ganlab.gan.settings import two_player

Arrays = dict[str, NDArray[np.float32]]


class ForwardPass(Protocol):
    """A forward pass whose gradients can be asked for."""

    output: Tensor
    """(batch, columns)"""

    def release(self) -> None:
        """No gradient is wanted."""

    def parameter_gradient(self, slope: Tensor) -> Tensor:
        """∂L/∂θ, flat, from slope = ∂L/∂output."""

    def input_gradient(self, slope: Tensor) -> Tensor:
        """∂L/∂x from slope = ∂L/∂output."""

    def squared_input_gradient(self, rows: int) -> tuple[Tensor, Tensor]:
        """mean ‖∇ₓ f(x)‖² over the first rows, and its gradient by θ."""


class Player(Protocol):
    """A network of the game: rows in, rows out, all its parameters in one flat vector."""

    parameters: Tensor
    statistics: Tensor
    """Running statistics of batch normalisation, flat; empty where there are none."""
    workspace: Workspace

    def run(self, x: Tensor, parts: int = 1) -> ForwardPass:
        """A forward pass, as in training."""

    def __call__(self, x: Tensor) -> Tensor:
        """The output, as in training, no gradient wanted."""

    def evaluate(self, x: Tensor) -> Tensor:
        """The output, as when training is over."""

    def arrays(self, flat: Tensor | None = None) -> Arrays:
        """Named copies of the parameters."""

    def flat(self, arrays: Arrays) -> Tensor:
        """The inverse; raises ValueError."""

    def buffers(self, statistics: Tensor | None = None) -> Arrays:
        """Named copies of the statistics."""

    def flat_buffers(self, arrays: Arrays) -> Tensor:
        """The inverse; raises ValueError."""

    def chance_state(self) -> NDArray[np.uint8]:
        """Where its own stream of chance stands."""

    def load_chance(self, state: NDArray[np.uint8]) -> None:
        """The inverse; raises ValueError."""


def make_players(
    experiment: Experiment, target: Target, initial: torch.Generator, device: torch.device
) -> tuple[Player, Player]:
    """The generator and the discriminator of an experiment, first weights from `initial`."""
    noise = experiment.noise.dimension
    if not isinstance(target, ImageTarget):
        data = target.dimension
        return (
            MLP(noise, data, two_player(experiment.game).generator, initial, device),
            MLP(data, 1, two_player(experiment.game).discriminator, initial, device),
        )
    from ganlab.gan.networks.modules import make_image_players

    chosen, images = two_player(experiment.game).image_networks, target.image_set
    return make_image_players(
        chosen.kind,
        noise,
        images.size,
        classes_of(experiment, target),
        chosen.width,
        initial,
        device,
        torch.from_numpy(images.images.mean(axis=0) / 255),
    )


def make_stream(experiment: Experiment, target: Target, device: torch.device) -> RealStream:
    """The real data of an experiment."""
    if not isinstance(target, ImageTarget):
        return PointStream(target, experiment.seed, device)
    from ganlab.gan.batches.real_images import ImageStream

    return ImageStream(target, classes_of(experiment, target), experiment.seed, device)
