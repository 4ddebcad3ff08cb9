"""A game small enough to be played a thousand times a second."""

from __future__ import annotations

from typing import Any

from ganlab.data import make_target
from ganlab.experiment import Experiment
from ganlab.games.two_player.game import TwoPlayerGame

_SMALL = {
    "game.generator.layers": 1,
    "game.generator.units": 8,
    "game.discriminator.layers": 1,
    "game.discriminator.units": 8,
    "training.batch_size": 16,
}


def small(changes: dict[str, Any] | None = None) -> Experiment:
    """Two networks of one layer of 8, batch 16, with dotted fields replaced."""
    return Experiment().with_values(_SMALL | (changes or {}))


def both(**settings: Any) -> dict[str, Any]:
    """The same optimizer settings for both networks, as dotted fields."""
    players = ("generator_optimizer", "discriminator_optimizer")
    return {f"{player}.{name}": value for player in players for name, value in settings.items()}


def trainer_of(experiment: Experiment) -> TwoPlayerGame:
    """A fresh trainer on the CPU."""
    return TwoPlayerGame(experiment, make_target(experiment.data))
