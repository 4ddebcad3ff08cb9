"""Paints a surface and turns it with the mouse: by QPainter, so that it needs no OpenGL."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganlab.app.look.theme import SMALL_PX, Theme, figure_font, text_font
from ganlab.app.rooms.theory.plots.grip import KEYS
from ganlab.app.rooms.theory.plots.painting import Brush
from ganlab.app.rooms.theory.plots.surface.relief import Curve, Relief, Spot
from ganlab.data.target import Array
from ganlab.figures import significant

DEGREES_A_PIXEL = 0.45
DEGREES_A_KEY = 5.0
TONES = 32
"""Heights, and slopes to the light, that are told apart by colour."""
AIR = 34.0
"""Pixels around the box, for the names of its axes."""
NEAR_PX = 14.0
"""How near the mouse has to come to a corner of the surface to read it."""
BEFORE = 0.15
"""How far curves are brought to who looks, so that the patches they lie on do not cover them: more
than a patch."""

Quad = tuple[QPointF, QPointF, QPointF, QPointF]
Thing = tuple[float, Callable[[], None]]
"""How near it is, and what paints it."""


class SurfaceCanvas(QWidget):
    """See `Surface`, whose signals these are."""

    turned = Signal(float, float)
    settled = Signal()

    def __init__(self, theme: Theme, brush: Brush, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._brush = theme, brush
        self.relief: Relief | None = None
        self._held: tuple[QPointF, float, float] | None = None
        self._mouse: QPointF | None = None
        self._tones: list[list[QBrush]] = []
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setMinimumSize(120, 100)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self._restyle)

    def show_relief(self, relief: Relief) -> None:
        """Show this from now on."""
        self.relief = relief
        self.update()

    @property
    def reading(self) -> str:
        """What stands under the mouse: the corner of the surface that is nearest to who looks."""
        if self.relief is None or self._mouse is None or self._held is not None:
            return ""
        corners = self.relief.corners
        seen = self._placed(corners.reshape(-1, 3))
        far = np.hypot(seen[:, 0] - self._mouse.x(), seen[:, 1] - self._mouse.y())
        near = np.flatnonzero(far < NEAR_PX)
        if not len(near):
            return ""
        nearest = near[np.argmax(seen[near, 2] - far[near] / 1e3)]
        at, titles = corners.reshape(-1, 3)[nearest], self.relief.titles
        return "   ".join(f"{t} {significant(v, 3)}" for t, v in zip(titles, at, strict=True))

    # --- turning ---

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take it."""
        if event.button() is Qt.MouseButton.LeftButton and self.relief is not None:
            self._held = event.position(), self.relief.azimuth, self.relief.elevation
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Turn it, or read it."""
        self._mouse = event.position()
        if self._held is None:
            self.update()
            return
        start, azimuth, elevation = self._held
        moved = event.position() - start
        self._turn(azimuth + DEGREES_A_PIXEL * moved.x(), elevation + DEGREES_A_PIXEL * moved.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let it go."""
        if event.button() is Qt.MouseButton.LeftButton and self._held is not None:
            self._held = None
            self.setCursor(Qt.CursorShape.OpenHandCursor)
            self.settled.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys turn it."""
        key = Qt.Key(event.key())
        if key not in KEYS or self.relief is None:
            super().keyPressEvent(event)
            return
        across, up = KEYS[key]
        azimuth = self.relief.azimuth + DEGREES_A_KEY * across
        self._turn(azimuth, self.relief.elevation + DEGREES_A_KEY * up)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """One push is one step back."""
        if Qt.Key(event.key()) in KEYS and not event.isAutoRepeat():
            self.settled.emit()
        else:
            super().keyReleaseEvent(event)

    def _turn(self, azimuth: float, elevation: float) -> None:
        azimuth = (azimuth + 180) % 360 - 180
        self.turned.emit(azimuth, min(max(elevation, 0.0), 90.0))

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse has left."""
        self._mouse = None
        self.update()
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A rim says so."""
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """And no more."""
        self.update()
        super().focusOutEvent(event)

    # --- painting ---

    def paintEvent(self, event: QPaintEvent) -> None:
        """The surface, and what is read of it."""
        with QPainter(self) as painter:
            self.paint_into(painter)
            if reading := self.reading:
                painter.setFont(figure_font(SMALL_PX))
                width = QFontMetricsF(painter.font()).horizontalAdvance(reading) + 16
                box = QRectF(self.width() - width - 1, 1, width, 20)
                painter.setPen(QPen(self._theme.color("hairline"), 1))
                painter.setBrush(self._theme.color("panel", 0.94))
                painter.drawRoundedRect(box, 4, 4)
                painter.setPen(self._theme.color("text"))
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, reading)
            if self.hasFocus():
                painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
                painter.setPen(QPen(self._theme.color("real"), 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def paint_into(self, painter: QPainter) -> None:
        """The box behind, then patches, pieces of curves and spots, from far to near."""
        relief = self.relief
        if relief is None:
            return
        painter.save()
        self._paint_box(painter, relief)
        brushes, quads, near = self._patches(relief)
        count = len(quads)
        things = [thing for c in relief.curves for thing in self._pieces(painter, relief, c)]
        things += [self._spot(painter, relief, spot) for spot in relief.spots]
        grid = QPen(self._theme.color("panel", 0.35), 1)
        painter.setPen(grid)
        painter.setRenderHint(_SMOOTH, False)
        for i in np.argsort(near + [depth for depth, _ in things], kind="stable").tolist():
            if i < count:
                painter.setBrush(brushes[i])
                # A tuple: a QPolygonF of the same points takes three times as long.
                painter.drawConvexPolygon(quads[i])
            else:
                painter.setRenderHint(_SMOOTH)
                things[i - count][1]()
                painter.setPen(grid)
                painter.setRenderHint(_SMOOTH, False)
        painter.restore()

    def _placed(self, points: Array) -> Array:
        """(..., 3) in units -> pixels, and how near."""
        assert self.relief is not None
        box = _box(self.relief)
        flat = self.relief.seen(box.reshape(-1, 3))
        span = np.ptp(flat[:, :2], axis=0)
        middle = (flat[:, :2].min(axis=0) + flat[:, :2].max(axis=0)) / 2
        unit = min((self.width() - 2 * AIR) / span[0], (self.height() - 1.6 * AIR) / span[1])
        seen = self.relief.seen(points)
        seen[..., 0] = self.width() / 2 + unit * (seen[..., 0] - middle[0])
        seen[..., 1] = self.height() / 2 - 0.2 * AIR - unit * (seen[..., 1] - middle[1])
        return seen

    def _patches(self, relief: Relief) -> tuple[list[QBrush], list[Quad], list[float]]:
        """Of each patch its colour, its corners in pixels, and how near it is."""
        if not self._tones:
            self._tones = self._mix()
        low, high = relief.z_range
        height = ((_middles(relief.z) - low) / (high - low)).clip(0, 1)
        tones = ((TONES - 1) * height).astype(int).ravel().tolist()
        shades = ((TONES - 1) * relief.light).astype(int).ravel().tolist()
        brushes = [self._tones[tone][shade] for tone, shade in zip(tones, shades, strict=True)]
        at = self._placed(relief.corners)[..., :2]
        rows = [[QPointF(x, y) for x, y in row] for row in at.tolist()]
        quads = [
            quad
            for row, after in pairwise(rows)
            for quad in zip(row[:-1], after[:-1], after[1:], row[1:], strict=True)
        ]
        near = _middles(relief.nearness(relief.corners)).ravel().tolist()
        return brushes, quads, near

    def _mix(self) -> list[list[QBrush]]:
        """By height from the ground's colour to violet, by slope from dark to light."""
        low = np.array(self._theme.color("neutral").getRgb())[:3]
        high = np.array(self._theme.color("discriminator").getRgb())[:3]
        return [
            [
                QBrush(QColor(*(shade * ((1 - tone) * low + tone * high)).astype(int).tolist()))
                for shade in np.linspace(0.62, 1.0, TONES)
            ]
            for tone in np.linspace(0.25, 0.95, TONES)
        ]

    def _pieces(self, painter: QPainter, relief: Relief, curve: Curve) -> list[Thing]:
        """A curve between each two of its points: what lies before it covers it."""
        at = self._placed(curve.points)
        near = relief.nearness(curve.points) + BEFORE
        pen = self._brush.pen(curve.colour, 2.5)

        def paint(x: float, y: float, to_x: float, to_y: float) -> None:
            painter.setPen(pen)
            painter.drawLine(QPointF(x, y), QPointF(to_x, to_y))

        ends = np.concatenate([at[:-1, :2], at[1:, :2]], axis=1)
        depth = np.maximum(near[:-1], near[1:])
        known = np.isfinite(ends).all(axis=1)
        return [
            (d, partial(paint, *piece))
            for d, piece in zip(depth[known].tolist(), ends[known].tolist(), strict=True)
        ]

    def _spot(self, painter: QPainter, relief: Relief, spot: Spot) -> Thing:
        at = np.array([spot.at])
        x, y, _ = self._placed(at)[0].tolist()

        def paint() -> None:
            painter.setPen(QPen(self._theme.color("panel"), 1.5))
            painter.setBrush(self._brush.color(spot.colour))
            painter.drawEllipse(QPointF(x, y), 5, 5)

        return float(relief.nearness(at)[0]) + 2 * BEFORE, paint

    def _paint_box(self, painter: QPainter, relief: Relief) -> None:
        """The ground, the upright edge at the left, and names and ends of the axes."""
        box = _box(relief)
        at = self._placed(box)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("muted", 0.7), 1))
        ground = [at[i, j, 0] for i, j in ((0, 0), (1, 0), (1, 1), (0, 1))]
        points = [QPointF(x, y) for x, y, _ in ground]
        painter.setBrush(self._theme.color("sunken"))
        painter.drawConvexPolygon(QPolygonF(points))
        i, j = min(np.ndindex(2, 2), key=lambda ij: at[ij[0], ij[1], 0, 0])
        low, high = at[i, j]
        painter.drawLine(QPointF(*low[:2]), QPointF(*high[:2]))
        middle = np.mean([p[:2] for p in ground], axis=0)
        near_y = max((0, 1), key=lambda j: at[:, j, 0, 2].sum())
        near_x = max((0, 1), key=lambda i: at[i, :, 0, 2].sum())
        self._name(painter, at[0, near_y, 0], at[1, near_y, 0], 0, middle)
        self._name(painter, at[near_x, 0, 0], at[near_x, 1, 0], 1, middle)
        self._name(painter, low, high, 2, middle)

    def _name(self, painter: QPainter, start: Array, end: Array, axis: int, middle: Array) -> None:
        """The name of an axis at its middle and its ends' numbers, on the side away from the
        box."""
        assert self.relief is not None
        low, high = self.relief.ranges[axis]
        away = (start[:2] + end[:2]) / 2 - middle if axis < 2 else np.array([-1.0, 0.0])
        away = away / max(float(np.hypot(*away)), 1e-9)
        words = ((0.5, self.relief.titles[axis]), (0.0, significant(low, 3)))
        for share, text in (*words, (1.0, significant(high, 3))):
            painter.setFont(text_font(SMALL_PX))
            painter.setPen(self._theme.color("text" if share == 0.5 else "muted"))
            width = QFontMetricsF(painter.font()).horizontalAdvance(text)
            at = (1 - share) * start[:2] + share * end[:2]
            x = at[0] + away[0] * (8 + width / 2) - width / 2
            y = at[1] + away[1] * 14
            if axis == 2 and share == 0.0:
                y -= 10  # beside it ends the name of another axis
            x = min(max(x, 0.0), self.width() - width)
            painter.drawText(QRectF(x, y - 8, width + 2, 16), Qt.AlignmentFlag.AlignCenter, text)

    def _restyle(self) -> None:
        self._tones = []
        self.update()


def _middles(corners: Array) -> Array:
    """(n, m) -> (n - 1, m - 1): the mean of each patch's corners."""
    return (corners[1:, 1:] + corners[1:, :-1] + corners[:-1, 1:] + corners[:-1, :-1]) / 4


def _box(relief: Relief) -> Array:
    """(2, 2, 2, 3): the corners of the box in units."""
    x, y, z = (np.array(ends) for ends in relief.ranges)
    return np.stack(np.meshgrid(x, y, z, indexing="ij"), axis=-1)


_SMOOTH = QPainter.RenderHint.Antialiasing
