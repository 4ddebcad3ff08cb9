"""A drawing as a distribution: strokes -> ink on a raster -> a density to sample from."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ganlab.data.drawn.strokes import FAINTEST, Raster, stamp
from ganlab.data.errors import EmptyDrawing
from ganlab.data.pictures import (
    SIZE,
    base_from_image,
    base_from_points,
    base_from_target,
    decode_base,
)
from ganlab.data.target import Affine, Array
from ganlab.experiment import DrawingData, Stroke

__all__ = [
    "SIZE",
    "Drawing",
    "Raster",
    "base_from_image",
    "base_from_points",
    "base_from_target",
    "make_drawing",
    "rasterise",
    "stamp",
]


class Drawing:
    """The density that is constant on each pixel and proportional to the ink there."""

    dimension = 2
    modes = None
    view = Affine((0.0, 0.0), 1.0)
    network = Affine((0.0, 0.0), 0.5)
    """Fixed, not fitted: a drawing may change under networks that have learned its scale."""

    def __init__(self, raster: NDArray[np.floating]) -> None:
        """`raster`: (size, size) ink, row 0 lowest y. Raises EmptyDrawing if there is none."""
        ink = np.where(raster < FAINTEST, 0.0, raster).astype(np.float64).ravel()
        if not ink.any():
            raise EmptyDrawing("Nothing is drawn yet: draw something to learn from first.")
        self._size = len(raster)
        self._cells = np.flatnonzero(ink)
        cumulative = np.cumsum(ink[self._cells])
        self._cumulative = cumulative / cumulative[-1]
        self._log_density = np.full(ink.shape, -np.inf)
        cell_area = (2 / self._size) ** 2
        self._log_density[self._cells] = np.log(ink[self._cells]) - math.log(
            cumulative[-1] * cell_area
        )

    def sample(self, n: int, rng: np.random.Generator) -> Array:
        """Draw (n, 2) points: a pixel by its ink, then a uniform place on it."""
        nth = np.searchsorted(self._cumulative, rng.random(n), side="right")
        row, column = np.divmod(self._cells[nth], self._size)
        return (np.stack([column, row], axis=1) + rng.random((n, 2))) * (2 / self._size) - 1

    def log_density(self, points: NDArray[np.floating]) -> Array:
        """Exact log p_data, (n,), nats; -inf off the paper and where it is blank."""
        cell: Array = np.floor((np.asarray(points, dtype=np.float64) + 1) / 2 * self._size)
        inside = ((cell >= 0) & (cell < self._size)).all(axis=1)
        column, row = np.where(inside, cell.T, 0).astype(int)
        return np.where(inside, self._log_density[row * self._size + column], -np.inf)


def make_drawing(data: DrawingData) -> Drawing:
    """The distribution that was drawn; raises EmptyDrawing or UnreadableImage."""
    return Drawing(rasterise(data))


class _Below(NamedTuple):
    """The raster under the last stroke of the drawing that was rasterised last."""

    base: str | None
    strokes: tuple[Stroke, ...]
    raster: Raster


_below: _Below | None = None


def rasterise(data: DrawingData, size: int = SIZE) -> Raster:
    """The (size, size) ink of a drawing, 0 to 1, row 0 lowest y; the caller's own to change.

    A drawing like the last one but for its last stroke costs only that stroke: a target that
    follows the pen is rasterised many times a second. Raises UnreadableImage.
    """
    global _below
    known, below = _below, data.strokes[:-1]
    if (
        known is not None
        and known.base == data.base
        and len(known.raster) == size
        and known.strokes == below[: len(known.strokes)]
    ):
        raster, done = known.raster.copy(), len(known.strokes)
    elif data.base is not None:
        raster, done = decode_base(data.base, size), 0
    else:
        raster, done = np.zeros((size, size), np.float32), 0
    for stroke in below[done:]:
        stamp(raster, stroke)
    _below = _Below(data.base, below, raster)
    whole = raster.copy()
    for stroke in data.strokes[-1:]:
        stamp(whole, stroke)
    return whole
