"""What can be tried of the two players: penalties and ways to play where they help, by a click."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from ganlab.experiment import Change, Experiment, compare
from ganlab.games.verdicts.verdict import Remedy
from ganlab.lab.frame import State
from ganlab.lab.past.history import History
from ganlab.lab.verdicts.status import describe
from tests.lab.test_status import evaluated, run

SWING = -1.3 + 0.4 * np.sin(2 * np.pi * np.arange(3000) / 300)
FOUND = {"modes": 3, "modes_total": 8, "high_quality": 0.5, "reverse_kl": 1.0}
IMAGES = {"data": {"kind": "images"}}
RUNS: dict[str, History] = {
    "sure": run(d_real=0.99, d_fake=0.01),
    "collapsed": evaluated(run(), 0.6, **FOUND),
    "circling": run(value=SWING),
    "blown up": run(generator_loss=1e10),
    "going": evaluated(run(d_real=0.7), *[0.3] * 10),
}


def offered(state: str, changes: dict[str, Any]) -> dict[str, Remedy]:
    """By the settings that they change."""
    experiment = Experiment().with_values(changes)
    remedies = describe(RUNS[state], State.RUNNING, experiment).remedies
    return {path: remedy for remedy in remedies for path, _ in remedy.changes}


@pytest.mark.parametrize(
    ("state", "helps"),
    [
        ("sure", {"game.penalty.r1", "game.penalty.instance_noise", "game.penalty.spectral"}),
        ("collapsed", {"game.penalty.r1", "game.pack", "game.play.unrolled"}),
        ("circling", {"game.penalty.r1", "game.play.updates", "game.play.lookahead"}),
    ],
)
def test_penalties_and_ways_to_play_are_offered_where_they_help(
    state: str, helps: set[str]
) -> None:
    assert helps <= offered(state, {}).keys()


@pytest.mark.parametrize("state", ["blown up", "going"])
def test_a_critic_that_nothing_holds_is_offered_a_penalty_on_its_slope(state: str) -> None:
    critic = {"game.objective": "wasserstein"}
    assert dict(offered(state, critic)["game.penalty.gradient"].changes)
    for held in ("gradient", "one_sided", "clip", "spectral"):
        value = True if held == "spectral" else 0.1
        changes = critic | {f"game.penalty.{held}": value}
        assert "game.penalty.gradient" not in offered(state, changes)
    assert "game.penalty.gradient" not in offered(state, {})


@pytest.mark.parametrize(
    ("state", "changes", "absent"),
    [
        ("sure", {"game.penalty.instance_noise": 0.1}, "game.penalty.instance_noise"),
        ("sure", {"training.steps": 3000}, "game.penalty.instance_noise"),  # it would be 0 by now
        ("sure", {"game.play.unrolled": 5}, "game.penalty.instance_noise"),
        ("sure", {"game.play.consensus": 1.0}, "game.penalty.spectral"),
        ("sure", IMAGES, "game.penalty.spectral"),  # batch normalisation undoes it
        ("collapsed", {"game.pack": 4}, "game.pack"),
        ("collapsed", {"game.play.unrolled": 3}, "game.play.unrolled"),
        ("collapsed", {"game.penalty.dropout": 0.2}, "game.play.unrolled"),
        ("collapsed", {"game.train": "generator"}, "game.play.unrolled"),
        ("circling", IMAGES, "game.play.unrolled"),
        ("circling", {"game.play.updates": "extra-gradient"}, "game.play.updates"),
        ("circling", {"game.play.lookahead": 100}, "game.play.lookahead"),
    ],
)
def test_what_would_change_nothing_or_is_refused_is_not_offered(
    state: str, changes: dict[str, Any], absent: str
) -> None:
    assert absent not in offered(state, changes)


@pytest.mark.parametrize("state", RUNS)
@pytest.mark.parametrize(
    "changes",
    [{}, IMAGES, IMAGES | {"game.conditional": True}, {"game.objective": "wasserstein"}],
    ids=["points", "images", "told", "critic"],
)
def test_what_is_offered_can_be_played(state: str, changes: dict[str, Any]) -> None:
    experiment = Experiment().with_values(changes)
    for remedy in offered(state, changes).values():
        new = experiment.with_values(dict(remedy.changes))
        assert not new.game.refusal(new.data.imaged)
        assert (compare(experiment, new) is Change.REBUILD) == remedy.restarts
