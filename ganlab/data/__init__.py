"""p_data, what is imitated: built-in targets, drawings, a user's own points, images."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ganlab.data.target import Affine, Modes, Target

if TYPE_CHECKING:  # experiment.py reads this package's catalogue: it must not be needed back
    from ganlab.experiment import Data

__all__ = ["Affine", "Modes", "Target", "absent", "make_target"]


def make_target(data: Data) -> Target:
    """The distribution that a document's data describes.

    Raises DataError (a ValueError) in plain words: EmptyDrawing, UnreadableImage for what a
    drawing starts from, UnreadablePoints, UnreadableImages.
    """
    if data.kind == "toy":
        from ganlab.data.toy import make_toy

        return make_toy(data.name)
    if data.kind == "drawing":
        from ganlab.data.drawing import make_drawing

        return make_drawing(data)
    if data.kind == "images":
        from ganlab.data.image_target import make_images

        return make_images(data)
    from ganlab.data.points import make_points

    return make_points(data)


def absent(target: Target) -> str:
    """Why nothing can be learned from a target, a sentence: its images are not where they were,
    and what is there of them is what the run remembers. Empty where it can."""
    found: str = getattr(target, "absent", "")
    return found
