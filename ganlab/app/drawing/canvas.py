"""The paper, [-1, 1]^2 of the view with y upwards, over the plane that it is seen in."""

from __future__ import annotations

from contextlib import suppress

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import (
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QTabletEvent,
)
from PySide6.QtWidgets import QWidget

from ganlab.app.drawing.gesture import Brush, Gesture, Point
from ganlab.app.drawing.painting import ink_image, paint_marks
from ganlab.app.drawing.paper import Paper
from ganlab.app.look.theme import Theme
from ganlab.app.panels.plane.view import DistributionView

_MARGIN = 3
"""Pixels repainted around what changed, for the smoothing and the pen's width."""


class Canvas(QWidget):
    """Shows ink over what the plane shows, which goes on moving under it, and turns gestures into
    strokes. The wheel and the other buttons are the plane's."""

    drawn = Signal(object)
    """The tuple of strokes of a finished gesture."""
    drawing = Signal()
    """A gesture goes on; `paper` has its strokes so far."""

    def __init__(self, view: DistributionView, paper: Paper, theme: Theme) -> None:
        super().__init__(view.viewport())
        self._view, self._theme, self._base = view, theme, paper
        self.brush = Brush()
        self.gesture: Gesture | None = None
        self._cursor: QPointF | None = None
        self.paper = paper
        """The paper with the gesture that goes on."""
        self._picture: QPixmap | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName("Drawing canvas")
        self.setAccessibleDescription("What is drawn here is what the generator learns to imitate.")
        self.hide()
        view.viewport().installEventFilter(self)
        view.box.sigRangeChanged.connect(self._paint_anew)
        theme.changed.connect(self._paint_anew)

    # --- what is set ---

    def set_brush(self, brush: Brush) -> None:
        """Draw with this from the next gesture on."""
        self.brush = brush
        self.update()

    def set_paper(self, paper: Paper) -> None:
        """Draw on this; a gesture that goes on is given up."""
        self.gesture = None
        self._base = self.paper = paper
        self._paint_anew()

    # --- the pen ---

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The pen goes down."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._begin(event.position())
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The pen moves."""
        if self.gesture is not None and not event.buttons() & Qt.MouseButton.LeftButton:
            self._end()  # it came up where nobody saw it
        self._move(event.position(), 1.0, event.modifiers())
        if self.gesture is None:
            event.ignore()  # the plane says what is under the mouse

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The pen comes up."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._end()
        else:
            event.ignore()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Two dots, one after the other; the plane would go back to where it started."""
        self.mousePressEvent(event)

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
        self._view.pointed.emit(self._view.to_view(where))

    def _end(self) -> None:
        if self.gesture is not None:
            strokes, self.gesture = self.gesture.strokes, None
            self.drawn.emit(strokes)

    def _show_gesture(self) -> None:
        if self.gesture is not None:
            with suppress(ValueError):  # it is full, which is said when the pen comes up
                self.paper = self._base.with_strokes(self.gesture.strokes)
                self._paint_anew()
                self.drawing.emit()

    def leaveEvent(self, event: QEvent) -> None:
        """No cursor outline where there is no cursor."""
        super().leaveEvent(event)
        self._cursor = None
        self.update()

    # --- painting ---

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ink, edge and the brush's outline; all but that are painted once for many frames."""
        painter = QPainter(self)
        if self._picture is None:
            self._picture = self._paint()
        painter.drawPixmap(0, 0, self._picture)
        if self._cursor is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self._theme.color("text", 0.8), 1.2)
        if self.brush.tool == "eraser":
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        radius = self._radius()
        painter.drawEllipse(self._cursor, radius, radius)

    def _paint(self) -> QPixmap:
        ratio, square = self.devicePixelRatioF(), self.square()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(square, ink_image(self.paper.ink, self._theme.palette))
        paint_marks(painter, self.paper.ink, self._theme.palette, square, QRectF(self.rect()))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._theme.color("muted", 0.6), 1, Qt.PenStyle.DashLine))
        painter.drawRect(square.adjusted(0, 0, -1, -1))
        painter.end()
        return picture

    @Slot()
    def _paint_anew(self) -> None:
        self._picture = None
        self.update()

    # --- where things are ---

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the plane whatever its size."""
        if event.type() == QEvent.Type.Resize:
            self.resize(self._view.viewport().size())
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """All lies elsewhere."""
        super().resizeEvent(event)
        self._paint_anew()

    def square(self) -> QRectF:
        """The paper, in pixels; part of it may be out of sight."""
        return QRectF(self.pixel((-1.0, 1.0)), self.pixel((1.0, -1.0)))

    def pixel(self, point: Point) -> QPointF:
        """View units -> pixels."""
        return self._view.to_widget(*point)

    def _point(self, where: QPointF) -> Point:
        square = self.square()
        x = (where.x() - square.left()) / square.width() * 2 - 1
        y = 1 - (where.y() - square.top()) / square.height() * 2
        return (min(max(x, -1.0), 1.0), min(max(y, -1.0), 1.0))

    def _radius(self) -> float:
        return max(self.brush.size / 4 * self.square().width(), 1.5)

    def _update_around(self, *places: QPointF | None) -> None:
        """Repaint where the brush's outline was and is."""
        reach = self._radius() + _MARGIN
        for place in filter(None, places):
            self.update(
                QRectF(place.x() - reach, place.y() - reach, 2 * reach, 2 * reach).toAlignedRect()
            )
