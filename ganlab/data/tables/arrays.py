"""NumPy's arrays as tables of points: the columns of one, or rows side by side, with their classes.

Classes are a row of labels beside the points, in the same archive or in a file of its own, as
people write them: X and y, data and target, points.npy and points_labels.npy.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ganlab.data.errors import DataError, UnreadableImages, UnreadablePoints
from ganlab.data.files.file_kind import HEAD, FileKind, array_kind, file_kind, pair_of_rows
from ganlab.data.files.packed import read_head, read_unpacked
from ganlab.data.files.signatures import signature
from ganlab.data.images.formats.archive import Archive
from ganlab.data.images.formats.arrays import read_array
from ganlab.data.images.formats.beside import labels_beside
from ganlab.data.images.formats.partners import are_called_labels, are_held_out, label_names
from ganlab.data.images.labels import are_labels, read_labels
from ganlab.data.images.limits import SMALLEST
from ganlab.data.tables.columns import numbered_column
from ganlab.data.tables.digits import digits_lost
from ganlab.data.tables.options import TableOptions
from ganlab.data.tables.point_table import MOST_NAMED, PointTable, classes_of

MOST_BYTES = 100_000_000
_Cells = NDArray[np.generic]


@dataclass
class _Columns:
    """What there is to choose from: (n,) each."""

    names: list[str]
    cells: list[_Cells]
    read_as: str
    left_out: list[str]
    labels: int | None = None
    """The column with the classes, where a row of labels is one."""

    def label_with(self, name: str, array: _Cells) -> None:
        """Take up a row of labels; one that is none is said to be left out."""
        if not are_labels(array, len(self.cells[0])):
            self.left_out.append(f"{name} {array.shape}")
            return
        try:
            places, names = read_labels(array)
        except UnreadableImages as error:
            self.left_out.append(f"{name} ({str(error).removesuffix('.')})")
            return
        if len(np.unique(places)) > max(len(places) // 2, 2):  # counted or measured, not named
            self.left_out.append(f"{name} {array.shape}")
            return
        self.labels = len(self.names)
        self.names.append(name)
        self.cells.append(np.array(names)[places])

    def find(self, text: str) -> int:
        """The column of that name, else of that number."""
        text = text.strip()
        if text in self.names:
            return self.names.index(text)
        number = text.removeprefix("column ")
        if number.isascii() and number.isdigit() and 1 <= int(number) <= len(self.names):
            return int(number) - 1
        numbered = all(name == f"column {i}" for i, name in enumerate(self.names, 1))
        there = f"1 to {len(self.names)}" if numbered else ", ".join(self.names[:MOST_NAMED])
        raise UnreadablePoints(f"it has no column '{text}'; its columns are {there}.")


def read_array_table(path: Path, options: TableOptions) -> PointTable:
    """x and y as asked, else the first two columns, as of a table of text; never a pickle.

    Raises UnreadablePoints or another DataError, the reason alone; OSError.
    """
    columns = _columns(path, options)
    x, y = (columns.find(name) for name in options.columns or columns.names[:2])
    label = _label(columns, x, y, options)
    for place in (x, y):
        if columns.cells[place].dtype.kind not in "fiu":
            raise UnreadablePoints(f"{columns.names[place]} holds no real numbers.")
    values = np.array([columns.cells[x], columns.cells[y]], dtype=np.float64).T
    left_out = []
    for place, found in zip((x, y), values.T, strict=True):
        if columns.cells[place].dtype.kind in "iu":
            left_out += digits_lost(columns.names[place], columns.cells[place].tolist(), found)
    spare = [name for i, name in enumerate(columns.names) if i not in (x, y, label)]
    left_out += spare[:MOST_NAMED]
    left_out += [f"{len(spare) - MOST_NAMED:,} more columns"] * (len(spare) > MOST_NAMED)
    left_out += columns.left_out
    rows = np.arange(1, len(values) + 1)
    kept = ~np.isnan(values).any(axis=1)
    if not kept.all():
        missing, first = int((~kept).sum()), int(rows[~kept][0])
        left_out.append(
            f"{missing:,} row{'s' if missing > 1 else ''} in which a number is missing "
            f"(the first is row {first})"
        )
    classes = labels = None
    if label is not None:
        classes, labels = classes_of(columns.names[label], _named(columns.cells[label][kept]))
    return PointTable(
        values[kept],
        rows[kept],
        (columns.names[x], columns.names[y]),
        classes,
        labels,
        "" if label is None else columns.names[label],
        read_as=columns.read_as,
        left_out=tuple(left_out),
        all_columns=tuple(columns.names),
    )


def _label(columns: _Columns, x: int, y: int, options: TableOptions) -> int | None:
    """The column with classes: as asked, or a row of labels, or the last of three, if it numbers
    them."""
    if options.label_column is not None:
        return columns.find(options.label_column) if options.label_column else None
    if columns.labels is not None:
        return None if columns.labels in (x, y) else columns.labels
    free = [i for i in range(len(columns.names)) if i not in (x, y)]
    return numbered_column(columns.cells, free)


def _named(cells: _Cells) -> list[str]:
    """What the classes are called in the cells of their column."""
    if cells.dtype.kind == "U":
        return [str(cell) for cell in cells.tolist()]
    return ["" if number != number else f"{number:.15g}" for number in cells.tolist()]


def _columns(path: Path, options: TableOptions) -> _Columns:
    sure = options.columns is not None
    if signature(read_head(path, HEAD)) == "zip":
        return _of_archive(Archive(path), sure)
    columns = _of_array(_read(path), sure)
    beside = labels_beside(path)
    if beside is not None and file_kind(beside) in (FileKind.LABELS, FileKind.POINTS):
        try:
            columns.label_with(beside.name, _read(beside))
        except (DataError, OSError):  # they are extra: the points are there
            columns.left_out.append(f"{beside.name} (damaged)")
    return columns


def _read(path: Path) -> _Cells:
    content = read_unpacked(path, MOST_BYTES)
    return read_array(BytesIO(content), len(content))


def _of_archive(archive: Archive, sure: bool) -> _Columns:
    """The points that an archive holds, and the labels that belong to them."""
    shapes = archive.shapes
    pair = pair_of_rows(shapes)
    called = [n for n, shape in shapes.items() if array_kind(shape) is FileKind.POINTS]
    called = [n for n in called if not are_called_labels(n)] or called
    called = [n for n in called if not are_held_out(n)] or called
    if pair:
        taken, rows = [*pair], [archive.read(name).ravel() for name in pair]
        kinds = " and ".join(dict.fromkeys(row.dtype.name for row in rows))
        columns = _Columns([*pair], rows, f"arrays of {kinds}", [])
    elif called:
        taken, columns = called[:1], _of_array(archive.read(called[0]), sure)
    else:
        raise UnreadablePoints("there are no points in it.")
    labels = _labels_in(archive, taken, len(columns.cells[0]))
    if labels is not None:
        columns.label_with(labels, archive.read(labels))
    columns.left_out += [f"{n} {s}" for n, s in shapes.items() if n not in (*taken, labels)]
    columns.left_out += [f"{name} (Python objects)" for name in archive.left_out]
    return columns


def _labels_in(archive: Archive, taken: list[str], count: int) -> str | None:
    """The array of labels beside the points `taken`: by what it is called, and its length."""
    others = [name for name in archive.shapes if name not in taken]
    fitting = [name for name in others if archive.shapes[name][:1] == (count,)]
    partners = [name for name in label_names(taken[0]) if name in fitting]
    called = [name for name in fitting if are_called_labels(name) and not are_held_out(name)]
    nameless = [name for name in fitting if name.startswith("arr_") and taken[0].startswith("arr_")]
    return next(iter([*partners, *called, *nameless]), None)


def _of_array(array: _Cells, sure: bool) -> _Columns:
    """Rows of at least two columns; `sure`: somebody said which. Raises UnreadablePoints."""
    if array.dtype.kind not in "fiu":
        raise UnreadablePoints("it is no NumPy array of real numbers.")
    if array.ndim != 2 or array.shape[1] < 2:
        raise UnreadablePoints(f"its shape is {array.shape}; points are rows of 2 columns.")
    if len(array) in (2, 3) and array.shape[1] > 3 and not sure:  # a row of x, one of y
        raise UnreadablePoints(
            f"its shape is {array.shape}; points are rows of 2 columns: save array.T."
        )
    if min(array.shape) >= SMALLEST and not sure:
        rows, width = array.shape
        if rows == width or array.dtype == np.uint8:
            raise UnreadablePoints(
                f"its shape is {array.shape}, as of one picture; images are (n, H, W), points rows "
                "of 2 columns."
            )
    names = [f"column {i + 1}" for i in range(array.shape[1])]
    return _Columns(names, list(array.T), f"an array of {array.dtype.name}", [])
