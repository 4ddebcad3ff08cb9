"""Where generated samples lie: in sight or not, and what part of the plane shows them all."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF

from ganlab.app.items.plane.layer import Array, inside_world

ROOM = 1.06
"""A fitted view is so much larger than what it shows, so that no mark touches its border."""


def share_outside(points: Array, *parts: QRectF, flat: bool = False) -> float:
    """Share of (n, 2) points in none of the parts of the plane; NaN of no points. One that is no
    number lies nowhere.

    `flat`: a game in one dimension, whose y is only where it is drawn.
    """
    points = points[~np.isnan(points).any(axis=1)]
    if not len(points):
        return float("nan")
    x, y = points[:, 0], points[:, 1]
    seen = np.zeros(len(points), dtype=bool)
    for part in parts:
        across = (x >= part.left()) & (x <= part.right())
        seen |= across if flat else across & (y >= part.top()) & (y <= part.bottom())
    return float(1 - seen.mean())


def around(points: Array, home: QRectF, flat: bool = False) -> QRectF:
    """The smallest square that shows `home` and all (n, 2) points of the world."""
    points = points[inside_world(points)]
    if flat:
        points = points * (1, 0)
    corners = np.array([[home.left(), home.top()], [home.right(), home.bottom()]])
    everything = np.concatenate([points, corners])
    low, high = everything.min(axis=0), everything.max(axis=0)
    if (low == corners[0]).all() and (high == corners[1]).all():
        return home
    side, centre = float((high - low).max()) * ROOM, (low + high) / 2
    return QRectF(centre[0] - side / 2, centre[1] - side / 2, side, side)
