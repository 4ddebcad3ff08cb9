"""Straight lines: the arrows of the gradients, the contours of the density."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QColor, QPainter

from ganlab.app.items.layer import Array, LayerItem, hairline, inside_world, take_pen, to_device
from ganlab.app.items.segments import Segments


class LinesItem(LayerItem):
    """All lines of a layer at once, with a rim that shows them on samples of their colour."""

    def __init__(self) -> None:
        super().__init__()
        self._ends: Array = np.zeros((0, 2, 2))
        self._segments = Segments()
        self._pens = [hairline(QColor())]

    def set_colors(self, color: QColor, rim: QColor) -> None:
        """The colour of the lines, and of what is beside them."""
        self._pens = [hairline(rim, 3.0), hairline(color, 1.2)]
        self.changed()

    def set_segments(self, segments: Array | None) -> None:
        """(n, 2, 2) starts and ends, view units; None: no lines."""
        ends = np.zeros((0, 2, 2)) if segments is None else segments
        self._ends = ends[inside_world(ends).all(axis=-1)]
        self.changed()

    @property
    def is_empty(self) -> bool:
        """Whether there are no lines."""
        return not len(self._ends)

    def draw(self, painter: QPainter) -> None:
        """Draw the lines."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ends = to_device(self._ends, painter.worldTransform())
        painter.resetTransform()
        for pen in self._pens:
            take_pen(painter, pen)
            self._segments.draw(painter, ends)
