"""The whole evaluation, above all: a perfect generator reads next to nothing, on every target."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from ganlab.data import make_target
from ganlab.data.points import points_from_array
from ganlab.data.target import Affine, Batch, Modes, PointTarget, Target
from ganlab.data.toy.catalog import TARGETS
from ganlab.experiment import ToyData
from ganlab.metrics.evaluation import EVALUATION, EVALUATION_SAMPLES, Reference, evaluate

Floats = NDArray[np.float64]


class Square(PointTarget):
    """Uniform over the whole view: of all targets the one with the highest floor."""

    dimension = 2
    view = Affine((3.0, -2.0), 5.0)
    network = view
    modes: Modes | None = None
    class_names: tuple[str, ...] = ()

    def sample(self, n: int, rng: np.random.Generator) -> Batch:
        return Batch(self.view.inverse(rng.uniform(-1, 1, (n, 2))))

    def log_density(self, points: NDArray[np.floating], label: int | None = None) -> None:
        return None


def perfect(target: Target, seed: int = 99) -> Floats:
    return target.sample(EVALUATION_SAMPLES, np.random.default_rng(seed)).rows


@pytest.mark.parametrize("name", [*TARGETS, "square"])
def test_a_perfect_generator_reads_next_to_nothing(name: str) -> None:
    target: Target = Square() if name == "square" else make_target(ToyData(name=name))
    reference = Reference(target)
    figures = evaluate(target, perfect(target), 12, reference=reference)
    assert tuple(figures) == EVALUATION
    assert figures["step"] == 12
    assert figures["js_bits"] < 0.02
    assert figures["js_floor_bits"] < 0.02
    assert abs(figures["js_bits"] - figures["js_floor_bits"]) < 0.003
    assert abs(figures["kl_bits"] - figures["kl_floor_bits"]) < 0.015
    assert abs(figures["mmd"]) < 2e-3
    assert figures["sliced_wasserstein"] < 0.04 * max(target.view.scales)
    if target.modes is None:
        assert np.isnan([figures[key] for key in EVALUATION[-4:]]).all()
    else:
        assert figures["modes"] == figures["modes_total"] == len(target.modes.centres)
        assert figures["high_quality"] > 0.975
        assert figures["reverse_kl"] < 0.02


def test_an_untrained_generator_reads_badly() -> None:
    target = make_target(ToyData(name="ring-8"))
    figures = evaluate(target, perfect(target) * 0.01, 0)
    assert figures["js_bits"] == pytest.approx(1)
    assert figures["kl_bits"] > 5
    assert figures["mmd"] > 0.1
    assert figures["modes"] == 0


def test_a_lost_mode_is_seen_by_all_figures() -> None:
    target = make_target(ToyData(name="ring-8"))
    good = perfect(target)
    assert target.modes is not None
    offsets = good[:, None] - target.modes.centres
    lost = good[np.square(offsets).sum(axis=2).argmin(axis=1) < 6]
    fake = np.random.default_rng(0).permutation(np.resize(lost, good.shape))
    reference = Reference(target)
    fine, poor = (evaluate(target, g, 1, reference=reference) for g in (good, fake))
    shares = np.array([[1 / 8] * 8, [1 / 6] * 6 + [1e-300] * 2])
    known = np.sum(shares * np.log2(shares / shares.mean(axis=0))) / 2
    assert poor["js_bits"] == pytest.approx(known, abs=0.01)
    assert poor["kl_bits"] > fine["kl_bits"] + 1
    assert poor["mmd"] > fine["mmd"] + 0.005
    assert poor["sliced_wasserstein"] > 2 * fine["sliced_wasserstein"]
    assert poor["modes"] == 6
    assert poor["reverse_kl"] == pytest.approx(np.log(8 / 6), abs=0.05)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1e300])
def test_broken_samples_are_reported_and_not_fatal(bad: float) -> None:
    target = Square()
    figures = evaluate(target, np.full((EVALUATION_SAMPLES, 2), bad), 5)
    assert figures["js_bits"] == pytest.approx(1)
    assert np.isnan(figures["mmd"])
    assert np.isnan(figures["sliced_wasserstein"])


def test_the_same_samples_read_the_same_and_single_precision_is_enough() -> None:
    target = make_target(ToyData(name="moons"))
    fake = perfect(target) * 1.1
    one, other = (evaluate(target, f, 1, seed=3) for f in (fake, fake.astype(np.float32)))
    for key in EVALUATION:
        assert other[key] == pytest.approx(one[key], rel=1e-3, abs=1e-5, nan_ok=True)


def test_a_smaller_evaluation_has_a_higher_floor() -> None:
    target = make_target(ToyData(name="checkerboard"))
    small = evaluate(target, perfect(target)[:2500], 1)
    assert small["js_floor_bits"] > Reference(target).js_floor
    assert small["js_bits"] == pytest.approx(small["js_floor_bits"], abs=0.01)


def test_a_reference_belongs_to_its_target_and_size() -> None:
    target = Square()
    with pytest.raises(ValueError, match="another"):
        evaluate(Square(), perfect(target), 1, reference=Reference(target))
    with pytest.raises(ValueError, match="another"):
        evaluate(target, perfect(target)[:100], 1, reference=Reference(target))


def test_columns_in_different_units_count_alike() -> None:
    """A generator that never learned x (its spread 5 times too wide) is found out, and neither
    unit nor offset changes a figure."""
    rng = np.random.default_rng(0)
    ring = rng.normal(0, 1, (2000, 2))
    ring /= np.linalg.norm(ring, axis=1, keepdims=True)
    unlike = ring * (1, 1e4) + (1.7e9, 0)
    found = []
    for points, stretch, offset in ((ring, 1.0, 0.0), (unlike, 1e4, 1.7e9)):
        target = make_target(points_from_array(points))
        fine = target.sample(EVALUATION_SAMPLES, np.random.default_rng(99)).rows
        assert evaluate(target, fine, 1)["sliced_wasserstein"] < 0.05
        wide = (fine - (offset, 0)) * (5, 1) + (offset, 0)
        found.append(evaluate(target, wide, 1))
        assert np.ptp(fine[:, 1]) == pytest.approx(2 * stretch, rel=0.01)
    assert found[0]["js_bits"] > 0.7
    for name in ("js_bits", "kl_bits", "mmd", "sliced_wasserstein"):
        assert found[1][name] == pytest.approx(found[0][name], rel=0.02), name


def test_a_kept_outlier_leaves_the_figures_of_use() -> None:
    rng = np.random.default_rng(0)
    angle = rng.uniform(0, 2 * np.pi, 1000)
    circle = np.column_stack([np.cos(angle), np.sin(angle)])
    target = make_target(points_from_array(np.vstack([circle, [[1e290, -1e290]]])))
    middle = np.random.default_rng(1).normal(0, 0.05, (EVALUATION_SAMPLES, 2))
    figures = evaluate(target, middle, 1)
    assert figures["js_bits"] > 0.9
    assert figures["mmd"] > 0.1
    assert 0.3 < figures["sliced_wasserstein"] < 1
    good = evaluate(target, target.sample(EVALUATION_SAMPLES, rng).rows.clip(-2, 2), 1)
    assert good["js_bits"] < 0.02
    assert good["sliced_wasserstein"] < 0.1


@pytest.mark.parametrize(("n", "least", "most"), [(300, 4, 8), (1000, 8, 14), (200_000, 26, 26)])
def test_the_law_behind_few_points_reads_as_near_them(n: int, least: int, most: int) -> None:
    """Who has learned the square, and not where each of n points of it lies, is not called far."""
    rng = np.random.default_rng(0)
    target = make_target(points_from_array(rng.uniform(0, 1, (n, 2)) * (1, 1e4)))
    reference = Reference(target)
    assert reference.cells is not None
    assert least <= reference.cells <= most
    law = rng.uniform(0, 1, (EVALUATION_SAMPLES, 2)) * (1, 1e4)
    figures = evaluate(target, law, 1, reference=reference)
    assert figures["js_bits"] - figures["js_floor_bits"] < 0.04
    narrow = law * (0.7, 1)
    worse = evaluate(target, narrow, 1, reference=reference)
    assert worse["js_bits"] > figures["js_bits"] + 0.1


def test_points_on_few_places_keep_the_fine_grid() -> None:
    places = np.random.default_rng(0).integers(0, 5, (2000, 2)).astype(np.float64)
    assert Reference(make_target(points_from_array(places))).cells == 26
