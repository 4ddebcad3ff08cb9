"""Strokes make the distribution that one sees."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ganlab.data import make_target
from ganlab.data.drawn.drawing import SIZE, Drawing, ink_of
from ganlab.data.drawn.strokes import Raster, stamp
from ganlab.data.errors import DataError, EmptyDrawing, UnreadableImage
from ganlab.data.pictures import encode_base
from ganlab.experiment import DrawingData, Stroke

ACROSS = ((-0.5, 0.0), (0.5, 0.0))


def drawn(*strokes: Stroke, base: str | None = None) -> DrawingData:
    """A drawing of these strokes."""
    return DrawingData(strokes=strokes, base=base)


def rasterise(data: DrawingData, size: int = SIZE) -> Raster:
    """How much ink a drawing has, of whatever class."""
    return ink_of(data, size).total


def blank(size: int = 256) -> Raster:
    """Empty paper."""
    return np.zeros((size, size), dtype=np.float32)


def distances(size: int = 256) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Distance of each pixel's middle to the segment ACROSS."""
    axis = (np.arange(size) + 0.5) / size * 2 - 1
    x, y = np.meshgrid(axis, axis)
    return np.hypot(x - np.clip(x, -0.5, 0.5), y)


@st.composite
def strokes(draw: st.DrawFn) -> Stroke:
    """Any stroke at all, on the paper or far off it."""
    coordinate = st.one_of(
        st.floats(-1, 1), st.floats(allow_nan=False, allow_infinity=False), st.just(0.0)
    )
    return Stroke(
        tool=draw(st.sampled_from(("brush", "line", "eraser"))),
        points=tuple(draw(st.lists(st.tuples(coordinate, coordinate), min_size=1, max_size=6))),
        size=draw(st.floats(0.005, 1.0)),
        strength=draw(st.floats(0.05, 1.0)),
        soft=draw(st.booleans()),
    )


def test_a_hard_stroke_is_full_inside_its_width_and_nothing_outside() -> None:
    ink = rasterise(drawn(Stroke(points=ACROSS, size=0.2, soft=False)))
    distance = distances()
    assert (ink[distance < 0.1 - 1e-4] == 1).all()
    assert (ink[distance > 0.1 + 1e-4] == 0).all()


def test_a_soft_stroke_fades_towards_its_width_and_ends_there() -> None:
    ink = rasterise(drawn(Stroke(points=ACROSS, size=0.2)))
    distance = distances()
    assert ink[distance < 0.01].min() > 0.95
    assert (ink[distance > 0.1 + 1e-4] == 0).all()
    order = np.argsort(distance.ravel())
    assert (np.diff(ink.ravel()[order][distance.ravel()[order] < 0.1]) < 1e-4).all()


def test_strength_is_the_share_of_a_full_pass_and_passes_add_up() -> None:
    half = Stroke(points=ACROSS, size=0.2, strength=0.5, soft=False)
    one, two, three = (rasterise(drawn(*[half] * n)) for n in (1, 2, 3))
    assert one.max() == pytest.approx(0.5)
    assert two.max() == three.max() == pytest.approx(1.0)


def test_density_is_in_proportion_to_strength() -> None:
    low = Stroke(points=((-0.5, -0.5),), size=0.4, strength=0.25, soft=False)
    full = Stroke(points=((0.5, 0.5),), size=0.4, soft=False)
    target = make_target(drawn(low, full))
    known = target.log_density(np.array([[-0.5, -0.5], [0.5, 0.5]]))
    assert known is not None
    assert np.exp(known[1] - known[0]) == pytest.approx(4, rel=1e-5)


def test_a_stroke_that_crosses_itself_is_no_darker_there() -> None:
    cross = Stroke(points=((-0.5, 0), (0.5, 0), (0.5, 0.5), (0, 0.5), (0, -0.5)), strength=0.5)
    assert rasterise(drawn(cross)).max() <= 0.5


