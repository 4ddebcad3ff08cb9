"""Columns of text as numbers: which decimal sign a whole table has, decided by all its cells."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from ganlab.data.errors import UnreadablePoints
from ganlab.data.tables.options import Ambiguous, quoted
from ganlab.data.target import Array
from ganlab.numerals import Decimal, in_ascii, is_missing, plain, value

_WHOLE = frozenset("0123456789+-eE")
_POINTED = _WHOLE | {"."}
_COMMAED = _WHOLE | {","}


@dataclass
class _Evidence:
    """Which decimal signs the cells of a table can have; each is the index of a row, or None."""

    point: int | None = None
    """A cell that is a number only with a decimal point."""
    comma: int | None = None
    either: dict[str, int] = field(default_factory=dict)
    """Cells that are other numbers with either sign, by the one mark in them."""
    thousands: set[str] = field(default_factory=set)
    """Marks that are seen to be for thousands: beside a decimal sign, or more than once."""


def _gather(columns: Sequence[Sequence[str]]) -> _Evidence:
    """What the cells of columns say of their decimal sign; those without a number, nothing."""
    found = _Evidence()
    for cells in columns:
        marks = set("".join(cells))
        if marks <= _WHOLE:
            continue
        used = marks & {".", ","}
        for row, cell in enumerate(cells):
            _weigh(plain(cell), row, found)
            # The others of this column can say no more: a cell that fits the sign no better than
            # the other one is found when the column is read.
            if found.point is not None and used <= {".", *found.thousands}:
                break
            if found.comma is not None and used <= {",", *found.thousands}:
                break
    return found


def _weigh(text: str, row: int, found: _Evidence) -> None:
    if "." not in text and "," not in text:
        return
    point, comma = value(text, "."), value(text, ",")
    if point == comma:
        return
    if point is not None and comma is not None:
        found.either.setdefault("." if "." in text else ",", row)
    elif point is not None:
        found.point = row if found.point is None else found.point
        found.thousands |= {","} & set(text)
    else:
        found.comma = row if found.comma is None else found.comma
        found.thousands |= {"."} & set(text)


def decide(
    columns: Sequence[Sequence[str]], separator: str, quote_row: Callable[[int], tuple[int, str]]
) -> Decimal:
    """The decimal sign of a table's columns of numbers.

    `quote_row`: the number and the text in the file of a row. Raises Ambiguous where there are two
    readings, UnreadablePoints where there is none.
    """
    found = _gather(columns)
    if found.point is not None and found.comma is not None:
        number, text = quote_row(max(found.point, found.comma))
        first, _ = quote_row(min(found.point, found.comma))
        what = "a decimal point", "a decimal comma"
        one, other = what if found.point > found.comma else what[::-1]
        where = "" if first == number else f"row {first} has "
        raise UnreadablePoints(f"row {number}: {quoted(text)} has {one}, and {where}{other}.")
    sign: Decimal = "," if found.comma is not None else "."
    proved = found.comma is not None or found.point is not None
    # Where commas stand between columns, nobody's decimal sign is a comma.
    open_marks = {
        mark: row
        for mark, row in found.either.items()
        if not (proved and mark == sign)
        and mark not in found.thousands
        and not (mark == "." and separator == "," and not proved and "," not in found.either)
    }
    if open_marks:
        mark, row = min(open_marks.items(), key=lambda item: item[1])
        number, text = quote_row(row)
        cell = next(c[row].strip() for c in columns if _is_open(c[row], mark))
        readings = value(plain(cell), "."), value(plain(cell), ",")
        raise Ambiguous(
            "decimal",
            number,
            text,
            f"can be read in two ways: {cell} is {readings[0]:.15g} or {readings[1]:.15g}.",
        )
    return sign


def _is_open(cell: str, mark: str) -> bool:
    text = plain(cell)
    readings = value(text, "."), value(text, ",")
    return mark in text and None not in readings and readings[0] != readings[1]


def numbers(cells: Sequence[str], decimal: Decimal) -> Array:
    """(n,) numbers; NaN where a cell is missing or no number (see `wrong`)."""
    marks = set("".join(cells))
    if marks <= (_POINTED if decimal == "." else _COMMAED):
        try:
            return np.array([float(cell.replace(",", ".")) for cell in cells])
        except ValueError:
            pass  # something like "1-2", or an empty cell
    found = (value(plain(cell), decimal) for cell in cells)
    return np.array([np.nan if number is None else number for number in found])


def exact(cells: Sequence[str], decimal: Decimal) -> Iterator[Fraction]:
    """The cells that are finite numbers, with all their digits."""
    for cell in cells:
        number = value(plain(cell), decimal)
        if number is not None and math.isfinite(number):
            yield Fraction(in_ascii(plain(cell), decimal))


def wrong(cells: Sequence[str], found: Array) -> int | None:
    """The first cell that is neither a number nor missing; None where each is."""
    unread = np.flatnonzero(np.isnan(found)).tolist()
    return next((index for index in unread if not is_missing(cells[index])), None)
