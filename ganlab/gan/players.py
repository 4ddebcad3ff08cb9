"""Who plays: two perceptrons, or networks for images."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from ganlab.data.target import Target
from ganlab.experiment import Experiment
from ganlab.gan.batches.classes import classes_of
from ganlab.gan.batches.noise import felt_of
from ganlab.gan.batches.real import LabelledPointStream, PointStream, RealStream
from ganlab.gan.networks.backprop import Bend
from ganlab.gan.networks.perceptron import MLP
from ganlab.gan.networks.workspace import Workspace
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

    def penalized_gradient(self, slope: Tensor, rows: int, weight: float) -> tuple[Tensor, Tensor]:
        """weight·P, P = mean ‖∇ₓ f(x)‖² over the first rows, and ∂(L + weight·P)/∂θ, flat."""

    def squared_input_gradient(
        self, rows: int, first: int = 0, bend: Bend | None = None
    ) -> tuple[Tensor, Tensor]:
        """mean b(‖∇ₓ f(x)‖²) over so many rows, and its gradient by θ."""


class Player(Protocol):
    """A network of the game: rows in, rows out, all its parameters in one flat vector."""

    parameters: Tensor
    statistics: Tensor
    """Running statistics of batch normalisation, flat; empty where there are none."""
    workspace: Workspace

    @property
    def by_hand(self) -> bool:
        """Whether its passes, as in training, do without autograd."""

    def run(self, x: Tensor, parts: int = 1, training: bool = True) -> ForwardPass:
        """A forward pass, as in training or as when it is over."""

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

    def as_module(self) -> nn.Module:
        """The same network as torch writes it, with its weights, on the CPU, as when training is
        over: (n, inputs) and, where it is told classes, (n,) labels -> what it makes of them."""

    def first_layer(self) -> NDArray[np.float32]:
        """(features, inputs): the weights of the layer that hears the input."""

    def constrain(self, spectral: bool, dropout: float, chance: torch.Generator) -> None:
        """Constraints on D from now on; see gan/penalties."""

    def settle(self) -> None:
        """Its parameters have moved by a step."""

    def pull_back(self, gradient: Tensor) -> None:
        """A gradient of its last pass -> one in its parameters, flat, in place."""

    def chance_state(self) -> NDArray[np.uint8]:
        """Where its own stream of chance stands."""

    def load_chance(self, state: NDArray[np.uint8]) -> None:
        """The inverse; raises ValueError."""


def make_players(
    experiment: Experiment, target: Target, initial: torch.Generator, device: torch.device
) -> tuple[Player, Player]:
    """The generator and the discriminator of an experiment, first weights from `initial`."""
    generator = make_generator(experiment, target, initial, device)
    return generator, _make_discriminator(experiment, target, initial, device)


def make_generator(
    experiment: Experiment, target: Target, initial: torch.Generator, device: torch.device
) -> Player:
    """The generator alone, first weights from `initial`."""
    noise, images = experiment.noise.dimension, target.image_set
    if images is None:
        return _perceptron(experiment, target, noise, initial, device)
    from ganlab.gan.networks.image_players import make_image_generator

    chosen, classes = two_player(experiment.game).image_networks, classes_of(experiment, target)
    mean = torch.from_numpy(images.images.mean(axis=0) / 255)
    return make_image_generator(
        chosen.kind, noise, images.size, classes, chosen.width, initial, device, mean
    )


def _perceptron(
    experiment: Experiment,
    target: Target,
    noise: int,
    initial: torch.Generator,
    device: torch.device,
) -> MLP:
    classes, network = classes_of(experiment, target), two_player(experiment.game).generator
    if not classes:
        return MLP(noise, target.dimension, network, initial, device)
    from ganlab.gan.networks.told import ToldGenerator

    return ToldGenerator(noise, target.dimension, network, initial, device, classes)


def _make_discriminator(
    experiment: Experiment, target: Target, initial: torch.Generator, device: torch.device
) -> Player:
    images, game = target.image_set, two_player(experiment.game)
    classes, pack = classes_of(experiment, target), game.pack
    if images is None:
        columns = target.dimension + classes
        network = MLP(pack * columns, 1, game.discriminator, initial, device)
        network.felt = felt_of(target.dimension, classes, pack, device)
        return network
    from ganlab.gan.networks.image_players import make_image_discriminator

    chosen = game.image_networks
    return make_image_discriminator(
        chosen.kind, images.size, classes, chosen.width, initial, device, game.pack
    )


def make_stream(experiment: Experiment, target: Target, device: torch.device) -> RealStream:
    """The real data of an experiment."""
    classes = classes_of(experiment, target)
    if target.image_set is None:
        if classes:
            return LabelledPointStream(target, experiment.seed, device)
        return PointStream(target, experiment.seed, device)
    from ganlab.gan.batches.real_images import ImageStream

    return ImageStream(target, classes, experiment.seed, device)
