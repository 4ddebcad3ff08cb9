"""Convex conjugates, and what they prove: bounds below every f-divergence."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from ganlab.theory.densities import Mixture
from ganlab.theory.divergences.between import Pair
from ganlab.theory.divergences.f_critics import F_GAN
from ganlab.theory.divergences.f_divergence import FDivergence
from ganlab.theory.divergences.f_divergences import F_DIVERGENCES
from ganlab.theory.fenchel import bounds, conjugates
from ganlab.theory.fenchel.bench import DRAWN_X, FenchelControls, numbers
from ganlab.theory.fenchel.training import train_critic

ROWS = pytest.mark.parametrize("row", F_DIVERGENCES.values(), ids=list(F_DIVERGENCES))
Floats = NDArray[np.float64]
U = np.geomspace(0.01, 50, 60)
NEAR = Pair(Mixture.read("N(0, 1)"), Mixture.read("N(1, 1.2)"))


def through(drawn: Sequence[float] | Floats) -> Callable[[Floats], Floats]:
    """T of a drawing."""
    return lambda x: np.interp(x, DRAWN_X, drawn)


def slopes(row: FDivergence) -> Floats:
    """Inside the domain of f*, near its end too."""
    end = row.end if math.isfinite(row.end) else 6.0
    return end - np.geomspace(0.01, 8, 40)


@ROWS
def test_the_conjugate_is_the_supremum(row: FDivergence) -> None:
    for t in slopes(row):
        looked = conjugates.conjugate(row, float(t))
        assert looked == pytest.approx(float(row.conjugate(t)), rel=1e-6, abs=1e-6)
    if math.isfinite(row.end):
        beyond = row.end + 0.01
        assert row.conjugate(np.array(beyond)) == np.inf
        assert conjugates.conjugate(row, beyond) == math.inf


@ROWS
def test_slopes_are_those_of_f_and_of_its_conjugate(row: FDivergence) -> None:
    u = U[np.abs(U - 1) > 0.05]
    near = 1e-5 * u
    assert (row.f(u + near) - row.f(u - near)) / (2 * near) == pytest.approx(row.slope(u), rel=1e-5)
    t = slopes(row)
    t = t[(np.abs(t + 2) > 0.01) & (np.abs(t + 0.5) > 0.01)]  # Pearson's and TV's f* bend there
    h = 1e-6
    numeric = (row.conjugate(t + h) - row.conjugate(t - h)) / (2 * h)
    assert numeric == pytest.approx(row.conjugate_slope(t), rel=1e-4, abs=1e-6)
    v = np.linspace(-5, 5, 41)
    numeric = (row.activation(v + h) - row.activation(v - h)) / (2 * h)
    assert numeric == pytest.approx(row.activation_slope(v), rel=1e-4, abs=1e-6)


@ROWS
def test_the_conjugate_at_a_slope_of_f_is_where_the_tangent_meets_the_axis(
    row: FDivergence,
) -> None:
    t = row.slope(U)
    assert row.conjugate(t) == pytest.approx(U * t - row.f(U), rel=1e-9, abs=1e-9)
    if row is not F_DIVERGENCES["total variation"]:
        assert row.conjugate_slope(t) == pytest.approx(U, rel=1e-6)
    assert row.f(np.array(1.0)) == pytest.approx(
        -math.log(4) if row.end == 0 and row.also.endswith("log 4") else 0
    )


@ROWS
def test_the_best_t_at_a_ratio_is_the_slope_of_f(row: FDivergence) -> None:
    """T* = f'(u): no other t makes more of ut - f*(t), which is what x adds to F(T) over q(x)."""
    others = slopes(row)
    for u in U:
        best = row.slope(u)
        reached = u * best - row.conjugate(best)
        assert reached == pytest.approx(row.f(u), rel=1e-9, abs=1e-9)
        assert np.all(u * others - row.conjugate(others) <= reached + 1e-9)


@ROWS
def test_the_conjugate_of_the_conjugate_is_f(row: FDivergence) -> None:
    for u in U[::4]:
        exact = float(row.f(u))
        assert conjugates.biconjugate(row, float(u)) == pytest.approx(exact, rel=1e-6, abs=1e-6)


