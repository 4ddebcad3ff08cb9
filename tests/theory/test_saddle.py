"""Two players on V = αx² + βxy - γy²: what each way to step does, and how long a step may be."""

from __future__ import annotations

import math
from typing import get_args

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.linalg import expm

from ganlab.theory.saddle.bench import BENCH, SaddleControls, numbers
from ganlab.theory.saddle.descent import (
    Method,
    found_largest_step,
    largest_step,
    multipliers,
    path,
    radius,
    step_matrix,
)
from ganlab.theory.saddle.game import Game, flow, turn
from tests.theory.controls import any_controls

XY = Game(0, 1, 0)
METHODS = get_args(Method)

slopes = st.floats(-3, 3).map(lambda value: round(value, 3))
games = st.builds(Game, slopes, slopes, slopes)
starts = st.tuples(st.floats(-3, 3), st.floats(-3, 3))


@given(games, st.floats(-2, 2), st.floats(-2, 2))
def test_the_pull_is_the_gradient(game: Game, x: float, y: float) -> None:
    h = 1e-5
    along_x = (game.value(x + h, y) - game.value(x - h, y)) / (2 * h)
    along_y = (game.value(x, y + h) - game.value(x, y - h)) / (2 * h)
    assert game.pull(x, y) == pytest.approx((-along_x, along_y), abs=1e-8)
    np.testing.assert_allclose(game.jacobian @ (x, y), game.pull(x, y), atol=1e-12)

    def half(x: float, y: float) -> float:
        return sum(part * part for part in game.pull(x, y)) / 2

    slope = (
        (half(x + h, y) - half(x - h, y)) / (2 * h),
        (half(x, y + h) - half(x, y - h)) / (2 * h),
    )
    assert game.length_slope(x, y) == pytest.approx(slope, abs=1e-6)


@given(starts)
def test_continuous_time_is_a_circle(start: tuple[float, float]) -> None:
    round_trip = flow(XY, start, np.linspace(0, turn(XY), 90))
    np.testing.assert_allclose(np.hypot(*round_trip.T), math.hypot(*start), atol=1e-12)
    np.testing.assert_allclose(round_trip[-1], start, atol=1e-12)


@given(games, starts, st.floats(0, 2))
def test_the_flow_is_the_exponential(game: Game, start: tuple[float, float], time: float) -> None:
    expected = expm(time * game.jacobian) @ start
    size = 1 + np.abs(expected).max()
    np.testing.assert_allclose(
        flow(game, start, np.array([time]))[0] / size, expected / size, atol=1e-7
    )


@given(st.floats(0.01, 3))
def test_simultaneous_steps_run_away(h: float) -> None:
    away = np.hypot(*path(XY, "simultaneous", h, (1, 1), 12).T)
    np.testing.assert_allclose(away[1:] / away[:-1], math.sqrt(1 + h * h), rtol=1e-12)
    np.testing.assert_allclose(np.abs(multipliers(XY, "simultaneous", h)), math.sqrt(1 + h * h))


@given(st.floats(0.01, 1.95), starts)
def test_alternating_steps_stay_on_an_orbit(h: float, start: tuple[float, float]) -> None:
    x, y = path(XY, "alternating", h, start, 400).T
    kept = x * x + y * y + h * x * y
    np.testing.assert_allclose(kept, kept[0], atol=1e-9)
    assert np.all(x * x + y * y <= kept[0] / (1 - h / 2) + 1e-9)


def test_alternating_steps_of_2_and_more_run_away() -> None:
    for h in (2.0, 2.1):
        assert np.hypot(*path(XY, "alternating", h, (1, 1), 30).T)[-1] > 30
    assert largest_step(XY, "alternating", bounded=True) == pytest.approx(2)
    assert largest_step(XY, "alternating") == 0


