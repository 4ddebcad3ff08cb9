"""Every built-in target is the distribution that it says it is."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from ganlab.data import Target, make_target
from ganlab.data.target import Affine, Array
from ganlab.data.toy.catalog import TARGETS
from ganlab.data.toy.mixtures import Tube
from ganlab.experiment import ToyData

SAMPLES = 200_000


def toy(name: str) -> Target:
    """The built-in target of that name."""
    return make_target(ToyData(name=name))


@cache
def samples(name: str) -> Array:
    """Many points of it, always the same."""
    return toy(name).sample(SAMPLES, np.random.default_rng(7)).rows


def density(target: Target, points: Array) -> Array:
    """p_data at the points."""
    known = target.log_density(points)
    assert known is not None
    assert known.shape == (len(points),)
    return np.exp(known)


def box(target: Target, cells: int) -> tuple[Array, float]:
    """Middles of a grid's cells over the view and a little more; a cell's volume, data units."""
    extent = 1.15
    axis = (np.arange(cells) + 0.5) / cells * 2 * extent - extent
    grid = np.stack(np.meshgrid(*[axis] * target.dimension), axis=-1)
    volume = (2 * extent * target.view.scales[0] / cells) ** target.dimension
    return target.view.inverse(grid.reshape(-1, target.dimension)), volume


@pytest.mark.parametrize("name", TARGETS)
def test_the_density_integrates_to_one(name: str) -> None:
    target = toy(name)
    # A smooth density converges faster than any power once the grid resolves it; the narrowest
    # mode needs its sigma to be about a cell. Uniform ones err by what the edges cut from cells.
    cells = {"ring-8": 360, "grid-25": 360, "checkerboard": 506}.get(name, 220)
    points, volume = box(target, cells)
    exact = name in ("checkerboard", "uniform-1d")
    assert density(target, points).sum() * volume == pytest.approx(1, abs=0.01 if exact else 1e-4)


@pytest.mark.parametrize("name", TARGETS)
def test_samples_follow_the_density(name: str) -> None:
    """Chi-square over the cells of a grid that expect enough points."""
    target = toy(name)
    # Expected counts: the density averaged over 8 x 8 (or 8) places in each cell.
    cells, fine = 30, 8
    points, volume = box(target, cells * fine)
    p = density(target, points) * volume
    shape = (cells, fine) * target.dimension
    expected = p.reshape(shape).sum(axis=tuple(range(1, 2 * target.dimension, 2))) * SAMPLES
    extent = 1.15
    index = np.floor((target.view.forward(samples(name)) / extent + 1) / 2 * cells).astype(int)
    inside = ((index >= 0) & (index < cells)).all(axis=1)
    observed = np.zeros_like(expected)
    np.add.at(observed, tuple(index[inside][:, ::-1].T), 1)
    enough = expected > 20
    if name in ("ring-8", "grid-25", "checkerboard", "uniform-1d"):
        # The grid is coarse beside an edge or a mode: compare per mode or per field below.
        assert observed[expected == 0].sum() <= 2e-3 * SAMPLES
        return
    chi_square = ((observed - expected)[enough] ** 2 / expected[enough]).sum()
    freedom = int(enough.sum())
    assert chi_square < freedom + 5 * np.sqrt(2 * freedom)
    assert observed[~enough].sum() == pytest.approx(expected[~enough].sum(), abs=150)


@pytest.mark.parametrize("name", [n for n in TARGETS if toy(n).modes is not None])
def test_every_mode_is_as_likely_and_as_wide_as_the_others(name: str) -> None:
    modes = toy(name).modes
    assert modes is not None
    points, m = samples(name), len(modes.centres)
    offsets = points[:, None, :] - modes.centres
    nearest = (offsets**2).sum(axis=2).argmin(axis=1)
    counts = np.bincount(nearest, minlength=m)
    assert ((counts - SAMPLES / m) ** 2 / (SAMPLES / m)).sum() < m + 5 * np.sqrt(2 * m)
    deviations = np.take_along_axis(offsets, nearest[:, None, None], axis=1)
    assert deviations.std() == pytest.approx(modes.sigma, rel=0.01)


@pytest.mark.parametrize("name", ["checkerboard", "uniform-1d"])
def test_uniform_targets_are_even_and_never_outside(name: str) -> None:
    target = toy(name)
    p = density(target, samples(name))
    assert p.min() == p.max() == pytest.approx({"checkerboard": 1 / 32, "uniform-1d": 1 / 2}[name])
    cells = np.floor(samples(name) * 2).astype(int)
    counts = np.unique(cells, axis=0, return_counts=True)[1]
    expected = SAMPLES / len(counts)
    # In half units: 8 fields of 4 x 4 cells, or an interval of 4.
    assert len(counts) == {"checkerboard": 128, "uniform-1d": 4}[name]
    assert ((counts - expected) ** 2 / expected).sum() < len(counts) + 5 * np.sqrt(2 * len(counts))


def test_eight_gaussians_are_eight_different_ones() -> None:
    modes = toy("ring-8").modes
    assert modes is not None
    assert modes.sigma == 0.01
    gaps = np.hypot(*(modes.centres[:, None] - modes.centres).transpose(2, 0, 1))
    assert gaps[~np.eye(8, dtype=bool)].min() == pytest.approx(2 * np.sin(np.pi / 8))
    np.testing.assert_allclose(np.hypot(*modes.centres.T), 1.0)


def test_the_grid_is_the_published_one() -> None:
    modes = toy("grid-25").modes
    assert modes is not None
    assert modes.sigma == 0.05
    expected = {(x, y) for x in (-4, -2, 0, 2, 4) for y in (-4, -2, 0, 2, 4)}
    assert {tuple(c) for c in modes.centres} == expected


@pytest.mark.parametrize("name", TARGETS)
def test_everything_fits_the_view(name: str) -> None:
    inside = (np.abs(toy(name).view.forward(samples(name))) <= 1).all(axis=1)
    assert inside.mean() > 0.9999


@pytest.mark.parametrize("name", TARGETS)
def test_networks_see_zero_mean_and_unit_rms(name: str) -> None:
    seen = toy(name).network.forward(samples(name))
    np.testing.assert_allclose(seen.mean(axis=0), 0, atol=5 * np.sqrt(2 / SAMPLES))
    assert np.sqrt((seen**2).mean()) == pytest.approx(1, abs=0.005)


@pytest.mark.parametrize("name", TARGETS)
def test_sampling_is_seeded_and_shaped(name: str) -> None:
    target = toy(name)
    first, again = (target.sample(100, np.random.default_rng(3)).rows for _ in range(2))
    assert first.shape == (100, target.dimension)
    assert first.dtype == np.float64
    np.testing.assert_array_equal(first, again)
    assert target.sample(0, np.random.default_rng(3)).rows.shape == (0, target.dimension)
    assert not np.array_equal(first, target.sample(100, np.random.default_rng(4)).rows)


@pytest.mark.parametrize("name", [n for n in TARGETS if isinstance(toy(n), Tube)])
def test_a_curves_density_is_as_accurate_as_it_says(name: str) -> None:
    """Against a brute-force midpoint sum of 40,000 Gaussians along the curve."""
    target = toy(name)
    assert isinstance(target, Tube)
    rng = np.random.default_rng(5)
    far = target.sample(40, rng).rows + 3 * target.sigma * rng.standard_normal((40, 2))
    points = np.concatenate([target.sample(40, rng).rows, far])
    along = target.curve((np.arange(40_000) + 0.5) / 40_000)
    squared = ((points[:, None] - along) ** 2).sum(axis=2)
    brute = np.exp(-squared / (2 * target.sigma**2)).mean(axis=1) / (2 * np.pi * target.sigma**2)
    near = brute > brute.max() * 1e-13
    np.testing.assert_allclose(density(target, points)[near], brute[near], rtol=1e-4)


@pytest.mark.parametrize("name", TARGETS)
def test_the_log_density_is_no_number_nowhere(name: str) -> None:
    target = toy(name)
    known = target.log_density(np.full((3, target.dimension), [[-50.0], [0.0], [1e4]]))
    assert known is not None
    assert not np.isnan(known).any()
    assert known[2] < -50


def test_an_affine_map_goes_back() -> None:
    affine = Affine((0.25, -3.0), 4.0)
    points = np.array([[1.0, 2.0], [0.25, -3.0]])
    np.testing.assert_array_equal(affine.inverse(affine.forward(points)), points)
    np.testing.assert_array_equal(affine.forward(np.array([[0.25, -3.0]])), [[0.0, 0.0]])
