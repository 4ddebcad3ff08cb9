"""Tables as people have them are read as they are meant, or the reader asks; never wrongly."""

from __future__ import annotations

from decimal import Decimal as Exact
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ganlab.data.errors import UnreadablePoints
from ganlab.data.tables.options import NO_OPTIONS, Ambiguous, TableOptions
from ganlab.data.tables.point_table import PointTable
from ganlab.data.tables.reading import read_table


def read(text: str, encoding: str = "utf-8", **options: Any) -> PointTable:
    """The points in a table of that text."""
    return read_table(text.encode(encoding), TableOptions(**options))


def rows(text: str, **options: Any) -> list[list[float]]:
    """The points alone."""
    return read(text, **options).values.tolist()


# --- what a row that holds numbers may look like --------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("−1,5;−2,5\n3,5;4,5\n", [[-1.5, -2.5], [3.5, 4.5]]),
        ("1.234,56;2.345,67\n1,5;2,5\n", [[1234.56, 2345.67], [1.5, 2.5]]),
        ('"1,5","2,5"\n"3,5","4,5"\n', [[1.5, 2.5], [3.5, 4.5]]),
        ("1,234.5\t2,345\n3,000\t5\n", [[1234.5, 2345], [3000, 5]]),
        ("1 234,5;2 345\n", [[1234.5, 2345]]),
        ("1\u00a0234,5;2\u202f345\n", [[1234.5, 2345]]),
        ("1'234.5,2’345\n", [[1234.5, 2345]]),
        ("12,34,567.5;1,00,000\n", [[1234567.5, 100000]]),
        ("1,5 2,5\n3,5 4,5\n", [[1.5, 2.5], [3.5, 4.5]]),
        ("١٫٥;٢٫٥\n٣;٤\n", [[1.5, 2.5], [3, 4]]),
        ("١٬٢٣٤٫٥;٢\n", [[1234.5, 2]]),
        ("１，５；２，５\n", [[1.5, 2.5]]),
        ("१.५,२\n३,४\n", [[1.5, 2], [3, 4]]),
        ("1,5E+3;+3\n,5;5,\n", [[1500, 3], [0.5, 5]]),
        ("1e-3 .5\n5. +3\n", [[0.001, 0.5], [5, 3]]),
        ("1.5D+03 2\n", [[1500, 2]]),
        ("2019,2020\n1.5,2.5\n", [[2019, 2020], [1.5, 2.5]]),
        ("-\u200e1;2\n", [[-1, 2]]),
    ],
)
def test_numbers_in_any_style_are_numbers(text: str, expected: list[list[float]]) -> None:
    assert rows(text) == expected
    assert rows(f"x{_separator_of(text)}y\n{text}") == expected


def _separator_of(text: str) -> str:
    return next(s for s in ";；\t ," if s in text.splitlines()[-1])


@pytest.mark.parametrize(
    "first", ["½,¼", "12%,13%", "$5,$6", "1.5 kg,2 kg", "Ⅳ,Ⅴ", "(1),(2)", "一,二"]
)
def test_a_first_row_with_numbers_that_are_not_understood_is_not_dropped(first: str) -> None:
    with pytest.raises(Ambiguous) as caught:
        read(f"{first}\n1,2\n3,4\n")
    assert caught.value.question == "heading"
    assert f"row 1: '{first}'" in str(caught.value)
    assert rows(f"{first}\n1,2\n", heading=True) == [[1, 2]]
    with pytest.raises(UnreadablePoints, match=r"row 1: .* is not a number"):
        read(f"{first}\n1,2\n", heading=False)


@pytest.mark.parametrize(
    ("text", "point", "comma"),
    [
        ("12,345\t0.25\n", [[12345, 0.25]], None),
        ("1.234;2.345\n", [[1.234, 2.345]], [[1234, 2345]]),
        ('"1,234","5,678"\n', [[1234, 5678]], [[1.234, 5.678]]),
        ("1,234 5,678\n", [[1234, 5678]], [[1.234, 5.678]]),
        ("1,5,2,5\n3,5,4,5\n", [[1, 5], [3, 5]], [[1.5, 2.5], [3.5, 4.5]]),
        ("1,5, 2,5\n", [[1, 5]], [[1.5, 2.5]]),
        ("1.234;2,5\n", None, [[1234, 2.5]]),
    ],
)
def test_what_stays_ambiguous_is_asked(
    text: str, point: list[list[float]] | None, comma: list[list[float]] | None
) -> None:
    with pytest.raises(Ambiguous) as caught:
        read(text)
    assert caught.value.question == "decimal"
    assert f"row 1: '{text.splitlines()[0]}'" in str(caught.value)
    for decimal, expected in ((".", point), (",", comma)):
        if expected is None:
            with pytest.raises(UnreadablePoints, match="is not a number"):
                read(text, decimal=decimal)
        else:
            assert rows(text, decimal=decimal) == expected


