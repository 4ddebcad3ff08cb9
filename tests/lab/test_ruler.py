"""How far D's number goes on the screen."""

from __future__ import annotations

import numpy as np
import pytest

from ganlab.games.scenes.ruler import Ruler
from ganlab.games.views import own
from ganlab.gan.scores import PROBABILITY, UNIT, raw
from ganlab.lab.frame import FrameRequest
from ganlab.lab.session.reporter import Reporter
from tests.pictures import arrays
from tests.small import small, trainer_of


def test_a_probability_has_its_bounds() -> None:
    ruler = Ruler()
    ruler.look(PROBABILITY, own(np.array([-3.0, 8.0])))
    assert ruler.scale(PROBABILITY) == UNIT


def test_a_score_without_bounds_widens_at_once_and_shrinks_slowly() -> None:
    ruler, score = Ruler(), raw(neutral=0.5, reach=0.5)
    assert ruler.scale(score).ends == (0.0, 1.0)
    ruler.look(score, own(np.array([0.2, np.nan, 4.5, np.inf, -1.0])))
    assert ruler.scale(score).ends == (-3.5, 4.5)
    reaches = []
    for _ in range(200):
        ruler.begin()
        ruler.look(score, own(np.array([0.4, 0.6])))
        reaches.append(ruler.scale(score).reach)
    assert 3.5 < reaches[0] < 4.0
    assert np.all(np.diff(reaches) <= 0)
    assert reaches[-1] == 0.5
    ruler.look(score, own(np.full(3, np.nan)))
    assert ruler.scale(score).reach == 0.5


def test_numbers_of_one_moment_all_find_room() -> None:
    ruler, score = Ruler(), raw(neutral=0.5, reach=0.5)
    ruler.look(score, own(np.array([9.0])))
    ruler.look(score, own(np.array([0.5])))
    assert ruler.scale(score).ends == (-8.0, 9.0)


def test_another_score_begins_with_its_own_scale() -> None:
    ruler, score = Ruler(), raw(neutral=0.5, reach=0.5)
    ruler.look(score, own(np.array([9.0])))
    assert ruler.scale(PROBABILITY) == UNIT
    assert ruler.scale(raw(neutral=0.0, reach=1.0)).ends == (-1.0, 1.0)


@pytest.mark.parametrize("objective", ["non-saturating", "least-squares"])
def test_a_frame_says_what_its_numbers_run_over(objective: str) -> None:
    """Where a = 1/2 everywhere least squares is neutral; σ(a) = .622 looked "all real"."""
    trainer = trainer_of(small({"game.objective": objective}))
    trainer.discriminator.parameters.zero_()
    undecided = trainer.objective.score.undecided
    biases = trainer.discriminator.biases  # type: ignore[attr-defined]
    biases[-1].fill_(undecided)
    reporter = Reporter(trainer, clock=lambda: 0.0)
    reporter.ask(FrameRequest(frozenset({"heatmap", "d_real", "d_fake"})))
    news = reporter.news(hurry=False, still=True, measured=False)
    for picture in news["pictures"].values():
        for numbers in arrays(picture).values():
            np.testing.assert_array_equal(news["scale"].share(numbers), 0.5)