@ROWS
def test_f_is_convex_and_its_tangents_lie_below(row: FDivergence) -> None:
    middle = row.f((U[1:] + U[:-1]) / 2)
    assert np.all(middle <= (row.f(U[1:]) + row.f(U[:-1])) / 2 + 1e-12)
    for t in slopes(row)[::5]:
        assert np.all(U * t - row.conjugate(t) <= row.f(U) + 1e-9)


@ROWS
def test_the_activation_stays_in_the_domain_of_the_conjugate(row: FDivergence) -> None:
    v = np.concatenate([np.linspace(-30, 30, 601), [-1e4, -800, 800, 1e4]])
    t = row.activation(v)
    assert np.all(row.holds(t))
    finite = np.abs(v) <= 30
    assert np.all(np.isfinite(row.conjugate(t[finite])))
    assert np.all(np.diff(t[:601]) >= 0)


@ROWS
@pytest.mark.parametrize(
    ("p", "q"),
    [
        ("N(0, 1)", "N(1, 1.2)"),
        (".33 N(-1, .065) + .67 N(2, 2)", "N(1, 3)"),
        ("U(0, 1)", "U(0, 2)"),
        ("U(0, 1)", "U(.5, 1.5)"),
        ("U(0, 1)", "U(1, 2)"),
        ("N(0, .01)", "N(10, .01)"),
    ],
)
def test_every_bound_is_below_its_divergence_and_touches_it_at_its_best(
    row: FDivergence, p: str, q: str
) -> None:
    pair = Pair(Mixture.read(p), Mixture.read(q))
    exact = row.value(pair)
    assert bounds.bound(row, pair, None) == pytest.approx(exact, rel=1e-6, abs=1e-6)
    assert bounds.by_ratio(row, pair) == pytest.approx(exact, rel=1e-6, abs=1e-6)
    rng = np.random.default_rng(3)
    for _ in range(20):
        drawn = row.activation(np.cumsum(rng.normal(0, 0.5, 161)))
        below = bounds.bound(row, pair, through(drawn))
        assert below <= exact + 1e-9


@ROWS
@pytest.mark.parametrize("p", ["N(0, 1)", "N(1000, 1)", "N(0, .00000001)", "U(5, 6) + N(0, .01)"])
@pytest.mark.parametrize("q", ["N(-9999, 1e8)", "U(0, .0001)", "N(0, 1) + N(12, 1)"])
def test_the_best_t_reaches_the_divergence_however_far_p_and_q_are(
    row: FDivergence, p: str, q: str
) -> None:
    pair = Pair(Mixture.read(p), Mixture.read(q))
    for got in (bounds.bound(row, pair, None), bounds.by_ratio(row, pair)):
        assert got == pytest.approx(row.value(pair), rel=1e-6, abs=1e-6)


@ROWS
def test_the_critics_of_the_works_play_by_the_same_table(row: FDivergence) -> None:
    name = next(name for name, found in F_DIVERGENCES.items() if found is row)
    v = np.linspace(-1.5, 1.5, 31)
    t = F_GAN[name].at_p(torch.as_tensor(v)).numpy()
    assert np.all(row.holds(t))
    paid = F_GAN[name].at_q(torch.as_tensor(v)).numpy()
    assert paid == pytest.approx(row.conjugate(t), rel=1e-9, abs=1e-9)


@settings(max_examples=30)
@given(st.lists(st.floats(-6, 6), min_size=161, max_size=161))
def test_donsker_and_varadhan_lie_between_the_conjugate_bound_and_kl(drawn: list[float]) -> None:
    critic = through(drawn)
    conjugate = bounds.bound(F_DIVERGENCES["KL"], NEAR, critic)
    sharper = bounds.donsker_varadhan(NEAR, critic)
    assert conjugate <= sharper + 1e-12
    assert sharper <= NEAR.value("kl") + 1e-12


