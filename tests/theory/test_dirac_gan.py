"""The Dirac-GAN: what the lemmas say holds in the functions that the bench draws."""

from __future__ import annotations

import math
from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ganlab.theory.dirac_gan import fields
from ganlab.theory.dirac_gan.bench import BENCH, paths
from ganlab.theory.dirac_gan.controls import Chosen, DiracControls
from ganlab.theory.dirac_gan.fields import ARRAYS, r1_eigenvalues
from ganlab.theory.dirac_gan.methods import METHODS, Strengths, expected_to_converge, growth
from ganlab.theory.dirac_gan.training import (
    Steps,
    Updates,
    converged,
    distance,
    found_step_matrix,
    held,
    multipliers,
    path,
    step_matrix,
)
from ganlab.theory.stability import eigenvalues
from tests.theory.controls import any_controls

places = st.floats(-2, 2)
amounts = st.floats(0.05, 2)
strengths_ = st.builds(
    Strengths, amounts, amounts, st.booleans(), amounts, amounts, amounts, amounts
)
names = st.sampled_from(list(METHODS))
smooth = st.sampled_from([name for name in METHODS if name != "wgan-gp"])
stepping = st.builds(Steps, st.sampled_from(get_args(Updates)), amounts, amounts, st.integers(1, 5))

COME_HOME = {
    "r1",
    "r1-critical",
    "consensus",
    "instance-noise",
    "non-saturating-r1",
    "relativistic",
}


@given(smooth, strengths_)
def test_jacobians_are_those_of_the_fields(name: str, strengths: Strengths) -> None:
    field, h = METHODS[name].field(strengths), 1e-5

    def slope(theta: float, psi: float) -> list[float]:
        return [
            (pull(theta, psi) - pull(-theta, -psi)) / (2 * h)
            for pull in (field.generator, field.discriminator)
        ]

    found = np.column_stack((slope(h, 0.0), slope(0.0, h)))
    assert field.jacobian is not None
    np.testing.assert_allclose(found, field.jacobian, atol=1e-6)


@given(st.floats(0, 5), st.sampled_from([0.5, 1.0]))
def test_r1_moves_the_eigenvalues(gamma: float, slope: float) -> None:
    matrix = np.array([[0, -slope], [slope, -gamma]])
    expected = np.sort_complex(np.linalg.eigvals(matrix).astype(complex))
    np.testing.assert_allclose(np.sort_complex(r1_eigenvalues(gamma, slope)), expected, atol=1e-7)
    for field in (fields.gan(gamma), fields.non_saturating(gamma), fields.relativistic(gamma / 2)):
        np.testing.assert_allclose(
            np.sort_complex(eigenvalues(np.array(field.jacobian))),
            np.sort_complex(r1_eigenvalues(gamma)),
            atol=1e-7,
        )
    if gamma >= fields.CRITICAL:
        assert np.all(r1_eigenvalues(gamma).imag == 0)


@given(st.floats(0.05, 2))
def test_noise_moves_them_as_lemma_3_2_says(sigma: float) -> None:
    bend = fields.BEND * sigma**2
    root = np.sqrt(complex(bend**2 - fields.SLOPE**2))
    got = eigenvalues(np.array(fields.instance_noise(sigma).jacobian))
    np.testing.assert_allclose(got, [bend + root, bend - root], atol=1e-12)


@given(st.floats(-1, 1), st.floats(-1, 1), st.floats(0.1, 1.5))
def test_noise_is_the_mean_over_noise(theta: float, psi: float, sigma: float) -> None:
    nodes, weights = np.polynomial.hermite_e.hermegauss(60)
    e, w = sigma * nodes, weights / math.sqrt(2 * math.pi)

    def slope(t: np.ndarray) -> np.ndarray:
        return 1 / (1 + np.exp(t))

    field = fields.instance_noise(sigma)
    of_g = -psi * w @ slope(psi * (theta + e))
    of_d = w @ ((theta + e) * slope(psi * (theta + e))) - w @ (e * slope(-psi * e))
    assert field.generator(theta, psi) == pytest.approx(of_g, abs=1e-3)
    assert field.discriminator(theta, psi) == pytest.approx(of_d, abs=1e-3)


