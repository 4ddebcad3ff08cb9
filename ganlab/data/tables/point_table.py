"""Points as they were read out of a table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ganlab.data.errors import UnreadablePoints
from ganlab.data.target import MOST_CLASSES, Array, Labels
from ganlab.names import legible
from ganlab.numerals import Decimal, plain, value

MOST_NAMED = 8
"""Columns that are named among those left out."""
MOST_NAME = 100
"""Characters of a class's name that are kept."""
_WHOLE = re.compile(r"[+-]?[0-9]+(?:[.,]0*)?")
"""A whole number, perhaps written as a real one: "3.0"."""
NO_CLASS = "no class"
"""What a row with an empty cell is of."""


@dataclass(frozen=True)
class ClassCount:
    """One of the classes that a column names."""

    name: str
    number: int
    count: int


@dataclass(frozen=True, eq=False)
class PointTable:
    """Points as they stand in a file, and how they were read."""

    values: Array
    """(n, 2), finite or infinite."""
    rows: NDArray[np.integer]
    """(n,) the row of each, as a person counts."""
    names: tuple[str, str]
    """What the columns are called."""
    classes: tuple[ClassCount, ...] | None = None
    """Of the column with classes; None without one."""
    labels: Labels | None = None
    """(n,) the class of each point, its place among `classes`."""
    class_column: str = ""
    """What the column with the classes is called."""
    read_as: str = ""
    """Encoding, separator and decimal sign, in words."""
    left_out: tuple[str, ...] = ()
    """What was not read, in words."""
    all_columns: tuple[str, ...] = ()
    """The names of all columns there are."""
    decimal: Decimal | None = None
    """None where no number has one."""
    separator: str = ""
    heading: bool = False


def without(table: PointTable, rows: NDArray[np.integer]) -> PointTable:
    """The table without some of its rows, by their places; classes that are left with none stay."""
    kept = np.delete(np.arange(len(table.values)), rows)
    labels, classes = table.labels, table.classes
    if labels is not None and classes is not None:
        labels = labels[kept]
        counts = np.bincount(labels, minlength=len(classes)).tolist()
        classes = tuple(replace(c, count=n) for c, n in zip(classes, counts, strict=True))
    return replace(
        table, values=table.values[kept], rows=table.rows[kept], classes=classes, labels=labels
    )


def classes_of(column: str, cells: Sequence[str]) -> tuple[tuple[ClassCount, ...], Labels]:
    """The classes that the cells of a column name, and which of them each cell does.

    Whole numbers keep their number, others are counted from 0. Raises UnreadablePoints where there
    are more than MOST_CLASSES.
    """
    named = [_class_name(cell) for cell in cells]
    if all(_WHOLE.fullmatch(name) for name in set(named) - {NO_CLASS}):
        named = [re.split("[.,]", name)[0] for name in named]
    counts = Counter(named)
    if len(counts) > MOST_CLASSES:
        raise UnreadablePoints(
            f"{column} has {len(counts):,} different values; there are at most {MOST_CLASSES} "
            "classes."
        )
    found = {name: value(plain(name), ".") for name in counts}
    whole = all(number is not None and number.is_integer() for number in found.values())
    whole = whole and len(set(found.values())) == len(found)
    order = sorted(counts, key=lambda name: found[name] or 0) if whole else sorted(counts)
    classes = tuple(
        ClassCount(name, int(found[name] or 0) if whole else i, counts[name])
        for i, name in enumerate(order)
    )
    places = {name: i for i, name in enumerate(order)}
    return classes, np.array([places[name] for name in named], dtype=np.uint8)


def _class_name(cell: str) -> str:
    return legible(cell)[:MOST_NAME] or NO_CLASS
