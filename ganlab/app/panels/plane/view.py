"""The square in which the distributions lie over one another: layers, zoom, pan."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import (
    QMouseEvent,
    QPaintEngine,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from ganlab.app.items.heatmap import interpolate
from ganlab.app.items.plane.corners import outside_corners
from ganlab.app.items.plane.layer import LayerItem
from ganlab.app.items.plane.reach import around, share_outside
from ganlab.app.items.plane.scatter import Scatter, ScatterItem
from ganlab.app.items.plane.stack import LayerStack
from ganlab.app.look.theme import Theme
from ganlab.app.panels.plane.painter import Painter, Shown
from ganlab.app.panels.plane.painters import ArrowsPainter, FieldPainter, painters_for
from ganlab.data import Target
from ganlab.games.shown.views import EXTENT, Field, Points, Rectangle, View, on_the_way
from ganlab.gan.scores import Scale
from ganlab.lab.frame import Frame

HOME = QRectF(-EXTENT, -EXTENT, 2 * EXTENT, 2 * EXTENT)
NEAR = 8.0
"""Half the side of what the wheel can zoom out to; further away only samples lead."""


class DistributionView(pg.GraphicsView):
    """All layers over one another. Knows nothing of training: it is given a target and frames."""

    pointed = Signal(object)
    """The point under the mouse, (x, y) in view units; None when the mouse leaves."""
    moved = Signal(bool)
    """After zoom, pan and another size: whether the view is away from where it starts."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.box = pg.ViewBox(lockAspect=True, enableMenu=False, defaultPadding=0.0)
        self._shown = Shown()
        self._stale: set[str] = set()
        self._layers: frozenset[str] = frozenset()
        self.views: tuple[View, ...] = ()
        """What can be shown."""
        self._painters: dict[str, Painter] = {}
        self.arrows: ArrowsPainter | None = None
        """What draws the arrows, where a game has any."""
        self._stack = LayerStack()
        self.box.addItem(self._stack, ignoreBounds=True)
        self._stack.on_change = self._repaint
        self.rounded = True
        self._corners: list[QPainterPath] = []
        self._set_up_view()
        theme.changed.connect(self._restyle)
        self._restyle()

    # --- what is shown ---

    @property
    def layers(self) -> frozenset[str]:
        """The layers that are shown."""
        return self._layers

    def set_views(self, views: tuple[View, ...]) -> None:
        """What a game can show; it is shown by `set_layers`."""
        known, self.views = [view.painted for view in self.views], views
        if known == [view.painted for view in views]:
            return
        self._painters = {painter.view.name: painter for painter in painters_for(views)}
        painted = [(painter.view.depth, painter.item) for painter in self._painters.values()]
        points = [(depth, item) for depth, item in painted if isinstance(item, Scatter)]
        samples = min((depth for depth, _ in points), default=0)
        # Between two beats of the frames only samples change: what lies around them is kept.
        layers = [(depth, item) for depth, item in painted if isinstance(item, LayerItem)]
        lower = [item for depth, item in layers if depth < samples]
        upper = [item for depth, item in layers if depth >= samples]
        self._stack.set_layers(lower, ScatterItem([item for _, item in points]), upper)
        arrows = [p for p in self._painters.values() if isinstance(p, ArrowsPainter)]
        self.arrows = arrows[0] if arrows else None
        self._stale = set(self._painters)
        self._restyle()
        self.set_layers(self._layers)

    @property
    def colours(self) -> tuple[str, Scale] | None:
        """What the colours of the uppermost field are of, and what they run over; None of none."""
        fields = {n for n, p in self._painters.items() if isinstance(p, FieldPainter)}
        for view in reversed(self.views):
            field = self._shown.picture(view.name, Field)
            if view.name in fields & self._layers and field is not None:
                return view.label, field.scale or self._shown.scale
        return None

    def item(self, layer: str) -> Any:
        """What draws a layer."""
        return self._painters[layer].item

    def set_layers(self, layers: frozenset[str]) -> None:
        """Show these layers."""
        self._layers = layers
        for name, painter in self._painters.items():
            painter.item.set_visible(name in layers)
        self._refresh()

    def set_target(self, target: Target | None, equal: bool | None = None) -> None:
        """Draw another target or none, or at another scale (see `plane_view`); samples and density
        are computed when they are shown."""
        if target is not self._shown.target or equal != self._shown.equal:
            self._shown.target, self._shown.equal = target, equal
            self._stale |= {view.name for view in self.views if not view.taken}
            self._refresh()

    @property
    def by_class(self) -> bool:
        """Whether classes are told apart, by tint and mark."""
        return self._shown.by_class

    def set_by_class(self, by_class: bool) -> None:
        """Tell classes apart, where there are any, or not."""
        if by_class != self._shown.by_class:
            self._shown.by_class = by_class
            self._stale |= {v.name for v in self.views if v.kind == "points"}
            self._refresh()

    @property
    def label(self) -> int | None:
        """The class that is looked at; None: all."""
        return self._shown.label

    def set_label(self, label: int | None) -> None:
        """Look at one class of the target alone, or at all."""
        if label != self._shown.label:
            self._shown.label = label
            self._stale |= {v.name for v in self.views if v.kind == "points" and not v.taken}
            self._refresh()

    def show_frame(self, frame: Frame) -> None:
        """Take up the pictures of a frame."""
        self._shown.pictures.update(frame.pictures)
        news = frame.pictures.keys()
        self._stale |= news | {v.name for v in self.views if not news.isdisjoint(v.needs)}
        if frame.scale != self._shown.scale:
            self._shown.scale = frame.scale
            self._stale |= {v.name for v in self.views if v.kind == "field" and v.taken}
        self._refresh()

    def forget_frames(self) -> None:
        """Back to the target alone."""
        self._shown.pictures.clear()
        self._stale |= {view.name for view in self.views if view.taken or view.needs}
        self._refresh()

    # --- from noise to image ---

    @property
    def phase(self) -> float:
        """0 shows the noise itself, 1 what the generator makes of it."""
        return self._shown.phase

    def set_phase(self, phase: float) -> None:
        """Show the generator's samples and mapping on their way from the noise."""
        self._shown.phase = phase
        self._stale |= {v.name for v in self.views if v.start or v.kind == "mesh"}
        self._refresh()

    @property
    def can_morph(self) -> bool:
        """Whether noise and image are both there."""
        shown = on_the_way(self.views)
        starts = {view.start for view in self.views if view.name in shown and view.start}
        return bool(shown) and shown | starts <= self._shown.pictures.keys()

    # --- where one looks ---

    @Slot()
    def fit(self) -> None:
        """Look at the whole square."""
        self._look_within(NEAR, HOME)

    @Slot()
    def fit_samples(self) -> None:
        """Look at the whole square and at every generated sample."""
        points = self._samples()
        part = HOME if points is None else around(points.at, HOME, self._shown.flat)
        corners = (part.left(), part.right(), part.top(), part.bottom())
        self._look_within(max(NEAR, *map(abs, corners)), part)

    @property
    def outside(self) -> float:
        """Share of the generated samples that lie neither in the square nor in view; NaN where that
        is not known."""
        points = self._samples()
        if points is None:
            return float("nan")
        return share_outside(points.at, HOME, self.seen, flat=self._shown.flat)

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

    def _look_within(self, limit: float, part: QRectF) -> None:
        self.box.setLimits(xMin=-limit, xMax=limit, yMin=-limit, yMax=limit)
        self.look_at(part)

    def number_at(self, layer: str, x: float, y: float) -> float:
        """The number of a field at a point of the view, from its newest picture; NaN where it is
        not known."""
        field = self._shown.picture(layer, Field)
        return float("nan") if field is None else interpolate(field, x, y)

    def to_view(self, position: QPointF) -> tuple[float, float]:
        """A position in this widget -> the point of the view there."""
        point = self.box.mapSceneToView(self.mapToScene(position.toPoint()))
        return point.x(), point.y()

    def to_widget(self, x: float, y: float) -> QPointF:
        """A point of the view -> its position in this widget."""
        scene = self.box.mapViewToScene(QPointF(x, y))
        return QPointF(self.mapFromScene(scene))

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
        self._stack.paint(painter)
        self.drawForeground(painter, QRectF())
        painter.end()

    def _repaint(self) -> None:
        """A method of the viewport's own, kept by the stack, would outlive the viewport."""
        self.viewport().update()

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

    def _samples(self) -> Points | None:
        """The generated samples, as far as they are known."""
        names = (v.name for v in self.views if v.kind == "points" and v.between)
        return self._shown.picture(next(names, ""), Points)

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
        self._shown.part = self.part
        self.viewport().update()
        if self._shown.flat:
            self._stale |= {v.name for v in self.views if v.kind == "field" and not v.taken}
            self._refresh()
        rect = self.seen
        side = min(rect.width(), rect.height())
        home = abs(side - 2 * EXTENT) < 0.01 * EXTENT
        centred = max(abs(rect.center().x()), abs(rect.center().y())) < 0.01 * EXTENT
        self.moved.emit(not (home and centred))

    def _refresh(self) -> None:
        """Draw anew what has changed and is shown; the rest waits until it is shown."""
        for layer in self._stale & self._layers & self._painters.keys():
            self._painters[layer].draw(self._shown)
            self._stale.discard(layer)

    @Slot()
    def _restyle(self) -> None:
        ground = self._theme.color("sunken")
        self.setBackground(ground)
        self._stack.set_ground(ground)
        for painter in self._painters.values():
            painter.restyle(self._theme)
        self.viewport().update()
