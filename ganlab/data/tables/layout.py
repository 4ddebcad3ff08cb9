"""Which rows of a table are headings, and what each of its columns holds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ganlab.numerals import holds_number, is_missing, plain, value

Holds = Literal["numbers", "words", "nothing"]
MOST_HEADINGS = 3
SAMPLE = 400
"""Rows by which the layout is told."""

_ORANGE_TYPES = frozenset(
    {"c", "d", "s", "t", "continuous", "discrete", "string", "time", "numeric", "categorical", ""}
)
_ORANGE_NAME = re.compile(r"[cmiw]?[CDST]?#.*")
"""A type and a role before each name, as newer tables of Orange have them: "D#iris", "cD#iris"."""
_ORANGE_FLAGS = {"c": "class", "m": "meta", "i": "ignore", "w": "weight"}
_ORANGE_ROLES = ("class", "meta", "i", "ignore", "weight")


@dataclass(frozen=True)
class Layout:
    """How a table is laid out."""

    width: int
    headings: int
    """Rows before the first with numbers."""
    names: tuple[str, ...]
    """Of each column; "" where it has none."""
    holds: tuple[Holds, ...]
    roles: tuple[str, ...]
    """What Orange says of each column: "class", "meta" ... or ""."""
    clean: bool
    """Whether no column of words has cells that begin with a number."""
    agreeing: float
    """The share of rows that have this width."""
    notes: tuple[str, ...]

    @property
    def numeric(self) -> tuple[int, ...]:
        """The columns with numbers."""
        return tuple(i for i, kind in enumerate(self.holds) if kind == "numbers")


def lay_out(rows: Sequence[Sequence[str]], heading: bool | None) -> Layout:
    """The layout of a table, by its first rows (at least one).

    `heading`: whether the first row holds names; None: as it looks. A row with a number in any
    column of numbers, in whatever script or style, is no heading.
    """
    counts = Counter(map(len, rows[: SAMPLE + MOST_HEADINGS]))
    width = max(counts, key=lambda width: (counts[width], width))
    titles = 0 if heading is False else _titles(rows, width)
    sample = rows[titles : titles + SAMPLE + MOST_HEADINGS]
    agreeing = counts[width] / counts.total()
    rows_of_names = [_widened(row, width) for row in sample[:MOST_HEADINGS]]
    body = [row for row in sample if len(row) == width]
    holds, numberish = zip(*(_column([row[i] for row in body]) for i in range(width)), strict=True)
    numeric = [i for i, kind in enumerate(holds) if kind == "numbers"]
    counted = heading is None and counts_columns(sample, indexed=True)
    headings = 1 if counted else 0
    for row in rows_of_names if heading is None and numeric and not counted else ():
        if row is None or not _is_heading([row[i] for i in numeric]):
            break
        headings += 1
    orange = headings >= 2 and len(rows_of_names) == MOST_HEADINGS and _orange(*rows_of_names[1:])
    headings = MOST_HEADINGS if orange else min(headings, 2)
    if heading:
        headings = 1
    first = [name.strip() for name in rows_of_names[0] or ()] if headings else [""] * width
    roles = [_role(cell) for cell in rows_of_names[2] or ()] if orange else [""] * width
    if headings and all(map(_ORANGE_NAME.fullmatch, first)):
        roles = [_ORANGE_FLAGS.get(name[0], "") for name in first]
        first = [name.partition("#")[2] for name in first]
    notes = []
    if said := sum(any(cell.strip() for cell in row) for row in rows[:titles]):
        notes.append("a title" if said == 1 else f"{said} rows of titles")
    if headings == 2:
        notes.append("the row under the heading, which holds no numbers (units)")
    if orange:
        notes.append("Orange's rows with types and roles")
    return Layout(
        width,
        titles + headings,
        tuple(first),
        holds,
        tuple(roles),
        not any(numberish),
        agreeing,
        tuple(notes),
    )


def _titles(rows: Sequence[Sequence[str]], width: int) -> int:
    """How many rows at the top hold one cell of words alone, above a table of several columns; and
    empty ones below them.

    One that is as wide as the table is a heading, unless a fuller one follows.
    """
    count = said = 0
    while width > 1 and said < MOST_HEADINGS and count < len(rows) - 1:
        if _is_words(rows[count], 1, 1):
            said += 1
        elif not said or any(cell.strip() for cell in rows[count]):
            break
        count += 1
    if count and len(rows[count - 1]) == width and not _is_words(rows[count], 2, width):
        return 0
    return count


def _is_words(row: Sequence[str], least: int, most: int) -> bool:
    """Whether a row has so many cells that are not empty, and none with a number or a gap."""
    cells = [cell for cell in row if cell.strip()]
    spoken = not any(holds_number(cell) or is_missing(cell) for cell in cells)
    return least <= len(cells) <= most and spoken


def _widened(row: Sequence[str], width: int) -> list[str] | None:
    """A row of the table's width; R leaves out the name of the column with the rows' names."""
    if len(row) == width:
        return list(row)
    return ["", *row] if len(row) == width - 1 >= 2 else None


def _column(cells: list[str]) -> tuple[Holds, bool]:
    """What a column holds, and whether it holds words that begin with numbers."""
    texts = [plain(cell) for cell in cells]
    numbers = [value(t, ".") is not None or value(t, ",") is not None for t in texts]
    first = next((i for i, is_number in enumerate(numbers) if is_number), None)
    if first is None or first > MOST_HEADINGS:
        first = 0
    kept = [
        (t, n) for t, n in zip(texts[first:], numbers[first:], strict=True) if not is_missing(t)
    ]
    if not kept:
        return "nothing", False
    if 2 * sum(n for _, n in kept) >= len(kept):
        return "numbers", False
    return "words", 2 * sum(holds_number(t) for t, _ in kept) >= len(kept)


def _is_heading(cells: list[str]) -> bool:
    """Whether the cells above columns of numbers are names: no number, and not all missing."""
    if any(holds_number(cell) for cell in cells):
        return False
    return any(not is_missing(cell) for cell in cells)


def counts_columns(rows: Sequence[Sequence[str]], indexed: bool) -> bool:
    """Whether the first row is 0, 1, 2 ..., which is how pandas heads columns without names.

    `indexed`: with an empty cell in front, above a column that counts the rows. That is no point.
    Without, it may be one: true where no other cell, of three rows or more, is a whole number.
    """
    head, *others = ([plain(cell) for cell in row] for row in rows)
    if indexed:
        first = [row[0] for row in others]
        if not first or head[0] or first != [str(place) for place in range(len(first))]:
            return False
        return len(head) > 2 and head[1:] == [str(place) for place in range(len(head) - 1)]
    if len(head) < 2 or head != [str(place) for place in range(len(head))] or len(others) < 3:
        return False
    return not any(cell.lstrip("+-").isdigit() for row in others for cell in row)


def _orange(types: list[str] | None, roles: list[str] | None) -> bool:
    if types is None or roles is None:
        return False
    words = [cell.strip().lower() for cell in types]
    typed = all(w in _ORANGE_TYPES or len(w.split()) > 1 for w in words)
    return typed and all(is_missing(r) or _role(r) != "" or "=" in r for r in roles)


def _role(cell: str) -> str:
    return next((w for w in cell.lower().split() if w in _ORANGE_ROLES), "")