def test_another_row_or_another_column_settles_it() -> None:
    assert rows("1.234;2.345\n0.5;1\n") == [[1.234, 2.345], [0.5, 1]]
    assert rows("1.234;2.345\n0,5;1\n1.234,5;2\n")[0] == [1234, 2345]
    assert rows("a;b;c\n1.234;2.345;0.5\n") == [[1.234, 2.345]]
    assert rows("1,234,567;2\n1,234;3\n", decimal=None)[1] == [1234, 3]


def test_two_decimal_signs_are_refused() -> None:
    with pytest.raises(UnreadablePoints, match=r"row 2: '0\.25;1' has a decimal point, and row 1"):
        read("1,5;2,5\n0.25;1\n")


def test_spaces_that_may_be_thousands_or_columns_are_asked() -> None:
    with pytest.raises(Ambiguous) as caught:
        read("1 234,5 678\n")
    assert caught.value.question == "separator"
    assert rows("1 234,5 678\n", separator=",") == [[1234, 5678]]


# --- dialects -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("sep=;\nx;y\n1,5;2\n", ("x", "y"), [[1.5, 2]]),
        ("x|y\n1|2\n3|4\n", ("x", "y"), [[1, 2], [3, 4]]),
        ("  1.0   2.0\n\t3.0  4.0  \n", ("column 1", "column 2"), [[1, 2], [3, 4]]),
        ("1;2;\n3;4;\n", ("column 1", "column 2"), [[1, 2], [3, 4]]),
        ("1,2\n3,4\n\x1a", ("column 1", "column 2"), [[1, 2], [3, 4]]),
        ("1,2\r3,4\r", ("column 1", "column 2"), [[1, 2], [3, 4]]),
        ("'1,5','2,5'\n", ("column 1", "column 2"), [[1.5, 2.5]]),
        ("t;T\ns;°C\n1,5;2\n", ("t", "T"), [[1.5, 2]]),
        ("# made by hand\n# a,b\n1,2\n", ("a", "b"), [[1, 2]]),
        ('"a, b","c ""d"""\n1,2\n', ("a, b", 'c "d"'), [[1, 2]]),
        (",u,v\n0,1.5,2\n1,2.5,3\n", ("u", "v"), [[1.5, 2], [2.5, 3]]),
        ('"u" "v"\n"1" 0.5 0.6\n"2" 0.7 0.8\n', ("u", "v"), [[0.5, 0.6], [0.7, 0.8]]),
        ("z,y,x\n1,2,3\n4,5,7\n", ("x", "y"), [[3, 2], [7, 5]]),
        ("date,a,b\n2020-01-01,1,2\n2020-01-02,3,4\n", ("a", "b"), [[1, 2], [3, 4]]),
    ],
)
def test_dialects(text: str, names: tuple[str, str], expected: list[list[float]]) -> None:
    table = read(text)
    assert table.names == names
    assert table.values.tolist() == expected
    assert read(text.replace("\n", "\r\n").replace("\r\r", "\r")).values.tolist() == expected


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_encodings(encoding: str) -> None:
    table = read("Länge;Größe\n1,5;2\n3;4\n", encoding)
    assert table.names == ("Länge", "Größe")
    assert table.values.tolist() == [[1.5, 2], [3, 4]]


