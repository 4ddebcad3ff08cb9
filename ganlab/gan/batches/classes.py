"""What a conditional game is told."""

from __future__ import annotations

from ganlab.data.target import Target
from ganlab.experiment import Experiment
from ganlab.gan.settings import two_player


def classes_of(experiment: Experiment, target: Target) -> int:
    """How many classes the players are told apart; 0: they are told none.

    Raises ValueError where they are to be told and the images have no labels.
    """
    if (
        experiment.data.kind != "images"
        or not two_player(experiment.game).image_networks.conditional
    ):
        return 0
    from ganlab.data.image_target import ImageTarget

    assert isinstance(target, ImageTarget)
    if target.image_set.labels is None:
        raise ValueError(f"{target.image_set.name} has no labels, so nothing can be conditional.")
    return len(target.image_set.class_names)