def test_six_steps_of_the_homework() -> None:
    table = path(XY, "alternating", 1, (1, 1), 6)
    assert table.tolist() == [[1, 1], [-1, 2], [-2, 1], [-1, -1], [1, -2], [2, -1], [1, 1]]
    rows = {row.name: row for row in numbers(SaddleControls(), {})}
    for k, (x, y) in enumerate(table.tolist()[1:], 1):
        assert rows[f"x after step {k}"].computed == rows[f"x after step {k}"].exact == x
        assert rows[f"y after step {k}"].computed == rows[f"y after step {k}"].exact == y


@given(games, st.sampled_from(METHODS), st.floats(0.01, 1), st.floats(0, 1))
def test_multipliers_are_the_eigenvalues_of_a_step(
    game: Game, method: Method, h: float, weight: float
) -> None:
    found = np.linalg.eigvals(step_matrix(game, method, h, weight))
    for exact in multipliers(game, method, h, weight):
        assert np.abs(found - exact).min() < 1e-6 * (1 + abs(exact))
    assert float(radius(game, method, h, weight)) == pytest.approx(
        np.abs(multipliers(game, method, h, weight)).max(), abs=1e-6
    )


def test_the_largest_steps_on_xy() -> None:
    assert largest_step(XY, "simultaneous") == 0
    assert largest_step(XY, "extra-gradient") == pytest.approx(1)
    assert largest_step(XY, "optimistic") == pytest.approx(1 / math.sqrt(3))
    assert largest_step(XY, "consensus", 0.5) == pytest.approx(2 * 0.5 / (1 + 0.5**2))


@given(st.floats(0.05, 3), st.floats(-3, 3), st.floats(0.05, 3), st.sampled_from(METHODS))
def test_the_largest_step_is_where_trying_finds_it(
    alpha: float, beta: float, gamma: float, method: Method
) -> None:
    game = Game(alpha, beta, gamma)
    exact = largest_step(game, method, 0.5)
    assert found_largest_step(game, method, 0.5) == pytest.approx(exact, rel=1e-5)


@given(games, st.sampled_from(METHODS))
def test_steps_below_the_largest_converge_and_above_do_not(game: Game, method: Method) -> None:
    bar = largest_step(game, method, 0.5)
    assume(1e-3 < bar < 10)
    assert float(radius(game, method, 0.9 * bar, 0.5)) < 1
    assert float(radius(game, method, 1.01 * bar, 0.5)) > 1 - 1e-12


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("slopes", [(0, 1, 0), (4, 0, 4), (1, 2, 0.5), (0, 0, 0), (-1, 2, 1)])
def test_computed_numbers_agree_with_exact_ones(
    method: Method, slopes: tuple[float, float, float]
) -> None:
    alpha, beta, gamma = slopes
    for step in (0.1, 1.0):
        controls = SaddleControls(alpha=alpha, beta=beta, gamma=gamma, method=method, step=step)
        for row in BENCH.numbers(controls, {}):
            assert not math.isnan(row.computed), row.name
            if row.exact is not None:
                assert row.computed == pytest.approx(row.exact, rel=1e-6, abs=1e-6), row.name


@pytest.mark.parametrize("method", ["extra-gradient", "optimistic", "consensus"])
def test_the_others_arrive(method: Method) -> None:
    assert np.hypot(*path(XY, method, 0.3, (1, 1), 400, 0.5)[-1]) < 1e-3


def test_what_ran_away_is_told_and_drawn_as_nothing() -> None:
    walked = path(Game(5, 5, 0), "simultaneous", 3, (1, 1), 60)
    assert np.isnan(walked[-1]).all()
    controls = SaddleControls(alpha=5, beta=5, step=3, method="simultaneous")
    rows = {row.name: row for row in numbers(controls, {})}
    assert rows["distance after 60 steps"].computed == math.inf
    assert rows["x after step 6"].computed == pytest.approx(rows["x after step 6"].exact)


@given(any_controls(SaddleControls))
def test_numbers_are_numbers_wherever_one_drags(controls: SaddleControls) -> None:
    for row in BENCH.numbers(controls, {}):
        assert not math.isnan(row.computed), row.name
        if "after step" in row.name:
            assert row.computed == pytest.approx(row.exact, rel=1e-6, abs=1e-6)
