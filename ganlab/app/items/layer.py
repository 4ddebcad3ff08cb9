"""What every layer of the distributions has in common."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

Array = NDArray[np.floating]

WORLD = 8.0
"""The view ends here on every side; nothing is drawn beyond, however far a generator throws."""


class LayerItem(pg.GraphicsObject):
    """A layer in view units that claims the whole world.

    A rectangle that never changes spares the scene its bookkeeping at every frame; the view is
    repainted whole anyway.
    """

    def boundingRect(self) -> QRectF:
        """The world, whatever is drawn."""
        return QRectF(-WORLD, -WORLD, 2 * WORLD, 2 * WORLD)

    def dataBounds(self, *_: Any, **__: Any) -> tuple[None, None]:
        """The layers never move the view."""
        return None, None


def take_pen(painter: QPainter, pen: QPen) -> None:
    """Set a hairline, as wide on a screen of small pixels: Qt counts its width in those."""
    ratio = painter.device().devicePixelRatioF()
    if ratio != 1:
        pen = QPen(pen)
        pen.setWidthF(pen.widthF() * ratio)
    painter.setPen(pen)


def inside_world(points: Array) -> NDArray[np.bool_]:
    """(..., 2) -> (...): whether a point is finite and in the world."""
    with np.errstate(invalid="ignore"):
        return np.asarray((np.abs(points) <= WORLD).all(axis=-1))


def hairline(color: QColor, width: float = 1.0) -> QPen:
    """A pen that is as wide at every zoom."""
    pen = QPen(color, width)
    pen.setCosmetic(True)
    return pen


def segments_path(segments: Array) -> QPainterPath:
    """(n, 2, 2) starts and ends -> one path; segments that leave the world are left out."""
    kept = segments[inside_world(segments).all(axis=-1)].reshape(-1, 2).astype(np.float64)
    return pg.arrayToQPath(kept[:, 0], kept[:, 1], connect="pairs", finiteCheck=False)
