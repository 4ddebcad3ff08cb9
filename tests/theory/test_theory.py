"""The theorems hold in the functions that the panels draw and other tests lean on."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from ganlab.theory.divergences.on_a_grid import (
    NATS_PER_BIT,
    grid,
    jensen_shannon,
    kl_gaussians,
    kullback_leibler,
    log_gaussian_mixture,
)
from ganlab.theory.game import (
    LOG_4,
    best_value,
    divergence_seen,
    optimal_discriminator,
    value,
    virtual_criterion,
)

Floats = NDArray[np.float64]

POINTS, CELL = grid(12.0, 1200, 1)


def mixture(*centres: float, sigma: float = 1.0) -> Floats:
    return log_gaussian_mixture(POINTS, np.array(centres)[:, None], sigma)


def test_densities_integrate_to_one() -> None:
    assert np.exp(mixture(-2, 3, 1, sigma=0.7)).sum() * CELL == pytest.approx(1, abs=1e-10)
    points, cell = grid(5.0, 150, 2)
    log_p = log_gaussian_mixture(points, np.array([[1.0, -1], [-1, 0]]), 0.5)
    assert np.exp(log_p).sum() * cell == pytest.approx(1, abs=1e-8)


@pytest.mark.parametrize("shift", [0.0, 0.3, 2.0])
def test_quadrature_agrees_with_the_closed_form(shift: float) -> None:
    known = kl_gaussians([0], [[1]], [shift], [[1.44]])
    got = kullback_leibler(mixture(0), mixture(shift, sigma=1.2), CELL)
    assert got == pytest.approx(known, abs=1e-9)
    assert kl_gaussians([0], [[1]], [shift], [[1]]) == pytest.approx(shift**2 / 2)


def test_kl_of_correlated_gaussians_does_not_depend_on_the_axes() -> None:
    rotation = np.array([[0.6, -0.8], [0.8, 0.6]])
    p, q = np.diag([1.0, 4.0]), np.array([[2.0, 0.5], [0.5, 1.0]])
    turned = kl_gaussians(
        rotation @ [1, 2], rotation @ p @ rotation.T, [0, 0], rotation @ q @ rotation.T
    )
    assert turned == pytest.approx(kl_gaussians([1, 2], p, [0, 0], q))
    assert kl_gaussians([1, 2], p, [1, 2], p) == pytest.approx(0)


def test_js_of_disjoint_densities_is_one_bit() -> None:
    js = jensen_shannon(mixture(-5, sigma=0.3), mixture(5, sigma=0.3), CELL)
    assert js / NATS_PER_BIT == pytest.approx(1, abs=1e-9)
    left = np.where(POINTS[:, 0] < 0, mixture(0), -np.inf) + np.log(2)
    right = np.where(POINTS[:, 0] > 0, mixture(0), -np.inf) + np.log(2)
    assert jensen_shannon(left, right, CELL) / NATS_PER_BIT == pytest.approx(1, abs=1e-9)
    assert kullback_leibler(left, right, CELL) == np.inf


@given(st.floats(-4, 4), st.floats(0.2, 1.5))
def test_theorem_1(shift: float, sigma: float) -> None:
    log_p, log_g = mixture(0), mixture(shift, sigma=sigma)
    js = jensen_shannon(log_p, log_g, CELL)
    best = best_value(log_p, log_g, CELL)
    assert best == pytest.approx(virtual_criterion(js), abs=1e-6)
    assert divergence_seen(best) == pytest.approx(js, abs=1e-6)
    assert best >= -LOG_4 - 1e-9
    assert best > -LOG_4 + 1e-4 or (abs(shift) < 0.05 and abs(sigma - 1) < 0.05)


def test_the_game_ends_at_minus_log_4() -> None:
    assert best_value(mixture(0), mixture(0), CELL) == pytest.approx(-LOG_4, abs=1e-9)
    assert virtual_criterion(0) == -LOG_4
    assert value(np.full(9, 0.5), np.full(5, 0.5)) == pytest.approx(-LOG_4)
    assert value(np.zeros(1), np.zeros(1)) == -np.inf


@given(st.floats(-3, 3), st.floats(-2, 2), st.floats(-2, 2))
def test_proposition_1_no_other_discriminator_does_better(
    shift: float, slope: float, offset: float
) -> None:
    log_p, log_g = mixture(0), mixture(shift, 2)
    p, g = np.exp(log_p), np.exp(log_g)
    logit = np.clip(log_p - log_g + slope * POINTS[:, 0] + offset, -30, 30)
    value_of_other = -(p @ np.logaddexp(0, -logit) + g @ np.logaddexp(0, logit)) * CELL
    assert value_of_other <= best_value(log_p, log_g, CELL) + 1e-9


def test_optimal_discriminator_at_the_edges() -> None:
    nothing = -np.inf
    d = optimal_discriminator(
        np.array([0.0, nothing, 0.0, nothing]), np.array([0.0, 0.0, nothing, nothing])
    )
    assert d.tolist() == [0.5, 0.0, 1.0, 0.5]
