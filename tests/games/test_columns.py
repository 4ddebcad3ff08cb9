"""What the rules call a column is what is measured under its name."""

from __future__ import annotations

import itertools

import pytest

from ganlab.experiment import Experiment
from ganlab.games import evaluation
from ganlab.games.columns import keys
from ganlab.games.two_player import columns as two_player
from ganlab.gan.columns import SCALARS
from ganlab.gan.objectives import OBJECTIVES
from ganlab.metrics.evaluation import EVALUATION, OWN_CLASS
from tests.commands import MEASURED
from tests.small import small


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_every_column_has_its_title_and_the_trainers_order(objective: str) -> None:
    columns = two_player.columns(Experiment().with_values({"game.objective": objective}))
    assert keys(columns) == SCALARS
    assert len({column.title for column in columns}) == len(SCALARS)


def test_so_do_the_evaluations() -> None:
    columns = evaluation.columns(Experiment())
    assert keys(columns) == EVALUATION
    told = Experiment().with_values({"game.conditional": True})
    assert keys(evaluation.columns(told)) == (*EVALUATION, OWN_CLASS)
    assert len({column.title for column in columns}) == len(EVALUATION)


def test_a_training_ends_with_the_figures_that_it_always_ended_with() -> None:
    experiment = Experiment()
    columns = (*two_player.columns(experiment), *evaluation.columns(experiment))
    assert tuple(column.key for column in columns if column.summary) == MEASURED


def test_d_looks_at_k_minibatches_a_step() -> None:
    assert two_player.real_samples(small({"game.k": 3, "training.batch_size": 16})) == 48
    packs = {"game.pack": 2, "training.batch_size": 16, "game.play.updates": "extra-gradient"}
    assert two_player.real_samples(small(packs)) == 64


def test_what_two_objectives_measure_is_compared_only_where_it_is_the_same() -> None:
    same_game = {"minimax", "non-saturating", "max-likelihood"}
    for one, other in itertools.permutations(OBJECTIVES, 2):
        same = {one, other} <= same_game
        for key in ("value", "discriminator_loss", "d_real", "d_fake"):
            assert two_player.comparable(key, one, other) == same, (key, one, other)
        assert not two_player.comparable("generator_loss", one, other)


def test_of_a_loss_that_this_version_does_not_know_nothing_can_be_compared() -> None:
    assert two_player.comparable("value", "minimax", "non-saturating")
    assert not two_player.comparable("generator_loss", "minimax", "non-saturating")
    assert not two_player.comparable("value", "minimax", "of a later version")
    assert two_player.comparable("value", "of a later version", "of a later version")
