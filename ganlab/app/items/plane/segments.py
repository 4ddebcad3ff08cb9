"""Straight lines that are drawn in one call."""

from __future__ import annotations

import numpy as np
from pyqtgraph.Qt.internals import PrimitiveArray
from PySide6.QtCore import QLineF
from PySide6.QtGui import QPainter

from ganlab.app.items.plane.layer import Array
from ganlab.app.items.polyline import FAR


class Segments:
    """Draws straight lines, any number at a time, from the same memory."""

    def __init__(self) -> None:
        self._lines = PrimitiveArray(QLineF, 4)

    def draw(self, painter: QPainter, ends: Array) -> None:
        """Draw (n, 2, 2) finite starts and ends, pixels, in the painter's pen."""
        ends = within(ends, FAR)
        if len(ends):
            self._lines.resize(len(ends))
            self._lines.ndarray()[:] = ends.reshape(-1, 4)
            painter.drawLines(*self._lines.drawargs())


def within(ends: Array, reach: float) -> Array:
    """The parts of (n, 2, 2) finite lines in the square [-reach, reach]^2 (Liang, Barsky)."""
    if not len(ends) or np.abs(ends).max() <= reach:
        return ends
    start, run = ends[:, 0], ends[:, 1] - ends[:, 0]
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        borders = np.stack([(-reach - start) / run, (reach - start) / run])
    borders = np.where(np.isnan(borders), [[[-np.inf]], [[np.inf]]], borders)  # along a border
    enter = borders.min(axis=0).max(axis=1).clip(min=0)
    leave = borders.max(axis=0).min(axis=1).clip(max=1)
    kept = enter < leave
    shares = np.stack([enter, leave], axis=1)[kept, :, None]
    return np.asarray(start[kept, None] + shares * run[kept, None])
