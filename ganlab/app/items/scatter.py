"""Samples as small marks of one shape and colour."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPaintEngine, QPainter, QPainterPath, QPen, QPixmap

from ganlab.app.items.layer import Array, LayerItem, inside_world

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

    @property
    def points(self) -> Array:
        """(n, 2) what is drawn, view units."""
        return self._points

    def set_colors(self, fill: QColor | None, edge: QColor) -> None:
        """Fill (None: hollow) and edge."""
        self._fill, self._edge, self._stamp = fill, edge, None
        self.update()

    def set_points(self, points: Array | None) -> None:
        """(n, 2) view units; points that are not finite or out of the world are left out."""
        shown = np.zeros((0, 2)) if points is None else np.asarray(points, dtype=np.float64)
        self._points = shown[inside_world(shown)]
        self.update()

    def paint(self, painter: QPainter, *_: Any) -> None:
        """Stamp the points in device units."""
        if not len(self._points):
            return
        to_device = painter.worldTransform()
        x, y = self._points.T
        across = x * to_device.m11() + y * to_device.m21() + to_device.dx()
        down = x * to_device.m12() + y * to_device.m22() + to_device.dy()
        painter.resetTransform()
        if painter.paintEngine().type() != QPaintEngine.Type.Raster:
            self._draw_outlines(painter, across, down)
            return
        ratio = painter.device().devicePixelRatioF()
        if self._stamp is None or self._stamp.devicePixelRatioF() != ratio:
            self._stamp = self._make_stamp(ratio)
        stamp, half = self._stamp, self._stamp.deviceIndependentSize().width() / 2
        draw = painter.drawPixmap
        for left, top in zip((across - half).tolist(), (down - half).tolist(), strict=True):
            draw(QPointF(left, top), stamp)

    def _draw_outlines(self, painter: QPainter, across: Array, down: Array) -> None:
        """For drawings such as SVG: true shapes instead of pictures."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._set_tools(painter)
        for x, y in zip(across.tolist(), down.tolist(), strict=True):
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
