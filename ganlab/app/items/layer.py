"""What every layer of the distributions has in common."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPaintEngine, QPainter, QPainterPath, QPen, QPixmap, QTransform

Array = NDArray[np.floating]

WORLD = 8.0
"""The view ends here on every side; nothing is drawn beyond, however far a generator throws."""


class LayerItem(pg.GraphicsObject):
    """A layer in view units that claims the whole world.

    A rectangle that never changes spares the scene its bookkeeping at every frame; the view is
    repainted whole anyway. A frame brings news of few layers, so each keeps the picture of itself
    until it has changed or is looked at from elsewhere.
    """

    def __init__(self) -> None:
        super().__init__()
        self._picture: QPixmap | None = None
        self._taken_from: tuple[Any, ...] = ()

    @abstractmethod
    def draw(self, painter: QPainter) -> None:
        """Draw the layer in view units."""

    def changed(self) -> None:
        """Draw anew."""
        self._picture = None
        self.update()

    def paint(self, painter: QPainter, *_: Any) -> None:
        """Show the picture, drawn anew if need be; in drawings such as SVG the layer itself."""
        if painter.paintEngine().type() != QPaintEngine.Type.Raster:
            self.draw(painter)
            return
        device, place = painter.device(), painter.worldTransform()
        size, ratio = QSize(device.width(), device.height()), device.devicePixelRatioF()
        if self._picture is None or self._taken_from != (place, size, ratio):
            self._picture, self._taken_from = QPixmap(size * ratio), (place, size, ratio)
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(Qt.GlobalColor.transparent)
            picture_painter = QPainter(self._picture)
            picture_painter.setWorldTransform(place)
            self.draw(picture_painter)
            picture_painter.end()
        painter.resetTransform()
        painter.drawPixmap(0, 0, self._picture)

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


def to_device(points: Array, place: QTransform) -> Array:
    """(..., 2) view units -> (..., 2) device-independent pixels."""
    x, y = points[..., 0], points[..., 1]
    across = x * place.m11() + y * place.m21() + place.dx()
    return np.stack([across, x * place.m12() + y * place.m22() + place.dy()], axis=-1)


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
