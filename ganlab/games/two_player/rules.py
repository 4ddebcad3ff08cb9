"""The rules of the two-player game of 2014."""

from __future__ import annotations

from ganlab.experiment import Experiment
from ganlab.games.columns import Column
from ganlab.games.two_player import columns, views
from ganlab.games.two_player.turns import TURNS
from ganlab.games.views import View
from ganlab.gan.saving.names import DISCRIMINATOR, GENERATOR


class TwoPlayerRules:
    """Goodfellow et al. 2014, "Generative adversarial nets"; see `ganlab.games.rules.Rules`."""

    turns = TURNS
    together = "both learn: D to tell real from generated, G to have its samples taken for real"
    networks = (GENERATOR, DISCRIMINATOR)
    remedy = "a smaller learning rate or a penalty"

    def columns(self, experiment: Experiment) -> tuple[Column, ...]:
        """As the experiment's objective reads them."""
        return columns.columns(experiment)

    def views(self, experiment: Experiment) -> tuple[View, ...]:
        """Of points or of images."""
        return views.views(experiment)

    def comparable(self, key: str, one: str, other: str) -> bool:
        """Each objective has its own value and its own D."""
        return columns.comparable(key, one, other)

    def ending(self, experiment: Experiment) -> str:
        """Both schedules have come to their end."""
        return f"both learning rates came down to 0 at step {experiment.training.steps:,}"

    def examples_per_step(self, experiment: Experiment) -> int:
        """Each of D's k updates looks at a minibatch."""
        return columns.real_samples(experiment)


RULES = TwoPlayerRules()
