"""Whether samples that were asked for by their class are of it: nearest to their own class's mode.

A class's mode is the mean of its component where the target is a mixture; of any other target, it
is whichever of the class's real points is nearest, of 5,000 that are drawn of all classes, so that
a class may be a curve, a field of a board, or lie in several places.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ganlab.data.target import Array, Labels, Target

CLASS_SAMPLES = 5000
"""Real points that stand for the classes of a target that is no mixture."""
_SEED = 0


class ClassModes:
    """Where the classes of one target are."""

    def __init__(self, target: Target) -> None:
        from scipy.spatial import cKDTree  # a training without classes loads none of it

        self._view = target.view
        if target.modes is not None and len(target.class_names) == len(target.modes.centres):
            places, self._labels = target.modes.centres, np.arange(len(target.modes.centres))
        else:
            batch = target.sample(CLASS_SAMPLES, np.random.default_rng(_SEED))
            places, self._labels = batch.rows, target.told_labels(batch).astype(np.intp)
        self._tree = cKDTree(self._view.forward(places))

    def share_at_own(self, points: NDArray[np.floating], labels: Labels) -> float:
        """Of (n, d) samples, data units, each asked for by one of (n,) classes, those that are
        nearest to a mode of theirs, 0 to 1; distances are in view units, as the columns of points
        may differ in theirs. One that is not finite is nearest to none; NaN of no samples."""
        if not len(points):
            return float("nan")
        seen: Array = self._view.forward(points)
        finite = np.isfinite(seen).all(axis=1)
        _, nearest = self._tree.query(seen[finite])
        return float((self._labels[nearest] == labels[finite]).sum() / len(points))
