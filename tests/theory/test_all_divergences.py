"""The bench of all divergences: its table, and the sweep."""

from __future__ import annotations

import math

import numpy as np
import pytest

from ganlab.figures import significant
from ganlab.theory.all_divergences import critics
from ganlab.theory.all_divergences.bench import BENCH, PRESETS, numbers
from ganlab.theory.all_divergences.controls import DivergencesControls
from ganlab.theory.all_divergences.exact import known, known_lines
from ganlab.theory.all_divergences.sweep import SHIFTS, exact_lines
from ganlab.theory.bench import Number
from ganlab.theory.densities import Mixture
from ganlab.theory.divergences.between import DIVERGENCES, Pair

PAIRS = [
    *PRESETS.values(),
    (".33 N(-1, .065) + .67 N(2, 2)", "N(1, 3)"),
    ("U(0, 1)", "N(0, .25)"),
    (".5 U(-1, 0) + .5 U(.5, 1)", ".2 U(-1, 1) + .8 U(0, .3)"),
]


def table(**controls: object) -> dict[str, Number]:
    found = numbers(DivergencesControls.model_validate(controls), {})
    return {number.name: number for number in found}


@pytest.mark.parametrize(("p", "q"), PAIRS)
@pytest.mark.parametrize("shift", [0.0, 0.35, -1.0])
def test_every_number_agrees_with_what_is_known(p: str, q: str, shift: float) -> None:
    found = table(p=p, q=q, shift=shift, width=0.3)
    assert [n for n in found if n != "JS of disjoint supports"] == [
        divergence.title for divergence in DIVERGENCES.values()
    ]
    for number in found.values():
        assert not math.isnan(number.computed)
        if number.exact is not None:
            assert number.computed == pytest.approx(number.exact, rel=1e-6, abs=1e-6), number.name
    uniform = "N" not in p + q
    assert (found["JS"].exact is not None) == uniform


def test_presets_show_what_they_are_for() -> None:
    same, half, touching, shifted = (table(p=p, q=q) for p, q in PRESETS.values())
    assert same["JS"].computed == 0
    assert half["KL(p‖q)"].computed == math.inf
    assert half["JS"].computed == pytest.approx(math.log(2) / 2)
    assert half["Wasserstein-1"].computed == pytest.approx(0.5)
    assert touching["JS"].computed == pytest.approx(math.log(2))
    assert touching["JS of disjoint supports"].difference == pytest.approx(0, abs=1e-9)
    assert touching["Wasserstein-1"].computed == pytest.approx(1)
    assert shifted["KL(p‖q)"].computed == pytest.approx(0.5**2 / 0.04 / 2)


@pytest.mark.parametrize(("p", "q"), PAIRS)
def test_the_lines_of_the_sweep_are_exact(p: str, q: str) -> None:
    one, other = Mixture.read(p), Mixture.read(q)
    js, w1 = exact_lines(one, other)
    assert len(js) == len(w1) == len(SHIFTS) == 21
    for i, shift in enumerate(SHIFTS):
        pair = Pair(one, other.shifted(float(shift)))
        assert js[i] == pytest.approx(pair.value("js"), abs=1e-6)
        assert w1[i] == pytest.approx(pair.value("w1"), abs=1e-6)


def test_a_shift_of_a_density_is_its_distance() -> None:
    _, w1 = exact_lines(*(Mixture.read("N(0, 1)"),) * 2)
    assert w1 == pytest.approx(np.abs(SHIFTS), abs=1e-9)


def test_mmd_saturates_below_its_width() -> None:
    def mmd(distance: float) -> float:
        far = Mixture.uniform(distance, distance + 1)
        return Pair(Mixture.uniform(0, 1), far, 0.1).value("mmd")

    assert mmd(2) == pytest.approx(mmd(4), rel=1e-9)
    assert mmd(0.1) < 0.5 * mmd(2)


def test_critics_come_near_the_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    shifts = SHIFTS[::10]  # `make bench-science` trains them at all 21
    monkeypatch.setattr(critics, "STEPS", 200)
    monkeypatch.setattr(critics, "SHIFTS", shifts)
    controls = DivergencesControls.model_validate(dict(zip("pq", PAIRS[3], strict=True)))
    seen: list[tuple[int, int]] = []
    found = critics.train_critics(controls, lambda done, whole: seen.append((done, whole)))
    js, w1 = exact_lines(controls.p, controls.q, shifts)
    assert seen == sorted(seen)
    assert seen[-1][0] == seen[-1][1]
    assert np.all(found["js"] <= js + 1e-3)  # no critic sees more than there is
    assert found["js"] == pytest.approx(js, abs=0.05)
    assert found["w1"] == pytest.approx(w1 * (1 + w1 / (2 * critics.PENALTY)), abs=0.03)


def test_the_table_tells_what_the_critics_at_this_shift_found() -> None:
    found = {"js": np.full(21, 0.1), "w1": np.full(21, 0.4)}
    names = [number.name for number in numbers(DivergencesControls(), {"sweep": found})]
    assert names[-2:] == ["GAN critic, φ = 0", "WGAN-GP critic, φ = 0"]


def test_the_table_holds_the_whole_sweep_where_it_is_asked_for() -> None:
    found = {"js": np.full(21, 0.1), "w1": np.full(21, 0.4)}
    js, w1 = exact_lines(Mixture.read(PAIRS[1][0]), Mixture.read(PAIRS[1][1]))
    controls = {name: DivergencesControls(sweep=name) for name in ("here", "lines", "critics")}
    rows = {name: numbers(some, {"sweep": found})[14:] for name, some in controls.items()}
    assert [number.name for number in rows["lines"][:-2]] == [
        f"{title}, φ = {significant(phi / 10)}" for title in ("JS", "W1") for phi in range(-10, 11)
    ]
    assert [number.computed for number in rows["lines"][:-2]] == [*js, *w1]
    for number in rows["lines"][:-2]:  # of uniforms both are known in closed form
        assert number.exact == pytest.approx(number.computed, abs=1e-9)
    assert rows["critics"][:42] == rows["lines"][:42]
    assert [number.name for number in rows["critics"][42:]] == [
        f"{title}, φ = {significant(phi / 10)}"
        for title in ("GAN critic", "WGAN-GP critic")
        for phi in range(-10, 11)
    ]
    assert [number.computed for number in rows["critics"][42:]] == [0.1] * 21 + [0.4] * 21
    assert [number.exact for number in rows["critics"][42:]] == [*js, *w1]
    assert rows["lines"][-2:] == rows["here"]
    assert len(numbers(controls["critics"], {})) == 14 + 42  # not trained yet


def test_the_command_line_trains_critics_only_where_they_are_asked_for() -> None:
    asked = BENCH.works["sweep"].asked
    assert [asked(DivergencesControls(sweep=name)) for name in ("here", "lines", "critics")] == [
        False,
        False,
        True,
    ]


@pytest.mark.parametrize(("p", "q"), PAIRS)
def test_lines_are_known_where_their_points_are(p: str, q: str) -> None:
    one, other = Mixture.read(p), Mixture.read(q)
    found = known_lines(one, other, SHIFTS)
    for i, shift in enumerate(SHIFTS[::5]):
        there = known(one, other.shifted(float(shift)), 0.5)
        assert set(found) == set(there) & {"js", "w1"}
        assert all(line[5 * i] == there[name] for name, line in found.items())
