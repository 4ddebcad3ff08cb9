"""Paints a surface: by QPainter, so that it needs no OpenGL."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from ganlab.app.look.theme import SMALL_PX, Theme, text_font
from ganlab.app.rooms.theory.plots.painting import Brush
from ganlab.app.rooms.theory.plots.surface.projection import Projection
from ganlab.app.rooms.theory.plots.surface.relief import Curve, Spot
from ganlab.data.target import Array
from ganlab.figures import significant

TONES = 32
"""Heights, and slopes to the light, that are told apart by colour."""
BEFORE = 0.15
"""How far curves are brought to who looks, so that the patches they lie on do not cover them: more
than a patch."""

_SMOOTH = QPainter.RenderHint.Antialiasing

Quad = tuple[QPointF, QPointF, QPointF, QPointF]
Thing = tuple[float, Callable[[], None]]
"""How near it is, and what paints it."""


class SurfacePainter:
    """Paints what a Projection shows, in a theme's colours."""

    def __init__(self, theme: Theme, brush: Brush) -> None:
        self._theme, self._brush = theme, brush
        self._tones: list[list[QBrush]] = []

    def restyle(self) -> None:
        """The theme is another."""
        self._tones = []

    def paint(self, painter: QPainter, view: Projection) -> None:
        """The box behind, then patches, pieces of curves and spots, from far to near."""
        painter.save()
        self._paint_box(painter, view)
        brushes, quads, near = self._patches(view)
        count, relief = len(quads), view.relief
        things = [thing for c in relief.curves for thing in self._pieces(painter, view, c)]
        things += [self._spot(painter, view, spot) for spot in relief.spots]
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

    def _patches(self, view: Projection) -> tuple[list[QBrush], list[Quad], list[float]]:
        """Of each patch its colour, its corners in pixels, and how near it is."""
        if not self._tones:
            self._tones = self._mix()
        relief = view.relief
        low, high = relief.z_range
        height = ((_middles(relief.z) - low) / (high - low)).clip(0, 1)
        tones = ((TONES - 1) * height).astype(int).ravel().tolist()
        shades = ((TONES - 1) * relief.light).astype(int).ravel().tolist()
        brushes = [self._tones[tone][shade] for tone, shade in zip(tones, shades, strict=True)]
        at = view.placed(relief.corners)[..., :2]
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

    def _pieces(self, painter: QPainter, view: Projection, curve: Curve) -> list[Thing]:
        """A curve between each two of its points: what lies before it covers it."""
        at = view.placed(curve.points)
        near = view.relief.nearness(curve.points) + BEFORE
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

    def _spot(self, painter: QPainter, view: Projection, spot: Spot) -> Thing:
        at = np.array([spot.at])
        x, y, _ = view.placed(at)[0].tolist()

        def paint() -> None:
            painter.setPen(QPen(self._theme.color("panel"), 1.5))
            painter.setBrush(self._brush.color(spot.colour))
            painter.drawEllipse(QPointF(x, y), 5, 5)

        return float(view.relief.nearness(at)[0]) + 2 * BEFORE, paint

    def _paint_box(self, painter: QPainter, view: Projection) -> None:
        """The ground, the upright edge at the left, and names and ends of the axes."""
        at = view.placed(view.box)
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
        self._name(painter, view, at[0, near_y, 0], at[1, near_y, 0], 0, middle)
        self._name(painter, view, at[near_x, 0, 0], at[near_x, 1, 0], 1, middle)
        self._name(painter, view, low, high, 2, middle)

    def _name(
        self,
        painter: QPainter,
        view: Projection,
        start: Array,
        end: Array,
        axis: int,
        middle: Array,
    ) -> None:
        """The name of an axis at its middle and its ends' numbers, on the side away from the
        box."""
        low, high = view.relief.ranges[axis]
        away = (start[:2] + end[:2]) / 2 - middle if axis < 2 else np.array([-1.0, 0.0])
        away = away / max(float(np.hypot(*away)), 1e-9)
        words = ((0.5, view.relief.titles[axis]), (0.0, significant(low, 3)))
        for share, text in (*words, (1.0, significant(high, 3))):
            painter.setFont(text_font(SMALL_PX))
            painter.setPen(self._theme.color("text" if share == 0.5 else "muted"))
            width = QFontMetricsF(painter.font()).horizontalAdvance(text)
            at = (1 - share) * start[:2] + share * end[:2]
            x = at[0] + away[0] * (8 + width / 2) - width / 2
            y = at[1] + away[1] * 14
            if axis == 2 and share == 0.0:
                y -= 10  # beside it ends the name of another axis
            x = min(max(x, 0.0), view.width - width)
            painter.drawText(QRectF(x, y - 8, width + 2, 16), Qt.AlignmentFlag.AlignCenter, text)


def _middles(corners: Array) -> Array:
    """(n, m) -> (n - 1, m - 1): the mean of each patch's corners."""
    return (corners[1:, 1:] + corners[1:, :-1] + corners[:-1, 1:] + corners[:-1, :-1]) / 4
