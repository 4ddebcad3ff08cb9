"""Each estimator against what is known: closed forms, published tables, broken fakes."""

from __future__ import annotations

import numpy as np
import pytest

from ganlab.data.target import Modes
from ganlab.metrics.grid import SMOOTHING, histogram, jensen_shannon, kullback_leibler
from ganlab.metrics.mmd import KERNELS, WIDEST, kernel_sum, squared_mmd, sum_within
from ganlab.metrics.modes import count_modes
from ganlab.metrics.wasserstein import sliced_wasserstein
from ganlab.theory.divergences import on_a_grid as theory


def rng() -> np.random.Generator:
    return np.random.default_rng(7)


# --- the grid -------------------------------------------------------------------------------


@pytest.mark.parametrize("dimension", [1, 2])
@pytest.mark.parametrize("shift", [0.0, 0.2, 0.5, 1.0])
def test_grid_divergences_agree_with_theory(dimension: int, shift: float) -> None:
    sigma, n = 0.15, 60_000
    centres = [np.zeros((1, dimension)), np.zeros((1, dimension))]
    centres[0][0, 0], centres[1][0, 0] = -shift / 2, shift / 2
    points, cell = theory.grid(1.6, 200, dimension)
    log_p, log_q = (theory.log_gaussian_mixture(points, c, sigma) for c in centres)
    known = theory.jensen_shannon(log_p, log_q, cell) / theory.NATS_PER_BIT
    p, q = (
        histogram(c + sigma * rng_.normal(size=(n, dimension)))
        for c, rng_ in zip(centres, np.random.default_rng(1).spawn(2), strict=True)
    )
    # Cells lose a little (data processing), the floor adds a little.
    assert jensen_shannon(p, q) == pytest.approx(known, abs=0.012)
    if shift <= 0.2:
        known_kl = (shift / sigma) ** 2 / 2 / theory.NATS_PER_BIT
        assert kullback_leibler(p, q) == pytest.approx(known_kl, rel=0.1, abs=0.02)


def test_divergences_keep_their_bounds() -> None:
    left, right = np.full((100, 2), -0.9), np.full((100, 2), 0.9)
    p, q = histogram(left), histogram(right)
    assert jensen_shannon(p, q) == pytest.approx(1)
    assert jensen_shannon(p, p) == 0
    assert kullback_leibler(p, p) == 0
    assert kullback_leibler(p, q) == pytest.approx(np.log2(1 + len(p) / SMOOTHING), rel=0.02)


def test_the_floor_is_where_the_formula_says() -> None:
    rngs = rng()
    a, b = (histogram(rngs.uniform(-1, 1, (n, 2))) for n in (50_000, 10_000))
    expected = (26**2 - 1) * (1 / 50_000 + 1 / 10_000) / (8 * np.log(2))
    assert jensen_shannon(a, b) == pytest.approx(expected, rel=0.15)


@pytest.mark.parametrize("dimension", [1, 2])
@pytest.mark.parametrize("stray", [1.01, -1.3, 50.0, 1e300, np.inf, -np.inf, np.nan])
def test_what_is_outside_the_view_is_not_near_its_edge(dimension: int, stray: float) -> None:
    inside = histogram(rng().uniform(-1, 1, (10_000, dimension)))
    outside = histogram(np.full((1000, dimension), stray))
    assert outside.sum() == pytest.approx(1)
    assert jensen_shannon(inside, outside) == pytest.approx(1)


# --- maximum mean discrepancy ---------------------------------------------------------------


@pytest.mark.parametrize("dimension", [1, 2])
def test_the_kernel_is_the_one_that_is_documented(dimension: int) -> None:
    a, b = rng().normal(size=(150, dimension)), rng().normal(size=(70, dimension)) + 0.1
    squares = np.square(a[:, None] - b).sum(-1)
    widths = [WIDEST / 4**i for i in range(KERNELS)]
    expected = np.mean([np.exp(-squares / (2 * w**2)).sum() for w in widths])
    assert kernel_sum(a, b) == pytest.approx(expected, rel=1e-4)
    assert sum_within(a) == pytest.approx(kernel_sum(a, a), rel=1e-6)


def test_mmd_is_unbiased_around_zero_for_equal_distributions() -> None:
    source = rng()
    values = [squared_mmd(*source.normal(size=(2, 300, 2)) * 0.4) for _ in range(40)]
    assert min(values) < 0 < max(values)
    assert abs(np.mean(values)) < 3 * np.std(values) / 40**0.5


