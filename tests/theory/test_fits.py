"""What divergences want: derivatives against differences, fits against what is published and known,
local minima, the game, and the plane."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from pydantic import ValidationError

from ganlab.cli import main
from ganlab.data import make_target
from ganlab.interruptible import Cancelled, never, silent
from ganlab.theory.densities import Mixture
from ganlab.theory.divergences.between import between
from ganlab.theory.fits import game, many_starts
from ganlab.theory.fits.bench import BENCH, PUBLISHED, numbers
from ganlab.theory.fits.controls import TABLE_2, TITLES, FitsControls
from ganlab.theory.fits.crossings import Crossings
from ganlab.theory.fits.kernel import mmd, own_similarity
from ganlab.theory.fits.losses import LOSSES, derivatives
from ganlab.theory.fits.mixtures import PlaneMixture
from ganlab.theory.fits.newton import Derivatives
from ganlab.theory.fits.plane import grid_of, jensen_shannon, kullback_leibler, plane_fits
from ganlab.theory.fits.plane import mmd as plane_mmd
from ganlab.theory.fits.search import WANTED, fits, line_of

Floats = NDArray[np.float64]
LINE = line_of(TABLE_2)
STEP = 1e-5


def loss(name: str) -> Callable[[Floats], Derivatives]:
    crossings = Crossings(TABLE_2, LINE)
    own = own_similarity(TABLE_2, 0.7)
    special: dict[str, Callable[[Floats], Derivatives]] = {
        "tv": crossings.total_variation,
        "w1": crossings.wasserstein,
        "mmd": lambda theta: mmd(LINE, theta, 0.7, own),
    }
    return special.get(name, lambda theta: derivatives(LINE, [name] * len(theta), theta))


def differences(function: Callable[[Floats], Derivatives], at: Floats) -> tuple[Floats, Floats]:
    ahead, behind = (function(at + side * STEP * np.eye(len(at))) for side in (1, -1))
    return (ahead[0] - behind[0]) / (2 * STEP), (ahead[1] - behind[1]) / (2 * STEP)


@pytest.mark.parametrize("name", WANTED)
@pytest.mark.parametrize("theta", [(1.2, 0.5), (0.3, 0.8), (2.4, 0.35)])
def test_derivatives_are_those_of_the_divergence(name: str, theta: tuple[float, float]) -> None:
    at = np.array(theta)
    value, gradient, hessian = loss(name)(at[None])
    pair = between(TABLE_2, Mixture.gaussian(at[0], math.exp(2 * at[1])), 0.7)
    assert value[0] == pytest.approx(pair.value(name) * (2 if name == "js" else 1), abs=1e-6)
    slopes, bends = differences(loss(name), at)
    assert gradient[0] == pytest.approx(slopes, abs=1e-5)
    assert hessian[0] == pytest.approx(bends, abs=2e-3, rel=2e-3)


@pytest.mark.parametrize("name", PUBLISHED)
def test_best_fits_are_those_of_table_2(name: str) -> None:
    best = fits(TABLE_2, 1.0)[name][0]
    assert (best.mean, best.sigma, best.value) == pytest.approx(PUBLISHED[name], abs=0.002)


def test_kl_matches_the_moments() -> None:
    best = fits(TABLE_2, 1.0)["kl"][0]
    assert (best.mean, best.sigma) == pytest.approx((TABLE_2.mean, TABLE_2.std), abs=1e-6)


def test_reverse_kl_has_a_second_minimum_on_the_narrow_part() -> None:
    best, other = fits(TABLE_2, 1.0)["reverse_kl"]
    assert other.value > best.value
    assert (other.mean, other.sigma) == pytest.approx((-0.955, 0.317), abs=0.001)


def test_a_gaussian_is_its_own_best_fit() -> None:
    for minima in fits(Mixture.gaussian(0.4, 2.25), 1.0).values():
        best = minima[0]
        assert (best.mean, best.sigma, best.value) == pytest.approx((0.4, 1.5, 0.0), abs=1e-4)


def test_of_a_uniform_only_what_is_finite_is_fitted() -> None:
    found = fits(Mixture.uniform(0, 1), 1.0)
    assert found["reverse_kl"] == found["jeffrey"] == ()
    assert all(found[name] for name in set(WANTED) - {"reverse_kl", "jeffrey"})
    rows = {row.name: row for row in BENCH.numbers(FitsControls(p=Mixture.uniform(0, 1)), {})}
    assert rows["Jeffrey: least"].computed == math.inf


def test_pearson_keeps_its_tails_heavy_enough() -> None:
    p = Mixture.read(".9 N(0, .04) + .1 N(0, 4)")
    best = fits(p, 1.0)["pearson"][0]
    assert best.sigma**2 > 2.0
    assert best.value == pytest.approx(
        between(p, Mixture.gaussian(best.mean, best.sigma**2)).value("pearson"), rel=1e-4
    )


@settings(max_examples=25, deadline=None)
@given(st.floats(-3, 3), st.floats(0.1, 2), st.floats(0.1, 2), st.floats(0.1, 0.9))
def test_every_minimum_is_one(mean: float, one: float, other: float, share: float) -> None:
    p = Mixture.read(f"{share} N({mean}, {one**2}) + {1 - share} N(1, {other**2})")
    found = fits(p, 1.0)
    for name in WANTED:
        assert found[name], name
        values = [fit.value for fit in found[name]]
        assert values == sorted(values)
    for name in LOSSES:
        best = found[name][0]
        near = best.mean + best.sigma * np.array([-0.05, 0.05, 0.0, 0.0])
        wide = math.log(best.sigma) + np.array([0.0, 0.0, -0.05, 0.05])
        around = derivatives(line_of(p), [name] * 4, np.stack([near, wide], axis=1))[0]
        assert (around >= best.value - 1e-9).all(), name


def test_many_starts_of_scipy_find_nothing_better(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many_starts, "STARTS", 3)
    controls = FitsControls()
    found = many_starts.run(controls, silent, never)
    quick = fits(controls.p, controls.width)
    for name in WANTED:
        assert found[name][0].value == pytest.approx(quick[name][0].value, abs=1e-5), name
        assert found[name][0].mean == pytest.approx(quick[name][0].mean, abs=2e-3), name


@pytest.fixture(scope="module")
def played() -> dict[str, dict[str, Any]]:
    """Played a fraction of its rounds: `make bench-science` plays it to its end."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(game, "ROUNDS", 120)
        return game.run(FitsControls(), silent, never)