def test_y_points_upwards_and_row_zero_is_lowest() -> None:
    ink = rasterise(drawn(Stroke(points=((0.5, -0.9),))), size=64)
    rows, columns = np.nonzero(ink)
    assert rows.max() < 10
    assert columns.min() > 40


def test_the_eraser_takes_away_and_only_there() -> None:
    brush = Stroke(points=ACROSS, size=0.2)
    eraser = Stroke(tool="eraser", points=((0.0, -0.3), (0.0, 0.3)), size=0.1)
    before, after = rasterise(drawn(brush)), rasterise(drawn(brush, eraser))
    assert (after <= before).all()
    assert after[128, 128] < 0.1 * before[128, 128]
    np.testing.assert_array_equal(after[:, :100], before[:, :100])


@given(strokes())
@settings(max_examples=50, deadline=None)
def test_erasing_the_very_stroke_leaves_nothing(stroke: Stroke) -> None:
    brush = stroke.model_copy(update={"tool": "brush"})
    eraser = stroke.model_copy(update={"tool": "eraser"})
    assert not rasterise(drawn(brush, eraser)).any()
    with pytest.raises(EmptyDrawing, match="Nothing is drawn yet"):
        make_target(drawn(brush, eraser))


def test_an_empty_drawing_says_so() -> None:
    with pytest.raises(EmptyDrawing, match="Nothing is drawn yet"):
        make_target(DrawingData())


@pytest.mark.parametrize("soft", [True, False])
def test_even_the_finest_dot_can_be_sampled_from(soft: bool) -> None:
    """A brush thinner than a pixel must not fall between the pixels."""
    for x in np.linspace(-0.01, 0.01, 9):
        target = make_target(drawn(Stroke(points=((x, 0.0),), size=0.005, soft=soft)))
        points = target.sample(100, np.random.default_rng(0)).rows
        assert np.abs(points - [x, 0.0]).max() < 0.025


@given(st.lists(strokes(), max_size=4), st.integers(8, 80))
@settings(max_examples=60, deadline=None)
def test_any_strokes_make_ink_between_0_and_1(many: list[Stroke], size: int) -> None:
    ink = rasterise(drawn(*many), size)
    assert ink.shape == (size, size)
    assert np.isfinite(ink).all()
    assert ink.min() >= 0
    assert ink.max() <= 1


@given(strokes(), st.booleans())
@settings(max_examples=60, deadline=None)
def test_a_growing_stroke_is_stamped_as_if_it_came_at_once(stroke: Stroke, other: bool) -> None:
    """What the canvas shows during the stroke is what the document says after it."""
    for n in range(1, len(stroke.points) + 1):
        part = stroke.model_copy(update={"points": stroke.points[:n], "tool": "brush"})
        grown = blank()
        stamp(grown, part)
    if other:  # forget the growing one
        stamp(blank(), Stroke(points=((0.3, 0.3),), size=0.77))
    whole = blank()
    stamp(whole, part.model_copy())
    np.testing.assert_array_equal(grown, whole)


def test_a_stroke_that_grew_by_a_hair_is_no_darker() -> None:
    """Rounding made the first point's own ink and the segment's differ in the last digit."""
    points = ((0.0, 0.0), (0.0, 0.39575281372414695))
    for n in (1, 2, 2):
        grown = blank()
        stamp(grown, Stroke(points=points[:n], size=0.5, strength=1.0))
    stamp(blank(), Stroke(points=((0.3, 0.3),), size=0.77))
    whole = blank()
    stamp(whole, Stroke(points=points, size=0.5, strength=1.0))
    np.testing.assert_array_equal(grown, whole)


