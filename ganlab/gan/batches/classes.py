"""What a conditional game is told."""

from __future__ import annotations

from ganlab.data.target import Target
from ganlab.experiment import Experiment


def classes_of(experiment: Experiment, target: Target) -> int:
    """How many classes the players are told apart; 0: they are told none.

    Raises ValueError where they are to be told and the images have no labels.
    """
    images = target.image_set
    if images is None or not experiment.game.conditional:
        return 0
    if images.labels is None:
        raise ValueError(f"{images.name} has no labels, so nothing can be conditional.")
    return len(images.class_names)
