"""Straight lines: the arrows of the gradients, the contours of the density."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtGui import QColor, QPainter

from ganlab.app.items.plane.layer import (
    Array,
    LayerItem,
    hairline,
    inside_world,
    take_pen,
    to_device,
)
from ganlab.app.items.plane.segments import Segments

WIDTH, RIM = 1.2, 1.8
"""Of a line, and how much wider its rim is, pixels."""


Lines = Array | Callable[[], Array]
"""(n, 2, 2) starts and ends, view units; or who computes them, once they are drawn."""


class LinesItem(LayerItem):
    """Lines of one colour or more at once, with a rim that shows them on samples of their own."""

    def __init__(self, colors: int = 1) -> None:
        super().__init__()
        self._kinds: list[Lines] = [np.zeros((0, 2, 2)) for _ in range(colors)]
        self._segments = Segments()
        self._rim = hairline(QColor())
        self._pens = [hairline(QColor()) for _ in range(colors)]

    def set_colors(self, rim: QColor, *colors: QColor, lowest: float = WIDTH) -> None:
        """What is beside the lines, and the colour of each kind of them, from the bottom up; the
        `lowest` may be wider, to be seen under the others."""
        self._rim = hairline(rim, lowest + RIM)
        widths = [lowest] + [WIDTH] * (len(colors) - 1)
        self._pens = [hairline(color, width) for color, width in zip(colors, widths, strict=True)]
        self.changed()

    def set_segments(self, segments: Lines | None, kind: int = 0) -> None:
        """The lines of a kind; None: none."""
        self._kinds[kind] = segments if callable(segments) else _drawable(segments)
        self.changed()

    @property
    def counts(self) -> tuple[int, ...]:
        """How many lines there are of each kind."""
        return tuple(len(ends) for ends in self._found())

    def _found(self) -> list[Array]:
        """Those of each kind; what nobody has asked for so far is computed now."""
        found = [_drawable(kind()) if callable(kind) else kind for kind in self._kinds]
        self._kinds = [*found]
        return found

    def draw(self, painter: QPainter) -> None:
        """Draw the rims of all lines, then the lines."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = painter.worldTransform()
        placed = [to_device(ends, place) for ends in self._found()]
        painter.resetTransform()
        take_pen(painter, self._rim)
        for ends in placed:
            self._segments.draw(painter, ends)
        for pen, ends in zip(self._pens, placed, strict=True):
            take_pen(painter, pen)
            self._segments.draw(painter, ends)


def _drawable(segments: Array | None) -> Array:
    """Those of (n, 2, 2) segments that lie in the world; none of None."""
    ends = np.zeros((0, 2, 2)) if segments is None else segments
    return ends[inside_world(ends).all(axis=-1)]
