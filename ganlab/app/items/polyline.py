"""Curves with gaps as lines from point to point."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from pyqtgraph.Qt.internals import PrimitiveArray
from PySide6.QtCore import QLineF
from PySide6.QtGui import QPainter

from ganlab.data.target import Array

FAR = 1e4
"""Pixels; where a curve leaves the picture for good. Qt's arithmetic ends not far beyond."""


class Polylines:
    """Draws curves, one after the other, from the same memory."""

    def __init__(self) -> None:
        self._lines = PrimitiveArray(QLineF, 4)

    def draw(self, painter: QPainter, x: Array, y: Array, seamless: bool = False) -> None:
        """Join the points (n,), (n,), pixels, in the painter's pen, but for those not finite.

        Each line is drawn by itself; `seamless` strokes all at once, which costs five times as
        much and closes the joints between long lines.
        """
        y = y.clip(-FAR, FAR)
        if seamless:
            painter.strokePath(pg.arrayToQPath(x, y, connect="finite"), painter.pen())
            return
        known = np.isfinite(y)
        joined = known[:-1] & known[1:]
        count = int(np.count_nonzero(joined))
        if not count:
            return
        self._lines.resize(count)
        memory = self._lines.ndarray()
        memory[:, 0], memory[:, 1] = x[:-1][joined], y[:-1][joined]
        memory[:, 2], memory[:, 3] = x[1:][joined], y[1:][joined]
        painter.drawLines(*self._lines.drawargs())
