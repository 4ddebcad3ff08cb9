"""How far D's number goes on the screen."""

from __future__ import annotations

import numpy as np
import pytest

from ganlab.games.scenes.ruler import Ruler
from ganlab.games.shown.views import Look, own
from ganlab.games.two_player.scenes.plane import PlaneScene
from ganlab.gan.objectives import OBJECTIVES
from ganlab.gan.scores import PROBABILITY, UNIT, Scale, floating, raw
from ganlab.lab.frame import FrameRequest
from ganlab.lab.session.reporter import Reporter
from tests.pictures import arrays
from tests.small import small, trainer_of

HALF = own(np.array([0.5]))


def test_a_probability_has_its_bounds() -> None:
    ruler = Ruler()
    ruler.look(PROBABILITY, own(np.array([-3.0, 8.0])), HALF)
    assert ruler.scale(PROBABILITY) == UNIT


def test_a_score_without_bounds_widens_at_once_and_shrinks_slowly() -> None:
    ruler, score = Ruler(), raw(neutral=0.5, reach=0.5)
    assert ruler.scale(score).ends == (0.0, 1.0)
    ruler.look(score, own(np.array([0.2, np.nan, 4.5])), own(np.array([np.inf, -1.0])))
    assert ruler.scale(score).ends == (-3.5, 4.5)
    reaches = []
    for _ in range(200):
        ruler.look(score, own(np.array([0.4, 0.6])), HALF)
        reaches.append(ruler.scale(score).above)
    assert 3.5 < reaches[0] < 4.0
    assert np.all(np.diff(reaches) <= 0)
    assert reaches[-1] == 0.5
    ruler.look(score, own(np.full(3, np.nan)), own(np.full(3, np.nan)))
    assert ruler.scale(score).ends == (0.0, 1.0)


def test_where_all_would_be_of_one_colour_it_shrinks_at_once() -> None:
    ruler, score = Ruler(), raw(neutral=0.5, reach=0.5)
    ruler.look(score, own(np.array([1e14])), HALF)
    ruler.look(score, own(np.array([0.9])), HALF)
    assert ruler.scale(score).above == pytest.approx(5.0)


def test_numbers_of_either_side_find_room() -> None:
    for sides in ((9.0, 0.5), (0.5, 9.0)):
        ruler, score = Ruler(), raw(neutral=0.5, reach=0.5)
        ruler.look(score, *(own(np.array([number])) for number in sides))
        assert ruler.scale(score).ends == (-8.0, 9.0)


def test_another_score_begins_with_its_own_scale() -> None:
    ruler, score = Ruler(), raw(neutral=0.5, reach=0.5)
    ruler.look(score, own(np.array([9.0])), HALF)
    assert ruler.scale(PROBABILITY) == UNIT
    assert ruler.scale(raw(neutral=0.0, reach=1.0)).ends == (-1.0, 1.0)


def test_a_critic_diverges_around_the_middle_of_both_means() -> None:
    ruler, critic = Ruler(), floating(reach=0.1)
    ruler.look(critic, own(np.array([101.0, 103.0])), own(np.array([97.0, 99.0])))
    assert ruler.scale(critic).ends == (97.0, 103.0)
    assert ruler.scale(critic).neutral == 100.0
    ruler.look(critic, own(np.array([-1.0])), own(np.array([-2.0])))
    assert ruler.scale(critic).neutral == -1.5


def test_the_end_beyond_which_t_never_goes_stays_where_it_is() -> None:
    ruler, t = Ruler(), OBJECTIVES["f-reverse-kl"].score
    ruler.look(t, own(np.array([-0.01, -1.0])), own(np.array([-50.0])))
    scale = ruler.scale(t)
    assert (scale.neutral, scale.ends) == (-1.0, (-50.0, 0.0))
    np.testing.assert_allclose(scale.share(np.array([-50.0, -1.0, 0.0])), [0, 0.5, 1])
    assert scale.at(0.25) == pytest.approx(-25.5)


@pytest.mark.parametrize("objective", OBJECTIVES)
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
            np.testing.assert_allclose(news["scale"].share(numbers), 0.5, atol=1e-6)


def test_the_heatmap_of_a_critic_has_its_scale_without_any_other_view() -> None:
    trainer = trainer_of(small({"game.objective": "wasserstein"}))
    trainer.run(3)
    reporter = Reporter(trainer, clock=lambda: 0.0)
    reporter.ask(FrameRequest(frozenset({"heatmap"})))
    scale = reporter.news(hurry=False, still=True, measured=False)["scale"]
    reporter.ask(FrameRequest(frozenset({"heatmap", "d_real", "d_fake"})))
    taken = reporter.news(hurry=False, still=True, measured=False)["pictures"]
    means = [taken[name].numbers.mean() for name in ("d_real", "d_fake")]
    assert scale.neutral == pytest.approx(np.mean(means), abs=1e-6)
    assert scale.above >= max(abs(taken["d_real"].numbers - scale.neutral)) - 1e-6


def test_what_was_said_before_a_game_was_set_back_stretches_no_scale() -> None:
    trainer = trainer_of(small({"game.objective": "wasserstein"}))
    trainer.run(3)
    good, scene = trainer.state(), PlaneScene(trainer)

    def scale() -> Scale:
        scene.begin()
        scene.takers["heatmap"](Look())
        return scene.scale

    before = scale()
    trainer.run(1)
    trainer.discriminator.parameters.mul_(100.0)
    assert scale().above > 100 * before.above
    trainer.load(good)
    assert scale() == before
