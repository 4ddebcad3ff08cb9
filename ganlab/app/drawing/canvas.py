"""The square of paper, [-1, 1]^2 with y upwards, that the person draws on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QTabletEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganlab.app.drawing.commands import DrawingModel
from ganlab.app.drawing.gesture import Brush, Gesture, Point
from ganlab.app.look.theme import Theme

LEAST_PX = 520
_MARGIN = 3
"""Pixels repainted around what changed, for the smoothing and the pen's width."""


class Canvas(QWidget):
    """Shows the model's density in the colour of real data, and turns gestures into strokes."""

    drawn = Signal(object)
    """The tuple of strokes of a finished gesture."""
    drawing = Signal()
    """A gesture goes on; `gesture` has its strokes so far."""

    def __init__(self, model: DrawingModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model, self._theme = model, theme
        self.brush = Brush()
        self.gesture: Gesture | None = None
        self._cursor: QPointF | None = None
        self._underlay: NDArray[np.float64] | None = None
        self._underlay_pixmap: QPixmap | None = None
        self.paper = model.paper
        """The model's paper with the gesture that goes on."""
        self._image = QImage()
        self.setMinimumSize(LEAST_PX, LEAST_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName("Drawing canvas")
        model.changed.connect(self._model_changed)
        theme.changed.connect(self._restyle)
        self._restyle()

    # --- what the dialog sets ---

    def set_brush(self, brush: Brush) -> None:
        """Draw with this from the next gesture on."""
        self.brush = brush
        self.update()

    def set_underlay(self, points: NDArray[np.float64] | None) -> None:
        """Show (n, 2) points in view units faintly under the drawing; None shows nothing."""
        self._underlay = points
        self._underlay_pixmap = None
        self.update()

    def cancel(self) -> None:
        """Give up the gesture that goes on."""
        if self.gesture is not None:
            self.gesture = None
            self._model_changed()

    # --- the pen ---

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The pen goes down."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._begin(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The pen moves."""
        self._move(event.position(), 1.0, event.modifiers())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The pen comes up."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._end()

    def tabletEvent(self, event: QTabletEvent) -> None:
        """A tablet's pen, whose pressure makes the brush wider."""
        if event.type() == QEvent.Type.TabletPress:
            self._begin(event.position(), event.pressure())
        elif event.type() == QEvent.Type.TabletMove:
            self._move(event.position(), event.pressure(), event.modifiers())
        elif event.type() == QEvent.Type.TabletRelease:
            self._end()
        event.accept()

    def _begin(self, where: QPointF, pressure: float = 1.0) -> None:
        self.gesture = Gesture(self.brush, self._point(where), pressure)
        self._show_gesture()

    def _move(self, where: QPointF, pressure: float, modifiers: Qt.KeyboardModifier) -> None:
        before, self._cursor = self._cursor, where
        if self.gesture is None:
            self._update_around(before, where)
            return
        constrained = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        self.gesture.move(self._point(where), pressure, constrained)
        self._show_gesture()

    def _end(self) -> None:
        if self.gesture is not None:
            strokes, self.gesture = self.gesture.strokes, None
            self.drawn.emit(strokes)

    def _show_gesture(self) -> None:
        if self.gesture is not None:
            self.paper = self._model.paper.with_strokes(self.gesture.strokes)
            self._repaint_paper()
            self.drawing.emit()

    def leaveEvent(self, event: QEvent) -> None:
        """No cursor outline where there is no cursor."""
        self._cursor = None
        self.update()

    # --- painting ---

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paper, underlay, density, edge and the brush's outline."""
        square, painter = self.square(), QPainter(self)
        painter.setClipRect(event.rect())
        painter.fillRect(square, self._theme.color("sunken"))
        if self._underlay is not None:
            painter.drawPixmap(square.topLeft(), self._underlay_pixmap or self._draw_underlay())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(square), self._image)
        painter.setPen(self._theme.color("hairline"))
        painter.drawRect(square.adjusted(0, 0, -1, -1))
        self._paint_cursor(painter, square)

    def _paint_cursor(self, painter: QPainter, square: QRect) -> None:
        if self._cursor is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self._theme.color("text", 0.8), 1.2)
        if self.brush.tool == "eraser":
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        radius = max(self.brush.size / 4 * square.width(), 1.5)
        painter.drawEllipse(self._cursor, radius, radius)

    def _draw_underlay(self) -> QPixmap:
        square, ratio = self.square(), self.devicePixelRatioF()
        pixmap = QPixmap(square.size() * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setPen(QPen(self._theme.color("muted", 0.35), 2))
        if self._underlay is not None:
            side = square.width()
            for x, y in self._underlay:
                painter.drawPoint(QPointF((x + 1) / 2 * side, (1 - y) / 2 * side))
        painter.end()
        self._underlay_pixmap = pixmap
        return pixmap

    def _image_of(self, raster: NDArray[np.floating]) -> QImage:
        """The raster, row 0 lowest, as a picture from clear to the colour of real data."""
        levels = np.ascontiguousarray(np.clip(raster[::-1] * 255, 0, 255).astype(np.uint8))
        height, width = levels.shape
        image = QImage(levels.data, width, height, width, QImage.Format.Format_Indexed8)
        image.setColorTable(self._colors)
        return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)

    @Slot()
    def _model_changed(self) -> None:
        self.paper = self._model.paper
        self._repaint_paper()

    def _repaint_paper(self) -> None:
        self._image = self._image_of(self.paper.ink.total)
        self.update()

    @Slot()
    def _restyle(self) -> None:
        real = self._theme.color("real")
        self._colors = [
            QColor(real.red(), real.green(), real.blue(), alpha).rgba() for alpha in range(256)
        ]
        self._underlay_pixmap = None
        self._repaint_paper()

    # --- where things are ---

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The underlay was drawn for another size."""
        super().resizeEvent(event)
        self._underlay_pixmap = None

    def square(self) -> QRect:
        """The paper: the largest square in the middle, in pixels."""
        side = min(self.width(), self.height())
        return QRect((self.width() - side) // 2, (self.height() - side) // 2, side, side)

    def pixel(self, point: Point) -> QPointF:
        """View units -> pixels."""
        square = self.square()
        return QPointF(
            square.left() + (point[0] + 1) / 2 * square.width(),
            square.top() + (1 - point[1]) / 2 * square.height(),
        )

    def _point(self, where: QPointF) -> Point:
        square = self.square()
        x = (where.x() - square.left()) / square.width() * 2 - 1
        y = 1 - (where.y() - square.top()) / square.height() * 2
        return (min(max(x, -1.0), 1.0), min(max(y, -1.0), 1.0))

    def _update_around(self, *places: QPointF | None) -> None:
        """Repaint where the brush's outline was and is."""
        reach = self.brush.size / 4 * self.square().width() + _MARGIN
        for place in filter(None, places):
            self.update(
                QRectF(place.x() - reach, place.y() - reach, 2 * reach, 2 * reach).toAlignedRect()
            )
