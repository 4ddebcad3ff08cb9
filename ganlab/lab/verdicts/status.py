"""What a person should know of a run, in plain words: where the session stands, and the verdict.

What is said of the game itself are the rules of that game.
"""

from __future__ import annotations

from dataclasses import replace
from math import nan

from ganlab.experiment import Experiment
from ganlab.games.rules import rules_of
from ganlab.games.verdicts.readings import SEEN_OUTSIDE
from ganlab.games.verdicts.remedies import FIT
from ganlab.games.verdicts.verdict import Verdict
from ganlab.lab.frame import State
from ganlab.lab.past.history import History


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
    game = rules_of(experiment).describe(history, experiment, outside)
    if outside >= SEEN_OUTSIDE:
        game = replace(game, at_once=game.at_once or FIT)
    over = game.level == "error" or game.rule.startswith("finished")
    if state is State.RUNNING or over:
        return game
    headline = "Paused" if state is State.PAUSED else "Ready: press Play to go on"
    details = game.headline, *game.details
    return replace(game, level="idle", headline=headline, details=details, judged=game)


_RESTING = {
    State.RUNNING: "Warming up: the first steps say little",
    State.IDLE: "Ready: press Play",
    State.PAUSED: "Paused",
}
