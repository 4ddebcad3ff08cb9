"""Paints the small pictures: what changes little from memory, the ways over it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
from pyqtgraph.Qt.internals import PrimitiveArray
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPixmap

from ganlab.app.items.polyline import Polylines
from ganlab.app.look.theme import SMALL_PX, Theme, text_font
from ganlab.app.rooms.theory.benches.dirac_gan.ground import arrows, nullclines, thinned
from ganlab.app.rooms.theory.benches.dirac_gan.sheet import HEAD, Sheet
from ganlab.app.rooms.theory.plots.scale import Scale
from ganlab.data.target import Array
from ganlab.theory.dirac_gan.methods import METHODS, Strengths
from ganlab.theory.dirac_gan.training import converged

LINE = 16
LEGEND = 5 * LINE
"""Its height."""
FINE = 3.0
"""Pixels between the points of a way."""
SHORT = {
    "non-saturating": "Non-sat.",
    "wgan": "WGAN clip",
    "instance-noise": "Noise",
    "non-saturating-r1": "Non-sat. + R1",
    "relativistic": "Rel. + R1 + R2",
}
"""Titles where there is little room."""
_OF_G, _OF_D = "generated", "discriminator"


@dataclass(frozen=True, eq=False)
class Shown:
    """What they show."""

    chosen: str
    start: tuple[float, float]
    ways: Mapping[str, Array]
    """Of each method θ and ψ after each step, (n, 2)."""
    strengths: Mapping[str, Strengths]
    """Of each method, those that it uses."""


class SmallPictures:
    """Paints all of them onto any painter."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._grounds: dict[str, tuple[object, QPixmap]] = {}
        self._stamps: dict[object, QPixmap] = {}
        """The legend and its signs, which stay as they are."""
        self._fine: dict[str, tuple[Array, Array]] = {}
        """Of each method the way that was painted last, and its points that are to be seen."""
        self._ways = Polylines()
        self._memory = PrimitiveArray(QLineF, 4)

    def forget(self) -> None:
        """Colours or sizes are others."""
        self._grounds.clear()
        self._stamps.clear()
        self._fine.clear()

    def paint(
        self, painter: QPainter, shown: Shown, sheet: Sheet, ratio: float, focus: bool
    ) -> None:
        """`ratio`: pixels of the screen to one of ours, 0 where shapes alone are to be painted.
        `focus`: the keys enlarge another."""
        for name, way in shown.ways.items():
            scale = sheet.scales[name]
            corner = scale.area.topLeft() - QPointF(0, HEAD)
            state = _State(name, shown.strengths[name], name == shown.chosen, focus)
            if ratio:
                painter.drawPixmap(corner, self._ground(state, scale, ratio))
            else:
                painter.save()
                painter.translate(corner)
                self._paint_ground(painter, state, scale)
                painter.restore()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            end = QPointF(scale.area.right() - 5, scale.area.top() - HEAD / 2)
            self._place_end(painter, end, converged(way), ratio)
            painter.save()
            painter.setClipRect(scale.area.adjusted(1, 1, -1, -1))
            self._paint_way(painter, scale, name, way, shown.start)
            painter.restore()
        self._place_legend(painter, sheet.free, ratio)

    def _ground(self, state: _State, scale: Scale, ratio: float) -> QPixmap:
        """Kept while its size and state are the same."""
        size = scale.area.size().toSize() + QSize(0, HEAD)
        key = state, size.toTuple(), ratio
        kept = self._grounds.get(state.name)
        if kept is None or kept[0] != key:
            pixmap = self._empty(size, ratio)
            with QPainter(pixmap) as painter:
                self._paint_ground(painter, state, scale)
            kept = self._grounds[state.name] = key, pixmap
        return kept[1]

    def _paint_ground(self, painter: QPainter, state: _State, scale: Scale) -> None:
        """Title, arrows, nullclines and frame; the title's corner is the origin."""
        shift = scale.area.topLeft() - QPointF(0, HEAD)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.save()
        painter.setClipRect(scale.area.translated(-shift))
        painter.translate(-shift)
        theta, psi, u, v = arrows(state.name, state.strengths, many=False)
        x, y = scale.pixels(np.stack((theta, theta + u)), np.stack((psi, psi + v)))
        painter.setPen(QPen(self._theme.color("muted", 0.55), 1))
        self._draw(painter, np.stack((x[0], y[0], x[1], y[1]), axis=-1))
        tips = QPen(self._theme.color("muted", 0.9), 2.2)
        tips.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(tips)
        painter.drawPoints([QPointF(*at) for at in zip(x[1].tolist(), y[1].tolist(), strict=True)])
        still = nullclines(state.name, state.strengths)
        for lines, colour in ((still.generator, _OF_G), (still.discriminator, _OF_D)):
            x, y = scale.pixels(lines[:, :, 0], lines[:, :, 1])
            painter.setPen(QPen(self._theme.color(colour), 1.3))
            self._draw(painter, np.stack((x[:, 0], y[:, 0], x[:, 1], y[:, 1]), axis=-1))
        painter.restore()
        self._paint_frame(painter, state, scale.area.translated(-shift))

    def _draw(self, painter: QPainter, lines: Array) -> None:
        self._memory.resize(len(lines))
        self._memory.ndarray()[:] = lines
        if len(lines):
            painter.drawLines(*self._memory.drawargs())

    def _paint_frame(self, painter: QPainter, state: _State, area: QRectF) -> None:
        """Its border and its title."""
        border = "hairline" if not state.chosen else "real" if state.focus else "text"
        painter.setPen(QPen(self._theme.color(border), 2 if state.chosen else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))
        font = text_font(SMALL_PX)
        font.setWeight(font.Weight.DemiBold if state.chosen else font.Weight.Normal)
        painter.setFont(font)
        painter.setPen(self._theme.color("text" if state.chosen else "muted"))
        title, width = METHODS[state.name].title, area.width() - 12
        if QFontMetricsF(font).horizontalAdvance(title) > width:
            title = SHORT.get(state.name, title)
        painter.drawText(QRectF(area.left(), area.top() - HEAD, width, HEAD), _LEFT, title)

    def _place_end(self, painter: QPainter, at: QPointF, home: bool, ratio: float) -> None:
        if ratio:
            middle = QPointF(4, 4)
            paint = partial(self._paint_end, at=middle, home=home)
            painter.drawPixmap(at - middle, self._stamp(home, QSize(8, 8), ratio, paint))
        else:
            self._paint_end(painter, at, home)

    def _place_legend(self, painter: QPainter, area: QRectF, ratio: float) -> None:
        """What is what, in the place that eleven leave free of twelve."""
        place = area.adjusted(-1, -HEAD, 0, 0)  # lines have square ends
        if ratio and place.height() >= LEGEND:
            size = place.size().toSize()
            paint = partial(self._paint_legend, area=area.translated(-place.topLeft()))
            painter.drawPixmap(place.topLeft(), self._stamp("legend", size, ratio, paint))
        else:
            self._paint_legend(painter, area)

    def _stamp(
        self, name: object, size: QSize, ratio: float, paint: Callable[[QPainter], None]
    ) -> QPixmap:
        """Kept as long as it is as large."""
        key = name, size.toTuple(), ratio
        if key not in self._stamps:
            pixmap = self._stamps[key] = self._empty(size, ratio)
            with QPainter(pixmap) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                paint(painter)
        return self._stamps[key]

    def _empty(self, size: QSize, ratio: float) -> QPixmap:
        pixmap = QPixmap(size * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(self._theme.color("panel"))
        return pixmap

    def _paint_end(self, painter: QPainter, at: QPointF, home: bool) -> None:
        """Whether it converged: a green disc or an empty ring."""
        painter.setPen(QPen(self._theme.color("good" if home else "muted"), 1.4))
        painter.setBrush(self._theme.color("good") if home else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(at, 3.2, 3.2)

    def _paint_way(
        self,
        painter: QPainter,
        scale: Scale,
        name: str,
        way: Array,
        start: tuple[float, float],
    ) -> None:
        kept = self._fine.get(name)
        if kept is None or kept[0] is not way:
            unit = (scale.x[1] - scale.x[0]) / max(scale.area.width(), 1.0)
            kept = self._fine[name] = way, thinned(way, FINE * unit)
        x, y = scale.pixels(*kept[1].T)
        painter.setPen(QPen(self._theme.color("text", 0.8), 1))
        self._ways.draw(painter, x, y)
        painter.setPen(QPen(self._theme.color("good"), 1.6))
        painter.setBrush(self._theme.color("panel"))
        painter.drawEllipse(scale.point(*start), 3.2, 3.2)
        if np.isfinite(way[-1]).all():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("text"))
            painter.drawEllipse(QPointF(x[-1], y[-1]), 2.6, 2.6)

    def _paint_legend(self, painter: QPainter, area: QRectF) -> None:
        """Its origin is that of `area`."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(text_font(SMALL_PX))
        y = area.top() - HEAD / 2
        for words, colour in (("θ̇ = 0", _OF_G), ("ψ̇ = 0", _OF_D), ("steps", "text")):
            painter.setPen(QPen(self._theme.color(colour), 1.6))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.left() + 12, y))
            self._write(painter, area, y, words)
            y += LINE
        for words, home in (("converges", True), ("does not", False)):
            self._paint_end(painter, QPointF(area.left() + 6, y), home)
            self._write(painter, area, y, words)
            y += LINE

    def _write(self, painter: QPainter, area: QRectF, y: float, words: str) -> None:
        painter.setPen(self._theme.color("muted"))
        box = QRectF(area.left() + 18, y - LINE / 2, area.width() - 18, LINE)
        painter.drawText(box, _LEFT, words)


@dataclass(frozen=True)
class _State:
    """All that a ground depends on, but for its size and the colours."""

    name: str
    strengths: Strengths
    chosen: bool
    focus: bool


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
