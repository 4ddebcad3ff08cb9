"""Samples of several kinds as small marks, none of which buries the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pyqtgraph.Qt.internals import PrimitiveArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from ganlab.app.items.plane.layer import Array, LayerItem, Seen, inside_world, to_device
from ganlab.values import dataclass

Shape = Literal["disc", "diamond"]


def outline(shape: Shape, radius: float) -> QPainterPath:
    """A mark around the origin."""
    path = QPainterPath()
    if shape == "disc":
        path.addEllipse(QPointF(0, 0), radius, radius)
    else:
        path.moveTo(0, -radius)
        for x, y in ((radius, 0.0), (0.0, radius), (-radius, 0.0)):
            path.lineTo(x, y)
        path.closeSubpath()
    return path


@dataclass(frozen=True)
class Mark:
    """What a point looks like."""

    path: QPainterPath
    """Around the origin, pixels."""
    fill: QColor | None
    """None: hollow."""
    edge: QColor

    def draw(self, painter: QPainter) -> None:
        """Draw it around the painter's origin."""
        painter.setPen(QPen(self.edge, 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush if self.fill is None else self.fill)
        painter.drawPath(self.path)


class Scatter:
    """Points, of one look or of several. A ScatterItem shows them."""

    def __init__(self) -> None:
        self._points = np.zeros((0, 2))
        self.bounds = QRectF()
        """The least rectangle that holds all points, view units; null where there are none."""
        self.looks: NDArray[np.intp] | None = None
        """(n,) which of the marks each has; None: the first."""
        self.marks: tuple[Mark, ...] = (Mark(QPainterPath(), None, QColor()),)
        self.visible = False
        self.on_change: Callable[[], None] = _nobody_listens

    @property
    def points(self) -> Array:
        """(n, 2) what is drawn, view units."""
        return self._points

    def set_points(self, points: Array | None, looks: NDArray[np.integer] | None = None) -> None:
        """(n, 2) view units, and (n,) which of the marks each has, if not the first; points that
        are not finite or out of the world are left out."""
        shown = np.zeros((0, 2)) if points is None else np.asarray(points, dtype=np.float64)
        inside = inside_world(shown)
        self._points = shown[inside]
        self.bounds = _bounds(self._points)
        self.looks = None if looks is None else looks[inside].astype(np.intp)
        self.on_change()

    def set_marks(self, *marks: Mark) -> None:
        """What points look like, at least one; of more, `set_points` says which."""
        if marks != self.marks:
            self.marks = marks
            self.on_change()

    def set_visible(self, visible: bool) -> None:
        """Show or hide the points."""
        if visible != self.visible:
            self.visible = visible
            self.on_change()


class ScatterItem(LayerItem):
    """Points of several kinds, each stamped with one picture of its mark, as large at every zoom.

    The kinds take turns from the bottom up: where they lie over one another, as at convergence, as
    much is seen of each.
    """

    def __init__(self, parts: Sequence[Scatter]) -> None:
        super().__init__()
        self.visible = True
        self._parts = tuple(parts)
        for part in self._parts:
            part.on_change = self.changed
        self._stamps = QPixmap()
        self._stamped: tuple[float, list[Mark]] | None = None
        self._counts: list[int] = []
        self._turns: list[NDArray[np.intp]] = []
        self._placed: list[tuple[Seen, Array, NDArray[np.intp] | None] | None] = []
        self._fragments = PrimitiveArray(QPainter.PixmapFragment, 10)
        self._stamped_within = QRectF()
        """Where marks were stamped the last time, device-independent pixels."""

    def reach(self, seen: Seen) -> QRectF:
        """Where marks are now, and where they will be."""
        return self._stamped_within | self._within(seen)

    def show(self, painter: QPainter, seen: Seen) -> None:
        """Stamp the points: quicker than to copy a picture of them."""
        painter.resetTransform()
        self._make_stamps(seen.ratio)
        self._take_turns()
        self._stamped_within = self._within(seen)
        if sum(self._counts):
            self._place(seen)
            # One call for all: eight times as fast as one for each.
            first, count = self._fragments.drawargs()
            painter.drawPixmapFragments(first, count, self._stamps)

    def draw(self, painter: QPainter) -> None:
        """For drawings such as SVG: true shapes instead of pictures."""
        self._take_turns()
        world = painter.worldTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shown: dict[int, tuple[Mark, float, float]] = {}
        for part, turns in zip(self._parts, self._turns, strict=True):
            places = to_device(part.points, world)
            looks = np.zeros(len(places), np.intp) if part.looks is None else part.looks
            for turn, look, (x, y) in zip(turns, looks, places.tolist(), strict=False):
                shown[int(turn)] = (part.marks[look], x, y)
        for turn in sorted(shown):
            mark, x, y = shown[turn]
            painter.resetTransform()
            painter.translate(x, y)
            mark.draw(painter)

    def _within(self, seen: Seen) -> QRectF:
        """Device-independent pixels that the marks of visible parts cover."""
        covered, side = QRectF(), self._stamps.height() / seen.ratio
        for part in self._parts:
            if part.visible and len(part.points):
                placed = seen.place.mapRect(part.bounds)
                covered |= placed.adjusted(-side, -side, side, side)
        return covered

    def _take_turns(self) -> None:
        """Number the points of the visible parts from the bottom up."""
        counts = [len(part.points) if part.visible else 0 for part in self._parts]
        if counts == self._counts:
            return
        height = np.concatenate([(np.arange(n) + 0.5) / max(n, 1) for n in counts])
        turns = np.argsort(np.argsort(height, kind="stable"))
        self._counts, self._turns = counts, np.split(turns, np.cumsum(counts)[:-1])
        self._placed = [None] * len(counts)
        self._fragments.resize(len(turns))

    def _place(self, seen: Seen) -> None:
        """Write down where the marks of each part go that has moved."""
        memory = self._fragments.ndarray()  # x, y, source rectangle, scales, angle, opacity
        side, scale = self._stamps.height(), 1 / seen.ratio
        first = 0  # of the part's marks
        for i, (part, turns) in enumerate(zip(self._parts, self._turns, strict=True)):
            placed = self._placed[i]
            moved = placed is None or placed[0] is not seen
            if len(turns) and (placed is None or moved or placed[1] is not part.points):
                memory[turns, :2] = to_device(part.points, seen.place)
            if len(turns) and (placed is None or moved or placed[2] is not part.looks):
                memory[turns, 2] = (first if part.looks is None else first + part.looks) * side
                memory[turns, 3:] = (0, side, side, scale, scale, 0, 1)
            self._placed[i] = (seen, part.points, part.looks) if len(turns) else None
            first += len(part.marks)

    def _make_stamps(self, ratio: float) -> None:
        """The marks side by side, in squares as large as the largest needs."""
        marks = [mark for part in self._parts for mark in part.marks]
        if self._stamped == (ratio, marks):
            return
        reach = max(mark.path.boundingRect().right() for mark in marks)
        side = 2 * int(reach + 1.5)
        pixels = round(side * ratio)
        self._stamps = QPixmap(pixels * len(marks), pixels)
        self._stamps.setDevicePixelRatio(ratio)
        self._stamps.fill(Qt.GlobalColor.transparent)
        painter = QPainter(self._stamps)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for i, mark in enumerate(marks):
            painter.resetTransform()
            painter.translate(QRectF(i * pixels / ratio, 0, side, side).center())
            mark.draw(painter)
        painter.end()
        self._stamped = (ratio, marks)
        self._placed = [None] * len(self._parts)


def _bounds(points: Array) -> QRectF:
    """Of (n, 2) points."""
    if not len(points):
        return QRectF()
    (left, low), (right, high) = points.min(axis=0), points.max(axis=0)
    return QRectF(left, low, right - left, high - low)


def _nobody_listens() -> None:
    """Points in no item."""
