"""How many parameters the players have, known without making them. Loads no torch."""

from __future__ import annotations

from itertools import pairwise

from ganlab.experiment import Experiment, Network
from ganlab.gan.settings import two_player


def parameters_of(experiment: Experiment, dimension: int, classes: int) -> int:
    """Of both players together, of data of so many dimensions."""
    game = two_player(experiment.game)
    return _count(game.generator, experiment.noise.dimension + classes, dimension) + _count(
        game.discriminator, game.pack * (dimension + classes), 1
    )


def _count(network: Network, inputs: int, outputs: int) -> int:
    widths = [inputs, *[network.units] * network.layers, outputs]
    return sum((a + 1) * b for a, b in pairwise(widths))
