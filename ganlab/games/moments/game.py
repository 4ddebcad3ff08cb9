"""The half of moment matching that trains."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from ganlab.data.target import Target
from ganlab.experiment import Experiment
from ganlab.games.moments.loss import Difference, difference
from ganlab.games.moments.scene import MomentScene
from ganlab.games.moments.settings import Moments, moments
from ganlab.games.one_generator import OneGenerator
from ganlab.gan.networks.perceptron import MLP
from ganlab.gan.players import Player


def make_generator(
    experiment: Experiment, target: Target, initial: torch.Generator, device: torch.device
) -> Player:
    """The generator, first weights from `initial`."""
    network = moments(experiment.game).generator
    return MLP(experiment.noise.dimension, target.dimension, network, initial, device)


class MomentGame(OneGenerator):
    """G descends the squared difference of means and covariances; see loss.py."""

    columns = 4
    settings: Moments

    def __init__(self, experiment: Experiment, target: Target, device: str = "cpu") -> None:
        """Same experiment, same machine, CPU: the same numbers, bit for bit."""
        initial = torch.Generator().manual_seed(experiment.seed)
        generator = make_generator(experiment, target, initial, torch.device(device))
        super().__init__(experiment, target, device, generator, moments(experiment.game))

    def settings_of(self, experiment: Experiment) -> Moments:
        """Those of a document."""
        return moments(experiment.game)

    def gradient(self, real: Tensor, noise: Tensor) -> tuple[Sequence[Tensor], Tensor]:
        """Loss, ‖δ‖, ‖Δ‖, and the loss's gradient in G's parameters."""
        made, weight = self.generator.run(noise), self.settings.covariances
        apart = difference(made.output, real)
        slopes = apart.slopes(weight)
        numbers = (apart.loss(weight), apart.means.norm(), apart.covariances.norm())
        return numbers, made.parameter_gradient(slopes)

    def pull(self, generated: Tensor, real: Tensor) -> Tensor:
        """(n, dimension): where the loss pulls each of (n, dimension) generated rows."""
        apart: Difference = difference(generated, real)
        return -apart.slopes(self.settings.covariances) * len(generated)

    def scene(self) -> MomentScene:
        """The plane."""
        return MomentScene(self)
