"""Paints marks: one function a kind, all onto any QPainter, so that files look like the screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from pyqtgraph.Qt.internals import PrimitiveArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen, QPolygonF

from ganlab.app.items.heatmap import color_table
from ganlab.app.items.polyline import Polylines
from ganlab.app.look.theme import Theme
from ganlab.app.rooms.theory.plots import marks
from ganlab.app.rooms.theory.plots.ground import label_font
from ganlab.app.rooms.theory.plots.marks import Dash, Picture, Shape
from ganlab.app.rooms.theory.plots.scale import Scale
from ganlab.data.target import Array

SMOOTH = 1200
"""Curves of more points are not antialiased, and more dots neither."""
FEW = 64
"""Lines of so few points are long, and their joints are seen: they are stroked in one piece, which
costs more than twice as much a point."""
BARB = 4.0
"""Pixels of the two lines of an arrow's head."""
FIELD_STRENGTH = 0.7
"""How much of the full hue the ends of a field get."""
DASHES: dict[Dash, list[float]] = {"solid": [], "dashed": [6.0, 4.0], "dotted": [1.5, 3.0]}
"""Pixels of line and gap."""


class Brush:
    """Paints pictures, one after the other, from the same memory."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._lines = Polylines()
        self._segments = PrimitiveArray(QLineF, 4)
        self._bars = PrimitiveArray(QRectF, 4)
        self._points = PrimitiveArray(QPointF, 2)
        self._paint: dict[type[Any], Callable[[QPainter, Any, Scale], None]] = {
            marks.Line: self._line,
            marks.Area: self._area,
            marks.Bars: self._histogram,
            marks.Dots: self._dots,
            marks.Segments: self._pairs,
            marks.Arrows: self._arrows,
            marks.Field: self._field,
            marks.Reference: self._reference,
            marks.Label: self._label,
        }

    def paint(self, painter: QPainter, picture: Picture, scale: Scale, words: bool = True) -> None:
        """All marks but the handles, within the scale's area; `words`: labels and names, too."""
        painter.save()
        painter.setClipRect(scale.area.adjusted(-1, -1, 1, 1))
        for mark in picture.marks:
            if isinstance(mark, marks.Handle) or (isinstance(mark, marks.Label) and not words):
                continue
            self._paint[type(mark)](painter, mark, scale)
        painter.restore()
        if words:
            self._name_levels(painter, picture, scale)

    # --- one kind each ---

    def _line(self, painter: QPainter, line: marks.Line, scale: Scale) -> None:
        x, y = scale.pixels(line.x, line.y)
        pen = self.pen(line.colour, line.width, line.alpha, line.dash)
        few = len(x) <= FEW and line.joined
        whole = few or line.dash != "solid" or line.alpha < 1
        if not whole:
            pen.setCapStyle(Qt.PenCapStyle.SquareCap)
        painter.setPen(pen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, len(x) <= SMOOTH)
        self._lines.draw(painter, x, y, seamless=whole)

    def _area(self, painter: QPainter, area: marks.Area, scale: Scale) -> None:
        x, low = scale.pixels(area.x, area.low)
        high = scale.up(area.high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.color(area.colour, area.alpha))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, len(x) <= SMOOTH)
        known = np.isfinite(x + low + high)  # pixels: none is so large that a sum is not finite
        for part in _runs(known):
            across = np.concatenate((x[part], x[part][::-1]))
            up = np.concatenate((low[part], high[part][::-1]))
            painter.drawPolygon(pg.functions.arrayToQPolygonF(across, up))

    def _histogram(self, painter: QPainter, bars: marks.Bars, scale: Scale) -> None:
        edges, heights = scale.across(bars.edges), np.asarray(bars.heights, float)
        base = float(scale.up(0.0))
        base = scale.area.bottom() if np.isnan(base) else base
        tops = scale.up(heights)
        known = np.isfinite(tops) & (heights != 0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.color(bars.colour, bars.alpha))
        self._bars.resize(int(known.sum()))
        memory = self._bars.ndarray()
        left, right = edges[:-1][known], edges[1:][known]
        gap = np.minimum(1.0, (right - left) / 4)
        memory[:, 0], memory[:, 1] = left, np.minimum(tops[known], base)
        memory[:, 2], memory[:, 3] = right - left - gap, np.abs(base - tops[known])
        if len(memory):
            painter.drawRects(*self._bars.drawargs())

    def _dots(self, painter: QPainter, dots: marks.Dots, scale: Scale) -> None:
        x, y = scale.pixels(dots.x, dots.y)
        known = np.isfinite(x) & np.isfinite(y)
        x, y = x[known], y[known]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, len(x) <= SMOOTH)
        color = self.color(dots.colour, dots.alpha)
        if dots.shape == "disc":
            cap = Qt.PenCapStyle.RoundCap
            painter.setPen(QPen(color, dots.size, Qt.PenStyle.SolidLine, cap))
            self._points.resize(len(x))
            self._points.ndarray()[:] = np.stack((x, y), axis=-1)
            if len(x):
                painter.drawPoints(*self._points.drawargs())
            return
        for place in zip(x.tolist(), y.tolist(), strict=True):
            draw_shape(painter, QPointF(*place), dots.shape, dots.size, color)

    def _pairs(self, painter: QPainter, segments: marks.Segments, scale: Scale) -> None:
        x, y = scale.pixels(segments.x, segments.y)
        smooth = len(x) <= SMOOTH
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)
        painter.setPen(self.pen(segments.colour, segments.width, segments.alpha))
        self._draw_lines(painter, np.stack((x[:, 0], y[:, 0], x[:, 1], y[:, 1]), axis=-1))

    def _arrows(self, painter: QPainter, arrows: marks.Arrows, scale: Scale) -> None:
        x, y = scale.pixels(arrows.x, arrows.y)
        with np.errstate(over="ignore"):
            to_x, to_y = scale.pixels(arrows.x + arrows.u, arrows.y + arrows.v)
        length = np.hypot(to_x - x, to_y - y)
        with np.errstate(all="ignore"):
            ux, uy = (to_x - x) / length, (to_y - y) / length
        barb = np.minimum(BARB, length / 2)
        shafts = np.stack((x, y, to_x, to_y), axis=-1)
        barbs = [
            np.stack(
                (to_x, to_y, to_x - barb * (ux + s * 0.6 * uy), to_y - barb * (uy - s * 0.6 * ux)),
                axis=-1,
            )
            for s in (-1, 1)
        ]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, len(x) <= SMOOTH // 3)
        painter.setPen(self.pen(arrows.colour, 1.0, arrows.alpha))
        self._draw_lines(painter, np.concatenate((shafts, *barbs)))

    def _field(self, painter: QPainter, field: marks.Field, scale: Scale) -> None:
        pixels = np.ascontiguousarray(self._field_pixels(field)[::-1])
        rows, columns = pixels.shape
        form = QImage.Format.Format_ARGB32_Premultiplied
        image = QImage(pixels.data, columns, rows, 4 * columns, form)
        left, bottom, right, top = field.rectangle
        place = QRectF(scale.point(left, top), scale.point(right, bottom))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, image)

    def _field_pixels(self, field: marks.Field) -> NDArray[np.uint32]:
        low, high = field.levels
        span = high - low if high > low else 1.0
        share = np.nan_to_num((field.values - low) / span, nan=0.5).clip(0, 1)
        color = self._theme.color
        if field.diverging:
            table = color_table(color("generated"), color("neutral"), color("real"), FIELD_STRENGTH)
            return table[(share * 255).astype(np.uint8)]
        name = "muted" if field.colour == "theory" else field.colour
        table = color_table(color("panel"), color("panel"), color(name), FIELD_STRENGTH)
        return table[128 + (share * 127).astype(np.uint8)]

    def _reference(self, painter: QPainter, line: marks.Reference, scale: Scale) -> None:
        area = scale.area
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(self.pen("muted", 1.0, 1.0, "dashed"))
        if line.axis == "y":
            y = float(scale.up(line.value))
            if np.isfinite(y):
                y = round(y) + 0.5
                painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            return
        x = float(scale.across(line.value))
        if np.isfinite(x) and area.left() - 1 <= x <= area.right() + 1:
            x = round(x) + 0.5
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
            if line.title:
                self._write(painter, QPointF(x + 4, area.top() + 8), line.title, "text", scale)

    def _label(self, painter: QPainter, label: marks.Label, scale: Scale) -> None:
        at = scale.point(label.x, label.y)
        if np.isfinite((at.x(), at.y())).all():
            self._write(painter, at, label.text, label.colour, scale)

    # --- what they share ---

    def color(self, colour: str, alpha: float = 1.0) -> QColor:
        """Of the palette; of what is exact it is grey."""
        return self._theme.color("muted" if colour == "theory" else colour, alpha)

    def pen(self, colour: str, width: float, alpha: float = 1.0, dash: Dash = "solid") -> QPen:
        """A pen of the palette."""
        pen = QPen(self.color(colour, alpha), width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if DASHES[dash]:
            pen.setDashPattern([pixels / max(width, 1.0) for pixels in DASHES[dash]])
        return pen

    def _write(self, painter: QPainter, at: QPointF, text: str, colour: str, scale: Scale) -> None:
        """Words that begin at a place, or end there where they would leave the plot; those that
        have no room on either side end with the plot."""
        painter.setFont(label_font())
        width = QFontMetricsF(painter.font()).horizontalAdvance(text)
        area, left = scale.area, at.x()
        if left + width > area.right():
            left = at.x() - width - 8
            if left < area.left():
                left = max(area.right() - width, area.left())
        box = QRectF(left, at.y() - 7, width + 1, 14)
        painter.fillRect(box, self._theme.color("panel", 0.75))
        painter.setPen(self.color(colour))
        painter.drawText(box, _LEFT, text)

    def _name_levels(self, painter: QPainter, picture: Picture, scale: Scale) -> None:
        """The names of levels stand at the right of the plot, none on another."""
        named = [
            (float(scale.up(mark.value)), mark.title)
            for mark in picture.marks
            if isinstance(mark, marks.Reference) and mark.axis == "y" and mark.title
        ]
        area = scale.area
        shown = [(y, title) for y, title in named if area.top() - 1 <= y <= area.bottom() + 1]
        painter.setFont(label_font())
        painter.setPen(self._theme.color("text"))
        lowest = -np.inf
        for y, title in sorted(shown):
            lowest = max(y, lowest + 12)
            box = QRectF(area.right() + 5, lowest - 8, 400, 16)
            painter.drawText(box, _LEFT, title)

    def _draw_lines(self, painter: QPainter, lines: Array) -> None:
        lines = lines[np.isfinite(lines).all(axis=-1)]
        self._segments.resize(len(lines))
        self._segments.ndarray()[:] = lines
        if len(lines):
            painter.drawLines(*self._segments.drawargs())


def draw_shape(painter: QPainter, at: QPointF, shape: Shape, size: float, color: QColor) -> None:
    """One dot, `size` pixels across."""
    half = size / 2
    if shape in ("ring", "cross"):
        painter.setPen(QPen(color, 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
    if shape == "cross":
        x, y = at.x(), at.y()
        painter.drawLine(QPointF(x - half, y - half), QPointF(x + half, y + half))
        painter.drawLine(QPointF(x - half, y + half), QPointF(x + half, y - half))
    elif shape == "diamond":
        reach = half + 0.7
        corners = [QPointF(0, -reach), QPointF(reach, 0), QPointF(0, reach), QPointF(-reach, 0)]
        painter.drawPolygon(QPolygonF([at + corner for corner in corners]))
    else:
        painter.drawEllipse(at, half, half)


def _runs(known: NDArray[np.bool_]) -> list[slice]:
    """Where a row of flags is true, one slice for each stretch of two and more."""
    if known.all():
        return [slice(0, len(known))] if len(known) > 1 else []
    edges = np.flatnonzero(np.diff(np.concatenate(([False], known, [False])).astype(np.int8)))
    return [slice(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a > 1]


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
