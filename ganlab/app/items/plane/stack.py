"""The layers of the distributions over one another, as one item of the scene."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QColor, QPaintEngine, QPainter, QPixmap, QTransform

from ganlab.app.items.plane.layer import TRANSPARENT, WORLD, LayerItem, Picture, Seen


class LayerStack(pg.GraphicsObject):
    """Paints layers from the bottom up.

    Samples change with each frame, the layers below and above them seldom: so these are kept in one
    picture each, which is a single copy at each repaint. An item that claims the whole world,
    whatever is drawn, spares the scene its bookkeeping at every frame.
    """

    def __init__(self) -> None:
        super().__init__()
        self._lower: tuple[LayerItem, ...] = ()
        self._samples: tuple[LayerItem, ...] = ()
        self._upper: tuple[LayerItem, ...] = ()
        self._below, self._above, self._ground = Picture(), Picture(), QColor()
        self._seen = Seen(QTransform(), QSize(), 1.0)
        self.on_change: Callable[[QRect | None], None] = lambda _: self.update()
        """Who paints it by itself is told here what the scene else is; and where there is something
        new, device-independent pixels, or None: anywhere."""

    def set_layers(
        self, lower: Sequence[LayerItem], samples: LayerItem, upper: Sequence[LayerItem]
    ) -> None:
        """Paint these."""
        self._lower, self._samples, self._upper = tuple(lower), (samples,), tuple(upper)
        for layer in (*lower, samples, *upper):
            layer.on_change = self._changed
        self._below.stale = self._above.stale = True
        self.on_change(None)

    def set_ground(self, color: QColor) -> None:
        """The opaque colour behind all layers."""
        self._ground = color
        self._below.stale = True
        self.on_change(None)

    def paint(self, painter: QPainter, *_: Any) -> None:
        """Copy the pictures, the samples between them; in drawings such as SVG every layer."""
        if painter.paintEngine().type() != QPaintEngine.Type.Raster:
            for layer in (*self._lower, *self._samples, *self._upper):
                if layer.visible:
                    painter.save()
                    layer.draw(painter)
                    painter.restore()
            return
        seen = _seen_by(painter)
        if seen != self._seen:  # what is the same is known by being it
            self._seen = seen
        self._copy(painter, self._lower_ones(), self._upper_ones() if self._any_upper else None)

    def paint_as_it_was(self, painter: QPainter) -> None:
        """The same, on a raster, with the pictures as they are, even if there is something new."""
        if _seen_by(painter) == self._seen:
            above = self._above.pixmap if self._any_upper else None
            self._copy(painter, self._below.pixmap, above)
        else:
            self.paint(painter)

    def prepare(self) -> bool:
        """Draw one of the pictures, if one is to be drawn anew, for where one looked last; whether
        there was one."""
        if self._seen.size.isEmpty():
            return False
        if self._below.stale:
            self._lower_ones()
            return True
        if self._above.stale and self._any_upper:
            self._upper_ones()
            return True
        return False

    def boundingRect(self) -> QRectF:
        """The world."""
        return QRectF(-WORLD, -WORLD, 2 * WORLD, 2 * WORLD)

    def dataBounds(self, *_: Any, **__: Any) -> tuple[None, None]:
        """The layers never move the view."""
        return None, None

    def _copy(self, painter: QPainter, below: QPixmap, above: QPixmap | None) -> None:
        painter.resetTransform()
        painter.drawPixmap(0, 0, below)
        _show(self._samples, painter, self._seen)
        if above is not None:
            painter.drawPixmap(0, 0, above)

    @property
    def _any_upper(self) -> bool:
        return any(layer.visible for layer in self._upper)

    def _lower_ones(self) -> QPixmap:
        seen = self._seen
        return self._below.take(seen, self._ground, lambda p: _show(self._lower, p, seen))

    def _upper_ones(self) -> QPixmap:
        seen = self._seen
        return self._above.take(seen, TRANSPARENT, lambda p: _show(self._upper, p, seen))

    def _changed(self, layer: LayerItem) -> None:
        self._below.stale |= layer in self._lower
        self._above.stale |= layer in self._upper
        reach = layer.reach(self._seen)
        self.on_change(None if reach is None else reach.toAlignedRect())


def _seen_by(painter: QPainter) -> Seen:
    device = painter.device()
    size, ratio = QSize(device.width(), device.height()), device.devicePixelRatioF()
    return Seen(painter.worldTransform(), size, ratio)


def _show(layers: Sequence[LayerItem], painter: QPainter, seen: Seen) -> None:
    for layer in layers:
        if layer.visible:
            layer.show(painter, seen)
