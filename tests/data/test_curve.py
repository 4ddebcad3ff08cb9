"""A density on a line that was drawn as a curve: exact log-density, sampler, scale, and a game."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from ganlab.data import make_target
from ganlab.data.curve import Curve
from ganlab.data.target import Target
from ganlab.experiment import CurveData, Experiment, from_json
from ganlab.games.game import make_game
from ganlab.games.rules import rules_of
from ganlab.metrics.evaluation import evaluate
from ganlab.presets import load_preset

HEIGHTS = st.lists(st.just(0.0) | st.floats(1e-3, 1e3), min_size=3, max_size=60).filter(any)


def curve(*heights: float, low: float = -2.0, high: float = 3.0) -> Curve:
    return Curve(CurveData(low=low, high=high, heights=heights))


@given(HEIGHTS, st.floats(-100, 100), st.floats(0.1, 50))
def test_it_is_a_density_whose_scale_the_networks_know(
    heights: list[float], low: float, width: float
) -> None:
    target = curve(*heights, low=low, high=low + width)
    edges = np.linspace(low, low + width, 40 * (len(heights) - 1) + 1)
    x, cell = (edges[1:] + edges[:-1]) / 2, edges[1] - edges[0]
    p = np.exp(target.log_density(x[:, None]))
    assert p.sum() * cell == pytest.approx(1, rel=1e-6)
    mean = float(p @ x) * cell
    assert target.network.centre[0] == pytest.approx(mean, abs=1e-3 * width)
    spread = (float(p @ (x - mean) ** 2) * cell) ** 0.5
    assert target.network.scales[0] == pytest.approx(spread, rel=0.02)
    drawn = target.sample(400, np.random.default_rng(1)).rows
    assert np.isfinite(target.log_density(drawn)).mean() > 0.99
    assert (np.abs(target.view.forward(drawn)) <= 1.2).mean() > 0.9


def test_samples_follow_the_curve() -> None:
    target = curve(0, 2, 1, 0, 4, 0)
    x = target.sample(100_000, np.random.default_rng(0)).rows[:, 0]
    counts, edges = np.histogram(x, 50, (-2, 3), density=True)
    known = np.exp(target.log_density(((edges[1:] + edges[:-1]) / 2)[:, None]))
    np.testing.assert_allclose(counts, known, atol=0.03)


def test_beyond_its_ends_and_where_it_is_0_there_is_nothing() -> None:
    target = curve(1, 0, 0, 1)
    assert np.isneginf(target.log_density(np.array([[-2.1], [0.5], [3.1]]))).all()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"heights": [0, 0, 0]}, "no density"),
        ({"heights": [1, -1, 1]}, "greater than or equal to 0"),
        ({"heights": [1, 1, 1], "low": 1, "high": 1}, "to the right"),
        ({"heights": [1, 1]}, "at least 3"),
        ({"heights": [1, float("nan"), 1]}, "finite"),
    ],
)
def test_what_is_no_curve_is_refused(wrong: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        CurveData.model_validate({"low": -1, "high": 1} | wrong)


def on_a_curve() -> Experiment:
    heights = tuple(np.exp(-(np.linspace(-3, 3, 61) ** 2)).tolist())
    return load_preset("mixture-1d").with_values(
        {"data": CurveData(low=-3, high=3, heights=heights), "training.batch_size": 16}
    )


def test_it_is_kept_in_a_file_as_it_is() -> None:
    assert from_json(on_a_curve().to_json()) == on_a_curve()


@pytest.mark.parametrize("kind", ["gan", "moments"])
def test_games_learn_from_it(kind: str) -> None:
    experiment = on_a_curve().with_values({"game.kind": kind})
    target: Target = make_target(experiment.data)
    game = make_game(experiment, target)
    game.run(3)
    assert game.sample(10, 1).shape == (10, 1)
    views = {view.name for view in rules_of(experiment).views(experiment)}
    assert "pushed" in views
    assert np.isfinite(evaluate(target, game.sample(2000, 1), 3)["js_bits"])
