"""What a stroke of the mouse does to a curve that is written down at fixed places. No Qt."""

from __future__ import annotations

import numpy as np

from ganlab.data.target import Array


def drawn_over(places: Array, values: Array, x: Array, y: Array) -> Array:
    """`values` (n,) at `places` (n,), rising and evenly spaced, once a stroke (m,) has gone over
    them: between its ends the stroke's own, where it passes twice the later. A stroke between two
    places moves the nearer one."""
    new = np.array(values, float)
    half = (places[1] - places[0]) / 2
    for i in range(max(len(x) - 1, 1)):
        ends, heights = x[i : i + 2], y[i : i + 2]
        low, high = (ends.min(), ends.max()) if i else (x[0:2].min() - half, x[0:2].max() + half)
        over = (places >= low) & (places <= high)
        if over.any():
            order = np.argsort(ends, kind="stable")
            new[over] = np.interp(places[over], ends[order], heights[order])
    nearest = int(np.argmin(np.abs(places - x[-1])))
    if abs(places[nearest] - x[-1]) <= half:
        new[nearest] = y[-1]
    return new
