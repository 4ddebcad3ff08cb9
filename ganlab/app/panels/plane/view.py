"""The square in which the distributions lie over one another: layers, zoom, pan."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent, QPaintEngine, QPainter, QPainterPath, QResizeEvent
from PySide6.QtWidgets import QWidget

from ganlab.app.items import strip
from ganlab.app.items.contours import density_contours
from ganlab.app.items.corners import outside_corners
from ganlab.app.items.heatmap import HeatmapItem, interpolate
from ganlab.app.items.layer import Array
from ganlab.app.items.lines import LinesItem
from ganlab.app.items.mesh import MeshItem
from ganlab.app.items.quiver import QuiverItem
from ganlab.app.items.reach import around, share_outside
from ganlab.app.items.scatter import Scatter, ScatterItem
from ganlab.app.items.stack import LayerStack
from ganlab.app.look.theme import Theme
from ganlab.data import Target
from ganlab.data.target import plane_view
from ganlab.games import views
from ganlab.games.views import EXTENT, Arrows, Field, Mesh, Picture, Points
from ganlab.gan.scores import UNIT
from ganlab.lab.frame import Frame, P

HOME = QRectF(-EXTENT, -EXTENT, 2 * EXTENT, 2 * EXTENT)
NEAR = 8.0
"""Half the side of what the wheel can zoom out to; further away only samples lead."""
REAL_SAMPLES = views.SAMPLES
"""As many as generated ones: where both lie over one another, as much is seen of each."""
FED = ("heatmap", "mapping", "average", "generated", "gradients")
"""Layers that frames bring; the others are drawn from the target."""


LOWER = ("heatmap", "mapping", "density")
SAMPLES = ("real", "average", "generated")
UPPER = ("gradients",)
"""Layers from the bottom up. Between two beats of the frames only samples change."""


class DistributionView(pg.GraphicsView):
    """All layers over one another. Knows nothing of training: it is given a target and frames."""

    pointed = Signal(object)
    """The point under the mouse, (x, y) in view units; None when the mouse leaves."""
    moved = Signal(bool)
    """After zoom and pan: whether the view is away from where it starts."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.box = pg.ViewBox(lockAspect=True, enableMenu=False, defaultPadding=0.0)
        self._pictures: dict[str, Picture] = {}
        self._stale: set[str] = set()
        self._layers: frozenset[str] = frozenset()
        self._target: Target | None = None
        self._equal: bool | None = None
        self._phase = 1.0
        self._scale = UNIT
        self.rounded = True
        self._corners: list[QPainterPath] = []
        self.real = Scatter("disc", 2.5)
        self.generated = Scatter("diamond", 3.3)
        self.average = Scatter("diamond", 3.0)
        self.heatmap, self.mapping = HeatmapItem(), MeshItem()
        self.gradients, self.density = QuiverItem(), LinesItem()
        lower, samples, upper = (
            [getattr(self, name) for name in names] for names in (LOWER, SAMPLES, UPPER)
        )
        names = (*LOWER, *SAMPLES, *UPPER)
        self.items_by_layer: dict[str, Any] = {name: getattr(self, name) for name in names}
        self._stack = LayerStack(lower, [ScatterItem(samples), *upper])
        self.box.addItem(self._stack, ignoreBounds=True)
        self._set_up_view()
        theme.changed.connect(self._restyle)
        self._restyle()

    # --- what is shown ---

    @property
    def layers(self) -> frozenset[str]:
        """The layers that are shown."""
        return self._layers

    def set_layers(self, layers: frozenset[str]) -> None:
        """Show these layers."""
        self._layers = layers
        for name, item in self.items_by_layer.items():
            item.set_visible(name in layers)
        self._refresh()

    def set_target(self, target: Target, equal: bool | None = None) -> None:
        """Draw another target, or at another scale (see `plane_view`); samples and density are
        computed when they are shown."""
        if target is not self._target or equal != self._equal:
            self._target, self._equal = target, equal
            self._stale |= {"real", "density"}
            self._refresh()

    def show_frame(self, frame: Frame) -> None:
        """Take up the pictures of a frame."""
        self._pictures.update(frame.pictures)
        self._stale |= frame.pictures.keys() & self.items_by_layer.keys()
        if frame.scale != self._scale:
            self._scale = frame.scale
            self._stale.add("heatmap")
        self._refresh()

    def forget_frames(self) -> None:
        """Back to the target alone."""
        self._pictures.clear()
        self._stale |= set(FED)
        self._refresh()

    # --- from noise to image ---

    @property
    def phase(self) -> float:
        """0 shows the noise itself, 1 what the generator makes of it."""
        return self._phase

    def set_phase(self, phase: float) -> None:
        """Show the generator's samples and mapping on their way from the noise."""
        self._phase = phase
        self._stale |= {"generated", "average", "mapping"}
        self._refresh()

    @property
    def can_morph(self) -> bool:
        """Whether noise and image are both there."""
        return {"mapping", "noise"} <= self._pictures.keys()

    # --- where one looks ---

    @Slot()
    def fit(self) -> None:
        """Look at the whole square."""
        self._look_within(NEAR, HOME)

    @Slot()
    def fit_samples(self) -> None:
        """Look at the whole square and at every generated sample."""
        points = self._picture("generated", Points)
        part = HOME if points is None else around(points.at, HOME, self._one_dimensional)
        corners = (part.left(), part.right(), part.top(), part.bottom())
        self._look_within(max(NEAR, *map(abs, corners)), part)

    @property
    def outside(self) -> float:
        """Share of the generated samples that lie neither in the square nor in view; NaN where that
        is not known."""
        points = self._picture("generated", Points)
        if points is None:
            return float("nan")
        return share_outside(points.at, HOME, self.seen, flat=self._one_dimensional)

    @property
    def seen(self) -> QRectF:
        """The part of the plane that is in view, view units."""
        return self.box.viewRect()

    def look_at(self, part: QRectF) -> None:
        """Zoom and pan to a part of the plane, view units."""
        self.box.setRange(part, padding=0)

    def _look_within(self, limit: float, part: QRectF) -> None:
        self.box.setLimits(xMin=-limit, xMax=limit, yMin=-limit, yMax=limit)
        self.look_at(part)

    def belief_at(self, x: float, y: float) -> float:
        """D's number at a point of the view, from the newest heatmap; NaN where it is not known."""
        field = self._picture("heatmap", Field)
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

    @property
    def _one_dimensional(self) -> bool:
        return self._target is not None and self._target.dimension == 1

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
        rect = self.seen
        side = min(rect.width(), rect.height())
        home = abs(side - 2 * EXTENT) < 0.01 * EXTENT
        centred = max(abs(rect.center().x()), abs(rect.center().y())) < 0.01 * EXTENT
        self.moved.emit(not (home and centred))

    def _refresh(self) -> None:
        """Draw anew what has changed and is shown; the rest waits until it is shown."""
        for layer in self._stale & self._layers:
            getattr(self, f"_draw_{layer}")()
            self._stale.discard(layer)

    def _draw_real(self) -> None:
        if self._target is not None:
            samples = self._target.sample(REAL_SAMPLES, np.random.default_rng(0)).rows
            points = plane_view(self._target, self._equal).forward(samples)
            flat = self._one_dimensional
            self.real.set_points(strip.strip(points[:, 0], "real") if flat else points)

    def _draw_density(self) -> None:
        if self._target is not None:
            if self._one_dimensional:
                lines = strip.density_curve(self._target, EXTENT)
            else:
                lines = density_contours(self._target, EXTENT, self._equal)
            self.density.set_segments(lines)

    def _draw_heatmap(self) -> None:
        field = self._picture("heatmap", Field)
        if field is None:
            self.heatmap.set_values(None, HOME)
        else:
            part = field.part
            area = QRectF(part.left, part.bottom, part.width, part.height)
            self.heatmap.set_values(self._scale.share(field.values), area)

    def _draw_mapping(self) -> None:
        mesh = self._picture("mapping", Mesh)
        if mesh is None:
            self.mapping.set_mesh(None, None)
            return
        corners, mass = self._on_the_way(mesh.start, mesh.corners), mesh.mass
        if self._one_dimensional:
            self.mapping.set_mesh(*strip.fan(mesh.start, corners, mass))
        else:
            self.mapping.set_mesh(corners, mass)

    def _draw_generated(self) -> None:
        self._draw_samples("generated")

    def _draw_average(self) -> None:
        self._draw_samples("average")

    def _draw_samples(self, kind: str) -> None:
        samples, noise = self._picture(kind, Points), self._picture("noise", Points)
        points = None if samples is None else samples.at
        if points is not None and noise is not None:
            points = self._on_the_way(noise.at, points)
        if points is not None and self._one_dimensional:
            points = strip.strip(points[:, 0], kind)
        self.items_by_layer[kind].set_points(points)

    def _draw_gradients(self) -> None:
        pull = self._picture("gradients", Arrows)
        vectors = None if pull is None else pull.vectors
        if vectors is not None and self._one_dimensional:
            placed = strip.strip(vectors[:, 0], "generated")
            vectors = np.column_stack([placed, vectors[:, 2], np.zeros(len(vectors))])
        self.gradients.set_vectors(vectors)

    def _picture(self, view: str, kind: type[P]) -> P | None:
        found = self._pictures.get(view)
        return found if isinstance(found, kind) else None

    def _on_the_way(self, noise: Array, image: Array) -> Array:
        if self._phase >= 1 or noise.shape != image.shape:
            return image
        return noise + self._phase * (image - noise)

    @Slot()
    def _restyle(self) -> None:
        color = self._theme.color
        self.setBackground(color("sunken"))
        self._stack.set_ground(color("sunken"))
        self.heatmap.set_colors(color("generated"), color("neutral"), color("real"))
        self.mapping.set_color(color("generated"))
        self.density.set_colors(color("real"), color("panel", 0.5))
        self.real.set_colors(color("real"), color("panel", 0.45))
        self.generated.set_colors(color("generated"), color("panel", 0.45))
        self.average.set_colors(None, color("generated"))
        self.gradients.set_colors(color("generated"), color("panel", 0.5))
        self.viewport().update()
