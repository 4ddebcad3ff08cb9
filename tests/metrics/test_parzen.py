"""The Parzen window against what can be worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ganlab.interruptible import Cancelled
from ganlab.metrics.parzen import SIGMAS, log_likelihoods, parzen_likelihood


def test_the_grid_is_the_authors() -> None:
    np.testing.assert_allclose(SIGMAS, np.logspace(-1, 0, 10))


@given(st.floats(0.05, 3), st.integers(1, 40), st.integers(0, 99))
def test_of_one_sample_it_is_a_gaussian(sigma: float, d: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    centre, x = rng.random((1, d)), rng.random((3, d))
    expected = -np.square(x - centre).sum(1) / (2 * sigma**2) - d / 2 * math.log(
        2 * math.pi * sigma**2
    )
    np.testing.assert_allclose(log_likelihoods(x, centre, [sigma])[0], expected, rtol=1e-9)


def test_many_samples_of_a_gaussian_give_its_density_widened_by_the_window() -> None:
    """A Parzen window on N(0, s²I) tends to N(0, (s² + σ²)I)."""
    s, sigma = 0.5, 0.4
    samples = np.random.default_rng(0).normal(0, s, (100_000, 2))
    x = np.array([[0, 0], [0.5, -0.2], [1, 1]])
    variance = s**2 + sigma**2
    expected = -np.square(x).sum(1) / (2 * variance) - math.log(2 * math.pi * variance)
    np.testing.assert_allclose(log_likelihoods(x, samples, [sigma])[0], expected, atol=0.02)


def test_far_from_every_sample_it_is_still_finite() -> None:
    """784 pixels, each off by 1, at the narrowest width: exp of -39,200 alone would be 0."""
    far = log_likelihoods(np.ones((1, 28, 28)), np.zeros((50, 28, 28)), [0.1])[0, 0]
    assert far == pytest.approx(-784 / 0.02 - 392 * math.log(2 * math.pi * 0.01))


def test_the_width_chosen_is_the_one_validation_likes_best() -> None:
    rng = np.random.default_rng(1)
    samples, validation, test = (rng.normal(0.5, 0.2, (n, 4)) for n in (400, 100, 300))
    found = parzen_likelihood(samples, validation, test)
    assert [sigma for sigma, _ in found.validation] == pytest.approx(SIGMAS)
    assert found.sigma == max(found.validation, key=lambda tried: tried[1])[0]
    alone = log_likelihoods(test, samples, [found.sigma])[0]
    assert found.mean == pytest.approx(alone.mean())
    assert found.standard_error == pytest.approx(alone.std() / math.sqrt(300))


def test_bytes_are_read_as_shares_of_white() -> None:
    images = np.random.default_rng(0).integers(0, 256, (30, 5, 5), dtype=np.uint8)
    as_bytes = parzen_likelihood(images[:10], images[10:20], images[20:])
    shares = images / 255
    assert as_bytes == parzen_likelihood(shares[:10], shares[10:20], shares[20:])


def test_more_images_than_fit_at_a_time() -> None:
    rng = np.random.default_rng(0)
    x, samples = rng.random((600, 3)), rng.random((20, 3))
    whole = log_likelihoods(x, samples, [0.2, 0.5])
    assert whole.shape == (2, 600)
    np.testing.assert_allclose(
        whole[:, 555], log_likelihoods(x[555:556], samples, [0.2, 0.5])[:, 0]
    )


def test_progress_and_stopping() -> None:
    images = np.random.default_rng(0).random((600, 4))
    shown: list[tuple[int, int]] = []
    parzen_likelihood(images, images, images, progress=lambda *at: shown.append(at))
    assert [total for _, total in shown] == [1200] * len(shown)
    assert [done for done, _ in shown] == [250, 500, 600, 850, 1100, 1200]
    with pytest.raises(Cancelled):
        parzen_likelihood(images, images, images, cancelled=lambda: len(shown) > 0)


def test_what_cannot_be_measured_is_said() -> None:
    images = np.zeros((3, 4))
    with pytest.raises(ValueError, match="positive width"):
        parzen_likelihood(images, images, images, sigmas=[0.1, 0])
    with pytest.raises(ValueError, match="positive width"):
        parzen_likelihood(images, images, images, sigmas=[])
    with pytest.raises(ValueError, match="cannot measure"):
        parzen_likelihood(images, images, np.zeros((3, 5)))
    with pytest.raises(ValueError, match="cannot measure"):
        parzen_likelihood(images[:0], images, images)
