"""Bench: the integrand of V(D, G)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ganlab.theory.integrand import function
from ganlab.theory.integrand.bench import BENCH, Integrand

DENSITIES = st.floats(0.01, 2.0)
INSIDE = st.floats(0.001, 0.999)


@given(DENSITIES, DENSITIES)
def test_a_search_finds_the_maximum_of_proposition_1(a: float, b: float) -> None:
    assert function.found_best(a, b) == pytest.approx(a / (a + b), abs=1e-9)
    y = np.linspace(0.001, 0.999, 999)
    greatest = float(function.integrand(function.best(a, b), a, b))
    assert np.all(function.integrand(y, a, b) <= greatest + 1e-12)


@given(DENSITIES, DENSITIES, INSIDE)
def test_the_second_derivative_is_that_of_finite_differences(a: float, b: float, y: float) -> None:
    known = float(function.curvature(y, a, b))
    assert known < 0
    assert function.found_curvature(y, a, b) == pytest.approx(known, rel=1e-6)
    best = float(function.best(a, b))
    assert function.curvature(best, a, b) == pytest.approx(function.curvature_at_best(a, b))


@given(DENSITIES, DENSITIES, INSIDE)
def test_its_numbers_agree(a: float, b: float, d: float) -> None:
    for number in BENCH.numbers(Integrand(p_data=a, p_g=b, d=d), {}):
        if number.exact is not None:
            assert number.computed == pytest.approx(number.exact, rel=1e-6, abs=1e-6), number.name