def test_the_game_lands_where_the_exact_fit_is(played: dict[str, dict[str, Any]]) -> None:
    exact = fits(TABLE_2, 1.0)
    for name in ("kl", "reverse_kl", "js", "hellinger", "jeffrey", "pearson"):
        best = exact[name][0]
        near = 0.3 if name == "pearson" else 0.15  # whose tails take longest
        assert played[name]["fit"] == pytest.approx((best.mean, best.sigma), abs=near), name
        assert played[name]["bound"] == pytest.approx(best.value, abs=0.05), name


def test_total_variation_is_shown_with_what_it_reaches(played: dict[str, dict[str, Any]]) -> None:
    rows = {row.name: row for row in BENCH.numbers(FitsControls(), {"game": played})}
    assert rows["TV, game: μ"].computed == played["tv"]["fit"][0]
    assert rows["TV, game: μ"].exact == fits(TABLE_2, 1.0)["tv"][0].mean


def test_the_works_can_be_stopped() -> None:
    for work in (game.run, many_starts.run):
        with pytest.raises(Cancelled):
            work(FitsControls(), lambda done, total: None, lambda: True)


# --- in the plane ---


PLANE = PlaneMixture.read(".7 N(-1, 0, 1) + .3 N(3, 1.5, .3)")


@pytest.mark.parametrize("theta", [(0.3, 0.2, 0.1), (2.5, 1.0, -0.5)])
def test_derivatives_in_the_plane(theta: tuple[float, float, float]) -> None:
    x, cell = grid_of(PLANE)
    log_p = PLANE.log_pdf(x)
    functions: tuple[Callable[[Floats], Derivatives], ...] = (
        lambda theta: kullback_leibler(x, log_p, cell, theta),
        lambda theta: jensen_shannon(x, log_p, cell, theta),
        lambda theta: plane_mmd(PLANE, theta, 0.8),
    )
    for function in functions:
        _, gradient, hessian = function(np.array([theta]))
        slopes, bends = differences(function, np.array(theta))
        assert gradient[0] == pytest.approx(slopes, abs=1e-7)
        assert hessian[0] == pytest.approx(bends, abs=1e-7)


