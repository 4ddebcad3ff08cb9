"""A user's points are read as they are meant, or a message names the row."""

from __future__ import annotations

import base64
import pickle
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ganlab.data import make_target
from ganlab.data.errors import UnreadablePoints
from ganlab.data.points import MOST_POINTS, decode, points_from_array, read_points
from ganlab.data.target import Array
from ganlab.experiment import PointsData

EXPECTED = [[1.5, -2.0], [3.0, 4e2]]


def read(tmp_path: Path, text: str | bytes, name: str = "points.csv") -> Array:
    """The points in a file of that text."""
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return decode(read_points(path))


@pytest.mark.parametrize(
    "text",
    [
        "1.5,-2\n3,4e2\n",
        "x,y\n1.5,-2\n3,4e2",
        "1.5, -2\r\n3, 4e2\r\n",
        '"x"\t"y"\n1.5\t-2\n3\t4e2\n',
        "1.5 -2\n\n  3   400 \n",
        "x y\n1.5 -2\n3 400\n",
        "# made by hand\n1.5;-2\n3;400\n",
        "Länge;Größe\n1,5;-2,0\n3,0;400\n",
        '"1.5","-2"\n"3","400"\n',
        "\ufeffx,y\n1.5,-2\n3,400\n",
    ],
)
def test_tables_are_read_as_people_write_them(tmp_path: Path, text: str) -> None:
    np.testing.assert_array_equal(read(tmp_path, text), EXPECTED)
    np.testing.assert_array_equal(read(tmp_path, text.encode("utf-16")), EXPECTED)


def test_an_older_spreadsheets_heading_is_no_hindrance(tmp_path: Path) -> None:
    text = "Größe;Länge\n1,5;-2\n3;400".encode("latin-1")
    np.testing.assert_array_equal(read(tmp_path, text), EXPECTED)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "there are no points"),
        ("x,y\n", "there are no points"),
        ("x,y\n1,2\n3,4,5\n", "row 3 has 3 columns"),
        ("1\n2\n", "row 1 has 1 column;"),
        ("1,2\n\n3\n", "row 3 has 1 column;"),
        ("1,2\n3,four\n", "row 2: 'four' is not a number"),
        ("one,2\n", "row 1: 'one' is not a number"),
        ("x,y\na,b\n", "row 2: 'a' is not a number"),
        ("nan,2\n,4\n", "row 1: 'nan' is not a number"),
        ("1,2\n3,-inf\n", "row 2: -inf is not a finite number"),
        ("1,2\n3,1e300\n", r"row 2: 1e\+300 is too large"),
        (b"1,2\0\n", "not a text file"),
    ],
)
def test_a_wrong_table_gets_one_sentence(tmp_path: Path, text: str | bytes, message: str) -> None:
    with pytest.raises(UnreadablePoints, match=message) as caught:
        read(tmp_path, text)
    assert "points.csv" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_too_many_rows_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadablePoints, match="more than 500,000 points"):
        read(tmp_path, "1 2\n" * (MOST_POINTS + 1))
    fits = points_from_array(np.zeros((MOST_POINTS, 2)))
    assert len(decode(fits)) == MOST_POINTS


def test_a_missing_file_and_a_folder_say_so(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "gone.csv"):
        with pytest.raises(UnreadablePoints, match="no file"):
            read_points(path)


@pytest.mark.parametrize("dtype", ["<f4", ">f8", "<i2", "u1", "f2"])
def test_numpy_files_of_every_number_are_read(tmp_path: Path, dtype: str) -> None:
    expected = np.asfortranarray(np.array([[1, 2], [3, 4], [5, 6]], dtype=dtype))
    np.save(tmp_path / "p.npy", expected)
    data = read_points(tmp_path / "p.npy")
    assert data.source == "p.npy"
    np.testing.assert_array_equal(decode(data), expected)


@pytest.mark.parametrize(
    ("array", "message"),
    [
        (np.zeros((3, 1)), r"shape is \(3, 1\)"),
        (np.zeros(6), "a row of numbers"),
        (np.zeros((0, 2)), "no"),
        (np.array([[1.0, 2.0], [np.inf, 0.0]]), "row 2: inf"),
        (np.zeros((2, 2), dtype=complex), "real numbers"),
        (np.array([["a", "b"]]), "real numbers"),
        (np.ones((2, 50)), "array.T"),
        (np.ones((3, 50)), "array.T"),
        (np.zeros((28, 28)), "as of one picture"),
        (np.zeros((20, 28), dtype=np.uint8), "as of one picture"),
        (np.zeros((MOST_POINTS + 5, 2), dtype=np.uint8), "more than 500,000"),
    ],
)
def test_a_wrong_array_gets_one_sentence(
    tmp_path: Path, array: np.ndarray[tuple[int, ...], np.dtype[np.generic]], message: str
) -> None:
    np.save(tmp_path / "p.npy", array)
    with pytest.raises(UnreadablePoints, match=message):
        read_points(tmp_path / "p.npy")