@given(places, places, st.floats(0, 2))
def test_consensus_descends_the_length_of_the_pull(theta: float, psi: float, weight: float) -> None:
    plain, field, h = fields.gan(), fields.consensus(weight), 1e-5

    def half(theta: float, psi: float) -> float:
        return (plain.generator(theta, psi) ** 2 + plain.discriminator(theta, psi) ** 2) / 2

    along_theta = (half(theta + h, psi) - half(theta - h, psi)) / (2 * h)
    along_psi = (half(theta, psi + h) - half(theta, psi - h)) / (2 * h)
    assert field.generator(theta, psi) == pytest.approx(
        plain.generator(theta, psi) - weight * along_theta, abs=1e-7
    )
    assert field.discriminator(theta, psi) == pytest.approx(
        plain.discriminator(theta, psi) - weight * along_psi, abs=1e-7
    )


@given(st.floats(-50, 50), st.floats(-50, 50), strengths_)
def test_a_grid_and_a_point_agree(theta: float, psi: float, strengths: Strengths) -> None:
    for method in METHODS.values():
        point, grid = method.field(strengths), method.field(strengths, ARRAYS)
        for one, many in (
            (point.generator, grid.generator),
            (point.discriminator, grid.discriminator),
        ):
            value = one(theta, psi)
            assert math.isfinite(value)
            got = many(np.full((2, 3), theta), np.full((2, 3), psi))
            np.testing.assert_allclose(got, np.full((2, 3), value), rtol=1e-9, atol=1e-9)


@given(smooth, strengths_, stepping)
def test_the_matrix_of_a_step_is_found_by_taking_it(
    name: str, strengths: Strengths, steps: Steps
) -> None:
    field = METHODS[name].field(strengths)
    exact = step_matrix(field, steps)
    np.testing.assert_allclose(
        found_step_matrix(field, steps), exact, atol=1e-5 * (1 + np.abs(exact).max())
    )


@given(st.floats(0.01, 1))
def test_simultaneous_steps_grow_near_0(h: float) -> None:
    steps = Steps("simultaneous", h, h)
    for field in (fields.gan(), fields.non_saturating()):
        away = np.hypot(*path(held(field, 8), (1e-5, 0.0), steps).T)
        np.testing.assert_allclose(away[1:] / away[:-1], math.sqrt(1 + h * h / 4), rtol=1e-6)
        np.testing.assert_allclose(
            np.abs(multipliers(field, steps)), math.sqrt(1 + h * h / 4), rtol=1e-12
        )


def test_alternating_steps_stay_at_a_bounded_distance() -> None:
    away = np.hypot(*path(held(fields.gan(), 4000), (0.1, 0.0), Steps("alternating")).T)
    assert away.min() > 0.05
    assert away.max() < 0.2


@pytest.mark.parametrize("updates", get_args(Updates))
def test_which_of_them_converge(updates: Updates) -> None:
    walked = paths(DiracControls(updates=updates))
    assert DiracControls().generator_rate == DiracControls().discriminator_rate == 0.2
    assert {len(way) for way in walked.values()} == {501}
    assert {tuple(way[0]) for way in walked.values()} == {(1.0, 1.0)}
    assert {name for name, way in walked.items() if converged(way)} == COME_HOME
    for name in COME_HOME:
        assert distance(walked[name]) < 1e-5
    for name in ("gan", "non-saturating", "wgan", "wgan-gp"):
        assert distance(walked[name]) > 0.2


@pytest.mark.parametrize("updates", get_args(Updates))
@pytest.mark.parametrize("n_d", [1, 5])
def test_noise_that_stays_converges_too(updates: Updates, n_d: int) -> None:
    controls = DiracControls(updates=updates, n_d=n_d, noise=0.7, annealed=False)
    assert converged(paths(controls)["instance-noise"])  # as the paper's notebook draws it
    run = list(METHODS["instance-noise"].fields(controls.strengths, 5))
    assert {field.jacobian for field in run} == {fields.instance_noise(0.7).jacobian}


@pytest.mark.parametrize("n_d", [1, 2, 3, 4, 5])
def test_wasserstein_does_not_come_to_rest_with_any_n_d(n_d: int) -> None:
    walked = paths(DiracControls(updates="alternating", n_d=n_d))
    for name in ("wgan", "wgan-gp"):
        assert np.hypot(*walked[name][-100:].T).max() > 0.3