def test_in_the_plane_kl_covers_what_js_leaves_out() -> None:
    found = plane_fits(PLANE, 1.0)
    kl, js = found["kl"][0], found["js"][0]
    assert (kl.x, kl.y) == pytest.approx((0.2, 0.45), abs=1e-5)
    assert kl.sigma == pytest.approx(math.sqrt(PLANE.variance), abs=1e-5)
    assert (js.x, js.y, js.sigma) == pytest.approx((-1, 0, 1), abs=0.06)
    assert [round(fit.x) for fit in found["js"]] == [-1, 3]


def test_in_the_plane_no_work_is_that_of_the_line(capsys: pytest.CaptureFixture[str]) -> None:
    plane = FitsControls(on="plane")
    for name, work in BENCH.works.items():
        assert work.missing(FitsControls()) == ""
        assert "on the line" in work.missing(plane)
        assert "on" in work.uses, name
    main(["theory", "fits", "--set", "on=plane"])  # at once: it plays nothing
    assert "game" not in capsys.readouterr().out


def test_the_playground_fits_one_gaussian_to_the_same_mixture() -> None:
    line = BENCH.experiment(FitsControls(p="N(1, 4)"))  # type: ignore[misc]
    assert line.game.model_dump()["generator"]["layers"] == 0
    target = make_target(line.data)
    assert target.dimension == 1
    plane = BENCH.experiment(FitsControls(on="plane", plane=PLANE))  # type: ignore[misc]
    assert plane.game.model_dump()["generator"]["layers"] == 0
    target = make_target(plane.data)
    drawn = target.sample(2000, np.random.default_rng(1)).rows
    assert drawn.mean(0) == pytest.approx(PLANE.mean, abs=0.15)


def test_one_round_gaussian_is_its_own_fit() -> None:
    for minima in plane_fits(PlaneMixture.read("N(1, -2, .5)"), 1.0).values():
        best = minima[0]
        got = best.x, best.y, best.sigma, best.value
        assert got == pytest.approx((1, -2, math.sqrt(0.5), 0), abs=1e-4)


def test_a_density_in_the_plane_is_read_as_it_is_written() -> None:
    assert PlaneMixture.read(str(PLANE)) == PLANE
    assert PlaneMixture.read("3 N(0,0,1)+1 N(1, 1, 2)").parts[0].weight == 0.75
    assert PlaneMixture.read("N(0,0,1)+N(1, 1, 2)").parts[0].weight == 0.5
    with pytest.raises(ValueError, match="say the share of every part or of none"):
        PlaneMixture.read("3 N(0,0,1)+N(1, 1, 2)")  # as on the line
    huge = "1e308 N(0, 0, 1) + 1e308 N(1, 0, 1)"
    for wrong in (
        "",
        huge,
        "N(0, 1)",
        "N(0, 0, 1) +",
        "N(0, 0, 0)",
        "N(99, 0, 1)",
        "-1 N(0, 0, 1)",
    ):
        with pytest.raises(ValidationError):
            FitsControls.model_validate({"plane": wrong})
    assert FitsControls.model_validate_json(FitsControls().model_dump_json()) == FitsControls()


def test_the_table_tells_whether_the_game_has_landed() -> None:
    fit = fits(TABLE_2, 1.0)
    off = {"kl": 0.02, "pearson": 0.04, "tv": 0.7}
    game = {
        name: {"fit": (fit[name][0].mean + far, fit[name][0].sigma), "bound": 0.1}
        for name, far in off.items()
    }
    for p, known in ((TABLE_2, 1.0), (Mixture.read("N(0, 1)"), None)):
        rows = {row.name: row for row in numbers(FitsControls(p=p), {"game": game})}
        landed = [rows[f"{TITLES[name]}, game: within 0.03 of both"] for name in off]
        assert [row.exact for row in landed] == [known, known, None]
        if known:
            assert [row.computed for row in landed] == [1, 0, 0]
