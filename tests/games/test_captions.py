"""What slow motion says under every objective, every penalty and every way to play."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from ganlab.data import make_target
from ganlab.experiment import Experiment
from ganlab.games.two_player.rules import RULES
from ganlab.games.two_player.turns import DISCRIMINATOR, GENERATOR
from ganlab.gan.objectives import OBJECTIVES
from tests.small import small

ROOM, CALM = 125, 105
"""Letters of a line in the narrowest window, and what one way to play or one penalty needs."""


def captions(experiment: Experiment) -> tuple[list[str], list[str]]:
    """Of D's turn and of G's."""
    d, g = ([turn.caption(i, experiment) for i in range(5)] for turn in (DISCRIMINATOR, GENERATOR))
    return d, g


def test_captions_say_what_happens_and_have_room() -> None:
    ways = product(
        ("alternating", "simultaneous", "extra-gradient"), (0, 10), (0.0, 0.1), (0, 10_000), (1, 4)
    )
    for updates, unrolled, consensus, lookahead, pack in ways:
        d, g = captions(
            small(
                {
                    "game.play.updates": updates,
                    "game.play.unrolled": unrolled,
                    "game.play.consensus": consensus,
                    "game.play.lookahead": lookahead,
                    "game.pack": pack,
                    "game.penalty.gradient": 1.0,
                    "game.penalty.clip": 1.0,
                    "game.objective": "relativistic",
                }
            )
        )
        for caption in (*d, *g):
            assert len(caption) <= ROOM, caption
        assert ("packs of 4" in d[2]) == (pack == 4)
        assert ("packs of 4" in g[2]) == (pack == 4)
        assert ("before its turn" in g[2]) == (updates == "simultaneous" and not unrolled)
        assert ("10 steps later" in g[2]) == (unrolled > 0)
        assert ("slow weights" in g[4]) == (lookahead > 0)
        assert ("consensus" in d[4]) == ("consensus" in g[4]) == (consensus > 0)
        assert ("ahead" in d[4]) == (updates == "extra-gradient")


ALONE: dict[str, Any] = {
    "game.play.updates": "simultaneous",
    "game.play.unrolled": 10,
    "game.play.consensus": 0.1,
    "game.play.lookahead": 10_000,
    "game.pack": 4,
    "game.penalty.r1": 0.1,
    "game.penalty.clip": 0.1,
}


@pytest.mark.parametrize("path", ALONE)
def test_what_is_set_by_itself_makes_no_long_line(path: str) -> None:
    d, g = captions(small({path: ALONE[path]}))
    assert all(len(caption) <= CALM for caption in (*d, *g))


def test_plain_games_say_what_they_always_said() -> None:
    for turn in (DISCRIMINATOR, GENERATOR):
        for i, stage in enumerate(turn.stages):
            assert turn.caption(i, small()) == stage.caption


@pytest.mark.parametrize("name", OBJECTIVES)
def test_what_d_says_of_samples_is_said_as_its_objective_means_it(name: str) -> None:
    objective = OBJECTIVES[name]
    d, g = captions(small({"game.objective": name}))
    assert ("how likely" in d[2]) == (objective.score.letter == "D")
    assert ("pair" in d[2]) == ("pairs" in d[3]) == objective.paired
    assert ("against real ones" in g[2]) == objective.paired
    assert ("mistakes" in d[3]) == (objective.divergence == "" and name != "wasserstein")
    assert all(len(caption) <= CALM for caption in (*d, *g))


def test_where_samples_are_paired_the_real_ones_take_part_in_gs_turn() -> None:
    paired, plain = small({"game.objective": "relativistic"}), small()
    judged = {"real", ("real", "discriminator"), ("discriminator", "d_real"), "d_real"}
    assert judged <= GENERATOR.lit(paired, 2)
    assert judged <= GENERATOR.lit(paired)
    assert judged.isdisjoint(GENERATOR.lit(plain))
    graph = RULES.graph(paired, make_target(paired.data))
    known = RULES.graph(small({"game.conditional": False}), make_target(paired.data)).parts
    assert GENERATOR.lit(paired) & graph.parts <= known
    assert judged <= known


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"game.penalty.r1": 0.1}, "the gradient of its loss and penalties flows back into D"),
        ({"game.penalty.clip": 0.1}, "only D changes, its weights clipped"),
        ({"game.play.consensus": 1.0, "game.penalty.r2": 1.0}, "its loss, penalties and consensus"),
        ({"game.train": "generator"}, "it is frozen, so nothing changes"),
    ],
)
def test_d_is_moved_by_what_is_set(changes: dict[str, Any], said: str) -> None:
    assert said in captions(small(changes))[0][4]


def test_a_player_that_is_frozen_does_not_change() -> None:
    """Nor is it where it would be some steps later."""
    ways: tuple[dict[str, Any], ...] = (
        {},
        {"game.play.updates": "extra-gradient"},
        {"game.play.unrolled": 3},
        {"game.play.lookahead": 5},
    )
    for way in ways:
        _, g = captions(small(way | {"game.train": "discriminator"}))
        assert "frozen, so nothing changes" in g[4]
        assert ("every 5 steps D goes to slow weights" in g[4]) == ("game.play.lookahead" in way)
        d, g = captions(small(way | {"game.train": "generator"}))
        assert "frozen, so nothing changes" in d[4]
        assert "ahead" not in g[2]
        assert "later" not in g[2]
