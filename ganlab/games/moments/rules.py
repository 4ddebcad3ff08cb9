"""The rules of moment matching.

What a window shows only once it is on the screen is imported by the methods that tell it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ganlab.experiment import Experiment
from ganlab.games.columns import Column, always
from ganlab.games.moments import columns, views
from ganlab.games.moments.turns import TURNS

if TYPE_CHECKING:
    from ganlab.data.target import Target
    from ganlab.games.shown.cards import Card
    from ganlab.games.shown.forms import Form
    from ganlab.games.shown.graph import Graph
    from ganlab.games.shown.views import View
    from ganlab.games.verdicts.readings import Past
    from ganlab.games.verdicts.verdict import Verdict


class MomentRules:
    """See `ganlab.games.rules.Rules`."""

    turns = TURNS
    together = "G learns: its samples are to have the means and covariances of the data"
    networks = ("generator",)
    remedy = "a smaller learning rate"

    def form(self, experiment: Experiment) -> Form:
        """What can be set."""
        from ganlab.games.moments.forms import FORM

        return FORM

    def columns(self, experiment: Experiment) -> tuple[Column, ...]:
        """The loss, both differences, and the gradient's norm."""
        return columns.COLUMNS

    def comparable(self, key: str, one: str, other: str) -> bool:
        """They always mean the same."""
        return always(key, one, other)

    def evaluation(self, experiment: Experiment) -> tuple[Column, ...]:
        """Nothing of its own."""
        return ()

    def cards(self, experiment: Experiment) -> tuple[Card, ...]:
        """The loss, and the moments."""
        return columns.cards(experiment)

    def views(self, experiment: Experiment) -> tuple[View, ...]:
        """Of points."""
        return views.views(experiment)

    def graph(self, experiment: Experiment, target: Target) -> Graph:
        """From noise to the loss."""
        from ganlab.games.moments.graph import graph

        return graph(experiment, target)

    def score(self, experiment: Experiment) -> None:
        """Nobody gives samples a number."""

    def told(self, experiment: Experiment) -> dict[str, str]:
        """The loss and what it is made of."""
        return {
            "loss": "loss = {loss:.4f}",
            "mean_difference": "means {mean_difference:.4f} apart, "
            "covariances {covariance_difference:.4f}",
        }

    def equilibrium(self, experiment: Experiment) -> None:
        """There is no value of a game, and so no equilibrium."""

    def describe(self, history: Past, experiment: Experiment, outside: float) -> Verdict:
        """Whether both moments agree, and what that is worth."""
        from ganlab.games.moments import verdicts

        return verdicts.describe(history, experiment, outside)

    def ending(self, experiment: Experiment) -> str:
        """The schedule has come to its end."""
        return f"the learning rate came down to 0 at step {experiment.training.steps:,}"

    def optimum(self, experiment: Experiment, p_data: float, p_g: float) -> None:
        """There is no opponent."""

    def examples_per_step(self, experiment: Experiment) -> int:
        """One minibatch."""
        return experiment.training.batch_size


RULES = MomentRules()