def test_clipping_keeps_psi_inside() -> None:
    walked = paths(DiracControls(clip=0.3))["wgan"]
    assert np.abs(walked[:, 1]).max() == pytest.approx(0.3)


def test_noise_is_gone_at_the_end() -> None:
    run = list(METHODS["instance-noise"].fields(Strengths(noise=2.0), 10))
    decays = [field.jacobian[1][1] for field in run if field.jacobian]
    np.testing.assert_allclose(decays, [-0.5 * (2 * (1 - k / 10)) ** 2 for k in range(10)])


def test_what_eigenvalues_say_of_each() -> None:
    for name, method in METHODS.items():
        for updates in get_args(Updates):
            said = expected_to_converge(method, Strengths(), Steps(updates), 500)
            assert said == (name in COME_HOME), name
    assert math.isnan(growth(METHODS["wgan-gp"], Strengths(), Steps()))
    assert not expected_to_converge(METHODS["r1"], Strengths(), Steps(), 20)


@pytest.mark.parametrize("updates", get_args(Updates))
def test_numbers_name_every_method_and_agree(updates: Updates) -> None:
    rows = {row.name: row for row in BENCH.numbers(DiracControls(updates=updates), {})}
    for name, method in METHODS.items():
        assert rows[f"{method.title}: distance"].exact is None
        assert rows[f"{method.title}: converges"].computed == (name in COME_HOME)
        published = method.converges
        assert rows[f"{method.title}: converges"].exact == published
        assert published in (None, name in COME_HOME)
        assert rows[f"{method.title}: linear prediction near 0"].exact is None
    for row in rows.values():
        assert row.exact is None or row.computed == pytest.approx(row.exact, abs=1e-6), row.name


@pytest.mark.parametrize(
    "far",
    [
        DiracControls(consensus=3),
        DiracControls(generator_rate=2, discriminator_rate=2, theta=2, psi=2),
    ],
)
def test_nothing_is_called_exact_that_a_run_far_out_need_not_keep(far: DiracControls) -> None:
    rows = {row.name: row for row in BENCH.numbers(far, {})}
    differ = 0
    for method in METHODS.values():
        end = rows[f"{method.title}: converges"]
        told = rows[f"{method.title}: linear prediction near 0"]
        assert told.unit == end.unit == "1 yes, 0 no"
        assert told.exact is None
        if end.computed != told.computed:
            differ += 1
            assert end.exact is None, method.title
    assert differ


def test_what_is_published_is_set_beside_the_same_run_only() -> None:
    rows = {row.name: row for row in BENCH.numbers(DiracControls(r1=0.31), {})}
    assert rows["R1: converges"].exact is None, "published is γ = .3"
    assert rows["GAN: converges"].exact == 0, "which γ does not concern"


@pytest.mark.parametrize("name", METHODS)
def test_eigenvalues_of_the_enlarged_one_and_of_r1_are_told(name: Chosen) -> None:
    rows = BENCH.numbers(DiracControls(method=name, r1=0.8), {})
    told = {row.name: row for row in rows if "λ" in row.name}
    assert len(told) == (4 if name in ("wgan-gp", "r1") else 8)
    for row in told.values():
        assert row.computed == pytest.approx(row.exact, abs=1e-4)
    assert told["R1: real part of λ1"].exact == pytest.approx(-0.4)
    assert told["R1: imaginary part of λ1"].exact == pytest.approx(0.3)


@given(any_controls(DiracControls))
def test_numbers_are_numbers_wherever_one_drags(controls: DiracControls) -> None:
    for row in BENCH.numbers(controls, {}):
        assert not math.isnan(row.computed), row.name


def test_every_method_can_be_enlarged() -> None:
    assert list(get_args(Chosen)) == list(METHODS)


def test_a_path_that_runs_away_ends_in_nothing() -> None:
    walked = path(held(fields.wgan(math.inf), 900), (1.0, 1.0), Steps("simultaneous", 1.0, 1.0))
    assert np.isnan(walked[-1]).all()
    assert distance(walked) == math.inf
    assert not converged(walked)


@given(names, strengths_, stepping, places, places)
def test_paths_never_fail(
    name: str, strengths: Strengths, steps: Steps, theta: float, psi: float
) -> None:
    walked = path(METHODS[name].fields(strengths, 40), (theta, psi), steps)
    assert walked.shape == (41, 2)
