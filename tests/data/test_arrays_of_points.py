"""NumPy's arrays of points as people write them: columns, rows side by side, their classes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ganlab.data.errors import UnreadablePoints
from ganlab.data.points import decode, read_points
from ganlab.data.tables.files import read_point_table
from ganlab.data.tables.options import NO_OPTIONS, TableOptions
from ganlab.data.tables.point_table import PointTable

POINTS = np.array([[0.5, 3.0], [1.5, 4.0], [2.5, 5.0], [3.5, 7.0]])
WORDS = np.array(["cat", "dog", "cat", "cat"])

LEARNT = {"x_train": POINTS, "y_train": WORDS}
HELD_OUT = {"x_test": POINTS[:2], "y_test": WORDS[:2]}


def read(place: Path, arrays: dict[str, Any], options: TableOptions = NO_OPTIONS) -> PointTable:
    """The points in an archive of these arrays."""
    np.savez(place / "a.npz", **arrays)
    return read_point_table(place / "a.npz", options)


def classes(table: PointTable) -> list[str] | None:
    """The class of each point, in words."""
    if table.classes is None or table.labels is None:
        return None
    return [table.classes[label].name for label in table.labels.tolist()]


@pytest.mark.parametrize(
    ("arrays", "column"),
    [
        ({"X": POINTS, "y": WORDS}, "y"),
        ({"y": WORDS, "X": POINTS}, "y"),
        ({"data": POINTS, "target": WORDS}, "target"),
        ({"points": POINTS, "labels": WORDS[:, None]}, "labels"),
        ({**LEARNT, **HELD_OUT}, "y_train"),
        ({**HELD_OUT, **LEARNT}, "y_train"),
        ({"arr_0": POINTS, "arr_1": WORDS}, "arr_1"),
        ({"X": POINTS, "weights": np.ones(4), "species": np.ones(3), "y": WORDS}, "y"),
        ({"x": POINTS[:, 0], "y": POINTS[:, 1], "label": WORDS}, "label"),
    ],
)
def test_a_row_of_labels_names_the_classes(
    tmp_path: Path, arrays: dict[str, Any], column: str
) -> None:
    table = read(tmp_path, arrays)
    np.testing.assert_array_equal(table.values, POINTS)
    assert classes(table) == WORDS.tolist()
    assert table.class_column == column
    data = read_points(tmp_path / "a.npz")
    assert data.class_names == ("cat", "dog")


@pytest.mark.parametrize(
    ("labels", "names"),
    [
        (np.array([3, 7, 7, 3]), ["3", "7", "7", "3"]),
        (np.array([3.0, 7.0, 7.0, 3.0]), ["3", "7", "7", "3"]),
        (np.array([True, False, True, True]), ["1", "0", "1", "1"]),
        (np.array([[0, 1], [1, 0], [0, 1], [0, 1]]), ["1", "0", "1", "1"]),
        (np.array([-1, 1, 1, -1]), ["-1", "1", "1", "-1"]),
    ],
)
def test_labels_of_every_type_are_read(tmp_path: Path, labels: Any, names: list[str]) -> None:
    for arrays in ({"X": POINTS, "y": labels}, {"y": labels, "X": POINTS}):
        table = read(tmp_path, arrays)
        np.testing.assert_array_equal(table.values, POINTS)
        assert classes(table) == names


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"y": np.array([0.5, 1.5, 2.5, 3.5])}, "y (labels are whole numbers"),
        ({"y": np.zeros(3)}, "y (3,)"),
        ({"y": np.arange(4)}, "y (4,)"),
        ({"weights": np.zeros(4)}, "weights (4,)"),
        ({"X_test": POINTS[:3]}, "X_test (3, 2)"),
        ({"y": np.array([None, "a"], dtype=object)}, "y (Python objects)"),
    ],
)
def test_what_is_no_label_is_said_to_be_left_out(
    tmp_path: Path, other: dict[str, Any], said: str
) -> None:
    table = read(tmp_path, {"X": POINTS, **other})
    assert table.classes is None
    assert any(left.startswith(said) for left in table.left_out), table.left_out
    np.testing.assert_array_equal(table.values, POINTS)


def test_rows_called_x_and_y_are_points(tmp_path: Path) -> None:
    for x, y in ("x", "y"), ("X", "Y"):
        for shape in (4,), (4, 1):
            rows = {x: POINTS[:, 0].reshape(shape), y: POINTS[:, 1].reshape(shape)}
            table = read(tmp_path, rows)
            np.testing.assert_array_equal(table.values, POINTS)
            assert table.names == table.all_columns == (x, y)
    rows = {"x": POINTS[:, 0], "y": POINTS[:, 1]}
    turned = read(tmp_path, rows, TableOptions(columns=("y", "x")))
    np.testing.assert_array_equal(turned.values, POINTS[:, ::-1])


def test_a_person_has_the_last_word(tmp_path: Path) -> None:
    arrays = {"X": np.column_stack([POINTS, [1, 2, 2, 1]]), "y": WORDS}
    assert classes(read(tmp_path, arrays)) == WORDS.tolist()
    without = read(tmp_path, arrays, TableOptions(label_column=""))
    assert classes(without) is None
    assert without.left_out[:2] == ("column 3", "y")
    for name in "3", "column 3":
        assert classes(read(tmp_path, arrays, TableOptions(label_column=name))) == [*"1221"]
    for name in "y", "4":
        assert classes(read(tmp_path, arrays, TableOptions(label_column=name))) == [*WORDS]
    with pytest.raises(UnreadablePoints, match=r"'a.npz' cannot be used: y holds no real numbers"):
        read(tmp_path, arrays, TableOptions(columns=("1", "y")))
    with pytest.raises(UnreadablePoints, match=r"no column 'z'; its columns are column 1, column"):
        read(tmp_path, arrays, TableOptions(columns=("1", "z")))


def test_labels_in_a_file_beside_are_found(tmp_path: Path) -> None:
    for points, labels in ("X.npy", "y.npy"), ("moons.npy", "moons_labels.npy"):
        place = tmp_path / points.removesuffix(".npy")
        place.mkdir()
        np.save(place / points, POINTS)
        assert classes(read_point_table(place / points)) is None
        np.save(place / labels, WORDS)
        table = read_point_table(place / points)
        assert classes(table) == WORDS.tolist()
        assert table.class_column == labels
        np.save(place / labels, WORDS[:3])
        assert f"{labels} (3,)" in read_point_table(place / points).left_out
        content = (place / labels).read_bytes()
        (place / labels).write_bytes(content[: len(content) // 2])
        np.testing.assert_array_equal(read_point_table(place / points).values, POINTS)


def test_rows_that_lack_a_number_take_their_labels_with_them(tmp_path: Path) -> None:
    holes = POINTS.copy()
    holes[1, 0] = np.nan
    table = read(tmp_path, {"X": holes, "y": WORDS})
    assert classes(table) == ["cat", "cat", "cat"]
    assert "1 row in which a number is missing (the first is row 2)" in table.left_out


def test_archives_of_points_that_hold_none_are_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", x=POINTS[:, :1], y=POINTS)
    with pytest.raises(UnreadablePoints, match="points are rows of 2 columns"):
        read_point_table(tmp_path / "a.npz")
    np.savez(tmp_path / "b.npz", X=POINTS.astype(complex))
    with pytest.raises(UnreadablePoints, match="real numbers"):
        read_point_table(tmp_path / "b.npz")


@given(st.data())
@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_every_archive_of_points_and_labels_reads_as_it_was_written(
    tmp_path: Path, data: st.DataObject
) -> None:
    count = data.draw(st.integers(4, 30))
    values = np.random.default_rng(count).normal(size=(count, data.draw(st.integers(2, 5))))
    values = values.astype(data.draw(st.sampled_from(["f4", "f8", ">f8", "f2"])))
    labels = np.arange(count) % data.draw(st.integers(2, max(2, min(4, count // 2))))
    kind = data.draw(st.sampled_from(["i8", "u1", "f4", "U8", "S3"]))
    named = data.draw(st.sampled_from([("X", "y"), ("data", "target"), ("points", "classes")]))
    arrays = {named[0]: values, named[1]: labels.astype(kind)}
    if data.draw(st.booleans()):
        arrays = dict(reversed(arrays.items()))
    table = read(tmp_path, arrays)
    np.testing.assert_array_equal(table.values, values[:, :2].astype(np.float64))
    assert classes(table) == [str(label) for label in labels.tolist()]
    assert decode(read_points(tmp_path / "a.npz")).shape == (count, 2)
