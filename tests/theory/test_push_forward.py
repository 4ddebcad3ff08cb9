"""Noise pushed through a function: the density by change of variables, and what it is good for."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from pydantic import ValidationError

from ganlab.document.players import NoiseName
from ganlab.theory.densities import Mixture
from ganlab.theory.push_forward import bench
from ganlab.theory.push_forward.bench import PushForwardControls, law, numbers
from ganlab.theory.push_forward.change_of_variables import (
    PushForward,
    expectation_over_x,
    expectation_over_z,
    push_forward,
)
from ganlab.theory.push_forward.functions import FUNCTIONS, Name, tabulated
from ganlab.theory.push_forward.noise import NOISE, knots

Floats = NDArray[np.float64]
EVERY = [(f, noise) for f in get_args(Name) for noise in NOISE]


def pushed(f: Name, noise: NoiseName) -> PushForward:
    return law(PushForwardControls(f=f, noise=noise))


@pytest.mark.parametrize(("f", "noise"), EVERY)
def test_every_push_forward_has_mass_one(f: Name, noise: NoiseName) -> None:
    assert expectation_over_x(pushed(f, noise), np.ones_like) == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize("noise", NOISE)
@pytest.mark.parametrize("f", FUNCTIONS)
def test_the_density_is_that_of_the_textbook(f: Name, noise: NoiseName) -> None:
    x = np.linspace(-1.99, 7.3, 777)
    got, known = pushed(f, noise).density(x), bench.by_hand(pushed(f, noise), x)
    assert known is not None
    np.testing.assert_allclose(got, known, rtol=1e-9, atol=1e-12)


def test_where_the_sine_turns_round_its_density_is_infinite() -> None:
    for x in (-1.0, 1.0):
        row = numbers(PushForwardControls(f="sin", x=x), {})[1]
        assert (row.computed, row.exact, row.difference) == (np.inf, np.inf, 0)
        # Uniform noise ends before the sine turns round.
        row = numbers(PushForwardControls(f="sin", noise="uniform", x=x), {})[1]
        assert (row.computed, row.exact) == (0, 0)


@pytest.mark.parametrize(("f", "noise"), EVERY)
@pytest.mark.parametrize("h", [lambda x: x, np.square, lambda x: -np.logaddexp(0, 1.5 * x - 1)])
def test_both_integrals_and_samples_agree(
    f: Name, noise: NoiseName, h: Callable[[Floats], Floats]
) -> None:
    of = pushed(f, noise)
    over_z = expectation_over_z(of, h)
    assert expectation_over_x(of, h) == pytest.approx(over_z, rel=1e-6, abs=1e-6)
    values = h(of.sample(40_000, np.random.default_rng(2))[1])
    assert values.mean() == pytest.approx(over_z, abs=5 * values.std() / 200 + 1e-9)


@pytest.mark.parametrize("noise", NOISE)
@pytest.mark.parametrize("f", FUNCTIONS)
def test_every_preimage_is_one_and_none_is_missing(f: Name, noise: NoiseName) -> None:
    of = pushed(f, noise)
    z = np.linspace(*NOISE[noise].ends, 24)[1:-1] * 0.9 + 0.0123
    found = of.preimages(of.function.value(z))
    assert (np.nanmin(np.abs(found - z), axis=0) < 1e-6).all()
    there = ~np.isnan(found)
    images = np.broadcast_to(of.function.value(z), found.shape)
    np.testing.assert_allclose(of.function.value(found[there]), images[there], rtol=1e-9)


@settings(max_examples=25)
@given(st.lists(st.floats(-5, 5), min_size=4, max_size=8), st.sampled_from(list(NOISE)))
def test_a_generator_of_any_shape_loses_no_mass(waves: list[float], noise: NoiseName) -> None:
    z = knots(noise)
    t = z / z[-1]
    x = sum(a * np.sin((k + 1) * t + k) for k, a in enumerate(waves)) + 6 * t
    of = push_forward(tabulated(z, x), NOISE[noise])
    assert expectation_over_x(of, np.ones_like) == pytest.approx(1, abs=1e-4)


def test_the_shipped_generator_makes_the_two_gaussians_it_was_trained_on() -> None:
    of = pushed("generator", "gaussian")
    assert expectation_over_z(of, np.square) == pytest.approx(4.25, rel=0.1)
    target = Mixture.read("N(-2, .25) + N(2, .25)")
    x = np.linspace(-5, 5, 1000)
    assert np.abs(of.density(x) - target.pdf(x)).sum() * 0.01 < 0.3


def test_numbers_say_each_expectation_three_ways() -> None:
    rows = {row.name: row for row in numbers(PushForwardControls(f="cube"), {})}
    assert rows["total mass of p_x"].difference == pytest.approx(0, abs=1e-6)
    assert rows["p_x at x"].difference == pytest.approx(0, abs=1e-9)
    assert rows["E[x²], ∫ over x"].exact == pytest.approx(15, abs=1e-6)
    assert len(rows) == 8


def test_at_the_singularity_the_density_is_infinite_on_both_sides() -> None:
    row = numbers(PushForwardControls(f="cube", x=0), {})[1]
    assert row.computed == row.exact == np.inf
    assert row.difference == 0


def test_a_generator_of_another_length_is_refused() -> None:
    with pytest.raises(ValidationError, match="given by 401 numbers"):
        PushForwardControls(generator=(1.0, 2.0))
