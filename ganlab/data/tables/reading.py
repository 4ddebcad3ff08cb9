"""Points out of a table as text, whatever its dialect; nothing is dropped without a word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from ganlab.data.errors import UnreadablePoints
from ganlab.data.tables.columns import called, choose_columns, in_words
from ganlab.data.tables.decimals import decide, exact, numbers, wrong
from ganlab.data.tables.digits import digits_lost
from ganlab.data.tables.encoding import decode_text
from ganlab.data.tables.layout import SAMPLE, Layout, counts_columns, lay_out
from ganlab.data.tables.lines import PAIRS, SEPARATORS, WIDE_COMMA, Cells, Lines, cut, lines_of
from ganlab.data.tables.options import NO_OPTIONS, Ambiguous, Question, TableOptions, quoted
from ganlab.data.tables.point_table import MOST_NAMED, PointTable, classes_of
from ganlab.data.target import Array
from ganlab.numerals import Decimal, holds_number, is_missing, plain, value

_WORDS = {";": "semicolons", "\t": "tabs", "|": "bars", ",": "commas", " ": "spaces"}
RowOf = Callable[[int], tuple[int, str]]
_COMMAS = (",", WIDE_COMMA, PAIRS)
_MAY_HEAD = "begins with numbers and may yet be a heading."


def read_table(content: bytes, options: TableOptions = NO_OPTIONS) -> PointTable:
    """Read a table of text. Raises Ambiguous or UnreadablePoints: the reason alone."""
    text, encoding = decode_text(content)
    lines = lines_of(text)
    if not lines.texts:
        raise UnreadablePoints("there are no points in it.")
    try:
        table = _read(lines, options)
    except Ambiguous:
        raise
    except UnreadablePoints as error:
        related = lines.with_related_separators()
        if related == lines:
            raise
        try:
            table = _read(related, options)
        except Ambiguous:
            raise
        except UnreadablePoints:
            raise error from None
    comments = len(lines.comments)
    said = (f"{comments:,} comment line{'s' if comments > 1 else ''}",) if comments else ()
    words = f"{encoding}, {table.read_as}"
    return replace(table, read_as=words, left_out=(*said, *table.left_out))


def _read(lines: Lines, options: TableOptions) -> PointTable:
    separator = options.separator or lines.separator
    return _read_with(lines, separator or _separator(lines, options), options)


# --- what stands between the columns --------------------------------------------------------


def _separator(lines: Lines, options: TableOptions) -> str:
    """The separator that makes a table of the first rows. Raises Ambiguous where two of them give
    other points, UnreadablePoints where none gives two columns."""
    head = lines.head(SAMPLE)
    layouts = {separator: _layout(head, separator, options) for separator in SEPARATORS}
    if options.decimal == ".":
        layouts |= {WIDE_COMMA: None, PAIRS: None}
    ranks = {
        separator: (
            layout.clean and not (separator == "," and options.decimal == ","),
            separator in ";\t|",
            layout.agreeing == 1,
        )
        for separator, layout in layouts.items()
        if layout is not None and len(layout.numeric) >= 2
    }
    best = [separator for separator, rank in ranks.items() if rank == max(ranks.values())]
    if len(best) == 1:
        return best[0]
    if not best:
        several = [s for s, layout in layouts.items() if layout is not None and layout.width > 1]
        if not several:
            cut(head, ",")  # says where a quotation mark is open
            raise UnreadablePoints(f"row {lines.numbers[0]} has 1 column; a point has 2, x and y.")
        return several[0]
    return _agreed(head, best, options)


def _layout(lines: Lines, separator: str, options: TableOptions) -> Layout | None:
    try:
        return lay_out(cut(lines, separator).rows, options.heading)
    except UnreadablePoints:
        return None


def _agreed(head: Lines, separators: list[str], options: TableOptions) -> str:
    """The first of several, if all of them give the same points."""
    given: dict[str, Array] = {}
    complaint: UnreadablePoints | None = None
    for separator in separators:
        try:
            given[separator] = _read_with(head, separator, options, surely=False).values
        except Ambiguous:
            raise
        except UnreadablePoints as error:
            complaint = complaint or error
    if not given:
        assert complaint is not None
        raise complaint
    first, *others = given
    for other in others:
        if not np.array_equal(given[first], given[other]):
            question: Question = "decimal" if other in (WIDE_COMMA, PAIRS) else "separator"
            raise Ambiguous(
                question,
                head.numbers[0],
                head.texts[0],
                "can be read in two ways: its commas stand between columns, or are decimal commas."
                if question == "decimal"
                else f"can be read in two ways: {_WORDS[first]} stand between its columns, or "
                f"{_WORDS[other]}.",
            )
    return first


# --- the columns ----------------------------------------------------------------------------


def _read_with(
    lines: Lines, separator: str, options: TableOptions, surely: bool = True
) -> PointTable:
    """`surely`: this is what stands between the columns, and not one of several that may."""
    cells = cut(lines, separator)
    layout = lay_out(cells.rows, options.heading)
    row_numbers = np.array(lines.numbers)[cells.places]
    if (
        options.heading is None
        and not layout.headings
        and counts_columns(cells.rows[:SAMPLE], False)
    ):
        place = cells.places[0]
        raise Ambiguous("heading", lines.numbers[place], lines.texts[place], _MAY_HEAD)
    body = _body(cells, layout, lines, row_numbers)
    row_numbers = row_numbers[layout.headings :]
    names = layout.names if any(layout.names) else _names_in_comment(lines, separator, layout)
    columns = list(zip(*body, strict=True)) or [()] * layout.width
    if surely and options == NO_OPTIONS:
        _check_upright(len(body), layout, names)
    chosen = choose_columns(layout, names, columns, options)
    pair = (columns[chosen.x], columns[chosen.y])

    def row_of(index: int) -> tuple[int, str]:
        place = cells.places[layout.headings + index]
        return lines.numbers[place], lines.texts[place]

    decimal = options.decimal or _decimal(layout, columns, pair, separator, row_of)
    values = np.column_stack([numbers(column, decimal) for column in pair])
    for column, found in zip(pair, values.T, strict=True):
        index = wrong(column, found)
        if index is not None:
            _complain(index, column, pair, row_of, not layout.headings and options.heading is None)
    kept = ~(np.isnan(values[:, 0]) | np.isnan(values[:, 1]))
    left_out = list(layout.notes)
    for place, column, found in zip((chosen.x, chosen.y), pair, values.T, strict=True):
        left_out += digits_lost(in_words(names, place), exact(column, decimal), found)
    if not kept.all():
        missing = int((~kept).sum())
        first = int(row_numbers[~kept][0])
        rows = "1 row" if missing == 1 else f"{missing:,} rows"
        where = f"row {first}" if missing == 1 else f"the first is row {first}"
        left_out.append(f"{rows} in which a number is missing ({where})")
    used = {chosen.x, chosen.y, chosen.label}
    spare = [i for i in range(layout.width) if i not in used and layout.holds[i] != "nothing"]
    left_out += [
        in_words(names, i) + (" (it counts the rows)" if i == chosen.index else "")
        for i in spare[:MOST_NAMED]
    ]
    if len(spare) > MOST_NAMED:
        left_out.append(f"{len(spare) - MOST_NAMED:,} more columns")
    classes = labels = None
    if chosen.label is not None:
        named = compress(columns[chosen.label], kept.tolist())
        classes, labels = classes_of(in_words(names, chosen.label), list(named))
    signed = bool(set(plain("".join((*pair[0], *pair[1])))) & {".", ",", "٫"})
    sign = {".": ", decimal points", ",": ", decimal commas"}[decimal] if signed else ""
    return PointTable(
        values[kept],
        row_numbers[kept],
        (called(names, chosen.x), called(names, chosen.y)),
        classes,
        labels,
        "" if chosen.label is None else called(names, chosen.label),
        f"{_WORDS.get(separator, 'commas' if separator in _COMMAS else quoted(separator))} between "
        f"columns{sign}, {'a' if layout.headings else 'no'} heading",
        tuple(left_out),
        tuple(called(names, i) for i in range(layout.width)),
        decimal,
        separator,
        bool(layout.headings),
    )


def _body(
    cells: Cells, layout: Layout, lines: Lines, row_numbers: NDArray[np.integer]
) -> list[list[str]]:
    """The rows below the headings, all of one width; raises UnreadablePoints."""
    body = cells.rows[layout.headings :]
    if layout.width > 1 and {*map(len, body)} - {layout.width}:
        for index, row in enumerate(body):
            while len(row) > layout.width and not row[-1].strip():
                row.pop()
            if len(row) != layout.width:
                number = row_numbers[layout.headings + index]
                count = f"{len(row)} column{'' if len(row) == 1 else 's'}"
                text = quoted(lines.texts[cells.places[layout.headings + index]])
                raise UnreadablePoints(
                    f"row {number} has {count}; the others have {layout.width}: {text}."
                )
    if layout.width < 2:
        raise UnreadablePoints(f"row {row_numbers[0]} has 1 column; a point has 2, x and y.")
    if len(layout.numeric) < 2 or not body:
        _complain_of_words(cells.rows, row_numbers, layout)
    return body


def _check_upright(rows: int, layout: Layout, names: Sequence[str]) -> None:
    """Whether a table stands as it should; raises UnreadablePoints where it is a row of x and one
    of y, perhaps with classes in a third."""
    width = len(layout.numeric)
    if rows in (2, 3) and width > 3 and not any(name.strip(" 0123456789") for name in names):
        raise UnreadablePoints(
            f"it has {rows} rows of {width:,} numbers; each point is a row with its x and y: "
            "turn rows into columns."
        )


def _complain_of_words(
    rows: Sequence[Sequence[str]], row_numbers: NDArray[np.integer], layout: Layout
) -> None:
    """Say that there are no two columns of numbers, and where one should have been."""
    first_is_words = not any(map(holds_number, rows[0]))
    if len(rows) == 1 and first_is_words:
        raise UnreadablePoints("there are no points in it.")
    index = 1 if first_is_words else 0
    cell = next((c for c in rows[index] if not _is_number(c)), "")
    raise UnreadablePoints(f"row {row_numbers[index]}: {quoted(cell, 40)} is not a number.")


def _is_number(cell: str) -> bool:
    return value(plain(cell), ".") is not None or value(plain(cell), ",") is not None


def _complain(
    index: int,
    column: Sequence[str],
    pair: tuple[Sequence[str], Sequence[str]],
    row_of: RowOf,
    may_be_heading: bool,
) -> None:
    number, text = row_of(index)
    if index == 0 and may_be_heading and not any(_is_number(c[0]) for c in pair):
        raise Ambiguous("heading", number, text, _MAY_HEAD)
    raise UnreadablePoints(f"row {number}: {quoted(column[index].strip(), 40)} is not a number.")


def _decimal(
    layout: Layout,
    columns: Sequence[Sequence[str]],
    pair: Sequence[Sequence[str]],
    separator: str,
    row_of: RowOf,
) -> Decimal:
    """The decimal sign of x and y; where they leave it open the other columns may tell."""
    try:
        return decide(pair, separator, row_of)
    except Ambiguous as open_still:
        if len(layout.numeric) == 2:
            raise
        try:
            return decide([columns[i] for i in layout.numeric], separator, row_of)
        except UnreadablePoints:
            raise open_still from None


def _names_in_comment(lines: Lines, separator: str, layout: Layout) -> tuple[str, ...]:
    """Names out of the last comment, where NumPy puts them."""
    nothing = ("",) * layout.width
    if not lines.comments:
        return nothing
    words = lines.comments[-1].strip().lstrip("#/%").strip()
    comment = Lines((1,), (words,), (), None)
    try:
        (names,) = cut(comment, separator).rows
    except (UnreadablePoints, ValueError):
        return nothing
    fit = len(names) == layout.width and not any(holds_number(n) or is_missing(n) for n in names)
    return tuple(name.strip() for name in names) if fit else nothing
