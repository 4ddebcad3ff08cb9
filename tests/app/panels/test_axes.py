"""Axes that follow live data: round numbers, calm ranges."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ganlab.app.panels.curves import axes
from ganlab.figures import figure

numbers = st.floats(-1e6, 1e6)
FREE = (-math.inf, math.inf)


def test_saturated_start_does_not_flatten_the_run() -> None:
    values = np.full(1000, -1.386) + np.linspace(0, 0.1, 1000)
    values[:5] = -20
    low, high = axes.robust_range(values) or (0, 0)
    assert low > -2
    assert high < -1


@pytest.mark.parametrize("at", [0, 7, 11])
@pytest.mark.parametrize("spike", [9.0, -9.0])
def test_one_spike_among_few_evaluations_does_not_flatten_the_rest(at: int, spike: float) -> None:
    values = np.linspace(0.2, 0.1, 12)
    values[at] = spike
    low, high = axes.robust_range(values, [0.1]) or (0, 0)
    assert -0.1 < low < high < 0.4


def test_a_spike_of_some_steps_is_left_out_while_the_run_is_short() -> None:
    values = 0.5 + 0.05 * np.sin(np.arange(1000))
    values[600:640] = 40.0
    assert axes.robust_range(values) == pytest.approx((0.45, 0.55), abs=1e-3)


def test_where_a_curve_has_come_to_is_shown_even_if_it_has_only_just_come_there() -> None:
    values = 0.5 + 0.05 * np.sin(np.arange(1000))
    values[-20:] = 0.7
    assert (axes.robust_range(values, [axes.newest(values, 16)]) or (0, 0))[1] == pytest.approx(0.7)
    values[-20:] = 1e9  # but it does not flatten what was before
    assert (axes.robust_range(values, [axes.newest(values, 16)]) or (0, 0))[1] < 1


def test_range_of_a_calm_curve_is_all_of_it() -> None:
    assert axes.robust_range(np.linspace(0, 1, 500)) == (0, 1)


def test_nothing_finite_has_no_range() -> None:
    assert axes.robust_range(np.array([math.nan, math.inf])) is None


def test_axis_does_not_move_for_every_new_value() -> None:
    shown = axes.settle(None, (0.0, 1.0), least=0.1, limits=FREE)
    assert axes.settle(shown, (0.0, 1.02), least=0.1, limits=FREE) == shown
    assert axes.settle(shown, (0.1, 0.9), least=0.1, limits=FREE) == shown


def test_axis_grows_when_it_must_and_shrinks_when_it_pays() -> None:
    shown = axes.settle(None, (0.0, 1.0), least=0.1, limits=FREE)
    assert axes.settle(shown, (0.0, 3.0), least=0.1, limits=FREE)[1] > 3
    assert axes.settle(shown, (0.0, 0.2), least=0.1, limits=FREE)[1] < 0.5


def test_axis_keeps_to_its_limits_and_least_span() -> None:
    low, high = axes.settle(None, (0.001, 0.002), least=0.1, limits=(0.0, math.inf))
    assert low == 0
    assert high - low >= 0.1


@given(numbers, st.floats(1e-6, 1e6), st.integers(2, 9))
def test_ticks_are_few_round_and_inside(low: float, span: float, most: int) -> None:
    marks = axes.ticks(low, low + span, most)
    assert len(marks) <= most
    slack = 1e-9 * (abs(low) + span)
    assert all(low - slack <= mark <= low + span + slack for mark in marks)
    if most > 2 and span > 1e-6 * abs(low):
        assert len(marks) > 1, "one number alone tells no scale"


def test_round_numbers_come_before_others() -> None:
    assert axes.ticks(0.55, 1.45, 3) == pytest.approx([0.8, 1.2])
    assert axes.ticks(0, 1, 3) == [0, 0.5, 1]


@given(st.floats(0, 1e9))
def test_run_ends_at_most_a_tenth_further(step: float) -> None:
    end = axes.run_end(step)
    assert step <= end * (1 + 1e-12)
    assert end <= max(1.1 * step, 10) * (1 + 1e-12)


def test_average_of_a_constant_is_that_constant() -> None:
    values = np.full(50, 3.0)
    values[7] = math.nan
    np.testing.assert_allclose(axes.smooth(values, 5), 3.0)


@pytest.mark.parametrize(
    ("value", "text"),
    [(-1.3794, "−1.379"), (math.nan, "–"), (math.inf, "∞"), (-math.inf, "−∞"), (2.5e6, "2.5e+06")],
)
def test_figures(value: float, text: str) -> None:
    assert figure(value) == text


@pytest.mark.parametrize(
    ("value", "spacing", "text"),
    [(-1.0, 0.5, "−1.0"), (20_000, 5000, "20k"), (2e-5, 1e-5, "2e−05"), (0.0, 0.5, "0.0")],
)
def test_numbers_beside_the_axis_stay_short(value: float, spacing: float, text: str) -> None:
    assert axes.tick_text(value, spacing) == text


@pytest.mark.parametrize(
    ("step", "text"), [(0, "0"), (500, "500"), (2000, "2k"), (12_500, "12.5k"), (3e6, "3M")]
)
def test_steps_are_short(step: float, text: str) -> None:
    assert axes.step_text(step) == text


def test_a_zero_alone_beside_its_axis_is_written() -> None:
    assert axes.ticks(-4.54, 4.91, most=1) == [0.0]
    assert axes.tick_text(0.0, spacing=0.0) == "0"
    assert axes.ticks(-1.86, -1.14, most=1) == [pytest.approx(-1.5)]
    assert axes.tick_text(-1.5000000000000002, spacing=0.0) == "−1.5", (
        "rounded, it would stand at another place"
    )
    assert axes.tick_text(25_000.0, spacing=0.0) == "25k"
