"""The generator's mapping: the image of a grid of noise, cells shaded by the density they carry."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from ganlab.app.items.plane.layer import (
    WORLD,
    Array,
    LayerItem,
    hairline,
    inside_world,
    take_pen,
    to_device,
)
from ganlab.app.items.plane.segments import Segments

SHADES = 14
"""Steps of opacity; the first is nothing at all."""
FULL = 0.55
"""Opacity of a cell where the density is very high."""
LINE = 0.7
"""The same of the grid's lines."""
KNEE = 1.0
"""Density, per unit of the view's area, at which a cell's shade is 1 - 1/e of full where most of
the mass lies no denser. For comparison: mass spread evenly over [-1, 1]^2 has 1/4."""
LEAST = 1e-3
"""Cells of less probability fade."""
THIN = 0.005
"""About one pixel of the large view, view units: nothing is drawn thinner, however thin it is."""


class MeshItem(LayerItem):
    """One item for the whole mesh: a fan of quadrilaterals, and its lines on top."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: Array = np.zeros((0, 2, 2))
        self._segments = Segments()
        self._line_counts = np.zeros(SHADES, dtype=np.intp)
        self._is_curve = False
        self._quads: Array = np.zeros((0, 4, 2))
        self._shades: list[int] = []
        self._tools = _tools(0)

    def set_color(self, color: QColor) -> None:
        """The hue of lines and cells."""
        self._tools = _tools(color.rgb())
        self.changed()

    def set_mesh(self, corners: Array | None, mass: Array | None) -> None:
        """(rows + 1, columns + 1, 2) corners in view units and (rows, columns) probability; None:
        the same for each.

        One row of corners, or two that coincide, is a curve: the image of 1-D noise.
        """
        self._is_curve, self._quads, self._shades = False, np.zeros((0, 4, 2)), []
        self._stroke(np.zeros((0, 2, 2)), np.zeros(0, dtype=np.intp))
        if corners is not None and corners.shape[1] > 1:
            reached = np.asarray(corners, dtype=np.float64)
            reached = np.where(np.isfinite(reached), reached.clip(-2 * WORLD, 2 * WORLD), np.nan)
            if is_curve(reached):
                self._set_curve(reached[0], mass)
            else:
                self._set_cells(reached, mass)
        self.changed()

    def _set_curve(self, points: Array, mass: Array | None) -> None:
        self._is_curve = True
        ends = np.stack([points[:-1], points[1:]], axis=1)
        length = np.linalg.norm(ends[:, 1] - ends[:, 0], axis=1).clip(THIN)
        share = _shares(mass, len(ends))
        density = share / length
        self._stroke(ends, shades(density, typical(density, share), share))

    def _set_cells(self, corners: Array, mass: Array | None) -> None:
        rows, columns = corners.shape[0] - 1, corners.shape[1] - 1
        quads = np.stack(
            [corners[:-1, :-1], corners[:-1, 1:], corners[1:, 1:], corners[1:, :-1]], axis=2
        ).reshape(-1, 4, 2)
        share = _shares(mass, len(quads))
        density = share / sizes(quads)
        knee = typical(density, share)
        shade = shades(density, max(KNEE, knee), share)
        # Sorted, so that the brush changes seldom; without those that would not be seen.
        order = np.argsort(shade, kind="stable")[np.count_nonzero(shade == 0) :]
        self._quads, self._shades = quads[order], shade[order].tolist()
        # A line has the shade of the denser of the two cells beside it.
        ink = np.pad(shades(density, knee, share).reshape(rows, columns), 1)
        along = np.maximum(ink[:-1, 1:-1], ink[1:, 1:-1])
        up = np.maximum(ink[1:-1, :-1], ink[1:-1, 1:])
        lines = [
            np.stack([corners[:, :-1], corners[:, 1:]], axis=2).reshape(-1, 2, 2),
            np.stack([corners[:-1], corners[1:]], axis=2).reshape(-1, 2, 2),
        ]
        self._stroke(np.concatenate(lines), np.concatenate([along.ravel(), up.ravel()]))

    def _stroke(self, lines: Array, shade: NDArray[np.intp]) -> None:
        """Take (n, 2, 2) lines of (n,) shades; the first shade is not seen."""
        kept = (shade > 0) & inside_world(lines).all(axis=-1)
        lines, shade = lines[kept], shade[kept]
        self._lines = lines[np.argsort(shade, kind="stable")]
        self._line_counts = np.bincount(shade, minlength=SHADES)

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
                painter.setBrush(self._tools.brushes[shade])
                last = shade
            memory[:] = quad
            painter.drawPolygon(polygon)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pens = self._tools.curve if self._is_curve else self._tools.lines
        parts = np.split(to_device(self._lines, place), np.cumsum(self._line_counts)[:-1])
        for pen, part in zip(pens, parts, strict=True):
            if len(part):
                take_pen(painter, pen)
                self._segments.draw(painter, part)


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


def sizes(quads: Array) -> Array:
    """(n, 4, 2) -> (n,) the area over which each quadrilateral is drawn: its own, or that of a
    pixel's width along its longest side."""
    sides = np.linalg.norm(quads - np.roll(quads, 1, axis=1), axis=2)
    return np.maximum(areas(quads), THIN * sides.max(axis=1).clip(THIN))


def typical(density: Array, mass: Array) -> float:
    """How densely most of the mass of (n,) cells lies; infinity where none is known.

    The mean of its root: a few cells that are folded to nothing weigh little in it, and where modes
    are narrow those between them, which the grid is too coarse for, weigh little, too.
    """
    known = np.isfinite(density) & (mass > 0)
    if not known.any():
        return float("inf")
    return float(np.average(np.sqrt(density[known]), weights=mass[known]) ** 2)


def shades(density: Array, knee: float, mass: Array | float = LEAST) -> NDArray[np.intp]:
    """(n,) density -> (n,) step of opacity 0 .. SHADES - 1, saturating around `knee`, less where
    the `mass` is less than LEAST."""
    share = 1 - np.exp(-np.nan_to_num(density, nan=0.0, posinf=1e9) / knee)
    faded = share * np.minimum(mass / LEAST, 1.0)
    return np.minimum(faded * SHADES, SHADES - 1).astype(np.intp)


def _shares(mass: Array | None, cells: int) -> Array:
    """The probability (cells,) of each cell, of (rows, columns) or of one row that is repeated."""
    if mass is None:
        return np.full(cells, 1 / cells)
    known = np.nan_to_num(np.asarray(mass, dtype=np.float64), nan=0.0, posinf=0.0, neginf=0.0)
    return np.asarray(known.reshape(-1, cells).sum(axis=0).clip(0.0, 1.0))


class _Tools(NamedTuple):
    """One for each shade."""

    brushes: list[QBrush]
    lines: list[QPen]
    curve: list[QPen]


@lru_cache(maxsize=8)
def _tools(rgb: int) -> _Tools:
    color, steps = QColor(rgb), np.arange(SHADES) / (SHADES - 1)
    return _Tools(
        [QBrush(_faded(color, FULL * step)) for step in steps],
        [hairline(_faded(color, LINE * step)) for step in steps],
        [hairline(_faded(color, step), 2.0) for step in steps],
    )


def _faded(color: QColor, alpha: float) -> QColor:
    faded = QColor(color)
    faded.setAlphaF(alpha)
    return faded
