"""Bench: the criterion C(G)."""

from __future__ import annotations

from math import log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from ganlab.theory.criterion import value
from ganlab.theory.criterion.bench import BENCH, Criterion
from ganlab.theory.densities import Mixture, nodes
from ganlab.theory.divergences.between import between
from ganlab.theory.game import LOG_4, best_value, log_optimal, optimal_discriminator

PAIRS = [
    ("N(-1, 1)", "N(1, .25)"),
    (".33 N(-1, .065) + .67 N(2, 2)", "N(0, 3)"),
    ("U(0, 1)", "U(.5, 1.5)"),
    ("U(-2, 0)", ".5 N(0, 1) + .5 U(3, 4)"),
    ("N(-30, .01)", "N(30, .01)"),
    ("U(0, 1)", "U(1, 2)"),
]
SURE = st.floats(0, 1) | st.sampled_from([0.0, 1.0])
DRAWN = st.lists(SURE, min_size=121, max_size=121).map(tuple)


def read(p: str, q: str) -> tuple[Mixture, Mixture]:
    return Mixture.read(p), Mixture.read(q)


@pytest.mark.parametrize("p", [p for p, _ in PAIRS])
def test_at_equal_densities_d_says_one_half_and_v_is_minus_log_4(p: str) -> None:
    density = Mixture.read(p)
    x, w = nodes(density)
    logs = log_optimal(density.log_pdf(x), density.log_pdf(x))
    assert np.exp(logs[0]) == pytest.approx(0.5, abs=1e-12)
    assert value.value(density, density, logs, x, w) == pytest.approx(-LOG_4, abs=1e-6)


@pytest.mark.parametrize("pair", PAIRS)
def test_theorem_1(pair: tuple[str, str]) -> None:
    p, q = read(*pair)
    x, w = nodes(p, q)
    log_p, log_q = p.log_pdf(x), q.log_pdf(x)
    c, js = best_value(log_p, log_q, w), between(p, q).value("js")
    assert c + LOG_4 == pytest.approx(2 * js, abs=1e-6)
    assert c / 2 == pytest.approx(js - log(2), abs=1e-6)
    assert -LOG_4 - 1e-9 <= c <= 1e-9
    assert value.value(p, q, log_optimal(log_p, log_q), x, w) == pytest.approx(c, abs=1e-9)


@pytest.mark.parametrize("pair", PAIRS)
def test_no_d_rises_above_the_criterion(pair: tuple[str, str]) -> None:
    p, q = read(*pair)
    x, w = nodes(p, q)
    c = best_value(p.log_pdf(x), q.log_pdf(x), w)
    best = optimal_discriminator(p.log_pdf(value.PLACES), q.log_pdf(value.PLACES))
    rng = np.random.default_rng(0)
    for n in range(100):
        noise = rng.uniform(size=121)
        d = noise if n % 2 else np.clip(best + 0.1 * (noise - 0.5), 1e-6, 1 - 1e-6)
        logs = value.log_drawn(tuple(d), x)
        v, lost = value.value(p, q, logs, x, w), value.missing(p, q, logs, x, w)
        assert v <= c + 1e-9
        assert lost >= -1e-9
        assert c - v == pytest.approx(lost, abs=1e-6)


@settings(max_examples=25)
@given(DRAWN, st.sampled_from(PAIRS))
def test_its_numbers_agree(d: tuple[float, ...], pair: tuple[str, str]) -> None:
    for controls in (Criterion(p_data=pair[0], p_g=pair[1]), Criterion(d=d)):
        for number in BENCH.numbers(controls, {}):
            assert not np.isnan(number.computed), number.name
            if number.exact is not None:
                assert number.computed == pytest.approx(number.exact, abs=1e-6), number.name


@pytest.mark.parametrize(
    ("p_data", "p_g", "forward", "backward"),
    [
        ("N(0, 1)", "N(1, 1)", 0.5, 0.5),
        ("U(0, 1)", "U(2, 3)", np.inf, np.inf),
        ("U(0, 1)", "U(0, 2)", np.log(2), np.inf),
        (".5 N(0, 1) + .5 N(1, 1)", "N(1, 1)", None, None),
    ],
)
def test_kl_has_an_exact_value_wherever_one_is_known(
    p_data: str, p_g: str, forward: float | None, backward: float | None
) -> None:
    rows = {row.name: row for row in BENCH.numbers(Criterion(p_data=p_data, p_g=p_g), {})}
    for name, exact in (("KL(p_data ‖ p_g)", forward), ("KL(p_g ‖ p_data)", backward)):
        assert rows[name].exact == (None if exact is None else pytest.approx(exact))


def test_a_drawn_d_has_a_value_at_every_place() -> None:
    with pytest.raises(ValidationError, match="121 places"):
        Criterion(d=(0.5, 0.5))
    with pytest.raises(ValidationError):
        Criterion(d=(1.5,) * 121)
