"""The figures of images against closed forms and theorems."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ganlab.data.target import Array
from ganlab.interruptible import Cancelled
from ganlab.metrics.images import (
    confidence,
    coverage,
    frechet,
    inception_score,
    precision_recall,
)
from ganlab.metrics.neighbours import nearest


def points(seed: int, n: int, d: int) -> Array:
    return np.random.default_rng(seed).standard_normal((n, d))


def whitened(n: int, d: int) -> Array:
    """Points whose sample mean is exactly 0 and whose sample covariance is exactly the identity."""
    centred = points(0, n, d)
    centred -= centred.mean(axis=0)
    left, _, right = np.linalg.svd(centred, full_matrices=False)
    return left @ right * math.sqrt(n - 1)


distributions = st.integers(2, 12).flatmap(
    lambda m: arrays(np.float64, (30, m), elements=st.floats(1e-3, 1))
)


def test_coverage_is_the_share_of_each_class() -> None:
    seen = np.eye(4)[[0, 0, 0, 2]]
    assert coverage(seen).tolist() == [0.75, 0, 0.25, 0]
    assert np.isnan(coverage(np.empty((0, 3)))).all()


def test_confidence_is_the_mean_of_the_largest() -> None:
    assert confidence(np.array([[0.9, 0.1], [0.3, 0.7]])) == pytest.approx(0.8)
    assert confidence(np.full((5, 10), 0.1)) == pytest.approx(0.1)
    assert math.isnan(confidence(np.empty((0, 3))))


@pytest.mark.parametrize("m", [2, 10])
def test_sure_of_equally_frequent_classes_scores_their_number(m: int) -> None:
    score, deviation = inception_score(np.tile(np.eye(m), (20, 1)))
    assert score == pytest.approx(m)
    assert deviation == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("row", [[1, 0, 0], [0.2, 0.3, 0.5]])
def test_images_that_all_look_alike_score_1(row: list[float]) -> None:
    assert inception_score(np.tile(row, (50, 1))) == pytest.approx((1, 0))


@given(distributions)
def test_a_score_lies_between_1_and_the_number_of_classes(weights: Array) -> None:
    score, _ = inception_score(weights / weights.sum(axis=1, keepdims=True), splits=3)
    assert 1 - 1e-9 <= score <= weights.shape[1] + 1e-9


@pytest.mark.parametrize("splits", [0, 6])
def test_a_score_needs_an_image_in_every_part(splits: int) -> None:
    with pytest.raises(ValueError, match="split"):
        inception_score(np.eye(5), splits)


@pytest.mark.parametrize(("shift", "scale"), [(0, 1), (3, 1), (0, 0.25), (-1.5, 2), (2, 0)])
def test_frechet_between_gaussians_is_the_closed_form(shift: float, scale: float) -> None:
    d = 16
    a = whitened(200, d)
    expected = d * shift**2 + d * (1 - scale) ** 2
    assert frechet(a, shift + scale * a) == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_frechet_of_covariances_that_do_not_commute() -> None:
    """(Tr S)² = Tr S² + 2 det S of a 2x2 root S gives Tr (AB)^½ by hand."""
    a, b = np.array([[2, 1], [1, 1]]), np.array([[1, -0.5], [-0.5, 3]])
    white = whitened(500, 2)
    product = np.trace(a @ b) + 2 * math.sqrt(np.linalg.det(a) * np.linalg.det(b))
    expected = np.trace(a) + np.trace(b) - 2 * math.sqrt(product)
    x, y = (white @ np.linalg.cholesky(c).T for c in (a, b))
    assert frechet(x, y) == pytest.approx(expected, rel=1e-9)
    assert frechet(y, x) == pytest.approx(expected, rel=1e-9)


def test_frechet_agrees_with_the_root_of_the_matrix() -> None:
    from scipy.linalg import sqrtm

    a, b = points(1, 300, 12) @ points(2, 12, 12), points(3, 400, 12) @ points(4, 12, 12) + 1
    crossed = sqrtm(np.cov(a.T) @ np.cov(b.T)).real
    expected = np.square(a.mean(0) - b.mean(0)).sum() + np.trace(
        np.cov(a.T) + np.cov(b.T) - 2 * crossed
    )
    assert frechet(a, b) == pytest.approx(expected, rel=1e-6)


def test_frechet_of_a_set_and_itself_is_0_even_where_a_feature_is_dead() -> None:
    a = points(0, 100, 8).astype(np.float32)
    a[:, 3] = 0
    assert frechet(a, a) == pytest.approx(0, abs=1e-9)


def test_frechet_without_a_value() -> None:
    a = points(0, 10, 3)
    with pytest.raises(ValueError, match="two images"):
        frechet(a, a[:1])
    assert math.isnan(frechet(a, np.where(a > 1, np.nan, a)))


@given(
    arrays(
        np.float32,
        st.tuples(st.integers(4, 40), st.integers(1, 5)),
        elements=st.floats(-9, 9, width=32),
    ),
    st.integers(1, 50),
)
def test_a_set_has_all_precision_and_recall_on_itself(features: Array, block: int) -> None:
    assert precision_recall(features, features, block=block) == (1, 1)


def test_sets_far_apart_share_nothing() -> None:
    a = points(0, 60, 4)
    assert precision_recall(a, a + 100) == (0, 0)


def test_a_collapsed_generator_is_precise_and_reaches_little() -> None:
    real = points(0, 500, 4)
    precision, recall = precision_recall(real, real[:1] + 0.001 * points(1, 500, 4))
    assert precision == 1
    assert recall < 0.01


def test_a_generator_of_half_noise_is_half_precise() -> None:
    real = points(0, 400, 4)
    fake = np.concatenate([points(1, 200, 4) * 0.1, points(2, 200, 4) + 50])
    assert precision_recall(real, fake)[0] == pytest.approx(0.5, abs=0.02)


def test_precision_and_recall_agree_with_their_definition() -> None:
    real, fake = points(0, 50, 3), points(1, 40, 3) + 0.8

    def inside(centres: Array, others: Array) -> float:
        within = np.sort(np.linalg.norm(centres[:, None] - centres, axis=2), axis=1)[:, 3]
        return float((np.linalg.norm(others[:, None] - centres, axis=2) <= within).any(1).mean())

    expected = inside(real, fake), inside(fake, real)
    assert precision_recall(real, fake, block=7) == pytest.approx(expected)


def test_precision_and_recall_without_a_value() -> None:
    a = points(0, 10, 2)
    with pytest.raises(ValueError, match="more than 3"):
        precision_recall(a, a[:3])
    assert np.isnan(precision_recall(a, np.full((5, 2), np.inf))).all()


def test_precision_and_recall_tell_how_far_they_are_and_stop() -> None:
    shown: list[tuple[int, int]] = []
    a = points(0, 30, 2)
    precision_recall(a, a, block=10, progress=lambda *at: shown.append(at))
    shares = [done / total for done, total in shown]
    assert shares == sorted(shares)
    assert shares[-1] == 1
    with pytest.raises(Cancelled):
        precision_recall(a, a, block=10, cancelled=lambda: True)


def test_an_image_is_its_own_nearest_neighbour() -> None:
    training = np.random.default_rng(0).integers(0, 256, (5000, 8, 8), dtype=np.uint8)
    indices, distances = nearest(training[[4999, 7]], training, 3)
    assert indices[:, 0].tolist() == [4999, 7]
    assert distances[:, 0].tolist() == [0, 0]
    assert (np.diff(distances) >= 0).all()


@given(st.integers(1, 6), st.integers(1, 60), st.integers(1, 70), st.integers(0, 100))
def test_nearest_agrees_with_measuring_every_pair(
    n: int, known: int, count: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    training = rng.integers(0, 3, (known, 2, 3), dtype=np.uint8) * 127
    images = rng.integers(0, 256, (n, 2, 3), dtype=np.uint8)
    indices, distances = nearest(images, training, count)
    offsets = images[:, None].astype(int) - training
    every = np.sqrt(np.square(offsets).sum(axis=(2, 3)))
    order = np.argsort(every, axis=1, kind="stable")[:, :count]
    np.testing.assert_array_equal(indices, order)
    np.testing.assert_allclose(distances, np.take_along_axis(every, order, axis=1))


def test_neighbours_of_another_size_are_refused() -> None:
    with pytest.raises(ValueError, match="8x8 pixels have no neighbours among ones of 28x28"):
        nearest(np.zeros((1, 8, 8), np.uint8), np.zeros((5, 28, 28), np.uint8), 1)
