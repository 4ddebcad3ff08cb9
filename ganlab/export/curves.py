"""The curves of a run as CSV, one row a step.

Columns: ``step`` (generator updates), the scalars of the run and the figures of its evaluations,
each with its unit in brackets. A cell is empty where nothing was measured at that step or the
figure has no meaning. Long runs are kept as means over so many steps; such a row has the last one.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ganlab.atomic import atomic_write
from ganlab.gan.objectives import Objective

Table = tuple[Sequence[str], NDArray[np.float64]]
"""Names of columns, the first of which is "step"; (rows, columns) numbers, steps growing."""

HEADERS = {
    "discriminator_loss": "discriminator loss",
    "generator_loss": "generator loss",
    "discriminator_gradient": "discriminator gradient norm",
    "generator_gradient": "generator gradient norm",
    "js_bits": "JS divergence [bits]",
    "kl_bits": "KL divergence [bits]",
    "js_floor_bits": "JS noise floor [bits]",
    "kl_floor_bits": "KL noise floor [bits]",
    "mmd": "maximum mean discrepancy",
    "sliced_wasserstein": "sliced Wasserstein distance [data units; of points: view units]",
    "modes": "modes covered",
    "modes_total": "modes",
    "high_quality": "high-quality samples [0..1]",
    "reverse_kl": "reverse KL over modes [nats]",
}
"""What a column is called in the file; one that is not here keeps its name."""


def headers(objective: Objective) -> dict[str, str]:
    """The same for a run under that objective, which has its own value and its own D."""
    unit = f" [{objective.unit}]" if objective.unit else ""
    score = objective.score
    ends = " [0..1]" if score.bounded else ""
    return {
        "value": f"V(D,G){unit}",
        **HEADERS,
        "d_real": f"mean {score.of_real()}{ends}",
        "d_fake": f"mean {score.of_generated()}{ends}",
    }


def write_curves(path: Path, tables: Iterable[Table], objective: Objective) -> int:
    """Write the tables of a run under that objective side by side, joined on their steps; returns
    the number of rows.

    Raises OSError, and an old file is then as it was.
    """
    header, rows = join(tables)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    named = headers(objective)
    writer.writerow(named.get(name, name) for name in header)
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
