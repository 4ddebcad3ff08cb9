"""What a person should know of a run, in plain words: where the session stands, and the verdict.

The first rule that holds speaks. The order: what is broken, what is over, what cannot be seen; then
what stops learning, what is wrong, and how far p_g has come. Every threshold is a constant with its
reason beside it, in `verdicts`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import nan

from ganlab.experiment import Experiment
from ganlab.lab.frame import State
from ganlab.lab.past.history import History
from ganlab.lab.verdicts import broken, play
from ganlab.lab.verdicts.readings import SEEN_OUTSIDE, Readings
from ganlab.lab.verdicts.remedies import FIT
from ganlab.lab.verdicts.verdict import Verdict

BROKEN = (broken.diverged, broken.blown_up)
RULES: tuple[Callable[[Readings], Verdict | None], ...] = (
    *BROKEN,
    broken.finished,
    broken.outside,
    play.warming_up,
    play.d_wins,
    play.oscillating,
    play.g_wins,
    play.collapsed,
    play.equilibrium,
    play.images,
    play.lost_track,
    play.going,
)
"""In this order; the last one always has something to say."""


def describe(
    history: History, state: State, experiment: Experiment, outside: float = nan
) -> Verdict:
    """What a person should know of a run now. Pure, and quick enough to ask at every frame.

    `outside` is the share of generated samples that lie outside the view, where that is known.
    """
    if state is State.CRASHED:
        return Verdict("error", "The trainer has stopped: resume from the last checkpoint")
    if state is State.LOADING:
        return Verdict("busy", "Loading: getting the networks ready")
    if state is State.STOPPING:
        return Verdict("idle", "Stopping")
    if not history.steps:
        return Verdict("busy" if state is State.RUNNING else "idle", _RESTING[state])
    game = judge(Readings(history, experiment, outside))
    if outside >= SEEN_OUTSIDE:
        game = replace(game, at_once=FIT)
    over = game.level == "error" or game.rule.startswith("finished")
    if state is State.RUNNING or over:
        return game
    headline = "Paused" if state is State.PAUSED else "Ready: press Play to go on"
    details = game.headline, *game.details
    return replace(game, level="idle", headline=headline, details=details, judged=game)


def judge(readings: Readings) -> Verdict:
    """The first rule that holds."""
    for rule in RULES:
        verdict = rule(readings)
        if verdict is not None:
            return verdict
    raise AssertionError("the last rule always holds")


_RESTING = {
    State.RUNNING: "Warming up: the first steps say little",
    State.IDLE: "Ready: press Play",
    State.PAUSED: "Paused",
}
