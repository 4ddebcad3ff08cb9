"""Points keep their geometry: large offsets, columns in different units, outliers, constants."""

from __future__ import annotations

import base64

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ganlab.data import make_target
from ganlab.data.outliers import LEAST, name_outliers, outlying
from ganlab.data.points import Points, decode, points_from_array
from ganlab.data.target import NETWORK_REACH, Array, plane_view, seen_by_networks
from ganlab.data.toy.catalog import TARGETS
from ganlab.experiment import Experiment, PointsData, ToyData, from_json

EPOCH = 1.7e9
"""Seconds from 1970 to 2023: single precision is 128 of them wide there."""


def circle(x: float = 0.0, y: float = 0.0, radius: float = 1.0, n: int = 1000) -> Array:
    angle = 2 * np.pi * np.arange(n) / n
    return np.column_stack([x + radius * np.cos(angle), y + radius * np.sin(angle)])


def points_of(values: Array, **changes: object) -> Points:
    target = make_target(points_from_array(values).model_copy(update=changes))
    assert isinstance(target, Points)
    return target


def test_a_circle_far_from_zero_stays_one_through_the_document() -> None:
    there = circle(x=EPOCH)
    experiment = from_json(Experiment(data=points_from_array(there)).to_json())
    assert isinstance(experiment.data, PointsData)
    np.testing.assert_array_equal(decode(experiment.data), there)
    target = make_target(experiment.data)
    for units in (target.view, target.network):
        seen = units.forward(target.sample(500, np.random.default_rng(0)).rows)
        assert np.ptp(np.hypot(*(seen - units.forward(np.array([[EPOCH, 0.0]]))).T)) < 1e-6
    radius = np.hypot(*seen_by_networks(target, there).T)
    np.testing.assert_allclose(radius, np.sqrt(2), atol=1e-5)


def test_an_older_document_is_read_and_keeps_what_its_networks_know() -> None:
    """One scale for both columns, in single precision: a run saved under it draws as it did."""
    values = np.array([[0.0, 0.0], [1.0, 10.0], [0.5, 4.0]])
    text = base64.b64encode(values.astype("<f4").tobytes()).decode()
    target = make_target(PointsData(values=text))
    spread = np.sqrt(((values - values.mean(axis=0)) ** 2).mean())
    assert target.network.scales == pytest.approx((spread, spread))


def test_each_column_has_its_own_scale() -> None:
    rng = np.random.default_rng(0)
    values = np.column_stack([rng.uniform(0, 1, 1000), rng.uniform(0, 10_000, 1000)])
    target = points_of(values)
    np.testing.assert_allclose(target.network.forward(values).std(axis=0), 1)
    np.testing.assert_allclose(target.network.forward(values).mean(axis=0), 0, atol=1e-9)
    np.testing.assert_allclose(np.abs(target.view.forward(values)).max(axis=0), 0.95)


def test_the_plane_is_in_equal_units_where_that_shows_something() -> None:
    round_one, wide = points_of(circle(radius=7.0)), points_of(circle() * (1, 1e4))
    assert plane_view(points_of(circle() * (1, 2))).scales == pytest.approx((2 / 0.95,) * 2)
    assert plane_view(round_one).scales[0] == plane_view(round_one).scales[1]
    assert plane_view(wide).scales == wide.view.scales
    assert len(set(plane_view(wide, equal=True).scales)) == 1
    assert plane_view(round_one, equal=False) == round_one.view


def test_a_far_outlier_is_named_and_hides_nothing() -> None:
    values = np.vstack([circle(), [[1e6, 2.0]]])
    target = points_of(values)
    assert target.outliers.tolist() == [1000]
    assert target.outlier_words == "1 outlier (point 1,001: 1000000, 2)"
    in_file = name_outliers(values, target.outliers, np.arange(2, 1003))
    assert in_file == "1 outlier (row 1,002: 1000000, 2)"
    np.testing.assert_allclose(np.abs(target.view.forward(values[:-1])).max(axis=0), 0.95)
    seen = seen_by_networks(target, values)
    np.testing.assert_allclose(seen[:-1].std(axis=0), 1, atol=1e-5)
    assert seen.max() == NETWORK_REACH
    assert 1e6 in target.sample(100_000, np.random.default_rng(0)).rows


