"""The rules of the two-player game of 2014.

What a window shows only once it is on the screen is imported by the methods that tell it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ganlab.experiment import Experiment
from ganlab.games.two_player import columns, views
from ganlab.games.two_player.turns import TURNS
from ganlab.gan.objectives import OBJECTIVES, Objective
from ganlab.gan.penalties.effect import played
from ganlab.gan.saving.names import DISCRIMINATOR, GENERATOR
from ganlab.gan.settings import two_player

if TYPE_CHECKING:
    from ganlab.data.target import Target
    from ganlab.games.columns import Column
    from ganlab.games.shown.cards import Card
    from ganlab.games.shown.forms import Form
    from ganlab.games.shown.graph import Graph
    from ganlab.games.shown.views import View
    from ganlab.games.verdicts.readings import Past
    from ganlab.games.verdicts.verdict import Verdict
    from ganlab.gan.scores import Score


class TwoPlayerRules:
    """Goodfellow et al. 2014, "Generative adversarial nets"; see `ganlab.games.rules.Rules`."""

    turns = TURNS
    together = "both learn: D to tell real from generated, G to have its samples taken for real"
    networks = (GENERATOR, DISCRIMINATOR)
    remedy = "a smaller learning rate or a penalty"

    def columns(self, experiment: Experiment) -> tuple[Column, ...]:
        """As the experiment's objective reads them."""
        return columns.columns(experiment)

    def evaluation(self, experiment: Experiment) -> tuple[Column, ...]:
        """The divergence that an f-GAN bounds, where p_data is known."""
        return columns.evaluation(experiment)

    def cards(self, experiment: Experiment) -> tuple[Card, ...]:
        """The value, the losses and gradients, D's number."""
        from ganlab.games.two_player import cards

        return cards.cards(experiment)

    def graph(self, experiment: Experiment, target: Target) -> Graph:
        """From the noise to both losses."""
        from ganlab.games.two_player import graph

        return graph.graph(experiment, target)

    def views(self, experiment: Experiment) -> tuple[View, ...]:
        """Of points or of images."""
        return views.views(experiment)

    def comparable(self, key: str, one: str, other: str) -> bool:
        """Each objective has its own value and its own D."""
        return columns.comparable(key, one, other)

    def score(self, experiment: Experiment) -> Score:
        """D's number under the experiment's objective."""
        return OBJECTIVES[two_player(experiment.game).objective].score

    def form(self, experiment: Experiment) -> Form:
        """Two perceptrons in the plane; with images the one choice of an architecture."""
        from ganlab.games.two_player import forms

        return forms.form(experiment)

    def told(self, experiment: Experiment) -> dict[str, str]:
        """V beside its equilibrium, and what D says of either kind."""
        objective = _played(experiment)
        best = objective.equilibrium_words(4).replace("−", "-")
        unit, score = f" {objective.unit}" if objective.unit else "", objective.score
        real, generated = score.of_real(), score.of_generated()
        bounded = {
            column.key: f"{column.title} = {{{column.key}:z.4f}}{unit}"
            for column in self.evaluation(experiment)
        }
        return bounded | {
            "value": f"{objective.value_symbol.replace(',', ', ')} = {{value:z.4f}}{unit} "
            f"({best} at the equilibrium)",
            "d_real": f"{real} = {{d_real:z.3f}}, {generated} = {{d_fake:z.3f}}",
        }

    def equilibrium(self, experiment: Experiment) -> float:
        """V(D, G) where p_g = p_data and D is at its best, under the experiment's objective."""
        return _played(experiment).equilibrium

    def describe(self, history: Past, experiment: Experiment, outside: float) -> Verdict:
        """What is going on between the two players."""
        from ganlab.games.two_player.verdicts import rules

        return rules.describe(history, experiment, outside)

    def ending(self, experiment: Experiment) -> str:
        """Both schedules have come to their end."""
        return f"both learning rates came down to 0 at step {experiment.training.steps:,}"

    def optimum(
        self, experiment: Experiment, p_data: float, p_g: float
    ) -> tuple[str, float] | None:
        """D*(x) = p_data / (p_data + p_g), Proposition 1; f'(p_data/p_g) of an f-GAN. A critic that
        may rise only so fast has none: what is best at a place hangs on all others. Of a pack of m
        that are all x, the densities are the m-th powers. Where a real sample is called real only
        to 1 - s, D* is (1 - s) times what it was."""
        game = two_player(experiment.game)
        best, score, m = views.best_d(game), self.score(experiment), game.pack
        if best is None or p_data + p_g == 0:
            return None
        with np.errstate(divide="ignore", over="ignore"):
            number = best(np.array([np.log(p_data) - np.log(p_g)]))
        constant = " + c" if score.floating else ""
        return f"{score.letter}*({','.join('x' * m)}){constant}", float(number[0])

    def examples_per_step(self, experiment: Experiment) -> int:
        """Each of D's k updates looks at a minibatch."""
        return columns.real_samples(experiment)


def _played(experiment: Experiment) -> Objective:
    return played(two_player(experiment.game), experiment.data.imaged)


RULES = TwoPlayerRules()
