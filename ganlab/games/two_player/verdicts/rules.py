"""The rules of the two-player game, in the order in which they are asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import nan

from ganlab.experiment import Experiment
from ganlab.games.two_player.columns import columns
from ganlab.games.two_player.turns import TURNS
from ganlab.games.two_player.verdicts import broken, classes, play
from ganlab.games.two_player.verdicts.readings import PlayReadings
from ganlab.games.verdicts.readings import Past
from ganlab.games.verdicts.shared import first_of
from ganlab.games.verdicts.verdict import Verdict

RULES: tuple[Callable[[PlayReadings], Verdict | None], ...] = (
    broken.diverged,
    broken.blown_up,
    broken.finished,
    broken.outside,
    play.warming_up,
    play.d_wins,
    play.oscillating,
    play.g_wins,
    play.collapsed,
    classes.class_ignored,
    play.equilibrium,
    play.images,
    play.lost_track,
    play.going,
)
"""What is broken, what is over, what cannot be seen; then what stops learning, what is wrong, and
how far p_g has come. Every threshold is a constant with its reason beside it."""


def describe(history: Past, experiment: Experiment, outside: float = nan) -> Verdict:
    """Who is winning, and where p_g is going."""
    verdict = first_of(RULES, PlayReadings(history, experiment, columns(experiment), outside))
    frozen = (f"{turn.letter} is frozen" for turn in TURNS if turn.frozen(experiment))
    return replace(verdict, details=(*frozen, *verdict.details))