def test_donsker_and_varadhan_reach_kl() -> None:
    assert bounds.donsker_varadhan(NEAR, None) == pytest.approx(NEAR.value("kl"), abs=1e-9)


def test_the_gan_is_an_f_gan() -> None:
    row = F_DIVERGENCES["GAN"]

    def critic(x: Floats) -> Floats:
        return row.activation(np.sin(x) - x / 3)

    value = bounds.game_value(NEAR, critic)
    assert bounds.bound(row, NEAR, critic) == pytest.approx(value, abs=1e-12)
    assert bounds.bound(row, NEAR, None) == pytest.approx(
        2 * NEAR.value("js") - math.log(4), abs=1e-9
    )


@pytest.mark.parametrize("name", list(F_DIVERGENCES))
def test_numbers_agree(name: str) -> None:
    controls = FenchelControls.model_validate({"f": name})
    for number in numbers(controls, {}):
        if number.exact is not None:
            assert number.computed == pytest.approx(number.exact, rel=1e-6, abs=1e-6), number.name
    nothing = FenchelControls.model_validate({"f": name, "critic": "drawn", "slope": 7.5})
    table = {number.name: number for number in numbers(nothing, {})}
    at_rest = float(nothing.row.f(np.array(1.0)))
    assert table["F(T), T drawn"].computed == pytest.approx(at_rest, abs=1e-9)


@pytest.mark.parametrize("height", [-900.0, -1.0, 0.0, 3.0])
def test_the_game_and_its_bound_agree_whatever_is_drawn(height: float) -> None:
    drawn = {"f": "GAN", "critic": "drawn", "drawn": (height,) * len(DRAWN_X)}
    table = {number.name: number for number in numbers(FenchelControls.model_validate(drawn), {})}
    value = table["V(D, G), D = e^T"]
    assert math.isfinite(value.computed)
    assert value.difference == pytest.approx(0, abs=1e-9)


class Watched:
    """A Progress that looks at every step."""

    def __init__(self, seen: list[int]) -> None:
        self._seen = seen
        self.bounds: list[Floats] = []

    def __call__(self, done: int, total: int) -> None:
        self._seen.append(done)

    def show(self, make: Callable[[], object]) -> None:
        if len(self._seen) in (1, 60):
            so_far = make()
            assert isinstance(so_far, dict)
            assert so_far["bound"].shape == (len(self._seen),)
            assert so_far["x"].shape == so_far["t"].shape
            self.bounds.append(so_far["bound"])


@pytest.mark.parametrize("name", ["KL", "Neyman", "total variation", "GAN"])
def test_training_raises_the_bound_to_the_divergence(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ganlab.theory.fenchel.training.STEPS", 150)
    controls = FenchelControls.model_validate({"f": name, "critic": "trained"})
    seen: list[int] = []
    watched = Watched(seen)
    result = train_critic(controls, watched)
    exact = controls.row.value(controls.pair)
    assert seen[-1] == 150
    assert result["bound"][0] < result["bound"][-1] <= exact + 1e-5
    assert np.array_equal(watched.bounds[1], result["bound"][:60])
    assert watched.bounds[0][-1] < watched.bounds[1][-1] < result["bound"][-1]
    assert result["bound"][-1] > exact - 0.1 * abs(exact)
    table = {number.name: number for number in numbers(controls, {"trained": result})}
    reached = table["F(T), T trained"]
    assert reached.computed == pytest.approx(result["bound"][-1], abs=0.02)
    assert reached.computed <= exact + 1e-9


@pytest.mark.parametrize("name", ["KL", "Jeffrey", "Neyman", "squared Hellinger"])
def test_training_goes_on_where_the_divergence_is_infinite(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ganlab.theory.fenchel.training.STEPS", 50)
    controls = FenchelControls.model_validate({"f": name, "p": "U(0, 1)", "q": "U(1, 2)"})
    result = train_critic(controls)
    assert np.isfinite(result["bound"]).all()
    assert np.isfinite(result["t"]).all()
    assert result["bound"][0] < result["bound"][-1] <= controls.row.value(controls.pair) + 1e-4
