"""A part of the plane, painted from layers: zoom, pan, and where a place of it is on the screen."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import (
    QMouseEvent,
    QPaintEngine,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from ganlab.app.items.plane.corners import outside_corners
from ganlab.app.items.plane.stack import LayerStack
from ganlab.app.look.theme import Theme
from ganlab.app.widgets.calm_update import CalmUpdate
from ganlab.games.shown.views import EXTENT, Rectangle

HOME = QRectF(-EXTENT, -EXTENT, 2 * EXTENT, 2 * EXTENT)
NEAR = 8.0
"""Half the side of what the wheel can zoom out to; further away only samples lead."""


class PlaneView(pg.GraphicsView):
    """Shows a LayerStack, whatever is in it. Looks at the whole square at first."""

    pointed = Signal(object)
    """The point under the mouse, (x, y) in view units; None when the mouse leaves."""
    moved = Signal(bool)
    """After zoom, pan and another size: whether the view is away from where it starts."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.box = pg.ViewBox(lockAspect=True, enableMenu=False, defaultPadding=0.0)
        self._stack = LayerStack()
        self.box.addItem(self._stack, ignoreBounds=True)
        self._calm = CalmUpdate(self, prepare=self._stack.prepare)
        self._stack.on_change = self._repaint
        self.rounded = True
        self._corners: list[QPainterPath] = []
        self._set_up_view()
        theme.changed.connect(self._paint_ground)
        self._paint_ground()

    # --- where one looks ---

    @Slot()
    def fit(self) -> None:
        """Look at the whole square."""
        self.look_within(NEAR, HOME)

    @property
    def seen(self) -> QRectF:
        """The part of the plane that is in view, view units."""
        return self.box.viewRect()

    @property
    def part(self) -> Rectangle:
        """The same, as a game is asked for it."""
        seen = self.seen
        return Rectangle(seen.left(), seen.top(), seen.width(), seen.height())

    def look_at(self, part: QRectF) -> None:
        """Zoom and pan to a part of the plane, view units."""
        self.box.setRange(part, padding=0)

    def look_within(self, limit: float, part: QRectF) -> None:
        """The same, and zoom out no further than to `limit` from the middle."""
        self.box.setLimits(xMin=-limit, xMax=limit, yMin=-limit, yMax=limit)
        self.look_at(part)

    def to_view(self, position: QPointF) -> tuple[float, float]:
        """A position in this widget -> the point of the view there."""
        point = self.box.mapSceneToView(self.mapToScene(position.toPoint()))
        return point.x(), point.y()

    def to_widget(self, x: float, y: float) -> QPointF:
        """A point of the view -> its position in this widget."""
        scene = self.box.mapViewToScene(QPointF(x, y))
        return QPointF(self.mapFromScene(scene))

    # --- events and painting ---

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Report the point under the mouse."""
        super().mouseMoveEvent(event)
        self.pointed.emit(self.to_view(event.position()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Look at the whole square again."""
        super().mouseDoubleClickEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.fit()

    def leaveEvent(self, event: Any) -> None:
        """The mouse is gone."""
        super().leaveEvent(event)
        self.pointed.emit(None)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The layers alone: there is nothing else in the scene, which at every frame would ask for
        everything where it lies."""
        self.scene().prepareForPaint()
        painter = QPainter(self.viewport())
        painter.setWorldTransform(self._stack.deviceTransform(self.viewportTransform()))
        if self._calm.comes_soon(event.rect()):
            self._stack.paint_as_it_was(painter)
        else:
            self._stack.paint(painter)
        self.drawForeground(painter, QRectF())
        painter.end()

    def _repaint(self, where: QRect | None) -> None:
        """All, or, of a frame in which only samples have moved, where they were and are: what lies
        around them, and what is written over it, stays. A method of the viewport's own, kept by the
        stack, would outlive the viewport."""
        self._calm.ask(where)

    def drawBackground(self, painter: QPainter, rect: QRectF | Any) -> None:
        """Only in drawings such as SVG: on a raster the layers bring their own ground."""
        if painter.paintEngine().type() != QPaintEngine.Type.Raster:
            super().drawBackground(painter, rect)

    def drawForeground(self, painter: QPainter, rect: QRectF | Any) -> None:
        """Round the corners with what is around this widget."""
        if self.rounded:
            painter.resetTransform()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for corner in self._corners:
                painter.fillPath(corner, self._theme.color("panel"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The corners move."""
        super().resizeEvent(event)
        self._corners = outside_corners(QRectF(self.viewport().rect()))

    # --- inside ---

    def _set_up_view(self) -> None:
        self.setCentralItem(self.box)
        self.box.disableAutoRange()
        self.box.setLimits(minXRange=0.02, minYRange=0.02)
        self.box.sigRangeChanged.connect(self._range_changed)
        self.setFrameShape(self.Shape.NoFrame)
        # The whole is painted each time: nothing behind it has to be painted first.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.fit()

    @Slot()
    def _range_changed(self) -> None:
        self.viewport().update()
        rect = self.seen
        side = min(rect.width(), rect.height())
        home = abs(side - 2 * EXTENT) < 0.01 * EXTENT
        centred = max(abs(rect.center().x()), abs(rect.center().y())) < 0.01 * EXTENT
        self.moved.emit(not (home and centred))

    @Slot()
    def _paint_ground(self) -> None:
        ground = self._theme.color("sunken")
        self.setBackground(ground)
        self._stack.set_ground(ground)
        self.viewport().update()
