"""The layers of the distributions over one another, as one item of the scene."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPaintEngine, QPainter

from ganlab.app.items.plane.layer import WORLD, LayerItem, Picture, Seen


class LayerStack(pg.GraphicsObject):
    """Paints layers from the bottom up.

    The lower ones change seldom, the upper ones with most frames: so all the lower ones are kept
    in one picture, which is a single copy at each repaint. An item that claims the whole world,
    whatever is drawn, spares the scene its bookkeeping at every frame.
    """

    def __init__(self) -> None:
        super().__init__()
        self._lower: tuple[LayerItem, ...] = ()
        self._upper: tuple[LayerItem, ...] = ()
        self._picture, self._ground = Picture(), QColor()

    def set_layers(self, lower: Sequence[LayerItem], upper: Sequence[LayerItem]) -> None:
        """Paint these."""
        self._lower, self._upper = tuple(lower), tuple(upper)
        for layer in (*lower, *upper):
            layer.on_change = self._changed
        self._picture.stale = True
        self.update()

    def set_ground(self, color: QColor) -> None:
        """The opaque colour behind all layers."""
        self._ground = color
        self._picture.stale = True
        self.update()

    def paint(self, painter: QPainter, *_: Any) -> None:
        """Copy the picture, put the upper layers on it; in drawings such as SVG every layer."""
        if painter.paintEngine().type() != QPaintEngine.Type.Raster:
            for layer in (*self._lower, *self._upper):
                if layer.visible:
                    painter.save()
                    layer.draw(painter)
                    painter.restore()
            return
        device = painter.device()
        size, ratio = QSize(device.width(), device.height()), device.devicePixelRatioF()
        seen = Seen(painter.worldTransform(), size, ratio)
        picture = self._picture.take(seen, self._ground, lambda p: _show(self._lower, p, seen))
        painter.resetTransform()
        painter.drawPixmap(0, 0, picture)
        _show(self._upper, painter, seen)

    def boundingRect(self) -> QRectF:
        """The world."""
        return QRectF(-WORLD, -WORLD, 2 * WORLD, 2 * WORLD)

    def dataBounds(self, *_: Any, **__: Any) -> tuple[None, None]:
        """The layers never move the view."""
        return None, None

    def _changed(self, layer: LayerItem) -> None:
        self._picture.stale |= layer in self._lower
        self.update()


def _show(layers: Sequence[LayerItem], painter: QPainter, seen: Seen) -> None:
    for layer in layers:
        if layer.visible:
            layer.show(painter, seen)