def test_mmd_sees_a_shift_and_a_lost_mode() -> None:
    source = rng()
    a, b = source.normal(size=(2, 500, 2)) * 0.2
    modes = source.choice([-0.7, 0.7], size=(500, 1))
    assert squared_mmd(a, b) < 0.005
    assert squared_mmd(a, b + 0.3) > 0.2
    assert squared_mmd(a + modes, b + modes) < 0.005
    assert squared_mmd(a + modes, b + 0.7) > 0.1
    assert np.isnan(squared_mmd(a, b * np.nan))
    assert squared_mmd(a, b, sum_within(a)) == squared_mmd(a, b)


# --- sliced Wasserstein ---------------------------------------------------------------------


def test_a_shift_on_the_line_costs_its_length() -> None:
    points = rng().normal(size=(4000, 1))
    assert sliced_wasserstein(points, rng().permutation(points) - 0.3) == pytest.approx(
        0.3, rel=1e-5
    )


@pytest.mark.parametrize("angle", [0.0, 0.4, 2.0])
def test_a_shift_in_the_plane_costs_its_mean_projection(angle: float) -> None:
    points = rng().normal(size=(3000, 2))
    moved = points + 0.5 * np.array([np.cos(angle), np.sin(angle)])
    assert sliced_wasserstein(points, moved) == pytest.approx(0.5 * 2 / np.pi, rel=0.005)
    assert sliced_wasserstein(points, points[::-1]) == 0


def test_uneven_sets_have_no_order_to_match() -> None:
    with pytest.raises(ValueError, match="differ"):
        sliced_wasserstein(np.zeros((3, 2)), np.zeros((4, 2)))
    assert np.isnan(sliced_wasserstein(np.zeros((3, 2)), np.full((3, 2), np.inf)))


# --- modes ----------------------------------------------------------------------------------


def ring() -> Modes:
    angles = 2 * np.pi * np.arange(8) / 8
    return Modes(np.column_stack((np.cos(angles), np.sin(angles))), 0.01)


def grid_25() -> Modes:
    side = np.arange(-4.0, 5.0, 2.0)
    return Modes(np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2), 0.05)


def line() -> Modes:
    return Modes(np.array([[-1.0], [1.0]]), 0.2)


@pytest.mark.parametrize(
    ("modes", "share"),
    [(ring(), 1 - np.exp(-4.5)), (grid_25(), 1 - np.exp(-4.5)), (line(), 0.9973)],
)
def test_a_perfect_generator_scores_what_is_published(modes: Modes, share: float) -> None:
    source, n = rng(), 40_000
    total, dimension = modes.centres.shape
    samples = modes.centres[source.integers(total, size=n)]
    found = count_modes(modes, samples + modes.sigma * source.normal(size=(n, dimension)))
    assert (found.covered, found.total) == (total, total)
    assert found.high_quality == pytest.approx(share, abs=0.002)
    assert found.reverse_kl == pytest.approx((total - 1) / (2 * n), abs=2e-3)


def test_a_collapsed_generator_has_one_mode_and_all_the_divergence() -> None:
    found = count_modes(ring(), np.tile(ring().centres[3], (2500, 1)))
    assert (found.covered, found.high_quality) == (1, 1.0)
    assert found.reverse_kl == pytest.approx(np.log(8))


def test_half_the_modes_cost_one_bit() -> None:
    found = count_modes(ring(), np.repeat(ring().centres[::2], 100, axis=0))
    assert found.covered == 4
    assert found.reverse_kl == pytest.approx(np.log(2))


def test_three_sigma_is_the_edge_of_quality() -> None:
    modes = Modes(np.zeros((1, 2)), 1.0)
    found = count_modes(modes, np.array([[0, 2.99], [3.01, 0], [2.2, 2.2]]))
    assert found.high_quality == pytest.approx(1 / 3)


def test_samples_between_the_modes_cover_nothing() -> None:
    found = count_modes(ring(), np.zeros((2500, 2)))
    assert (found.covered, found.high_quality) == (0, 0.0)
    assert np.isnan(found.reverse_kl)


@pytest.mark.parametrize("bad", [np.nan, np.inf, 1e300])
def test_broken_samples_are_of_no_quality(bad: float) -> None:
    samples = np.vstack((np.full((50, 2), bad), np.tile(ring().centres[0], (50, 1))))
    found = count_modes(ring(), samples)
    assert (found.covered, found.high_quality) == (1, 0.5)


def test_no_samples_at_all() -> None:
    found = count_modes(ring(), np.empty((0, 2)))
    assert found.covered == 0
    assert np.isnan(found.high_quality)
