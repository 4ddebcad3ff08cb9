"""Points out of any file that has some: tables as text and NumPy's arrays, gzipped or not."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ganlab.data.errors import DataError, UnreadablePoints
from ganlab.data.files.file_kind import FileKind, array_kind, file_kind
from ganlab.data.files.packed import read_unpacked
from ganlab.data.tables.columns import numbered_column
from ganlab.data.tables.digits import digits_lost
from ganlab.data.tables.options import NO_OPTIONS, Ambiguous, TableOptions
from ganlab.data.tables.point_table import MOST_NAMED, PointTable, classes_of
from ganlab.data.tables.reading import read_table

_MOST_BYTES = 100_000_000


def read_point_table(path: Path, options: TableOptions = NO_OPTIONS) -> PointTable:
    """The points in a file, and how they were read.

    Raises Ambiguous where only a person can say how, else UnreadablePoints: one sentence that names
    the file, and the row or the byte.
    """
    kind = file_kind(path)
    if kind is FileKind.MISSING or path.is_dir():
        raise UnreadablePoints(f"There is no file '{path}'.")
    try:
        if kind not in (FileKind.TABLE, FileKind.POINTS, FileKind.OTHER):
            raise UnreadablePoints(f"it is {kind}.")
        content = read_unpacked(path, _MOST_BYTES)
        if kind is FileKind.POINTS:
            return _from_array(*_array(content), options)
        return read_table(content, options)
    except Ambiguous as error:
        raise error.of(path.name) from None
    except DataError as error:
        raise UnreadablePoints(f"'{path.name}' cannot be used: {error}") from None
    except OSError as error:
        raise UnreadablePoints(f"'{path.name}' cannot be opened: {error.strerror}.") from None


def _array(content: bytes) -> tuple[NDArray[np.generic], list[str]]:
    """The array, or of an archive the first that holds points, and what else is in it; never a
    pickle."""
    others: list[str] = []
    if not content:
        raise UnreadablePoints("there are no points in it.")
    try:
        loaded = np.load(BytesIO(content), allow_pickle=False)
        if isinstance(loaded, np.ndarray):
            array: NDArray[np.generic] = loaded
        else:
            shapes = {name: loaded[name].shape for name in loaded.files}
            taken = next(n for n, s in shapes.items() if array_kind(s) is FileKind.POINTS)
            array = loaded[taken]
            others = [f"{name} {shape}" for name, shape in shapes.items() if name != taken]
    except (StopIteration, zipfile.BadZipFile):
        raise UnreadablePoints("there are no points in it.") from None
    except Exception:  # a damaged header can be any Python literal, so almost anything is raised
        raise UnreadablePoints("it is no NumPy array of numbers, or damaged.") from None
    if array.dtype.kind not in "fiu":
        raise UnreadablePoints("it is no NumPy array of real numbers.")
    return array, others


def _from_array(array: NDArray[np.generic], others: list[str], options: TableOptions) -> PointTable:
    """x and y as asked, else the first two columns, as of a table; `others`: what else there was
    and is left out."""
    x, y = 0, 1
    width = array.shape[1] if array.ndim == 2 else 0
    if options.columns is not None and width:
        x, y = (_column(name, width) for name in options.columns)
    elif width < 2:
        raise UnreadablePoints(f"its shape is {array.shape}; points are rows of 2 columns.")
    elif len(array) in (2, 3) and width > 3:  # a row of x, a row of y, perhaps one of classes
        raise UnreadablePoints(
            f"its shape is {array.shape}; points are rows of 2 columns: save array.T."
        )
    if options.label_column is not None:
        label = _column(options.label_column, width) if options.label_column else None
    else:
        free = [i for i in range(width) if i not in (x, y)]
        label = numbered_column(list(array.T), free) if width > 2 else None
    values = np.array(array[:, [x, y]], dtype=np.float64)
    lost = []
    for place, found in zip((x, y), values.T, strict=True) if array.dtype.kind in "iu" else ():
        lost += digits_lost(f"column {place + 1}", array[:, place].tolist(), found)
    rows = np.arange(1, len(values) + 1)
    kept = ~np.isnan(values).any(axis=1)
    classes = labels = None
    if label is not None:
        numbers = array[kept, label].tolist()
        cells = ["" if number != number else f"{number:.15g}" for number in numbers]
        classes, labels = classes_of(f"column {label + 1}", cells)
    spare = [f"column {i + 1}" for i in range(width) if i not in (x, y, label)]
    more = len(spare) - MOST_NAMED
    unnamed = [f"{more:,} more columns"] if more > 0 else []
    left_out = [*lost, *spare[:MOST_NAMED], *unnamed, *others]
    if not kept.all():
        missing, first = int((~kept).sum()), int(rows[~kept][0])
        left_out.append(
            f"{missing:,} row{'s' if missing > 1 else ''} in which a number is missing "
            f"(the first is row {first})"
        )
    return PointTable(
        values[kept],
        rows[kept],
        (f"column {x + 1}", f"column {y + 1}"),
        classes,
        labels,
        "" if label is None else f"column {label + 1}",
        read_as=f"an array of {array.dtype.name}",
        left_out=tuple(left_out),
        all_columns=tuple(f"column {i + 1}" for i in range(width)),
    )


def _column(text: str, width: int) -> int:
    text = text.strip().removeprefix("column ")
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= width):
        raise UnreadablePoints(f"it has no column '{text}'; its columns are 1 to {width}.")
    return int(text) - 1
