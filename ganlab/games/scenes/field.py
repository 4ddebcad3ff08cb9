"""How finely a field is computed over the part of the plane that is looked at."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from ganlab.games.shown.views import Rectangle

FINEST, LEAST = 192, 128
"""Cells along the longer side of what is seen of a game that stands still, and at least along the
shorter one: finer than that nobody sees, as colours run smoothly between the cells."""
RUNNING = 5600
"""Cells in all while training runs, which pays for them."""
FREE = 4
"""Questions a cell for which a game that stands still has the time all the same."""
LONGEST = 4.0
"""Sides that differ by more are taken for this many times as long."""


def cells(part: Rectangle, fine: bool, dimension: int, asked: int = 1) -> tuple[int, int]:
    """Rows and columns of a field over a part of the plane; one row in one dimension. `asked`: how
    often each cell is asked about, for which there are fewer of them."""
    if dimension == 1:
        return 1, FINEST
    ratio = min(max(part.width / part.height, 1 / LONGEST), LONGEST)
    if fine:
        finest = round(FINEST / math.sqrt(max(asked / FREE, 1.0)))
        shorter = max(round(finest * min(ratio, 1 / ratio)), min(LEAST, finest))
        return (shorter, finest) if ratio >= 1 else (finest, shorter)
    most = RUNNING / asked
    columns = round(math.sqrt(most * ratio))
    return round(most / columns), columns


def centres(part: Rectangle, rows: int, columns: int, dimension: int) -> NDArray[np.float64]:
    """(rows columns, 2) centres of the cells, view units, row by row from below; (columns, 1) in
    one dimension."""
    x, y = part.centres(rows, columns)
    if dimension == 1:
        return x[:, None]
    across, up = np.meshgrid(x, y)
    return np.column_stack([across.ravel(), up.ravel()])
