"""Samples as small marks of one shape and colour."""

from __future__ import annotations

from typing import Literal

import numpy as np
from pyqtgraph.Qt.internals import PrimitiveArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from ganlab.app.items.layer import Array, LayerItem, Seen, inside_world, to_device

Shape = Literal["disc", "diamond"]


def mark(shape: Shape, radius: float) -> QPainterPath:
    """The outline of a mark around the origin."""
    path = QPainterPath()
    if shape == "disc":
        path.addEllipse(QPointF(0, 0), radius, radius)
    else:
        path.moveTo(0, -radius)
        for x, y in ((radius, 0.0), (0.0, radius), (-radius, 0.0)):
            path.lineTo(x, y)
        path.closeSubpath()
    return path


class ScatterItem(LayerItem):
    """Points in the view, each stamped with one picture of the mark, as large at every zoom."""

    def __init__(self, shape: Shape, radius: float) -> None:
        super().__init__()
        self._mark = mark(shape, radius)
        self._radius = radius
        self._points = np.zeros((0, 2))
        self._fill: QColor | None = None
        self._edge = QColor()
        self._stamp: QPixmap | None = None
        self._placed_for: Seen | None = None
        self._fragments = PrimitiveArray(QPainter.PixmapFragment, 10)

    @property
    def points(self) -> Array:
        """(n, 2) what is drawn, view units."""
        return self._points

    def set_colors(self, fill: QColor | None, edge: QColor) -> None:
        """Fill (None: hollow) and edge."""
        self._fill, self._edge, self._stamp = fill, edge, None
        self.changed()

    def set_points(self, points: Array | None) -> None:
        """(n, 2) view units; points that are not finite or out of the world are left out."""
        shown = np.zeros((0, 2)) if points is None else np.asarray(points, dtype=np.float64)
        self._points = shown[inside_world(shown)]
        self._placed_for = None
        self.changed()

    def show(self, painter: QPainter, seen: Seen) -> None:
        """Stamp the points: quicker than to copy a picture of them."""
        painter.resetTransform()
        if not len(self._points):
            return
        if self._stamp is None or self._stamp.devicePixelRatioF() != seen.ratio:
            self._stamp = self._make_stamp(seen.ratio)
        if self._placed_for != seen:
            self._placed_for = seen
            places, side = to_device(self._points, seen.place), self._stamp.width()
            scale = 1 / seen.ratio
            self._fragments.resize(len(places))
            memory = self._fragments.ndarray()  # x, y, source rectangle, scales, angle, opacity
            memory[:, :2], memory[:, 2:] = places, (0, 0, side, side, scale, scale, 0, 1)
        # One call for all: eight times as fast as one for each.
        first, count = self._fragments.drawargs()
        painter.drawPixmapFragments(first, count, self._stamp)

    def draw(self, painter: QPainter) -> None:
        """For drawings such as SVG: true shapes instead of pictures."""
        places = to_device(self._points, painter.worldTransform())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._set_tools(painter)
        for x, y in places.tolist():
            painter.resetTransform()
            painter.translate(x, y)
            painter.drawPath(self._mark)

    def _make_stamp(self, ratio: float) -> QPixmap:
        side = 2 * int(self._radius + 1.5)
        stamp = QPixmap(round(side * ratio), round(side * ratio))
        stamp.setDevicePixelRatio(ratio)
        stamp.fill(Qt.GlobalColor.transparent)
        painter = QPainter(stamp)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(QRectF(0, 0, side, side).center())
        self._set_tools(painter)
        painter.drawPath(self._mark)
        painter.end()
        return stamp

    def _set_tools(self, painter: QPainter) -> None:
        painter.setPen(QPen(self._edge, 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush if self._fill is None else self._fill)
