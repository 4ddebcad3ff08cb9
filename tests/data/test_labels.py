"""Every target of several parts knows which part each of its samples is of."""

from __future__ import annotations

import base64

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ganlab.data import Target, make_target
from ganlab.data.drawn.drawing import ink_of
from ganlab.data.errors import UnreadablePoints
from ganlab.data.pictures import base_from_target
from ganlab.data.points import points_from_array, points_of
from ganlab.data.tables.options import TableOptions
from ganlab.data.tables.point_table import PointTable
from ganlab.data.tables.reading import read_table
from ganlab.data.target import Array
from ganlab.data.toy.catalog import TARGETS
from ganlab.data.toy.mixtures import Mixture, Tube
from ganlab.experiment import DrawingData, Experiment, PointsData, Stroke, ToyData, from_json

WITHOUT_PARTS = {"line", "ring", "swiss-roll", "gaussian-1d", "uniform-1d"}


def toy(name: str) -> Target:
    """The built-in target of that name."""
    return make_target(ToyData(name=name))


def labelled(target: Target, n: int = 4000) -> tuple[Array, list[str]]:
    """Samples, and the name of the class of each."""
    batch = target.sample(n, np.random.default_rng(5))
    assert batch.labels is not None
    assert batch.labels.shape == (n,)
    assert batch.labels.dtype == np.uint8
    return batch.rows, [target.class_names[label] for label in batch.labels]


def middles(target: Target) -> dict[str, Array]:
    """The mean of the samples of each class, by its name."""
    rows, names = labelled(target)
    return {name: rows[np.array(names) == name].mean(axis=0) for name in target.class_names}


@pytest.mark.parametrize("name", TARGETS)
def test_what_has_parts_has_classes_and_nothing_else(name: str) -> None:
    target = toy(name)
    batch = target.sample(4000, np.random.default_rng(0))
    assert bool(target.class_names) == (batch.labels is not None) == (name not in WITHOUT_PARTS)
    if batch.labels is not None:
        assert np.unique(batch.labels).tolist() == list(range(len(target.class_names)))
        assert len(set(target.class_names)) == len(target.class_names)


@pytest.mark.parametrize("name", ["gaussians", "disjoint", "ring-8", "grid-25", "mixture-1d"])
def test_a_mode_is_a_class(name: str) -> None:
    target = toy(name)
    assert isinstance(target, Mixture)
    batch = target.sample(2000, np.random.default_rng(1))
    apart = np.abs(batch.rows[:, None] - target.modes.centres).sum(axis=2)
    far = np.abs(batch.rows - target.modes.centres[batch.labels]).max(axis=1)
    assert far.max() < 5 * target.modes.sigma
    if name in ("ring-8", "grid-25", "disjoint"):  # whose modes do not overlap
        np.testing.assert_array_equal(apart.argmin(axis=1), batch.labels)


@pytest.mark.parametrize("name", ["ring-8", "gaussians", "disjoint", "mixture-1d"])
def test_modes_are_called_by_where_they_lie(name: str) -> None:
    target = toy(name)
    centre = np.array(target.view.centre)
    for called, middle in middles(target).items():
        x, y = (*(middle - centre), 0.0)[:2]
        assert ("right" in called) == (x > 0.15 * target.view.scales[0]), called
        assert ("left" in called) == (x < -0.15 * target.view.scales[0]), called
        if "upper" in called or called == "top":
            assert y > 0, called
        if "lower" in called or called == "bottom":
            assert y < 0, called


def test_the_grid_is_counted_as_one_reads() -> None:
    seen = middles(toy("grid-25"))
    np.testing.assert_allclose(seen["row 1, column 1"], [-4, 4], atol=0.1)
    np.testing.assert_allclose(seen["row 2, column 5"], [4, 2], atol=0.1)


def test_moons_circles_and_arms() -> None:
    moons = middles(toy("moons"))
    assert moons["upper moon"][1] > moons["lower moon"][1]
    rows, names = labelled(toy("circles"))
    outer = np.array(names) == "outer circle"
    radius = np.hypot(*rows.T)
    assert radius[outer].mean() == pytest.approx(1, abs=0.02)
    assert radius[~outer].mean() == pytest.approx(0.5, abs=0.02)
    rows, names = labelled(toy("spiral"))
    end = np.hypot(*rows.T) > 3.05  # where the arms end
    right = np.array(names) == "arm to the right"
    assert rows[end & right, 0].min() > 0 > rows[end & ~right, 0].max()
    rows, names = labelled(toy("pinwheel"))
    hub = np.hypot(*rows.T) < 1.2
    turned = np.degrees(np.arctan2(*rows[hub].T[::-1])) - np.degrees(0.4)
    nearest = np.rint(turned / 72).astype(int) % 5 + 1
    agreed = np.array(names)[hub] == [f"arm {k}" for k in nearest]
    assert agreed.mean() > 0.9


def test_fields_are_called_as_in_chess() -> None:
    rows, names = labelled(toy("checkerboard"))
    column, row = np.floor((rows + 4) / 2).astype(int).T
    assert names == [f"{'abcd'[c]}{r + 1}" for c, r in zip(column, row, strict=True)]


