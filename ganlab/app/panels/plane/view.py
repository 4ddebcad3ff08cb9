"""The square in which the distributions lie over one another: its layers."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from ganlab.app.items.heatmap import interpolate
from ganlab.app.items.plane.layer import LayerItem
from ganlab.app.items.plane.reach import around, share_outside
from ganlab.app.items.plane.scatter import Scatter, ScatterItem
from ganlab.app.look.theme import Theme
from ganlab.app.panels.plane.painter import Painter, Shown
from ganlab.app.panels.plane.painters import ArrowsPainter, FieldPainter, painters_for
from ganlab.app.panels.plane.plane_view import HOME, NEAR, PlaneView
from ganlab.data import Target
from ganlab.games.shown.views import Field, Points, View, on_the_way
from ganlab.gan.scores import Scale
from ganlab.lab.frame import Frame


class DistributionView(PlaneView):
    """All layers over one another. Knows nothing of training: it is given a target and frames."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._shown = Shown(part=self.part)
        self._stale: set[str] = set()
        self._layers: frozenset[str] = frozenset()
        self.views: tuple[View, ...] = ()
        """What can be shown."""
        self._painters: dict[str, Painter] = {}
        self.arrows: ArrowsPainter | None = None
        """What draws the arrows, where a game has any."""
        self.box.sigRangeChanged.connect(self._part_changed)
        theme.changed.connect(self._restyle)

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
        """Take up the pictures of a frame; the one before has been seen."""
        self._calm.finish()
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
    def fit_samples(self) -> None:
        """Look at the whole square and at every generated sample."""
        points = self._samples()
        part = HOME if points is None else around(points.at, HOME, self._shown.flat)
        corners = (part.left(), part.right(), part.top(), part.bottom())
        self.look_within(max(NEAR, *map(abs, corners)), part)

    @property
    def outside(self) -> float:
        """Share of the generated samples that lie neither in the square nor in view; NaN where that
        is not known."""
        points = self._samples()
        if points is None:
            return float("nan")
        return share_outside(points.at, HOME, self.seen, flat=self._shown.flat)

    def number_at(self, layer: str, x: float, y: float) -> float:
        """The number of a field at a point of the view, from its newest picture; NaN where it is
        not known."""
        field = self._shown.picture(layer, Field)
        return float("nan") if field is None else interpolate(field, x, y)

    # --- inside ---

    def _samples(self) -> Points | None:
        """The generated samples, as far as they are known."""
        names = (v.name for v in self.views if v.kind == "points" and v.between)
        return self._shown.picture(next(names, ""), Points)

    @Slot()
    def _part_changed(self) -> None:
        self._shown.part = self.part
        if self._shown.flat:
            self._stale |= {v.name for v in self.views if v.kind == "field" and not v.taken}
            self._refresh()

    def _refresh(self) -> None:
        """Draw anew what has changed and is shown; the rest waits until it is shown."""
        for layer in self._stale & self._layers & self._painters.keys():
            self._painters[layer].draw(self._shown)
            self._stale.discard(layer)

    @Slot()
    def _restyle(self) -> None:
        for painter in self._painters.values():
            painter.restyle(self._theme)
        self.viewport().update()
