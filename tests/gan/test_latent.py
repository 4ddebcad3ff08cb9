"""Lines, arcs, planes and directions in latent space."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ganlab.gan.latent import leading_directions, lerp, plane_through, random_plane, slerp

TRIANGLE = np.array([(0.0, 0.7), (-0.7, -0.5), (0.7, -0.5)])


def points(n: int, dimension: int, seed: int = 0) -> np.ndarray:
    """Gaussian noise."""
    return np.random.default_rng(seed).standard_normal((n, dimension))


@given(st.integers(2, 100), st.integers(0, 1000))
def test_an_arc_keeps_the_norm_that_a_line_loses(dimension: int, seed: int) -> None:
    a, b = points(2, dimension, seed)
    b *= np.linalg.norm(a) / np.linalg.norm(b)
    shares = np.linspace(0, 1, 7)
    norms = np.linalg.norm(slerp(a, b, shares), axis=1)
    np.testing.assert_allclose(norms, np.linalg.norm(a), rtol=1e-6)
    assert np.linalg.norm(lerp(a, b, shares), axis=1).max() <= np.linalg.norm(a) * (1 + 1e-12)


@pytest.mark.parametrize("way", [lerp, slerp])
def test_a_way_begins_and_ends_exactly(way: object) -> None:
    a, b = points(2, 100)
    ends = (lerp if way is lerp else slerp)(a, b, np.array([0.0, 1.0]))
    np.testing.assert_allclose(ends, [a, b], rtol=0, atol=1e-13)


def test_an_arc_between_axes_goes_at_even_angles() -> None:
    x, y = np.eye(2)
    thirty = np.pi / 6
    expected = [(np.cos(k * thirty), np.sin(k * thirty)) for k in range(4)]
    np.testing.assert_allclose(slerp(x, y, np.linspace(0, 1, 4)), expected, atol=1e-15)


@pytest.mark.parametrize("factor", [1.0, 2.5, -1.0, 0.0])
def test_where_there_is_no_one_arc_the_line_is_straight(factor: float) -> None:
    (a,) = points(1, 10)
    shares = np.linspace(0, 1, 5)
    np.testing.assert_array_equal(slerp(a, factor * a, shares), lerp(a, factor * a, shares))


def test_a_plane_passes_through_its_anchors() -> None:
    anchors = points(3, 100)
    plane = plane_through(anchors, TRIANGLE)
    for anchor, place in zip(anchors, TRIANGLE, strict=True):
        np.testing.assert_allclose(plane.at(*place), anchor, atol=1e-12)
    middle = plane.at(*TRIANGLE.mean(axis=0))
    np.testing.assert_allclose(middle, anchors.mean(axis=0), atol=1e-12)


def test_places_on_one_line_span_no_plane() -> None:
    with pytest.raises(ValueError, match="no plane"):
        plane_through(points(3, 5), np.array([(0.0, 0.0), (0.5, 0.5), (1.0, 1.0)]))


@pytest.mark.parametrize("dimension", [1, 2, 100])
def test_random_directions_are_at_right_angles(dimension: int) -> None:
    plane = random_plane(dimension, 10.0, np.random.default_rng(3))
    assert np.linalg.norm(plane.at(1, 0)) == pytest.approx(10)
    assert np.linalg.norm(plane.at(0, 1)) == pytest.approx(10 if dimension > 1 else 0)
    assert plane.across @ plane.up == pytest.approx(0, abs=1e-12)
    assert not plane.at(0, 0).any()


def test_directions_are_the_right_singular_vectors_strongest_first() -> None:
    weight = points(300, 40)
    vectors, strengths = leading_directions(weight, 8)
    np.testing.assert_allclose(vectors @ vectors.T, np.eye(8), atol=1e-12)
    _, values, right = np.linalg.svd(weight)
    np.testing.assert_allclose(strengths, values[:8])
    np.testing.assert_allclose(np.abs((vectors * right[:8]).sum(axis=1)), 1)
    np.testing.assert_allclose(np.linalg.norm(weight @ vectors.T, axis=0), strengths)
    assert (np.diff(strengths) < 0).all()


def test_a_direction_points_where_its_largest_entry_is_positive() -> None:
    vectors, strengths = leading_directions(np.diag([1.0, -3.0, 2.0]), 2)
    np.testing.assert_allclose(vectors, [(0, 1, 0), (0, 0, 1)], atol=1e-15)
    np.testing.assert_allclose(strengths, [3, 2])


def test_there_are_no_more_directions_than_dimensions() -> None:
    vectors, strengths = leading_directions(points(20, 3), 8)
    assert vectors.shape == (3, 3)
    assert strengths.shape == (3,)
    assert leading_directions(points(1, 5), 5)[1][1:] == pytest.approx(0, abs=1e-6)
