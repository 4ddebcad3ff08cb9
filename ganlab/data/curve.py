"""A density on a line that somebody drew as a curve."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ganlab.data.target import Affine, Array, Batch, PointTarget
from ganlab.experiment import CurveData

SEEN = 1e-3
"""Share of the greatest height below which the view need not show the curve."""
AIR = 1.2
"""Times as wide as the rest the view is."""


class Curve(PointTarget):
    """The density that is straight between its places and 0 beyond them."""

    dimension = 1
    modes = None
    class_names: tuple[str, ...] = ()

    def __init__(self, data: CurveData) -> None:
        heights = np.array(data.heights, dtype=np.float64)
        self._places = places = np.linspace(data.low, data.high, len(heights))
        width = places[1] - places[0]
        self._heights = heights / (width * (heights[1:] + heights[:-1]).sum() / 2)
        a, b = self._heights[:-1], self._heights[1:]
        masses = width * (a + b) / 2
        self._reached = np.concatenate([[0.0], np.cumsum(masses)])
        # Moments of what is straight, cell by cell: about the cell's left end.
        first = width**2 * (a + 2 * b) / 6
        second = width**3 * (a + 3 * b) / 12
        mean = float((places[:-1] * masses + first).sum())
        left = places[:-1] - mean
        variance = float((left**2 * masses + 2 * left * first + second).sum())
        self.network = Affine((mean,), variance**0.5)
        some = np.flatnonzero(heights > SEEN * heights.max())
        low, high = places[max(some[0] - 1, 0)], places[min(some[-1] + 1, len(places) - 1)]
        self.view = Affine((float(low + high) / 2,), float(high - low) / 2 * AIR)

    def sample(self, n: int, rng: np.random.Generator) -> Batch:
        """Draw n points by the inverse of the distribution function."""
        reached = rng.random(n) * self._reached[-1]
        cell = np.searchsorted(self._reached, reached, side="right") - 1
        cell = np.clip(cell, 0, len(self._places) - 2)
        width = self._places[1] - self._places[0]
        rest = (reached - self._reached[cell]) / width
        a, b = self._heights[cell], self._heights[cell + 1]
        root = np.sqrt(np.maximum(a * a + 2 * (b - a) * rest, 0.0))
        share = np.divide(2 * rest, a + root, out=np.zeros(n), where=a + root > 0)
        return Batch((self._places[cell] + width * np.clip(share, 0, 1))[:, None])

    def log_density(self, points: NDArray[np.floating], label: int | None = None) -> Array:
        """log p_data, (n,), nats; -inf where the curve is 0."""
        x = np.asarray(points, dtype=np.float64)[:, 0]
        with np.errstate(divide="ignore"):
            log: Array = np.log(np.interp(x, self._places, self._heights, left=0.0, right=0.0))
        return log
