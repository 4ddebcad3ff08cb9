"""Where the points of a surface lie in a picture of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ganlab.app.rooms.theory.plots.surface.relief import Relief
from ganlab.data.target import Array

AIR = 34.0
"""Pixels around the box, for the names of its axes."""


@dataclass(frozen=True)
class Projection:
    """A relief, and the size in pixels of the picture that its box fills."""

    relief: Relief
    width: float
    height: float

    @property
    def box(self) -> Array:
        """(2, 2, 2, 3): the corners of the box in units."""
        x, y, z = (np.array(ends) for ends in self.relief.ranges)
        return np.stack(np.meshgrid(x, y, z, indexing="ij"), axis=-1)

    def placed(self, points: Array) -> Array:
        """(..., 3) in units -> pixels, and how near."""
        flat = self.relief.seen(self.box.reshape(-1, 3))
        span = np.ptp(flat[:, :2], axis=0)
        middle = (flat[:, :2].min(axis=0) + flat[:, :2].max(axis=0)) / 2
        unit = min((self.width - 2 * AIR) / span[0], (self.height - 1.6 * AIR) / span[1])
        seen = self.relief.seen(points)
        seen[..., 0] = self.width / 2 + unit * (seen[..., 0] - middle[0])
        seen[..., 1] = self.height / 2 - 0.2 * AIR - unit * (seen[..., 1] - middle[1])
        return seen
