"""Densities on a line: as they are written, and what is known of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ganlab.theory.densities import Mixture, nodes

TABLE_2 = ".33 N(-1, .065) + .67 N(2, 2)"


def test_the_bound_that_is_named_is_the_one_that_was_crossed() -> None:
    with pytest.raises(ValueError, match="variances are at most 100,000,000"):
        Mixture.read("N(0, 1e9)")
    with pytest.raises(ValueError, match="within ±10,000"):
        Mixture.read("N(1e5, 1)")
    assert Mixture.read("N(0, 1e8)").std == 1e4


@pytest.mark.parametrize(
    "text", [TABLE_2, "U(0, 1)", "N(−1, 4)", "N(0,1)+U(1,2)", "2*N(0, 1) + 2 U(-1, 1)"]
)
def test_mass_mean_and_variance_agree_with_quadrature(text: str) -> None:
    density = Mixture.read(text)
    x, w = nodes(density)
    p = density.pdf(x)
    assert w @ p == pytest.approx(1, abs=1e-9)
    assert w @ (p * x) == pytest.approx(density.mean, abs=1e-9)
    assert w @ (p * x**2) - density.mean**2 == pytest.approx(density.variance, abs=1e-8)
    places = np.linspace(-1, 1, 9)
    assert np.allclose(np.exp(density.log_pdf(places)), density.pdf(places))


def test_the_second_argument_of_a_gaussian_is_its_variance() -> None:
    assert Mixture.read("N(3, 4)").std == 2
    assert Mixture.read("N(3, 4)") == Mixture.gaussian(3, 4)


def test_it_reads_what_it_writes() -> None:
    density = Mixture.read(TABLE_2)
    assert Mixture.read(str(density)) == density
    faint = Mixture.read(str(Mixture.read(".000001 N(0, 1) + .999999 N(2, 1)")))
    assert faint.parts[0].weight == pytest.approx(1e-6)
    assert str(Mixture.read("U(0,1)")) == "U(0, 1)"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "N",
        "N(0)",
        "N(0, 0)",
        "N(0, -1)",
        "U(1, 0)",
        "N(0,1) N(1,1)",
        "N(0, 1) +",
        "x N(0,1)",
        "-1 N(0,1) + 2 N(1,1)",
        ".5 N(0,1) + N(1,1)",
        "N(nan, 1)",
        "N(1e9, 1)",
        "N(0, 1e300)",
        "U(0, 1e7)",
        "U(-20000, 1)",
        "U(0, 1e-5)",
        "N(0, 1e-9)",
        "1e-300 N(0, 1) + 1 N(1, 1)",
        "1e308 N(0, 1) + 1e308 N(1, 1)",
        " + ".join(["N(0, 1)"] * 200),
    ],
)
def test_what_is_no_density_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"densit|share|part|between|ends|variance|low"):
        Mixture.read(text)


@given(st.text(max_size=40))
def test_any_text_is_a_density_or_a_sentence(text: str) -> None:
    try:
        density = Mixture.read(text)
    except ValueError:
        return
    assert Mixture.read(str(density)).mean == pytest.approx(density.mean)


def test_a_part_that_is_moved_can_still_be_written() -> None:
    for text in ("U(0, 1)", "N(0, 1)"):
        for mean, width in ((1e9, 1e9), (-1e9, 1), (9999, 5000), (0, 0)):
            moved = Mixture.read(text).moved(0, mean, width)
            assert Mixture.read(str(moved)).mean == pytest.approx(moved.mean)


def test_samples_have_its_moments_and_its_distribution_function() -> None:
    density = Mixture.read(TABLE_2)
    drawn = density.sample(100_000, np.random.default_rng(1))
    assert drawn.mean() == pytest.approx(density.mean, abs=0.02)
    assert drawn.std() == pytest.approx(density.std, abs=0.02)
    places = np.array([-1.2, -1.0, 0.0, 2.0, 4.0])
    shares = (drawn[:, None] <= places).mean(axis=0)
    assert shares == pytest.approx(density.cdf(places), abs=0.006)
