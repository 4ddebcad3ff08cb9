"""The images of a run as they are on disk now."""

from __future__ import annotations

from ganlab.data import change_of_images, make_target, recorded
from ganlab.experiment import Experiment
from ganlab.gan.batches.classes import classes_of


def looked_at(experiment: Experiment) -> tuple[Experiment, str]:
    """The experiment with a record of what is there now, and a sentence on what has changed since
    the last one; where there is nothing, or nothing of use, as it was: its record speaks for it."""
    try:
        found = recorded(experiment, afresh=True)
        if found is not experiment:
            classes_of(found, make_target(found.data))
    except ValueError:
        return experiment, ""
    return found, change_of_images(experiment.data, found.data)
