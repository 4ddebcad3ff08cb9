"""The curves of a run as CSV, one row a step.

Columns: ``step``, the iterations of the game, then what every one of them and what the evaluations
measured, as the rules of the game call it, each with its unit in brackets. A cell is empty where
nothing was measured at that step or the figure has no meaning. Long runs are kept as means over so
many steps; such a row has the last one.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ganlab.atomic import atomic_write

Table = tuple[Sequence[str], NDArray[np.float64]]
"""Names of columns, the first of which is "step"; (rows, columns) numbers, steps growing."""


def write_curves(path: Path, tables: Iterable[Table], headers: Mapping[str, str]) -> int:
    """Write the tables of a run side by side, joined on their steps, under what `headers` calls
    their columns (one that is not there keeps its name); returns the number of rows.

    Raises OSError, and an old file is then as it was.
    """
    names, rows = join(tables)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(headers.get(name, name) for name in names)
    for row in rows:
        writer.writerow([f"{row[0]:.0f}", *map(_cell, row[1:])])
    with atomic_write(path) as file:
        file.write(text.getvalue().encode())
    return len(rows)


def join(tables: Iterable[Table]) -> tuple[list[str], NDArray[np.float64]]:
    """All columns, the step once and first, with NaN where a table has no row for a step."""
    tables = list(tables)
    steps = np.unique(np.concatenate([rows[:, 0] for _, rows in tables]))
    header, columns = ["step"], [steps[:, None]]
    for names, rows in tables:
        block = np.full((len(steps), len(names) - 1), np.nan)
        block[np.searchsorted(steps, rows[:, 0])] = rows[:, 1:]
        header += names[1:]
        columns.append(block)
    return header, np.hstack(columns)


def _cell(number: float) -> str:
    return "" if math.isnan(number) else f"{number:.7g}"
