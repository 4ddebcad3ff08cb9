"""What every layer of the distributions has in common."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QTransform

from ganlab.values import dataclass

Array = NDArray[np.floating]

WORLD = 1000.0
"""Nothing is drawn beyond, on no side, however far a generator throws."""
TRANSPARENT = QColor(Qt.GlobalColor.transparent)


class LayerItem(ABC):
    """A layer in view units, drawn by a LayerStack."""

    def __init__(self) -> None:
        self.visible = False
        self.on_change: Callable[[LayerItem], None] = _nobody_listens

    @abstractmethod
    def draw(self, painter: QPainter) -> None:
        """Draw the layer in view units."""

    def changed(self) -> None:
        """Draw anew."""
        if self.visible:
            self.on_change(self)

    def reach(self, seen: Seen) -> QRectF | None:
        """Where in what is `seen` the next painting can differ from the last one, in
        device-independent pixels; None: anywhere."""
        return None

    def set_visible(self, visible: bool) -> None:
        """Show or hide the layer."""
        if visible != self.visible:
            self.visible = visible
            self.on_change(self)

    def show(self, painter: QPainter, seen: Seen) -> None:
        """Put the layer into a raster that shows what is `seen`; leaves the transform reset."""
        painter.setWorldTransform(seen.place)
        self.draw(painter)
        painter.resetTransform()


@dataclass(frozen=True)
class Seen:
    """What a raster shows: of which part of the view, and how finely."""

    place: QTransform
    """View units -> device-independent pixels."""
    size: QSize
    """Device-independent pixels."""
    ratio: float
    """Device pixels to one of them."""


class Picture:
    """What was drawn once, for as long as it lasts. The next one is drawn in the same memory."""

    def __init__(self) -> None:
        self.stale = True
        self.pixmap = QPixmap()
        self._seen: Seen | None = None

    def take(self, seen: Seen, ground: QColor, draw: Callable[[QPainter], None]) -> QPixmap:
        """The picture of what is `seen`; drawn, in view units on `ground`, only if need be: not
        where nothing has changed, and it is the same object as the last time."""
        if self.stale or seen is not self._seen:
            size = QSize(
                math.ceil(seen.size.width() * seen.ratio),
                math.ceil(seen.size.height() * seen.ratio),
            )
            if self.pixmap.size() != size:
                self.pixmap = QPixmap(size)
            self.pixmap.setDevicePixelRatio(seen.ratio)
            self.pixmap.fill(ground)
            painter = QPainter(self.pixmap)
            painter.setWorldTransform(seen.place)
            draw(painter)
            painter.end()
            self.stale, self._seen = False, seen
        return self.pixmap


def _nobody_listens(_: LayerItem) -> None:
    """A layer in no stack."""


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
