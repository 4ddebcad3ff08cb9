"""Tables as spreadsheets, pandas and databases write them."""

from __future__ import annotations

from typing import Any

import pytest

from ganlab.data.tables.options import Ambiguous, TableOptions
from ganlab.data.tables.point_table import PointTable
from ganlab.data.tables.reading import read_table


def read(text: str, **options: Any) -> PointTable:
    """The points in a table of that text."""
    return read_table(text.encode(), TableOptions(**options))


def rows(text: str, **options: Any) -> list[list[float]]:
    """The points alone."""
    return read(text, **options).values.tolist()


@pytest.mark.parametrize("gap", ["#N/A", "#DIV/0!", "#WERT!", "<NA>", r"\N", "1.#IND", "-nan"])
def test_what_programs_write_for_no_number_is_a_gap_and_no_comment(gap: str) -> None:
    table = read(f"x,y\n1,2\n{gap},3\n5,6\n")
    assert table.values.tolist() == [[1, 2], [5, 6]]
    assert table.left_out == ("1 row in which a number is missing (row 3)",)


def test_columns_that_pandas_counts_are_no_point() -> None:
    table = read(",0,1\n0,1.5,2\n1,3,4\n2,5,6\n")
    assert table.values.tolist() == [[1.5, 2], [3, 4], [5, 6]]
    assert table.names == ("0", "1")
    assert table.left_out == ("column 1 (it counts the rows)",)
    without = "0,1\n1.5,2.0\n3.0,4.0\n5.0,6.0\n"
    with pytest.raises(Ambiguous, match="row 1: '0,1'") as caught:
        read(without)
    assert caught.value.question == "heading"
    assert len(rows(without, heading=True)) == 3
    assert len(rows(without, heading=False)) == 4
    assert len(rows("0,1\n1,2\n2,3\n3,4\n")) == 4


def test_digits_that_doubles_do_not_keep_are_said() -> None:
    near = "".join(f"{17 * 10**17 + 9 * i},{i}\n" for i in range(30))
    assert "steps of 256" in read(near).left_out[0]
    for fine in ("1700000000.25,1\n1700000000.5,2\n", "0.1,5\n0.1,6\n", "1e299,1\n-1e299,2\n"):
        assert read(fine).left_out == ()


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (("1.0", "0", "1", "0.0"), [("0", 0, 2), ("1", 1, 2)]),
        (("01", "1", "01", "1"), [("01", 0, 2), ("1", 1, 2)]),
        (("1.5", "1", "1", "1.5"), [("1", 0, 2), ("1.5", 1, 2)]),
    ],
)
def test_one_number_is_one_class(
    labels: tuple[str, ...], expected: list[tuple[str, int, int]]
) -> None:
    table = read("x,y,label\n" + "".join(f"{i},{i},{label}\n" for i, label in enumerate(labels)))
    assert table.classes is not None
    assert [(one.name, one.number, one.count) for one in table.classes] == expected
