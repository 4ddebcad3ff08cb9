"""The generator's mapping: the image of a grid of noise, cells shaded by the density they carry."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen

from ganlab.app.items.layer import (
    WORLD,
    Array,
    LayerItem,
    hairline,
    lines_path,
    segments_path,
    take_pen,
    to_device,
)

SHADES = 14
"""Steps of opacity; the first is nothing at all."""
FULL = 0.55
"""Opacity where the density is very high."""
KNEE = 1.0
"""Density, per unit of the view's area, at which the shade is 1 - 1/e of full. For comparison:
mass spread evenly over [-1, 1]^2 has 1/4."""
CURVE_KNEE = 1.5
"""The same per unit of length, for the curve that 1-D noise draws."""
LINE = 0.5
"""Opacity of the grid's lines."""


class MeshItem(LayerItem):
    """One item for the whole mesh: a fan of quadrilaterals, and its lines on top."""

    def __init__(self) -> None:
        super().__init__(kept=False)
        self._lines = QPainterPath()
        self._curve: list[tuple[int, QPainterPath]] = []
        self._quads: Array = np.zeros((0, 4, 2))
        self._shades: list[int] = []
        self._brushes: list[QBrush] = []
        self._pens: list[QPen] = []
        self._line_pen = QPen()

    def set_color(self, color: QColor) -> None:
        """The hue of lines and cells."""
        self._line_pen = hairline(_faded(color, LINE))
        steps = np.arange(SHADES) / (SHADES - 1)
        self._brushes = [QBrush(_faded(color, FULL * step)) for step in steps]
        self._pens = [hairline(_faded(color, 0.35 + 0.65 * step), 2.0) for step in steps]
        self.changed()

    def set_mesh(self, corners: Array | None, mass: Array | None) -> None:
        """(rows + 1, columns + 1, 2) corners in view units and (rows, columns) probability.

        One row of corners, or two that coincide, is a curve: the image of 1-D noise.
        """
        self._lines, self._curve = QPainterPath(), []
        self._quads, self._shades = np.zeros((0, 4, 2)), []
        if corners is not None and corners.shape[1] > 1:
            corners = np.asarray(corners, dtype=np.float64)
            if is_curve(corners):
                self._set_curve(corners[0], mass)
            else:
                self._set_cells(corners, mass)
        self.changed()

    def _set_curve(self, points: Array, mass: Array | None) -> None:
        segments = np.stack([points[:-1], points[1:]], axis=1)
        if mass is None:
            self._curve = [(SHADES // 2, segments_path(segments))]
            return
        length = np.linalg.norm(segments[:, 1] - segments[:, 0], axis=1)
        shade = shades(_ratio(mass.sum(axis=0), length), CURVE_KNEE)
        self._curve = [(s, segments_path(segments[shade == s])) for s in np.unique(shade).tolist()]

    def _set_cells(self, corners: Array, mass: Array | None) -> None:
        reached = np.where(np.isfinite(corners), corners.clip(-2 * WORLD, 2 * WORLD), np.nan)
        self._lines = lines_path([*reached, *reached.swapaxes(0, 1)])
        if mass is None:
            return
        quads = np.stack(
            [corners[:-1, :-1], corners[:-1, 1:], corners[1:, 1:], corners[1:, :-1]], axis=2
        ).reshape(-1, 4, 2)
        finite = np.isfinite(quads).all(axis=(1, 2))
        quads = quads[finite].clip(-2 * WORLD, 2 * WORLD)
        shade = shades(_ratio(mass.ravel()[finite], areas(quads)), KNEE)
        # Sorted, so that the brush changes seldom; without those that would not be seen.
        order = np.argsort(shade, kind="stable")[np.count_nonzero(shade == 0) :]
        self._quads, self._shades = quads[order], shade[order].tolist()

    def draw(self, painter: QPainter) -> None:
        """Cells without antialiasing, so that no seams show; lines with it."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        # One polygon whose memory is written anew for each cell: making 400 costs more than
        # painting them.
        polygon = pg.functions.create_qpolygonf(4)
        memory = pg.functions.ndarray_from_qpolygonf(polygon)
        last = -1
        place = painter.worldTransform()
        painter.resetTransform()  # Qt takes three times as long where it has to transform each cell
        for quad, shade in zip(to_device(self._quads, place), self._shades, strict=True):
            if shade != last:
                painter.setBrush(self._brushes[shade])
                last = shade
            memory[:] = quad
            painter.drawPolygon(polygon)
        painter.setWorldTransform(place)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        take_pen(painter, self._line_pen)
        painter.drawPath(self._lines)
        for shade, path in self._curve:
            take_pen(painter, self._pens[shade])
            painter.drawPath(path)


def is_curve(corners: Array) -> bool:
    """Whether a grid of corners is the image of 1-D noise."""
    return len(corners) == 1 or (len(corners) == 2 and bool((corners[0] == corners[1]).all()))


def areas(quads: Array) -> Array:
    """(n, 4, 2) -> (n,) areas of quadrilaterals (where one is twisted, its two ends' balance)."""
    x, y = quads[..., 0], quads[..., 1]
    return (
        np.abs(
            (x[:, 2] - x[:, 0]) * (y[:, 3] - y[:, 1]) - (x[:, 3] - x[:, 1]) * (y[:, 2] - y[:, 0])
        )
        / 2
    )


def shades(density: Array, knee: float) -> NDArray[np.intp]:
    """(n,) density -> (n,) step of opacity 0 .. SHADES - 1, saturating around `knee`."""
    share = 1 - np.exp(-np.nan_to_num(density, nan=0.0, posinf=1e9) / knee)
    return np.round(share * (SHADES - 1)).astype(np.intp)


def _ratio(mass: Array, size: Array) -> Array:
    return np.asarray(mass, dtype=np.float64) / np.maximum(size, 1e-9)


def _faded(color: QColor, alpha: float) -> QColor:
    faded = QColor(color)
    faded.setAlphaF(alpha)
    return faded
