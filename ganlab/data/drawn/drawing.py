"""A drawing as a distribution: strokes -> ink on a raster -> a density to sample from."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ganlab.data.drawn.ink import Ink
from ganlab.data.drawn.strokes import FAINTEST
from ganlab.data.errors import EmptyDrawing
from ganlab.data.pictures import (
    SIZE,
    base_from_image,
    base_from_points,
    base_from_target,
    decode_base,
)
from ganlab.data.target import Affine, Array, Batch, Labels, PointTarget, Target, plane_view
from ganlab.document.data import DRAWN_CLASSES, DrawnUnits
from ganlab.experiment import Data, DrawingData, Stroke

__all__ = [
    "SIZE",
    "Drawing",
    "Ink",
    "base_from_image",
    "base_from_points",
    "base_from_target",
    "ink_of",
    "make_drawing",
    "units_over",
]


class Drawing(PointTarget):
    """The density that is constant on each pixel and proportional to the ink there; its classes
    are those that there is ink of, if they are two or more."""

    dimension = 2
    modes = None
    told_names = DRAWN_CLASSES
    told_shares: tuple[float, ...] = ()

    def __init__(self, drawn: Ink, units: DrawnUnits | None = None) -> None:
        """`units`: where the paper lies. Raises EmptyDrawing if there is no ink."""
        # Fixed, not fitted: a drawing may change under networks that have learned its scale.
        self.view, self.network = Affine((0.0, 0.0), 1.0), Affine((0.0, 0.0), 0.5)
        if units is not None:
            self.view = Affine(units.centre, units.scale)
            self.network = Affine(units.network_centre, units.network_scale)
        raster = drawn.total
        ink = np.where(raster < FAINTEST, 0.0, raster).astype(np.float64).ravel()
        if not ink.any():
            raise EmptyDrawing("Nothing is drawn yet: draw something to learn from first.")
        self._size = len(raster)
        self._cells = np.flatnonzero(ink)
        cumulative = np.cumsum(ink[self._cells])
        self._cumulative = cumulative / cumulative[-1]
        self._log_density = np.full(ink.shape, -np.inf)
        cell_area = math.prod(2 / self._size * scale for scale in self.view.scales)
        self._log_density[self._cells] = np.log(ink[self._cells]) - math.log(
            cumulative[-1] * cell_area
        )
        self._present = present = np.array(drawn.present or [0], np.uint8)
        self.class_names: tuple[str, ...] = ()
        told = np.zeros(len(DRAWN_CLASSES))
        told[present] = 1 / len(present)
        if len(present) > 1:
            self.class_names = tuple(DRAWN_CLASSES[label] for label in present)
            shares = drawn.shares[present].reshape(len(present), -1)[:, self._cells]
            edges = np.cumsum(shares, axis=0, dtype=np.float64)
            self._shares = shares / np.maximum(edges[-1], 1e-9)
            self._edges = (edges / np.maximum(edges[-1], 1e-9))[:-1]
            reached = np.append(self._edges @ ink[self._cells], ink.sum())
            told[present] = np.diff(reached, prepend=0.0).clip(0.0) / ink.sum()
        self.told_shares = tuple(told.tolist())

    def told_labels(self, batch: Batch) -> Labels:
        """Places among all that may be drawn, whichever there is ink of."""
        labels: Labels = self._present[super().told_labels(batch)]
        return labels

    def sample(self, n: int, rng: np.random.Generator) -> Batch:
        """Draw n points: a pixel by its ink, then a uniform place on it."""
        chance = rng.random(n)
        nth = np.searchsorted(self._cumulative, chance, side="right")
        row, column = np.divmod(self._cells[nth], self._size)
        paper = (np.stack([column, row], axis=1) + rng.random((n, 2))) * (2 / self._size) - 1
        rows = self.view.inverse(paper)
        return Batch(rows, self._labels(nth, chance) if self.class_names else None)

    def _labels(self, nth: NDArray[np.intp], chance: Array) -> Labels:
        """The class of each sample, by its pixel's shares: what chose the pixel is uniform between
        its two bounds, and so chooses the class as well."""
        bounds = np.concatenate([[0.0], self._cumulative])
        within = (chance - bounds[nth]) / (bounds[nth + 1] - bounds[nth])
        labels: Labels = (within >= self._edges[:, nth]).sum(axis=0, dtype=np.uint8)
        return labels

    def log_density(self, points: NDArray[np.floating], label: int | None = None) -> Array:
        """Exact log p_data, or that of one class, (n,), nats; -inf off the paper and where it is
        blank."""
        cell: Array = np.floor((self.view.forward(points) + 1) / 2 * self._size)
        inside = ((cell >= 0) & (cell < self._size)).all(axis=1)
        column, row = np.where(inside, cell.T, 0).astype(int)
        known = self._log_density if label is None else self._of_class(label)
        return np.where(inside, known[row * self._size + column], -np.inf)

    def _of_class(self, label: int) -> Array:
        """The same of one class at every pixel."""
        if not self.class_names:
            return self._log_density
        (nth,) = np.flatnonzero(self._present == label)
        known = np.full(self._log_density.shape, -np.inf)
        with np.errstate(divide="ignore"):
            of_ink = np.log(self._shares[nth].astype(np.float64) / self.told_shares[label])
        known[self._cells] = self._log_density[self._cells] + of_ink
        return known


def make_drawing(data: DrawingData) -> Drawing:
    """The distribution that was drawn; raises EmptyDrawing or UnreadableImage."""
    return Drawing(ink_of(data), data.units)


def units_over(data: Data, target: Target, equal: bool | None = None) -> DrawnUnits | None:
    """The units of a drawing that is begun over a target, `data` of the document; `equal`: of which
    of its views, see `plane_view`. None where there are none: over one dimension, over images."""
    if isinstance(data, DrawingData):
        return data.units
    if target.dimension != 2:
        return None
    paper, network = plane_view(target, equal), target.network
    return DrawnUnits(
        over=data.seen_in,
        centre=_pair(paper.centre),
        scale=_pair(paper.scales),
        network_centre=_pair(network.centre),
        network_scale=_pair(network.scales),
    )


def _pair(numbers: tuple[float, ...]) -> tuple[float, float]:
    x, y = numbers
    return x, y


class _Below(NamedTuple):
    """The ink under the last stroke of the drawing that was asked for last."""

    base: str | None
    strokes: tuple[Stroke, ...]
    ink: Ink


_below: _Below | None = None


def ink_of(data: DrawingData, size: int = SIZE) -> Ink:
    """The ink of a drawing, 0 to 1 on (size, size) pixels, row 0 lowest y; the caller's own to
    change.

    A drawing like the last one but for its last stroke costs only that stroke: a target that
    follows the pen is made many times a second. Raises UnreadableImage.
    """
    global _below
    known, below = _below, data.strokes[:-1]
    if (
        known is not None
        and known.base == data.base
        and len(known.ink.total) == size
        and known.strokes == below[: len(known.strokes)]
    ):
        ink, done = known.ink.copy(), len(known.strokes)
    elif data.base is not None:
        ink, done = Ink(decode_base(data.base, size)), 0
    else:
        ink, done = Ink(np.zeros((size, size), np.float32)), 0
    for stroke in below[done:]:
        ink.stamp(stroke)
    _below = _Below(data.base, below, ink)
    whole = ink.copy()
    for stroke in data.strokes[-1:]:
        whole.stamp(stroke)
    return whole
