"""The lines of equal density, against circles that are known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as st_numpy

from ganlab.app.items.contours import isolines, region_levels
from ganlab.app.items.heatmap import interpolate
from ganlab.app.items.plane.mesh import areas, shades
from ganlab.app.items.plane.quiver import LEAST, LONGEST, MOST, USUAL, arrows, decade
from ganlab.app.items.plane.segments import within
from ganlab.games.shown.views import Field, Rectangle, own

SIZE = 201
AXIS = np.linspace(-4, 4, SIZE)
X, Y = np.meshgrid(AXIS, AXIS)
GAUSSIAN = -(X**2 + Y**2) / 2 - np.log(2 * np.pi)


def test_the_isolines_of_a_gaussian_are_circles() -> None:
    lines = isolines(GAUSSIAN, -0.5 - np.log(2 * np.pi))
    points = -4 + lines.reshape(-1, 2) * (AXIS[1] - AXIS[0])
    np.testing.assert_allclose(np.hypot(*points.T), 1.0, atol=1e-3)
    length = np.linalg.norm(lines[:, 1] - lines[:, 0], axis=1).sum() * (AXIS[1] - AXIS[0])
    np.testing.assert_allclose(length, 2 * np.pi, rtol=1e-3)


def test_the_regions_of_a_gaussian_hold_what_they_say() -> None:
    # P(r <= R) = 1 - exp(-R^2 / 2), so the level that holds a share s is (1 - s) / (2 pi).
    levels = region_levels(GAUSSIAN, (0.75, 0.5))
    np.testing.assert_allclose(levels, np.log(np.array([0.25, 0.5]) / (2 * np.pi)), atol=0.08)


def test_a_saddle_has_two_lines() -> None:
    assert len(isolines(np.array([[1.0, 0.0], [0.0, 1.0]]), 0.5)) == 2


@settings(max_examples=40, deadline=None)
@given(st_numpy.arrays(np.float64, (6, 7), elements=st.floats(-1, 1)), st.floats(-0.9, 0.9))
def test_isolines_are_closed_or_end_at_the_border(values: np.ndarray, level: float) -> None:
    ends = isolines(values, level).reshape(-1, 2).round(9)
    inner = ((ends > 0) & (ends < (6, 5))).all(axis=1)
    _, counts = np.unique(ends[inner], axis=0, return_counts=True)
    assert (counts % 2 == 0).all()


def test_arrows_are_as_long_as_the_gradient_until_they_are_too_long() -> None:
    vectors = np.array([[0, 0, 1, 0], [0, 0, 0, 1e6], [1, 1, 0, 1e-9], [0, np.nan, 1, 1]])
    shafts = arrows(vectors, 0.1)[:2]
    np.testing.assert_allclose(shafts[:, 0], [[0.1, 0], [0, LONGEST]], atol=1e-12)
    assert len(arrows(vectors, 0.1)) == 6  # two arrows of three lines


def test_the_scale_of_arrows_is_a_power_of_ten_that_stays_while_it_can() -> None:
    assert decade(1.0, USUAL) == USUAL
    assert decade(2e-4, USUAL) == 2
    assert decade(2e-5, USUAL) == 3
    assert decade(1e-9, USUAL) == MOST
    assert decade(500.0, USUAL) == -4
    assert decade(1e9, USUAL) == LEAST
    assert decade(0.15, 0) == 0  # and from another side
    assert decade(0.15, -1) == -1
    for nothing in (0.0, float("nan"), float("inf")):
        assert decade(nothing, 2) == 2


def test_areas_and_shades() -> None:
    square = np.array([[[0, 0], [2, 0], [2, 3], [0, 3]]], dtype=float)
    np.testing.assert_allclose(areas(square), [6.0])
    steps = shades(np.array([0.0, 0.3, 3.0, np.inf, np.nan]), 1.0)
    assert list(steps[:4]) == sorted(steps[:4])
    assert steps[0] == steps[4] == 0


def test_interpolation_is_exact_for_a_plane() -> None:
    centres = (np.arange(10) + 0.5) / 10 * 2 - 1
    plane = 0.5 + 0.3 * centres[None] - 0.1 * centres[:, None]
    field = Field(own(plane), Rectangle(-1, -1, 2, 2))
    assert interpolate(field, 0.3, -0.45) == pytest.approx(0.5 + 0.09 + 0.045, abs=1e-6)
    assert np.isnan(interpolate(field, 1.2, 0.0))
    flat = Field(own(plane[:1]), Rectangle(-1, -1, 2, 2))
    assert interpolate(flat, 0.3, 5.0) == pytest.approx(float(plane[0, 0] + 0.09 + 0.27), abs=1e-6)


def test_lines_are_cut_off_far_out_and_keep_their_way() -> None:
    kept = [[[0, 0], [100, 50]], [[-40, 2], [40, 2]], [[0, 0], [1, 1]]]
    ends = np.array([*kept, [[30, 0], [30, 9]], [[0, 20], [20, 0.5]]], dtype=float)
    np.testing.assert_allclose(
        within(ends, 10.0),
        [[[0, 0], [10, 5]], [[-10, 2], [10, 2]], [[0, 0], [1, 1]]],
    )
    assert len(within(ends[:0], 10.0)) == 0


@settings(max_examples=60, deadline=None)
@given(st_numpy.arrays(np.float64, (5, 2, 2), elements=st.floats(-1e6, 1e6)))
def test_what_is_kept_of_a_line_lies_in_the_square_and_on_the_line(ends: np.ndarray) -> None:
    kept = within(ends, 1e4)
    assert (np.abs(kept) <= 1e4 + 1e-6).all()
    middles = ends.mean(axis=1)
    inside = (np.abs(middles) < 1e4 - 1).all(axis=1) & (np.ptp(ends, axis=1).max(axis=1) > 1e-3)
    assert len(kept) >= np.count_nonzero(inside)