class Boom:
    """Unpickling this would be noticed."""

    def __reduce__(self) -> tuple[type, tuple[str]]:
        return (RuntimeError, ("a pickle was loaded",))


def test_a_pickle_is_never_loaded(tmp_path: Path) -> None:
    path = tmp_path / "p.npy"
    np.save(path, np.array([[Boom(), Boom()]], dtype=object), allow_pickle=True)
    with pytest.raises(UnreadablePoints):
        read_points(path)
    path.write_bytes(pickle.dumps(Boom()))
    with pytest.raises(UnreadablePoints):
        read_points(path)


@given(st.data())
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_damaged_numpy_file_gives_a_message_or_points(
    tmp_path: Path, data: st.DataObject
) -> None:
    path = tmp_path / "p.npy"
    np.save(path, np.arange(8.0).reshape(4, 2))
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(content[: data.draw(st.integers(0, len(content)))])
    try:
        points = decode(read_points(path))
    except UnreadablePoints:
        return
    assert points.shape[1] == 2
    assert np.isfinite(points).all()


@given(
    st.binary(max_size=80) | st.text('0123456789.,;\t -+enaif\n"#xy', max_size=60).map(str.encode)
)
@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_text_gives_a_message_or_points(tmp_path: Path, content: bytes) -> None:
    try:
        points = read(tmp_path, content)
    except UnreadablePoints:
        return
    assert points.shape[1] == 2
    assert np.isfinite(points).all()


finite = st.floats(-(2.0**100), 2.0**100, width=32)
clouds = arrays(np.float64, st.tuples(st.integers(1, 20), st.just(2)), elements=finite)


@given(clouds)
@settings(max_examples=150, deadline=None)
def test_any_points_fit_the_view_and_come_back(points: Array) -> None:
    target = make_target(points_from_array(points))
    assert target.dimension == 2
    assert target.log_density(points) is None
    seen = target.view.forward(points)
    assert np.abs(seen).max() <= 0.9501
    size = np.abs(points).max()
    np.testing.assert_allclose(target.view.inverse(seen), points, atol=size * 1e-14, rtol=1e-14)
    samples = target.sample(50, np.random.default_rng(0)).rows
    assert {tuple(p) for p in samples} <= {tuple(p) for p in points}


def test_networks_see_zero_mean_and_unit_rms() -> None:
    rng = np.random.default_rng(0)
    points = np.column_stack([rng.normal(1e3, 5, 1000), rng.exponential(2, 1000)])
    data = points_from_array(points)
    seen = make_target(data).network.forward(decode(data))
    np.testing.assert_allclose(seen.mean(axis=0), 0, atol=1e-9)
    assert np.sqrt((seen**2).mean()) == pytest.approx(1)


def test_one_point_many_times_is_a_distribution_too() -> None:
    data = points_from_array(np.full((50, 2), [0.1, -7.3]))
    target = make_target(data)
    point = target.sample(3, np.random.default_rng(0)).rows
    np.testing.assert_allclose(target.view.forward(point), 0)
    np.testing.assert_allclose(target.network.forward(point), 0)


def test_every_point_is_as_likely() -> None:
    data = points_from_array(np.arange(20.0).reshape(10, 2))
    samples = make_target(data).sample(100_000, np.random.default_rng(1)).rows
    counts = np.unique(samples, axis=0, return_counts=True)[1]
    assert ((counts - 10_000) ** 2 / 10_000).sum() < 35


@pytest.mark.parametrize(
    "values",
    [
        "",
        "?",
        "AAAA",
        "é",
        base64.b64encode(bytes(12)).decode(),
        base64.b64encode(np.array([1, np.nan], "<f4").tobytes()).decode(),
        base64.b64encode(bytes(8 * (MOST_POINTS + 1))).decode(),
    ],
)
def test_damaged_values_in_a_document_are_refused(values: str) -> None:
    with pytest.raises(UnreadablePoints, match="damaged"):
        make_target(PointsData(values=values))


def test_what_is_no_list_of_pairs_is_refused() -> None:
    with pytest.raises(UnreadablePoints, match="2 columns"):
        points_from_array(np.zeros((4, 3)))
    with pytest.raises(UnreadablePoints, match="no points"):
        points_from_array(np.zeros((0, 2)))
