"""Which columns of a table are x, y and the class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ganlab.data.errors import UnreadablePoints
from ganlab.data.tables.layout import Layout
from ganlab.data.tables.options import TableOptions, quoted
from ganlab.data.target import MOST_CLASSES
from ganlab.numerals import holds_number, is_missing, plain, value

_INDEX = frozenset({"", "index", "id", "idx", "#", "nr", "nr.", "no", "no.", "row", "unnamed: 0"})
_CLASS = frozenset(
    [
        "class",
        "classes",
        "label",
        "labels",
        "target",
        "species",
        "category",
        "cluster",
        "group",
        "klasse",
        "gruppe",
    ]
)
LEAST_COUNTED = 3
"""Rows from which a column without a name is taken to count them."""


@dataclass(frozen=True)
class Chosen:
    """Indices of columns."""

    x: int
    y: int
    label: int | None
    index: int | None = None
    """The column that counts the rows, where it was passed over."""


def choose_columns(
    layout: Layout,
    names: Sequence[str],
    columns: Sequence[Sequence[str]],
    options: TableOptions,
) -> Chosen:
    """x and y as asked; else those called x and y; else the first two with numbers that neither
    count the rows nor name classes. Raises UnreadablePoints where there are no two.

    `names` of all columns, `columns` their cells.
    """
    label = _label(layout, names, columns, options)
    if options.columns is not None:
        x, y = (_find(name, names) for name in options.columns)
        return Chosen(x, y, None if label in (x, y) else label)
    numeric = [i for i in layout.numeric if i != label and not layout.roles[i]]
    index = None
    known = {names[i].strip().lower(): i for i in reversed(numeric)}
    if "x" in known and "y" in known:
        return Chosen(known["x"], known["y"], label)
    if len(numeric) > 2 and counts_rows(names[numeric[0]], layout, columns[numeric[0]]):
        index = numeric.pop(0)
    if len(numeric) < 2:
        several = "" if len(numeric) == 1 else "s"
        raise UnreadablePoints(
            f"it has {len(numeric)} column{several} of numbers; a point has 2, x and y."
        )
    return Chosen(numeric[0], numeric[1], label, index)


def called(names: Sequence[str], column: int) -> str:
    """What a column is called."""
    return names[column] or f"column {column + 1}"


def in_words(names: Sequence[str], column: int) -> str:
    """A column in a sentence."""
    return f"column {names[column] or column + 1}"


def _find(wanted: str, names: Sequence[str]) -> int:
    """The column of that name, else of that number."""
    wanted = wanted.strip()
    for fits in (str.__eq__, lambda a, b: a.casefold() == b.casefold()):
        found = [i for i, name in enumerate(names) if fits(name, wanted)]
        if found:
            return found[0]
    if wanted.isascii() and wanted.isdigit() and 1 <= int(wanted) <= len(names):
        return int(wanted) - 1
    there = ", ".join(called(names, i) for i in range(min(len(names), 12)))
    raise UnreadablePoints(f"it has no column {quoted(wanted)}; its columns are {there}.")


def _label(
    layout: Layout, names: Sequence[str], columns: Sequence[Sequence[str]], options: TableOptions
) -> int | None:
    """The column with classes: as asked, by its name, or the only one that repeats words."""
    if options.label_column is not None:
        return _find(options.label_column, names) if options.label_column else None
    taken = {_find(name, names) for name in options.columns or ()}
    free = [i for i in range(layout.width) if i not in taken]
    for i in free:
        if layout.roles[i] == "class":
            return i
    for i in free:
        if names[i].strip().lower() in _CLASS and layout.holds[i] != "nothing":
            spare = layout.holds[i] == "words" or len(layout.numeric) > 2
            if spare and len(set(columns[i])) <= MOST_CLASSES:
                return i
    words = [i for i in free if layout.holds[i] == "words" and _repeats_words(columns[i])]
    if len(words) == 1:
        return words[0]
    return None if any(names) else numbered_column(columns, free)


def numbered_column(
    columns: Sequence[Sequence[str] | NDArray[np.generic]], free: Sequence[int]
) -> int | None:
    """Of three columns without names the last of the `free` ones, if it alone holds the numbers of
    classes: 0, 1, 2 ... or 1, 2, 3 ..., about two rows or more for each."""
    if len(columns) != 3:
        return None
    counting = [i for i, column in enumerate(columns) if _numbers_classes(column)]
    return counting[0] if counting == [free[-1]] else None


def _numbers_classes(column: Sequence[str] | NDArray[np.generic]) -> bool:
    values = column.tolist() if isinstance(column, np.ndarray) else column
    found = {value(plain(str(cell)), ".") for cell in set(values)}
    whole = sorted(int(number) for number in found if number is not None and number.is_integer())
    several = 2 <= len(found) <= min(MOST_CLASSES, len(values) // 2)
    return several and whole in (list(range(len(found))), list(range(1, len(found) + 1)))


def _repeats_words(cells: Sequence[str]) -> bool:
    """Whether cells name few classes, and are no dates."""
    few = min(MOST_CLASSES, max(len(cells) // 2, min(len(cells), 2)))
    return len(set(cells)) <= few and not any(map(holds_number, cells[:20]))


def counts_rows(name: str, layout: Layout, cells: Sequence[str]) -> bool:
    """Whether a column is 0, 1, 2 ... or 1, 2, 3 ... and has no name but that of an index."""
    if name.strip().lower() not in _INDEX:
        return False
    found = [value(plain(cell), ".") for cell in cells if not is_missing(cell)]
    if len(found) != len(cells) or None in found:
        return False
    if len(found) < (1 if any(layout.names) else LEAST_COUNTED):
        return False
    numbers = np.array(found, dtype=np.float64)
    return numbers[0] in (0, 1) and bool((np.diff(numbers) == 1).all())
