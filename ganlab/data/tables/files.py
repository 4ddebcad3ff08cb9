"""Points out of any file that has some: tables as text and NumPy's arrays, gzipped or not."""

from __future__ import annotations

from pathlib import Path

from ganlab.data.errors import DataError, UnreadablePoints
from ganlab.data.files.file_kind import FileKind, file_kind
from ganlab.data.files.packed import read_unpacked
from ganlab.data.tables.arrays import MOST_BYTES, read_array_table
from ganlab.data.tables.options import NO_OPTIONS, Ambiguous, TableOptions
from ganlab.data.tables.point_table import PointTable
from ganlab.data.tables.reading import read_table


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
        if kind is FileKind.POINTS:
            return read_array_table(path, options)
        return read_table(read_unpacked(path, MOST_BYTES), options)
    except Ambiguous as error:
        raise error.of(path.name) from None
    except DataError as error:
        raise UnreadablePoints(f"'{path.name}' cannot be used: {error}") from None
    except OSError as error:
        raise UnreadablePoints(f"'{path.name}' cannot be opened: {error.strerror}.") from None
