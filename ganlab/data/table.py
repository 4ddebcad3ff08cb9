"""Two columns of numbers out of a file, with messages that name the row."""

from __future__ import annotations

import codecs
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ganlab.data.errors import UnreadablePoints
from ganlab.data.target import Array

Table = tuple[Array, NDArray[np.integer]]
"""(n, 2) values, perhaps not finite, and (n,) the number of each row, as a person counts."""


def read_table(content: bytes, most: int) -> Table:
    """Read text with two columns. Raises UnreadablePoints; at most `most` + 1 rows are read.

    Columns are separated by semicolons, tabs, commas or spaces, whichever comes first in that
    order; with semicolons or tabs a comma is a decimal point. A first row without a number in it
    is a heading.
    """
    values: list[tuple[float, float]] = []
    rows: list[int] = []
    heading_seen = False
    separator: str | None = None
    for row, line in enumerate(_text(content).splitlines(), start=1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if not values:
            separator = next((s for s in ";\t," if s in line), None)
        fields = [field.strip().strip("\"'") for field in line.split(separator)]
        if separator in (";", "\t"):
            fields = [field.replace(",", ".") for field in fields]
        numbers = [_number(field) for field in fields]
        if not values and not heading_seen and all(n is None for n in numbers):
            heading_seen = True
            continue
        if len(numbers) != 2:
            columns = "1 column" if len(numbers) == 1 else f"{len(numbers)} columns"
            raise UnreadablePoints(f"row {row} has {columns}; a point has 2, x and y.")
        x, y = numbers
        if x is None or y is None:
            wrong = fields[0] if x is None else fields[1]
            raise UnreadablePoints(f"row {row}: {wrong[:40]!r} is not a number.")
        values.append((x, y))
        rows.append(row)
        if len(values) > most:
            break
    return np.array(values, dtype=np.float64).reshape(-1, 2), np.array(rows, dtype=np.intp)


def read_npy(path: Path, most: int) -> Table:
    """Read an (n, 2) array of real numbers, never a pickle. Raises UnreadablePoints, OSError."""
    if not path.stat().st_size:
        raise UnreadablePoints("there are no points in it.")
    try:
        # Mapped, not read: a header that claims too much is found out before memory is taken.
        array = np.load(path, mmap_mode="r", allow_pickle=False)
    except OSError:
        raise
    except Exception:  # a damaged header can be any Python literal, so almost anything is raised
        raise UnreadablePoints("it is no NumPy array of numbers, or damaged.") from None
    if not isinstance(array, np.ndarray) or array.dtype.kind not in "fiu":
        raise UnreadablePoints("it is no NumPy array of real numbers.")
    if array.ndim != 2 or array.shape[1] != 2:
        raise UnreadablePoints(f"its shape is {array.shape}; points are rows of 2 columns.")
    values = np.array(array[: most + 1], dtype=np.float64)
    return values, np.arange(1, len(values) + 1)


def _text(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    if b"\0" in content:
        raise UnreadablePoints("it is not a text file.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")  # a heading from an older spreadsheet


def _number(field: str) -> float | None:
    try:
        return float(field)
    except ValueError:
        return None
