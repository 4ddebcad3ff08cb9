"""What --set and --seed make of a run."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ganlab.cli.arguments import WrongUse
from ganlab.cli.support.images import with_known_images
from ganlab.cli.terminal import say
from ganlab.experiment import Change, compare

if TYPE_CHECKING:
    from ganlab.lab.files.archive import Run


def with_settings(run: Run, settings: Sequence[str], seed: int | None) -> Run:
    """The run with --set and --seed applied; from the start again if they need new networks."""
    from ganlab.lab.files.archive import Run

    changes: dict[str, object] = {}
    for setting in settings:
        field, equals, value = setting.partition("=")
        if not equals:
            raise WrongUse(f"--set {setting}: say FIELD=VALUE, e.g. game.k=2")
        changes[field.strip()] = value.strip()
    if seed is not None:
        changes["seed"] = seed
    experiment = run.experiment.with_values(changes)
    experiment = with_known_images(experiment, run.checkpoint is not None)
    if run.checkpoint is None:
        return Run.fresh(experiment)
    if compare(run.experiment, experiment) is not Change.REBUILD:
        return dataclasses.replace(run, experiment=experiment)
    say("These settings need new networks: training starts from step 0.")
    return Run.fresh(experiment)
