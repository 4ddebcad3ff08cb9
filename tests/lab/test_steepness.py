"""How steep D is, of any run."""

from __future__ import annotations

import pytest

from ganlab.data import make_target
from ganlab.experiment import Experiment
from ganlab.games.game import make_game
from ganlab.gan.penalties.lipschitz import slopes_between
from ganlab.lab.figures.steepness import steepness
from tests.small import small, trainer_of


def test_it_is_the_largest_slope_and_the_mean() -> None:
    trainer = trainer_of(small())
    trainer.run(3)
    slopes = slopes_between(trainer)
    told = steepness(trainer)
    assert told["lipschitz"] == pytest.approx(float(slopes.max()))
    assert told["mean_slope"] == pytest.approx(float(slopes.mean()))


def test_a_game_without_a_discriminator_has_none() -> None:
    experiment = Experiment().with_values({"game.kind": "moments"})
    assert steepness(make_game(experiment, make_target(experiment.data))) == {}
