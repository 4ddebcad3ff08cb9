"""How steep D is on lines between real and generated samples: what penalties come to.

    sup ‖∇ₓ a(x̂)‖,   x̂ = x + ε (G(z) − x)

The largest of many is an estimate of D's Lipschitz constant there, from below; it is where WGAN-GP
wants a slope of 1, in the networks' units.
"""

from __future__ import annotations

from typing import Protocol

import torch
from torch import Tensor

from ganlab.data.target import Target
from ganlab.experiment import Experiment
from ganlab.gan.batches.noise import felt_of
from ganlab.gan.batches.real import RealStream
from ganlab.gan.penalties.gradient import between
from ganlab.gan.play.pack import packed
from ganlab.gan.players import Player
from ganlab.gan.settings import two_player

POINTS, IMAGES = 512, 64
"""Places that are looked at."""
SEED = 9
"""Of the samples and places: the same each time, so that the figure moves only when networks do."""


class Judging(Protocol):
    """What is needed of a game."""

    experiment: Experiment
    target: Target
    device: torch.device
    classes: int
    discriminator: Player
    real: RealStream

    def noise(self, m: int, chance: torch.Generator | None = None) -> Tensor:
        """m rows of noise."""

    def generate(self, noise: Tensor) -> Tensor:
        """G(z) for rows of noise."""


def slopes_between(game: Judging) -> Tensor:
    """(n,): ‖∇ₓ a(x̂)‖ at places between real and generated samples, or packs of them, as D judges
    when training is over. Disturbs nothing."""
    pack = two_player(game.experiment.game).pack
    n = (POINTS if game.target.image_set is None else IMAGES) * pack
    chance = torch.Generator(game.device).manual_seed(SEED)
    fake = game.generate(game.noise(n, chance))
    felt = felt_of(game.target.dimension, game.classes, pack, game.device)
    real = packed(game.real.fixed(n, SEED), pack)
    places = between(real, packed(fake, pack), chance, felt)
    judged = game.discriminator.run(places, training=False)
    slopes = judged.input_gradient(torch.ones_like(judged.output))
    return (slopes if felt is None else slopes * felt).norm(dim=1)