# --- the rows are what they were before there were classes ---------------------------------------


def test_classes_cost_no_chance() -> None:
    """A run that was saved by an older version must go on with the same rows, bit for bit."""
    ring = toy("ring-8")
    assert isinstance(ring, Mixture)
    rng = np.random.default_rng(3)
    chosen = ring.modes.centres[rng.integers(8, size=500)]
    expected = chosen + ring.modes.sigma * rng.standard_normal(chosen.shape)
    again = np.random.default_rng(3)
    np.testing.assert_array_equal(ring.sample(500, again).rows, expected)
    assert again.bit_generator.state == rng.bit_generator.state

    moons = toy("moons")
    assert isinstance(moons, Tube)
    rng = np.random.default_rng(3)
    expected = moons.curve(rng.random(500)) + moons.sigma * rng.standard_normal((500, 2))
    np.testing.assert_array_equal(moons.sample(500, np.random.default_rng(3)).rows, expected)

    rng = np.random.default_rng(3)
    row, pair = np.divmod(rng.integers(8, size=500), 2)
    expected = 2.0 * (np.stack([2 * pair + row % 2, row], axis=1) + rng.random((500, 2))) - 4.0
    board = toy("checkerboard").sample(500, np.random.default_rng(3)).rows
    np.testing.assert_array_equal(board, expected)


# --- points --------------------------------------------------------------------------------------


def with_classes(table: PointTable) -> PointsData:
    """The points of a table as a document keeps them."""
    return points_of(table, "flowers.csv")


FLOWERS = b"length,width,species\n1.5,2,setosa\n3,4.5,virginica\n5,6,setosa\n7.5,8,\n"


def test_a_column_of_classes_stays_with_the_points() -> None:
    data = with_classes(read_table(FLOWERS))
    assert data.class_names == ("no class", "setosa", "virginica")
    saved = Experiment(data=data).to_json()
    target = make_target(from_json(saved).data)
    assert target.class_names == data.class_names
    kind = {1.5: "setosa", 3.0: "virginica", 5.0: "setosa", 7.5: "no class"}
    rows, names = labelled(target, 100)
    assert names == [kind[x] for x in rows[:, 0]]


def test_points_without_classes_are_what_they_were() -> None:
    data = points_from_array(np.arange(10.0).reshape(5, 2))
    assert (data.labels, data.class_names) == ("", ())
    batch = make_target(data).sample(7, np.random.default_rng(2))
    assert batch.labels is None
    index = np.random.default_rng(2).integers(5, size=7)
    np.testing.assert_array_equal(batch.rows, np.arange(10.0).reshape(5, 2)[index])


def test_a_document_of_before_reads_with_its_points() -> None:
    data = points_from_array(np.arange(10.0).reshape(5, 2)).model_dump()
    del data["labels"], data["class_names"]
    assert make_target(PointsData(**data)).class_names == ()


def test_outliers_that_are_left_out_take_their_classes_along() -> None:
    points = "".join(f"{i % 7}.5,{i % 5},{'ab'[i % 2]}\n" for i in range(200))
    table = read_table(f"x,y,class\n{points}9e9,1,far\n".encode())
    data = with_classes(table).model_copy(update={"outliers": "leave-out"})
    rows, names = labelled(make_target(data), 2000)
    assert "far" not in names
    assert rows.max() < 10


@pytest.mark.parametrize(
    "labels",
    ["", "AAA", "!", base64.b64encode(bytes([0, 1, 2])).decode(), base64.b64encode(b"\0").decode()],
)
def test_damaged_classes_are_said(labels: str) -> None:
    data = points_from_array(np.arange(6.0).reshape(3, 2))
    damaged = data.model_copy(update={"labels": labels, "class_names": ("a", "b")})
    with pytest.raises(UnreadablePoints, match="classes of the points are damaged"):
        make_target(damaged)


def test_too_many_classes_are_refused_by_name() -> None:
    table = "x,y,z\n" + "".join(f"{i},{i * i},{i / 3}\n" for i in range(300))
    with pytest.raises(
        UnreadablePoints, match=r"column z has 300 different values; .* at most 256"
    ):
        read_table(table.encode(), TableOptions(label_column="z"))


def test_an_endless_number_is_a_name() -> None:
    table = read_table(b"x,y,class\n1,2,inf\n3,4,1\n", TableOptions(label_column="class"))
    assert table.classes is not None
    assert [one.name for one in table.classes] == ["1", "inf"]


@pytest.mark.parametrize(
    ("third", "found"),
    [
        ([0, 1, 2, 0, 1, 2], ("0", "1", "2")),
        ([1, 2, 1, 2, 1, 2], ("1", "2")),
        ([0, 1, 3, 0, 1, 3], ()),  # no numbers of classes
        ([0, 1, 2, 3, 4, 5], ()),  # none repeats
        ([0.5, 1, 2, 0, 1, 2], ()),
    ],
)
def test_a_third_column_of_class_numbers_is_known(third: list[float], found: tuple[str]) -> None:
    rows = [(i * 1.25, 7 - i / 8, label) for i, label in enumerate(third)]
    table = read_table("".join(f"{x},{y},{k}\n" for x, y, k in rows).encode())
    assert tuple(one.name for one in table.classes or ()) == found
    named = read_table(b"x,y,z\n" + "".join(f"{x},{y},{k}\n" for x, y, k in rows).encode())
    assert named.classes is None, "a column with another name is no class"


