"""Bench: Proposition 2."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from ganlab.theory.densities import Mixture
from ganlab.theory.game import LOG_4
from ganlab.theory.proposition_2 import convexity, descent
from ganlab.theory.proposition_2.bench import BENCH, Proposition2, descent_of, rise, start_of

RATES = (0.2, 0.3, 0.6, 1.0)
DATA = (".6 N(-2, .5) + .4 N(2.5, .3)", "U(-1, 2)", "N(0, .0001)", "N(0, 100)", "U(7, 8)")

HEIGHTS = st.lists(
    st.floats(0, 1) | st.just(0.0), min_size=descent.BINS, max_size=descent.BINS
).map(lambda heights: descent.started(np.array(heights)))


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("data", DATA)
def test_c_falls_to_minus_log_4_from_20_random_starts(data: str, rate: float) -> None:
    values = descent.from_random_starts(Mixture.read(data), rate)
    assert values.shape == (descent.STEPS + 1, 20)
    assert np.all(np.abs(values[-1] + LOG_4) <= 1e-4)
    assert np.diff(values, axis=0).max() <= 1e-9


@settings(max_examples=25)
@given(HEIGHTS, st.sampled_from(DATA), st.sampled_from(RATES))
def test_c_falls_to_minus_log_4_from_any_histogram(
    start: np.ndarray, data: str, rate: float
) -> None:
    p_g, values = descent.descent(Mixture.read(data), tuple(start), rate)
    assert values[-1] == pytest.approx(-LOG_4, abs=1e-4)
    assert rise(values) <= 1e-9
    assert p_g.sum(1) == pytest.approx(1)


def test_a_step_of_size_1_moves_half_way() -> None:
    p = descent.histogram(Mixture.read(DATA[0]))
    start = descent.random_starts()[7]
    assert descent.step(p, start, 1.0) == pytest.approx((p + start) / 2)


def test_the_gradient_is_that_of_finite_differences() -> None:
    p = descent.histogram(Mixture.read(DATA[0]))
    q, h = descent.random_starts()[0], 1e-7
    known = descent.gradient(p, q)
    for i in range(0, descent.BINS, 7):
        change = np.zeros(descent.BINS)
        change[i] = h * q[i]
        found = (descent.criterion(p, q + change) - descent.criterion(p, q - change)) / 2
        assert found / (h * q[i]) == pytest.approx(known[i], abs=1e-4)


@settings(max_examples=25)
@given(HEIGHTS, HEIGHTS, st.sampled_from(DATA), st.floats(0, 1))
def test_u_lies_between_its_tangent_and_its_chord(
    start: np.ndarray, end: np.ndarray, data: str, share: float
) -> None:
    p, shares = descent.histogram(Mixture.read(data)), convexity.SHARES
    u = convexity.along(p, start, end)
    assert np.all(u <= convexity.chord(p, start, end, shares) + 1e-9)
    assert np.all(u >= convexity.tangent(p, start, end, share, shares) - 1e-9)


def test_a_drawn_start_goes_before_the_written_one_and_a_random_one_before_both() -> None:
    drawn = (0.0,) * 59 + (2.0,)
    assert start_of(Proposition2(drawn=drawn))[-1] == pytest.approx(1)
    assert start_of(Proposition2()) == pytest.approx(
        descent.histogram(Mixture.read("N(1, 2)")), abs=1e-9
    )
    assert start_of(Proposition2())[[0, -1]].max() < 1e-3, "no tail stands up as a bar at the edge"
    third = start_of(Proposition2(drawn=drawn, random_start=3))
    assert np.array_equal(third, descent.random_starts()[2])
    with pytest.raises(ValidationError, match="60 bins"):
        Proposition2(drawn=(1.0, 2.0))


def test_its_numbers_agree() -> None:
    for rate in RATES:
        for number in BENCH.numbers(Proposition2(rate=rate, step=20), {}):
            if number.exact is not None:
                assert number.computed == pytest.approx(number.exact, abs=1e-4), number.name
    assert descent_of(Proposition2())[1][0] > -LOG_4 + 0.1
