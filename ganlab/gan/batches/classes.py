"""What a conditional game is told."""

from __future__ import annotations

from ganlab.data.target import Target
from ganlab.experiment import Experiment


def classes_of(experiment: Experiment, target: Target) -> int:
    """How many classes the players are told apart; 0: they are told none.

    Raises ValueError where they are to be told and the data have none.
    """
    if not experiment.game.told:
        return 0
    if not target.told_names:
        images, why = target.image_set, experiment.data.no_classes
        said = f"{images.name} has no labels." if images is not None else why
        raise ValueError(f"Nothing can be conditional: {said}")
    return len(target.told_names)


def untold(experiment: Experiment, target: Target) -> Experiment:
    """The same, but nobody is told a class where the target, of points, has none."""
    if not experiment.game.told or target.told_names or target.image_set is not None:
        return experiment
    return experiment.with_values({"game.conditional": False})
