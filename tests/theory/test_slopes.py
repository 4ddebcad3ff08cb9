"""Bench: the slopes of the generator's losses."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ganlab.interruptible import Cancelled
from ganlab.theory.densities import Mixture, nodes
from ganlab.theory.divergences.between import between
from ganlab.theory.game import log_optimal
from ganlab.theory.slopes import identities
from ganlab.theory.slopes.bench import BENCH, FREEZE, fall
from ganlab.theory.slopes.controls import Slopes
from ganlab.theory.slopes.losses import LOSSES, found_slope, sigmoid
from ganlab.theory.slopes.vanishing import freeze

PAIRS = [
    ("N(-1, 1)", "N(1, .25)"),
    ("N(0, 1)", "N(.3, .8)"),
    (".33 N(-1, .065) + .67 N(2, 2)", "N(0, .5)"),
    (".5 N(-2, 1) + .5 N(2, 1)", ".2 N(-1, .3) + .8 N(1, .5)"),
]
ALL = [*PAIRS, ("U(0, 1)", "U(.5, 1.5)"), ("U(0, 1)", "U(1, 2)"), ("N(0, 1)", "U(-1, 3)")]


def read(pair: tuple[str, str]) -> tuple[Mixture, Mixture]:
    return Mixture.read(pair[0]), Mixture.read(pair[1])


@pytest.mark.parametrize("name", LOSSES)
@given(logit=st.floats(-12, 12))
def test_slopes_are_those_of_finite_differences(name: str, logit: float) -> None:
    loss, at = LOSSES[name], np.array(logit)
    assert found_slope(loss, logit) == pytest.approx(float(loss.slope(at)), rel=1e-6, abs=1e-9)
    in_d = float(loss.slope_in_d(at))
    assert found_slope(loss, logit, in_d=True) == pytest.approx(in_d, rel=1e-6, abs=1e-6)


def test_the_costs_are_what_they_are_called() -> None:
    logits = np.linspace(-8, 8, 33)
    d = sigmoid(logits)
    assert LOSSES["saturating"].cost(logits) == pytest.approx(np.log(1 - d))
    assert LOSSES["non-saturating"].cost(logits) == pytest.approx(-np.log(d))
    assert LOSSES["maximum likelihood"].cost(logits) == pytest.approx(-d / (1 - d))


SMOOTH = [*PAIRS, (".5 N(0, 1) + .5 U(-1, 2)", "N(.4, .3)")]


@pytest.mark.parametrize("pair", SMOOTH)
def test_theorem_2_5(pair: tuple[str, str]) -> None:
    """Both gradients agree, and are those of finite differences."""
    p, q = read(pair)
    fixed, divergences = identities.non_saturating_gradients(p, q)
    assert fixed == pytest.approx(divergences, abs=1e-6)
    assert abs(fixed) > 1e-3
    h = 1e-4
    ahead, behind = q.shifted(h), q.shifted(-h)
    x, w = nodes(p, ahead, behind)
    log_d, _ = log_optimal(p.log_pdf(x), q.log_pdf(x))
    costs = [-w @ (moved.pdf(x) * log_d) for moved in (ahead, behind)]
    assert (costs[0] - costs[1]) / (2 * h) == pytest.approx(fixed, abs=1e-6)
    each = [between(moved, p) for moved in (ahead, behind)]
    values = [pair.value("kl") - 2 * pair.value("js") for pair in each]
    assert (values[0] - values[1]) / (2 * h) == pytest.approx(divergences, abs=1e-6)


FAR = ["N(0, 1)", "N(0, 1e8)", "N(0, 1e-8)", "N(1e4, 1e-8)", "N(-1e4, 1e8)", "N(3, .01)"]
MIXED = [".5 N(-1e4, 1e-8) + .5 N(1e4, 1e-8)", ".5 N(0, 1) + .5 U(-1e4, 1e4)"]


@pytest.mark.parametrize("p", FAR + MIXED)
@pytest.mark.parametrize("q", [*FAR, MIXED[0]])
def test_theorem_2_5_holds_however_unlike_both_are_in_width(p: str, q: str) -> None:
    fixed, divergences = identities.non_saturating_gradients(*read((p, q)))
    assert fixed == pytest.approx(divergences, rel=1e-6, abs=1e-6)


def test_far_out_the_gradient_is_that_of_kl() -> None:
    p, q = read(("N(0, 1)", "N(1000, .0001)"))
    assert identities.non_saturating_gradients(p, q)[0] == pytest.approx(1000, rel=1e-9)


@pytest.mark.parametrize(
    ("pair", "why"),
    [
        (("U(0, 1)", "U(.5, 1.5)"), "p_g jumps"),
        (("N(0, 1)", "U(0, 1)"), "p_g jumps"),
        (("U(0, 1)", "N(0, 1)"), "p_g lies outside of p_data"),
    ],
)
def test_where_theorem_2_5_says_nothing_the_table_says_why(pair: tuple[str, str], why: str) -> None:
    p, q = read(pair)
    assert np.isnan(identities.non_saturating_gradients(p, q)).all()
    (row,) = (
        row for row in BENCH.numbers(Slopes(p_data=p, p_g=q), {}) if row.name.startswith("d/dθ")
    )
    assert np.isnan(row.computed)
    assert row.exact is None
    assert row.unit == f"not defined: {why}"


@pytest.mark.parametrize("pair", ALL)
def test_minus_log_d_at_its_best(pair: tuple[str, str]) -> None:
    p, q = read(pair)
    known = identities.non_saturating_divergences(p, q)
    assert identities.non_saturating_cost(p, q) == pytest.approx(known, abs=1e-6)


@pytest.mark.parametrize("pair", ALL)
def test_least_squares_is_pearson(pair: tuple[str, str]) -> None:
    p, q = read(pair)
    known = identities.pearson_of_sum(p, q)
    for c in (0.0, 3.0):
        found = identities.least_squares_criterion(p, q, a=c - 1, b=c + 1, c=c)
        assert found == pytest.approx(known, abs=1e-6)


@pytest.mark.parametrize("pair", ALL)
def test_the_best_hinge_loss_is_total_variation(pair: tuple[str, str]) -> None:
    p, q = read(pair)
    known = 2 * (1 - between(p, q).value("tv"))
    assert identities.best_hinge_loss(p, q) == pytest.approx(known, abs=1e-6)


@pytest.fixture(scope="module")
def frozen() -> dict[str, Any]:
    return freeze(Slopes().p_data, Slopes().p_g, steps=400, seed=0)


def test_the_saturating_gradient_vanishes_and_the_other_does_not(frozen: dict[str, Any]) -> None:
    norms = frozen["norms"]
    assert fall(norms["saturating"]) >= 100
    assert fall(norms["non-saturating"]) <= 1
    assert frozen["steps"][0] == 0
    assert frozen["steps"][-1] == 400
    assert frozen["values"][-1] > -0.01


def test_the_table_says_so(frozen: dict[str, Any]) -> None:
    rows = {number.name: number for number in BENCH.numbers(Slopes(), {FREEZE: frozen})}
    assert rows["saturating: fell by"].computed >= 100
    assert rows["non-saturating: fell by"].computed <= 1


def test_the_same_seed_gives_the_same_numbers_and_stop_stops() -> None:
    p, q = Slopes().p_data, Slopes().p_g
    first, again = (freeze(p, q, steps=5, seed=3) for _ in range(2))
    assert all(np.array_equal(first["norms"][k], again["norms"][k]) for k in LOSSES)
    with pytest.raises(Cancelled):
        freeze(p, q, steps=5, seed=0, cancelled=lambda: True)


@given(st.floats(-12, 12), st.sampled_from(["logit", "D"]), st.sampled_from(ALL))
def test_its_numbers_agree(logit: float, axis: str, pair: tuple[str, str]) -> None:
    controls = Slopes(logit=logit, axis=axis, p_data=pair[0], p_g=pair[1])
    for number in BENCH.numbers(controls, {}):
        assert not np.isnan(number.computed) or number.unit.startswith("not defined"), number.name
        if number.exact is not None:
            assert number.computed == pytest.approx(number.exact, rel=1e-6, abs=1e-6), number.name
