"""p_data, what is imitated: built-in targets, drawings, curves, a user's own points, images."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ganlab.data.target import Affine, Modes, Target

if TYPE_CHECKING:  # experiment.py reads this package's catalogue: it must not be needed back
    from ganlab.experiment import Data, Experiment

__all__ = [
    "Affine",
    "Modes",
    "Target",
    "change_of_images",
    "make_target",
    "recorded",
    "remarks",
]


def make_target(data: Data) -> Target:
    """The distribution that a document's data describes.

    Raises DataError (a ValueError) in plain words: EmptyDrawing, UnreadableImage for what a
    drawing starts from, UnreadablePoints, UnreadableImages.
    """
    if data.kind == "toy":
        from ganlab.data.toy.toy import make_toy

        return make_toy(data.name)
    if data.kind == "drawing":
        from ganlab.data.drawn.drawing import make_drawing

        return make_drawing(data)
    if data.kind == "curve":
        from ganlab.data.curve import Curve

        return Curve(data)
    if data.kind == "images":
        from ganlab.data.image_target import make_images

        return make_images(data)
    from ganlab.data.points import make_points

    return make_points(data)


def remarks(data: Data) -> list[str]:
    """What is to be said of how a person's own images were read, in sentences."""
    return list(make_target(data).remarks)


def recorded(experiment: Experiment, afresh: bool = False) -> Experiment:
    """The experiment with a record of its images, where it has images at a path and no record yet,
    or one that is to be made `afresh`. Raises DataError where they cannot be read."""
    data = experiment.data
    if not data.files or (data.memory is not None and not afresh):
        return experiment
    from ganlab.data.image_target import with_record

    return with_record(experiment)


def change_of_images(old: Data, new: Data) -> str:
    """What happened to the images at a path since the old record, a sentence; empty: nothing."""
    then, now = old.memory, new.memory
    if then is None or now is None or then.digest == now.digest:
        return ""
    counts = f"{then.count:,} then, {now.count:,} now"
    return f"The images in '{old.files}' have changed and were read again ({counts})."