def test_outliers_can_be_left_out() -> None:
    values = np.vstack([[[-1e300 / 20, 0]], circle(), [[0.0, 1e6]]])
    target = points_of(values, outliers="leave-out")
    assert target.outliers.tolist() == [0, 1001]
    np.testing.assert_array_equal(target.points, circle())
    experiment = Experiment(data=points_from_array(values))
    experiment = experiment.with_values({"data.outliers": "leave-out"})
    assert isinstance(experiment.data, PointsData)
    np.testing.assert_array_equal(decode(experiment.data), values)


@pytest.mark.parametrize("law", ["normal", "uniform", "exponential", "small mode", "steps"])
def test_tails_and_modes_are_no_outliers(law: str) -> None:
    rng = np.random.default_rng(3)
    normal = rng.normal(0, 1, 2000)
    columns = {
        "normal": normal,
        "uniform": rng.uniform(0, 1, 2000),
        "exponential": rng.exponential(1, 2000).clip(max=8),
        "small mode": np.where(np.arange(2000) < 160, 100, 0) + normal / 10,
        "steps": rng.integers(0, 5, 2000).astype(np.float64),
    }
    values = np.column_stack([columns[law], rng.normal(0, 1, 2000)])
    assert not outlying(values).any()


def test_a_constant_column_has_outliers_too() -> None:
    values = np.column_stack([np.full(500, 5.0), np.arange(500.0)])
    values[77, 0] = -1e9
    target = points_of(values)
    assert target.outliers.tolist() == [77]
    assert np.abs(target.view.forward(target.points[:77])).max() <= 0.9501


def test_few_points_have_no_outliers() -> None:
    values = np.zeros((LEAST - 1, 2))
    values[0] = 1e9
    assert not outlying(values).any()


degenerate = st.one_of(
    st.just(0.0), st.just(5e-324), st.just(1e-300), st.just(1e299), st.just(EPOCH), st.just(1.0)
)


@given(
    st.lists(st.tuples(degenerate, degenerate), min_size=1, max_size=4),
    st.integers(1, 30),
    st.sampled_from(["keep", "leave-out"]),
)
@settings(max_examples=200, deadline=None)
def test_degenerate_points_give_finite_units(
    rows: list[tuple[float, float]], times: int, outliers: str
) -> None:
    """One point, two, a line along an axis, denormal and huge numbers: no NaN, no zero scale."""
    values = np.array(rows * times)
    values[: len(rows)] *= -1
    with np.errstate(divide="raise", invalid="raise", over="raise"):
        target = points_of(values, outliers=outliers)
        for units in (target.view, target.network, plane_view(target)):
            assert np.isfinite([*units.scales, *units.centre]).all()
            assert min(units.scales) > 0
        assert np.isfinite(seen_by_networks(target, values)).all()
        assert np.isfinite(target.network.inverse(np.full((1, 2), 30.0))).all()


@pytest.mark.parametrize("name", TARGETS)
def test_built_in_targets_keep_their_one_scale(name: str) -> None:
    """What networks and view see of them is, to the last bit, what it was before points had a
    scale a column."""
    target = make_target(ToyData(name=name))
    points = target.sample(5000, np.random.default_rng(1)).rows
    for units in (target.view, target.network, plane_view(target)):
        assert isinstance(units.scale, float)
        np.testing.assert_array_equal(units.forward(points), (points - units.centre) / units.scale)
    plain = (points - target.network.centre) / target.network.scale
    np.testing.assert_array_equal(seen_by_networks(target, points), plain.astype(np.float32))