@given(st.lists(strokes(), min_size=1, max_size=5), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_what_was_rasterised_before_makes_no_difference(many: list[Stroke], random: Any) -> None:
    """Drawing on, taking back, another base: always the strokes from nothing."""
    base = encode_base(np.eye(16))
    for _ in range(4):
        count = random.randint(0, len(many))
        data = drawn(*many[:count], base=random.choice([None, base]))
        given_ = rasterise(data)
        rasterise(drawn(Stroke(points=((9.0, 9.0),)), Stroke(points=((0.0, 0.0),))))
        np.testing.assert_array_equal(given_, rasterise(data))


def test_the_raster_is_the_callers_own() -> None:
    data = drawn(Stroke(points=ACROSS))
    first = rasterise(data)
    kept = first.copy()
    first[:] = 7
    np.testing.assert_array_equal(rasterise(data), kept)
    empty = rasterise(DrawingData())
    empty[:] = 7
    assert not rasterise(DrawingData()).any()


def test_samples_fall_only_where_there_is_ink_and_follow_it() -> None:
    """Chi-square between the ink of each block of pixels and the points on it."""
    data = drawn(
        Stroke(points=((-0.6, -0.6), (0.0, 0.4), (0.7, -0.2)), size=0.3),
        Stroke(points=((0.6, 0.7),), size=0.3, strength=0.4, soft=False),
    )
    target, ink, n = make_target(data), rasterise(data).astype(np.float64), 100_000
    points = target.sample(n, np.random.default_rng(2)).rows
    column, row = np.floor((points.T + 1) / 2 * 256).astype(int)
    assert (ink[row, column] > 0).all()
    counts = np.zeros((256, 256))
    np.add.at(counts, (row, column), 1)
    observed = counts.reshape(32, 8, 32, 8).sum(axis=(1, 3))
    expected = (ink / ink.sum() * n).reshape(32, 8, 32, 8).sum(axis=(1, 3))
    enough = expected > 10
    chi_square = ((observed - expected)[enough] ** 2 / expected[enough]).sum()
    assert chi_square < enough.sum() + 5 * np.sqrt(2 * enough.sum())
    # Within pixels they are spread evenly, too.
    within = (points + 1) / 2 * 256 % 1
    np.testing.assert_allclose(within.mean(axis=0), 0.5, atol=0.005)


def test_the_density_integrates_to_one_and_is_nothing_elsewhere() -> None:
    target = make_target(drawn(Stroke(points=ACROSS, size=0.3)))
    axis = (np.arange(512) + 0.5) / 256 - 1
    grid = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    known = target.log_density(grid)
    assert known is not None
    assert np.exp(known).sum() / 256**2 == pytest.approx(1, abs=1e-6)
    outside = target.log_density(np.array([[0.0, 0.9], [0.0, 1.5], [-7.0, 0.0], [1.0, 1.0]]))
    assert outside is not None
    assert (outside == -np.inf).all()


def test_an_edit_does_not_move_the_scale() -> None:
    """Live edits: the networks have learned the scale that they see."""
    small = make_target(drawn(Stroke(points=((0.9, 0.9),))))
    large = make_target(drawn(Stroke(points=ACROSS, size=1.0)))
    assert small.network == large.network
    assert small.view == large.view
    assert small.modes is None


def test_a_drawing_can_start_from_a_picture() -> None:
    picture = np.zeros((256, 256))
    picture[200:, :50] = 1.0  # top left
    target = make_target(drawn(base=encode_base(picture)))
    points = target.sample(1000, np.random.default_rng(0)).rows
    assert (points[:, 0] < -0.6).all()
    assert (points[:, 1] > 0.55).all()


@given(st.one_of(st.text(max_size=60), st.binary(max_size=60).map(lambda b: b.hex())))
@settings(max_examples=60, deadline=None)
def test_any_text_for_a_base_gives_a_message(text: str) -> None:
    with pytest.raises(UnreadableImage, match="picture under the drawing"):
        make_target(drawn(base=text))


BASE = encode_base(np.linspace(0, 1, 64 * 64).reshape(64, 64))


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_a_damaged_base_gives_a_message_or_a_drawing(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(BASE) - 1))
    to = data.draw(st.integers(at, min(len(BASE), at + 40)))
    alphabet = st.text("ABCDwxyz0189+/=", max_size=20)
    damaged = BASE[:at] + data.draw(alphabet) + BASE[to:]
    try:
        target = make_target(drawn(base=damaged))
    except DataError:
        return
    assert isinstance(target, Drawing)