def test_arabic_digits_in_utf_16_without_a_mark() -> None:
    assert read("١٫٥;٢\n٣;٤\n", "utf-16-be").values.tolist() == [[1.5, 2], [3, 4]]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"1,2\n3,\x004\n", "byte 7 is NUL"),
        (b"\xff\xfe1\x00,\x002\x00\n", "byte 9"),
        (b"\xef\xbb\xbf1,2\n\xff,3\n", "byte 8"),
        (b'1,"2\n3,4\n', "row 1: a quotation mark is not closed"),
        (b"x,y\n1,2\n3,4,5\n", "row 3 has 3 columns; the others have 2"),
        (b"x,y\n1,2\n3,four\n", "row 3: 'four' is not a number"),
    ],
)
def test_what_cannot_be_read_names_row_or_byte(content: bytes, message: str) -> None:
    with pytest.raises(UnreadablePoints, match=message):
        read_table(content)


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("Trees of 2024\n\nx,y\n1.5,2\n3,4\n", "a title"),
        ("Trees;;\nof mine\nx;y;z\n1,5;2;0\n3;4;0\n", "2 rows of titles"),
        ("Trees,,\nx,y,z\nm,m,m\n1.5,2,0\n3,4,0\n", "a title"),
        ("Trees\n1.5\t2\n3\t4\n", "a title"),
        ("Trees,,\n,,\nx,y,z\n1.5,2,0\n3,4,0\n", "a title"),
    ],
)
def test_titles_above_a_table_are_left_out_and_said(text: str, left_out: str) -> None:
    table = read_table(text.encode())
    assert table.values.tolist() == [[1.5, 2], [3, 4]]
    assert left_out in table.left_out
    assert table.names == (("x", "y") if "x" in text else ("column 1", "column 2"))


@pytest.mark.parametrize("title", ["2024", "２０２４年", "½ of them", "3.5", "NA"])
def test_a_title_that_begins_with_a_number_is_not_dropped(title: str) -> None:
    with pytest.raises(UnreadablePoints, match="row 1") as caught:
        read_table(f"{title}\n1.5,2\n3,4\n".encode())
    assert title in str(caught.value)


def test_a_row_of_a_name_alone_is_no_title() -> None:
    table = read_table(b"x,\n1,2\n3,4\n")
    assert table.names == ("x", "column 2")
    with pytest.raises(UnreadablePoints, match="row 1"):
        read_table(b"Trees\n1.5,2\n3,4\n", TableOptions(heading=False))


def test_orange_tables() -> None:
    table = read("sl\tsw\tiris\nc\tc\td\n\t\tclass\n5.1\t3.5\ta\n4.9\t3\tb\n6\t2\ta\n")
    assert table.names == ("sl", "sw")
    assert table.values.tolist() == [[5.1, 3.5], [4.9, 3], [6, 2]]
    assert table.classes is not None
    assert [(one.name, one.count) for one in table.classes] == [("a", 2), ("b", 1)]


def test_orange_names_with_flags() -> None:
    table = read("mS#who\tC#a\tC#b\tcD#kind\nann\t1.5\t2\tu\nbob\t3\t4\tv\n")
    assert table.names == ("a", "b")
    assert table.classes is not None
    assert [one.name for one in table.classes] == ["u", "v"]


# --- columns, classes, gaps -----------------------------------------------------------------

IRIS = "id,length,width,kind,label\n1,5,3,a,7\n2,6,2.5,b,3\n3,4,3,a,7\n"


def test_columns_are_chosen_and_what_is_left_out_is_said() -> None:
    table = read(IRIS)
    assert table.names == ("length", "width")
    assert table.left_out == ("column id (it counts the rows)", "column kind")
    assert table.classes is not None
    assert [(one.name, one.number, one.count) for one in table.classes] == [
        ("3", 3, 1),
        ("7", 7, 2),
    ]
    assert table.all_columns == ("id", "length", "width", "kind", "label")


@pytest.mark.parametrize("columns", [("width", "length"), ("3", "2"), ("Width", "2")])
def test_columns_by_name_or_number(columns: tuple[str, str]) -> None:
    table = read(IRIS, columns=columns, label_column="kind")
    assert table.values.tolist() == [[3, 5], [2.5, 6], [3, 4]]
    assert table.classes is not None
    assert [(one.name, one.count) for one in table.classes] == [("a", 2), ("b", 1)]


def test_an_unknown_column_is_said() -> None:
    with pytest.raises(UnreadablePoints, match="no column 'z'; its columns are id, length"):
        read(IRIS, columns=("z", "length"))


def test_rows_with_gaps_are_left_out_and_counted() -> None:
    table = read("x,y\n1,2\n,3\nNA,nan\n5,6\n")
    assert table.values.tolist() == [[1, 2], [5, 6]]
    assert table.rows.tolist() == [2, 5]
    assert table.left_out == ("2 rows in which a number is missing (the first is row 3)",)


