"""Small live pictures for the model overview: points, a mesh, D's belief, a histogram.

Each is painted into a rectangle, in which the square [-extent, extent]^2 of its data is centred.
"""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from ganlab.app.items.markers import Marker
from ganlab.app.items.plane.mesh import MeshItem

POINTS = 140
"""Points of a cloud that are drawn."""
DOT = 2.4
"""Pixels across a point."""
LINES = 10
"""Cells a side of the mesh that are drawn."""
BINS = 20
"""Bars of a histogram over [0, 1]."""


def draw_points(
    painter: QPainter,
    rect: QRectF,
    points: NDArray[np.floating],
    extent: float,
    color: QColor,
    marker: Marker,
) -> None:
    """The first of (n, 2) points, as discs or diamonds."""
    places = _pixels(points[:POINTS], rect, extent)
    places = places[np.isfinite(places).all(axis=1)]
    if not len(places):
        return  # Qt would read beyond the end of an empty polygon
    if marker == "diamond":
        reach = DOT / 2 + 0.5
        corners = reach * np.array([(0, -1), (1, 0), (0, 1), (-1, 0)])
        outlines = (places[:, None, :] + corners).reshape(-1, 2)
        joined = np.tile([1, 1, 1, 0], len(places)).astype(np.int32)
        path = pg.arrayToQPath(outlines[:, 0], outlines[:, 1], connect=joined)
        path.setFillRule(Qt.FillRule.WindingFill)
        painter.fillPath(path, color)
    else:
        painter.setPen(QPen(color, DOT, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawPoints(pg.functions.arrayToQPolygonF(places[:, 0], places[:, 1]))


def draw_mesh(
    painter: QPainter,
    rect: QRectF,
    corners: NDArray[np.floating],
    mass: NDArray[np.floating],
    extent: float,
    color: QColor,
) -> None:
    """(rows + 1, columns + 1, 2) corners as a grid, shaded by the (rows, columns) probability of
    its cells; a single row as a curve."""
    scale = _scale(rect, extent)
    item = MeshItem()
    item.set_color(color)
    if len(corners) > 1 and np.isfinite(corners).all():  # else rows part one grid from another
        rows, columns = (
            np.unique(np.linspace(0, n - 1, LINES + 1).round().astype(int))
            for n in corners.shape[:2]
        )
        corners = corners[np.ix_(rows, columns)]
        mass = np.add.reduceat(np.add.reduceat(mass, rows[:-1], axis=0), columns[:-1], axis=1)
    item.set_mesh(corners, mass)
    painter.save()
    painter.translate(rect.center())
    painter.scale(scale, -scale)
    item.draw(painter)
    painter.restore()


def draw_belief(
    painter: QPainter,
    rect: QRectF,
    belief: NDArray[np.floating],
    table: NDArray[np.uint32],
) -> None:
    """(rows, columns) of D(x) in [0, 1], row 0 the lowest, in the 256 colours of `table`."""
    index = (np.nan_to_num(belief, nan=0.5).clip(0.0, 1.0) * 255).astype(np.uint8)
    pixels = np.ascontiguousarray(table[index[::-1]])
    rows, columns = pixels.shape
    image = QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(rect, image)


def draw_histogram(
    painter: QPainter, rect: QRectF, values: NDArray[np.floating], color: QColor, rule: QColor
) -> None:
    """How (n,) values spread over [0, 1]; a hairline stands at 1/2."""
    painter.setPen(QPen(rule, 1, Qt.PenStyle.DashLine))
    middle = round(rect.center().x()) + 0.5
    painter.drawLine(QPointF(middle, rect.top()), QPointF(middle, rect.bottom()))
    counts, _ = np.histogram(values[np.isfinite(values)], bins=BINS, range=(0.0, 1.0))
    if not counts.any():
        return
    width = rect.width() / BINS
    for i, share in enumerate((counts / counts.max()).tolist()):
        height = share * rect.height()
        bar = QRectF(rect.left() + i * width, rect.bottom() - height, max(width - 0.6, 1), height)
        painter.fillRect(bar, color)


def _pixels(points: NDArray[np.floating], rect: QRectF, extent: float) -> NDArray[np.float64]:
    """(..., 2) points, y upwards -> pixels of the square centred in `rect`, y downwards."""
    scale = _scale(rect, extent)
    centre = np.array([rect.center().x(), rect.center().y()])
    return centre + np.asarray(points, dtype=np.float64) * (scale, -scale)


def _scale(rect: QRectF, extent: float) -> float:
    """Pixels to a unit."""
    return min(rect.width(), rect.height()) / (2 * extent)
