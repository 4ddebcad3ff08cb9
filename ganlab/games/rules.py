"""What everybody knows of a game without playing it: the half without torch.

The window, the command line and files read it, and never ask which game it is.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from ganlab.experiment import Experiment
from ganlab.games.table import GAMES

if TYPE_CHECKING:
    from ganlab.data.target import Target
    from ganlab.games.columns import Column
    from ganlab.games.shown.cards import Card
    from ganlab.games.shown.forms import Form
    from ganlab.games.shown.graph import Graph
    from ganlab.games.shown.views import View
    from ganlab.games.turns import Turn
    from ganlab.games.verdicts.readings import Past
    from ganlab.games.verdicts.verdict import Verdict
    from ganlab.gan.scores import Score


class Rules(Protocol):
    """The rules of one game; see `rules_of`."""

    turns: tuple[Turn, ...]
    """In the order in which they are taken."""
    together: str
    """What all turns at speed come to, one line."""
    networks: tuple[str, ...]
    """Whose weights are those of the game, by the parts of a checkpoint; the generator, which makes
    the samples, is one of them."""
    remedy: str
    """What may help a run that has blown up, after "try"."""

    def columns(self, experiment: Experiment) -> tuple[Column, ...]:
        """What every iteration measures, in the order of `Game.take_scalars`."""

    def evaluation(self, experiment: Experiment) -> tuple[Column, ...]:
        """What an evaluation measures of this game alone, see `Game.figures`."""

    def cards(self, experiment: Experiment) -> tuple[Card, ...]:
        """The curves of what every iteration measures, top to bottom."""

    def graph(self, experiment: Experiment, target: Target) -> Graph:
        """The game as boxes and wires, learning from that target."""

    def views(self, experiment: Experiment) -> tuple[View, ...]:
        """What can be seen of it, in the order of the chips that switch it."""

    def comparable(self, key: str, one: str, other: str) -> bool:
        """Whether a column measures the same in two eras (see `Game.era`)."""

    def score(self, experiment: Experiment) -> Score | None:
        """How the number of its fields and values is to be read; None where it has none."""

    def form(self, experiment: Experiment) -> Form:
        """What can be set of it."""

    def told(self, experiment: Experiment) -> dict[str, str]:
        """How figures of the game are written in a line, with braces where they stand, by the
        column without which the line says nothing."""

    def equilibrium(self, experiment: Experiment) -> float | None:
        """What the column of the group "value" is where p_g = p_data; None where there is none."""

    def describe(self, history: Past, experiment: Experiment, outside: float) -> Verdict:
        """What a person should know of the game now; `outside` is the share of generated samples
        that lie outside the view, NaN where that is not known."""

    def ending(self, experiment: Experiment) -> str:
        """Why nothing is learned any more from `Game.ends_at` on, a sentence without its end."""

    def optimum(
        self, experiment: Experiment, p_data: float, p_g: float
    ) -> tuple[str, float] | None:
        """What the best opponent of the present generator would say where the densities are these,
        and what that is called; None in a game without one."""

    def examples_per_step(self, experiment: Experiment) -> int:
        """How many real samples an iteration looks at."""


def rules_of(experiment: Experiment) -> Rules:
    """The rules of the game that an experiment plays."""
    return rules_of_kind(experiment.game.kind)


def rules_of_kind(kind: str) -> Rules:
    """The rules of a game by its name in the table."""
    module, _, name = GAMES[kind].rules.partition(":")
    rules: Rules = getattr(import_module(module), name)
    return rules


def check_data(experiment: Experiment) -> None:
    """Raise ValueError, in a sentence, where the game does not learn from such data, or not as it
    is set."""
    entry, data = GAMES[experiment.game.kind], experiment.data
    if data.samples not in entry.samples:
        raise ValueError(f"{entry.title} does not learn from {data.plural}: choose another game.")
    if refused := experiment.game.refusal(data.imaged):
        raise ValueError(refused)
