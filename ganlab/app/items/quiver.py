"""The gradient that each generated sample receives, as arrows."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QColor, QPainter, QPainterPath

from ganlab.app.items.layer import Array, LayerItem, hairline, segments_path, take_pen

GAIN = 0.1
"""Length of an arrow, view units, for a gradient of 1 per view unit. Fixed: arrows that vanish
are a generator that learns nothing."""
LONGEST = 0.4
"""No arrow is drawn longer, view units."""
SHORTEST = 0.004
"""Arrows shorter than this are not drawn, view units."""
HEAD = 0.03
"""Length of an arrow's head, view units, or a third of a short arrow."""


class QuiverItem(LayerItem):
    """All arrows in one path."""

    def __init__(self) -> None:
        super().__init__()
        self._path = QPainterPath()
        self._pen = hairline(QColor())

    def set_color(self, color: QColor) -> None:
        """The colour of the arrows."""
        self._pen = hairline(color, 1.2)
        self.changed()

    def set_vectors(self, vectors: Array | None) -> None:
        """(n, 4) x, y and the direction there, view units; rows not finite are left out."""
        self._path = QPainterPath() if vectors is None else segments_path(arrows(vectors))
        self.changed()

    @property
    def is_empty(self) -> bool:
        """Whether there is no arrow long enough to be seen."""
        return self._path.isEmpty()

    def draw(self, painter: QPainter) -> None:
        """Draw the arrows."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        take_pen(painter, self._pen)
        painter.drawPath(self._path)


def arrows(vectors: Array) -> Array:
    """(n, 4) positions and directions -> (3 m, 2, 2) segments: shaft and two barbs of m arrows."""
    vectors = np.asarray(vectors, dtype=np.float64)
    vectors = vectors[np.isfinite(vectors).all(axis=1)]
    start, direction = vectors[:, :2], vectors[:, 2:]
    strength = np.linalg.norm(direction, axis=1)
    length = np.minimum(GAIN * strength, LONGEST)
    shown = length >= SHORTEST
    start, length = start[shown], length[shown, None]
    along = direction[shown] / strength[shown, None]
    across = along[:, ::-1] * (-1, 1)
    tip = start + length * along
    head = np.minimum(HEAD, length / 3)
    barbs = [tip - head * along + side * 0.6 * head * across for side in (-1, 1)]
    return np.concatenate([np.stack([tip, end], axis=1) for end in (start, *barbs)])


def mean_strength(vectors: Array) -> float:
    """The mean length of (n, 4) gradients, 1 / view unit; NaN when there is none."""
    vectors = np.asarray(vectors, dtype=np.float64)
    vectors = vectors[np.isfinite(vectors).all(axis=1)]
    return float(np.linalg.norm(vectors[:, 2:], axis=1).mean()) if len(vectors) else float("nan")