# --- any table whose right reading is known -------------------------------------------------

SCRIPTS = ["0123456789", "٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९", "０１２３４５６７８９", "๐๑๒๓๔๕๖๗๘๙"]
STYLES = [  # decimal sign, thousands mark, separators that can stand beside them
    (".", "", ",;\t| "),
    (",", "", ";\t| "),
    (".", ",", ";\t|"),
    (",", ".", ";\t| "),
    (",", " ", ";\t|"),
    (",", "\u202f", ";\t| "),
    (".", "'", ",;\t| "),
]
values = st.integers(-(10**11), 10**11).map(lambda number: Exact(number) / 10**4)


@st.composite
def tables(draw: st.DrawFn) -> tuple[bytes, list[list[float]]]:
    """A table in one style throughout, and its points."""
    decimal, mark, separators = draw(st.sampled_from(STYLES))
    separator = draw(st.sampled_from(separators))
    script = str.maketrans("0123456789", draw(st.sampled_from(SCRIPTS)))
    minus = draw(st.sampled_from("-−"))
    places = draw(st.integers(0, 4))
    quotes = draw(st.booleans()) and separator != " "
    points = draw(st.lists(st.tuples(values, values), min_size=1, max_size=6))

    def write(number: Exact) -> str:
        text = f"{abs(number):,.{places}f}".replace(",", "_").replace(".", decimal)
        text = text.replace("_", mark)
        sign = minus if float(f"{number:.{places}f}") < 0 else ""
        return (f'"{sign}{text}"' if quotes else sign + text).translate(script)

    heading = draw(st.sampled_from(["", f"Länge{separator}Größe", f"x{separator}y"]))
    lines = ([heading] if heading else []) + [separator.join(map(write, point)) for point in points]
    text = draw(st.sampled_from(["\n", "\r\n", "\r"])).join([*lines, ""])
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
    return text.encode(encoding), [[float(f"{n:.{places}f}") for n in point] for point in points]


@given(tables())
@settings(max_examples=400)
def test_no_table_is_read_wrongly_without_a_word(table: tuple[bytes, list[list[float]]]) -> None:
    content, expected = table
    try:
        found = read_table(content)
    except Ambiguous:
        return
    assert found.values.tolist() == expected
    assert not found.left_out


@given(tables(), st.sampled_from([".", ","]))
@settings(max_examples=100)
def test_a_decimal_sign_that_is_said_is_heeded(
    table: tuple[bytes, list[list[float]]], decimal: str
) -> None:
    content, _ = table
    try:
        found = read_table(content, TableOptions(decimal=decimal))  # type: ignore[arg-type]
    except UnreadablePoints:
        return
    assert np.isfinite(found.values).all()


@example(b"\x0b")
@given(
    st.binary(max_size=80) | st.text("0123456789.,;\t -+e\n\"#xy|'½−", max_size=60).map(str.encode)
)
@settings(max_examples=400)
def test_any_bytes_give_points_or_a_sentence(content: bytes) -> None:
    try:
        found = read_table(content, NO_OPTIONS)
    except UnreadablePoints:
        return
    assert found.values.shape == (len(found.rows), 2)
    assert not np.isnan(found.values).any()


@pytest.mark.parametrize(
    "text",
    [
        "1.5,2.5,3.5,4.5\n5,6,7,8\n",
        "1.5;2.5;3.5;4.5;9\n5;6;7;8;1\n0;1;0;1;1\n",
        "x 1.5 2.5 3.5 4.5\ny 5 6 7 8\n",
        ",0,1,2,3\nx,1.5,2.5,3.5,4.5\ny,5,6,7,8\n",
    ],
)
def test_a_table_on_its_side_is_no_two_points(text: str) -> None:
    with pytest.raises(UnreadablePoints, match="turn rows into columns"):
        read_table(text.encode())
    asked = read_table(text.encode(), TableOptions(columns=("2", "4")))
    assert len(asked.values) in (2, 3)
    upright = read_table(b"a,b,c,d\n1.5,2.5,3.5,4.5\n5,6,7,8\n")
    np.testing.assert_array_equal(upright.values, [[1.5, 2.5], [5, 6]])
