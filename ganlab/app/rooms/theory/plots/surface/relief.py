"""A surface over a rectangle as it is seen from somewhere: where its corners lie on the screen.

No Qt. Parallel projection: what is far is as large as what is near, so that lengths along an axis
can be compared.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ganlab.app.rooms.theory.plots.marks import Colour, Dash
from ganlab.data.target import Array

FLAT = 1.0
"""The height of the box, where its ground is 2 by 2."""
LIGHT = np.array([-0.35, -0.5, 0.8])
"""Where the light comes from, before the surface is turned: its slopes are told apart by it."""


@dataclass(frozen=True, eq=False)
class Curve:
    """A line in space, (n, 3); NaN breaks it."""

    points: Array
    colour: Colour
    title: str
    dash: Dash = "solid"


@dataclass(frozen=True, eq=False)
class Spot:
    """A point in space."""

    at: tuple[float, float, float]
    colour: Colour
    title: str


@dataclass(frozen=True, eq=False)
class Relief:
    """A surface z (n, m) over x (n,) and y (m,), and what lies on it."""

    x: Array
    y: Array
    z: Array
    z_range: tuple[float, float]
    titles: tuple[str, str, str]
    """Of the three axes."""
    curves: tuple[Curve, ...] = ()
    spots: tuple[Spot, ...] = ()
    azimuth: float = -50.0
    elevation: float = 30.0
    """Degrees: turned about the upright axis, and looked at from above by."""
    note: str = ""

    @property
    def ranges(self) -> tuple[tuple[float, float], ...]:
        """Of x, y, z."""
        x, y = self.x, self.y
        return (float(x[0]), float(x[-1])), (float(y[0]), float(y[-1])), self.z_range

    @property
    def corners(self) -> Array:
        """(n, m, 3) of the surface, in units."""
        x, y = np.meshgrid(self.x, self.y, indexing="ij")
        return np.stack([x, y, self.z], axis=-1)

    def seen(self, points: Array) -> Array:
        """Points (..., 3) in units -> (..., 3): to the right, up, and towards who looks, in units
        of the box, whose middle is 0."""
        turned: Array = self._boxed(points) @ self._axes.T
        return turned

    def _boxed(self, points: Array) -> Array:
        low = np.array([low for low, _ in self.ranges])
        span = np.array([high - low for low, high in self.ranges])
        at: Array = 2 * (np.asarray(points, float) - low) / span - 1
        at[..., 2] *= FLAT
        return at

    @property
    def _axes(self) -> Array:
        """(3, 3): right, up, towards who looks."""
        a, e = np.deg2rad(self.azimuth), np.deg2rad(self.elevation)
        right = [np.cos(a), -np.sin(a), 0.0]
        back = np.array([np.sin(a), np.cos(a), 0.0])
        up = np.array([*(np.sin(e) * back[:2]), np.cos(e)])
        near = np.array([*(-np.cos(e) * back[:2]), np.sin(e)])
        return np.array([right, up, near])

    def nearness(self, points: Array) -> Array:
        """(..., 3) -> (...): what is painted later. Over one place of the ground there is one
        height only, so the ground alone decides what hides what."""
        ground = np.array(points, float)
        ground[..., 2] = self.z_range[0]
        near: Array = self.seen(ground)[..., 2]
        return near

    @property
    def light(self) -> Array:
        """(n - 1, m - 1) from 0, turned away from the light, to 1."""
        at = self._boxed(self.corners)
        across, along = at[1:, :-1] - at[:-1, :-1], at[:-1, 1:] - at[:-1, :-1]
        normal = np.cross(across, along)
        normal /= np.maximum(np.linalg.norm(normal, axis=-1, keepdims=True), 1e-12)
        return np.clip(normal @ (LIGHT / np.linalg.norm(LIGHT)), 0, 1)
