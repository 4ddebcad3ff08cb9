"""Strokes -> ink on a raster.

One stroke lays its ink evenly however slowly or fast it was drawn: what counts at a pixel is its
distance to the whole line, so a stroke that crosses itself is no darker there. Several strokes add
up, to at most 1; an eraser takes away what a brush of the same settings would lay down.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ganlab.experiment import Stroke

Box = tuple[slice, slice]
Raster = NDArray[np.float32]
"""(size, size) ink between 0 and 1 over [-1, 1]^2 of the view; row 0 is the lowest y."""

FAINTEST = 1 / 512
"""Less ink than this is none: half a grey level, no more than an eraser's rounding leaves."""
_BLOCK = 1 << 18
"""Pixels worked on at once."""
_FAR = 2.0
"""Points beyond this, in view units, are moved to it; no brush reaches the paper from there."""
_RIM = math.exp(-2.0)
"""A Gaussian two standard deviations out, where a soft brush ends."""


def stamp(raster: Raster, stroke: Stroke) -> tuple[Box, Raster]:
    """Put one stroke on the raster, in place; where it was laid, and the ink that it has there.
    Costs the area that the stroke passes over.

    A stroke that goes on from the last one stamped costs only what is new, so that a canvas can
    stamp a growing stroke at every movement of the mouse.
    """
    box, ink = _trace(stroke, len(raster))
    region, ink = raster[box], ink[box] * np.float32(stroke.strength)
    if stroke.tool == "eraser":
        region -= ink
        region[region < FAINTEST] = 0.0
    else:
        region += ink
        np.minimum(region, 1.0, out=region)
    return box, ink


@dataclass(frozen=True)
class _Trace:
    """The ink of a stroke at full strength; never written to once made."""

    shape: tuple[int, float, bool]
    points: tuple[tuple[float, float], ...]
    ink: Raster


_latest: _Trace | None = None


def _trace(stroke: Stroke, size: int) -> tuple[Box, Raster]:
    """The box that a stroke touches, and its ink at full strength on a whole raster."""
    global _latest
    shape, points, known = (size, stroke.size, stroke.soft), stroke.points, _latest
    pixels = (np.clip(np.array(points), -_FAR, _FAR) + 1) / 2 * size
    radius = max(stroke.size / 2 * size / 2, 1.0)  # never between the pixels' centres
    if known and known.shape == shape and points[: len(known.points)] == known.points:
        ink = known.ink.copy()
        _lay(ink, pixels[len(known.points) - 1 :], radius, stroke.soft)
    else:
        ink = np.zeros((size, size), dtype=np.float32)
        # The first point is a piece of its own: so it was if the stroke grew from it.
        _lay(ink, np.concatenate([pixels[:1], pixels]), radius, stroke.soft)
    _latest = _Trace(shape, points, ink)
    low = np.clip(np.floor(pixels.min(axis=0) - radius).astype(int), 0, size)
    high = np.clip(np.ceil(pixels.max(axis=0) + radius).astype(int), 0, size)
    return (slice(low[1], high[1]), slice(low[0], high[0])), ink


def _lay(ink: Raster, line: NDArray[np.float64], radius: float, soft: bool) -> None:
    """Raise the ink around a polyline, (n, 2) in pixels, to the brush's profile.

    The line is cut into pieces about as long as the brush is wide; all their windows, of one size,
    are worked out together.
    """
    step = max(radius, 4.0)
    starts, ends = _pieces(line, step)
    side = math.ceil(2 * radius + step) + 2
    corners = np.floor(np.minimum(starts, ends) - radius).astype(int)
    on_paper = ((corners + side > 0) & (corners < len(ink))).all(axis=1)
    starts, ends, corners = starts[on_paper], ends[on_paper], corners[on_paper]
    block = max(1, _BLOCK // side**2)
    for first in range(0, len(starts), block):
        part = slice(first, first + block)
        x, y = (corners[part].T[:, :, None] + np.arange(side)).astype(int)
        squared = _squared_distance(x + 0.5, y + 0.5, starts[part], ends[part])
        if soft:
            profile = (np.exp(-2 * squared / radius**2) - _RIM) / (1 - _RIM)
        else:
            profile = (squared <= radius**2).astype(np.float32)
        inside_x, inside_y = (x >= 0) & (x < len(ink)), (y >= 0) & (y < len(ink))
        seen = (profile > 0) & inside_y[:, :, None] & inside_x[:, None, :]
        index = (y[:, :, None] * len(ink) + x[:, None, :])[seen]
        np.maximum.at(ink.reshape(-1), index, profile[seen])


def _pieces(
    line: NDArray[np.float64], step: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Starts and ends, (m, 2), of the pieces of a polyline, none longer than `step`; of a single
    point there are none."""
    origin, along = line[:-1], np.diff(line, axis=0)
    counts = np.maximum(np.ceil(np.hypot(*along.T) / step), 1).astype(int)
    segment = np.repeat(np.arange(len(counts)), counts)
    nth = np.arange(len(segment)) - np.repeat(np.cumsum(counts) - counts, counts)
    part = along[segment] / counts[segment][:, None]
    starts = origin[segment] + part * nth[:, None]
    return starts, starts + part


def _squared_distance(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    starts: NDArray[np.float64],
    ends: NDArray[np.float64],
) -> NDArray[np.float32]:
    """(m, h, w) squared distances of columns x (m, w) and rows y (m, h) to m segments."""
    single = np.float32  # a ten-thousandth of a pixel, at half the cost
    dx, dy = (ends - starts).T[:, :, None, None].astype(single)
    px = (x - starts[:, :1])[:, None, :].astype(single)
    py = (y - starts[:, 1:])[:, :, None].astype(single)
    length = np.maximum(dx * dx + dy * dy, single(1e-12))
    t = np.clip((px * dx + py * dy) / length, 0.0, 1.0)
    across: NDArray[np.float32] = (px - t * dx) ** 2 + (py - t * dy) ** 2
    return across
