"""Points as they were read out of a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ganlab.data.target import Array
from ganlab.numerals import Decimal, plain, value

MOST_NAMED = 8
"""Columns that are named among those left out."""


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


def count_classes(cells: Sequence[str]) -> tuple[ClassCount, ...]:
    """How often each class is there; whole numbers keep their number, others are counted from 0."""
    counts = Counter(cell.strip() for cell in cells)
    found = {name: value(plain(name), ".") for name in counts}
    if all(number is not None and number == int(number) for number in found.values()):
        order = sorted(counts, key=lambda name: found[name] or 0)
        return tuple(ClassCount(name, int(found[name] or 0), counts[name]) for name in order)
    return tuple(ClassCount(name, i, counts[name]) for i, name in enumerate(sorted(counts)))
