"""Several images of a grid as one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ganlab.games.shown.views import Mesh, own


def joined(meshes: Sequence[Mesh]) -> Mesh:
    """Meshes of one size, one above the other: cells between two of them have no place."""
    first = meshes[0]
    if len(meshes) == 1:
        return Mesh(own(first.corners), own(first.start), own(first.mass))
    return Mesh(
        own(_stacked([_rows(mesh.corners) for mesh in meshes], np.nan)),
        own(_stacked([_rows(mesh.start) for mesh in meshes], np.nan)),
        own(_stacked([mesh.mass for mesh in meshes], 0.0, apart=2)),
    )


def _rows(corners: NDArray[np.float32]) -> NDArray[np.float32]:
    """A curve as two rows that coincide, between which it has cells."""
    return np.repeat(corners, 2, axis=0) if len(corners) == 1 else corners


def _stacked(
    parts: Sequence[NDArray[np.float32]], between: float, apart: int = 1
) -> NDArray[np.float32]:
    """`apart` rows of `between` lie between two parts."""
    gap = np.full((apart, *parts[0].shape[1:]), between, np.float32)
    return np.concatenate([row for part in parts for row in (part, gap)][:-1])