def test_of_a_lattice_no_column_is_the_class() -> None:
    table = "".join(f"{i % 2},{i // 2 % 2},{i // 4}\n" for i in range(8))
    assert read_table(table.encode()).classes is None


# --- drawings ------------------------------------------------------------------------------------


def spot(x: float, label: int = 0, strength: float = 1.0) -> Stroke:
    """A hard disc of a class around (x, 0)."""
    return Stroke(points=((x, 0.0),), size=0.4, strength=strength, soft=False, label=label)


def classes(*strokes: Stroke, base: str | None = None) -> tuple[Array, list[str]]:
    """Samples of a drawing, and the class of each."""
    return labelled(make_target(DrawingData(strokes=strokes, base=base)))


def test_strokes_give_their_class_to_what_they_draw() -> None:
    rows, names = classes(spot(-0.5), spot(0.5, 2))
    assert names == ["A" if x < 0 else "C" for x in rows[:, 0]]


def test_a_drawing_of_one_class_has_none() -> None:
    for label in (0, 3):
        target = make_target(DrawingData(strokes=(spot(0.1, label),)))
        assert target.class_names == ()
        assert target.sample(5, np.random.default_rng(0)).labels is None


def test_a_full_stroke_takes_the_place_over() -> None:
    target = make_target(DrawingData(strokes=(spot(0.0), spot(0.0, 1))))
    assert target.class_names == (), "nothing of A is left"


def test_ink_of_two_classes_is_shared_by_their_strengths() -> None:
    _, names = classes(spot(0.0, 0, 0.3), spot(0.0, 1, 0.1))
    assert names.count("B") / len(names) == pytest.approx(0.25, abs=0.03)


def test_what_a_drawing_starts_from_is_of_the_first_class() -> None:
    base = base_from_target(toy("gaussians"))
    rows, names = classes(spot(0.0, 1), base=base)
    assert {name for (x, _), name in zip(rows, names, strict=True) if abs(x) > 0.25} == {"A"}
    assert names.count("B") > 100


def test_an_eraser_takes_of_all_classes_alike() -> None:
    eraser = spot(0.0).model_copy(update={"tool": "eraser", "strength": 0.5})
    _, names = classes(spot(0.0, 0, 0.6), spot(0.0, 1, 0.2), eraser)
    assert names.count("B") / len(names) == pytest.approx(0.25, abs=0.03)


@given(st.lists(st.tuples(st.floats(-1, 1), st.integers(0, 5), st.floats(0.05, 1)), min_size=1))
@settings(max_examples=40, deadline=None)
def test_classes_leave_the_density_as_it_is(many: list[tuple[float, int, float]]) -> None:
    """And whatever is drawn in whatever order, the shares of each pixel add up to all of it."""
    strokes = tuple(spot(x, label, strength) for x, label, strength in many)
    plain = tuple(stroke.model_copy(update={"label": 0}) for stroke in strokes)
    ink = ink_of(DrawingData(strokes=strokes))
    np.testing.assert_array_equal(ink.total, ink_of(DrawingData(strokes=plain)).total)
    if len(ink.shares):
        np.testing.assert_allclose(ink.shares.sum(axis=0, dtype=np.float64), 1, atol=0.02)
    one, other = (make_target(DrawingData(strokes=s)) for s in (strokes, plain))
    rows = other.sample(50, np.random.default_rng(4)).rows
    np.testing.assert_array_equal(one.sample(50, np.random.default_rng(4)).rows, rows)


def test_a_stroke_of_before_is_of_the_first_class() -> None:
    assert Stroke.model_validate({"points": [[0, 0]]}).label == 0


DRAWN = DrawingData(strokes=(spot(-0.3), spot(0.3, 2, 0.5), spot(0.1, 2)))
CLASSED = [
    *(ToyData(name=n) for n in ("ring-8", "moons", "checkerboard", "pinwheel", "uneven-1d")),
    DRAWN,
]


@pytest.mark.parametrize("data", CLASSED, ids=lambda data: data.kind)
def test_densities_of_classes_add_up_to_that_of_all_and_are_high_at_their_own(
    data: ToyData | DrawingData,
) -> None:
    target = make_target(data)
    batch = target.sample(500, np.random.default_rng(1))
    there = [label for label, share in enumerate(target.told_shares) if share]
    known = [target.log_density(batch.rows, label) for label in there]
    logs = np.array([log for log in known if log is not None])
    assert len(logs) == len(there) > 1
    shares = np.array(target.told_shares)[there]
    whole = target.log_density(batch.rows)
    assert whole is not None
    np.testing.assert_allclose(shares @ np.exp(logs), np.exp(whole), rtol=1e-5)
    likely = np.array(there)[(np.log(shares)[:, None] + logs).argmax(0)]
    assert (likely == target.told_labels(batch)).mean() > 0.9
