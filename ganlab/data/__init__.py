"""p_data, what is imitated: built-in targets, drawings, and a user's own points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ganlab.data.target import Affine, Modes, Target

if TYPE_CHECKING:  # experiment.py reads this package's catalogue: it must not be needed back
    from ganlab.experiment import DrawingData, PointsData, ToyData

__all__ = ["Affine", "Modes", "Target", "make_target"]


def make_target(data: ToyData | DrawingData | PointsData) -> Target:
    """The distribution that a document's data describes.

    Raises DataError (a ValueError) in plain words: EmptyDrawing, UnreadableImage for what a
    drawing starts from, UnreadablePoints.
    """
    if data.kind == "toy":
        from ganlab.data.toy import make_toy

        return make_toy(data.name)
    if data.kind == "drawing":
        from ganlab.data.drawing import make_drawing

        return make_drawing(data)
    from ganlab.data.points import make_points

    return make_points(data)
