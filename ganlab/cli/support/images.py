"""Where a run's images are, and whether they are still the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ganlab.cli.arguments import Parser, WrongUse, a_path
from ganlab.cli.terminal import say
from ganlab.data import change_of_images, make_target, recorded, remarks
from ganlab.experiment import Experiment

if TYPE_CHECKING:
    from ganlab.lab.files.archive import Run


def add_data(parser: Parser) -> None:
    """Where the images are that the run learned from: see `with_images`."""
    parser.add_argument(
        "--data",
        type=a_path,
        metavar="PATH",
        help="where the images are that the run learned from, if they were moved",
    )


def with_images(run: Run, place: Path | None) -> Run:
    """The run with its images said to be at `place`. None: where it says itself.

    Raises WrongUse where they are not there, or others than it learned from.
    """
    data = run.experiment.data
    if place is None:
        return run
    if not data.imaged:
        raise WrongUse("--data: this run does not learn from images")
    moved = data.model_copy(update={"path": str(place), "record": None})
    found = _recorded(run.experiment.model_copy(update={"data": moved}))
    then, now = data.memory, found.data.memory
    if then is not None and now is not None and then.digest != now.digest:
        raise WrongUse(
            f"--data: the images in '{place}' are not those that the run learned from "
            f"({then.count:,} then, {now.count:,} there); to start anew with them say "
            f"--set data.path={place}"
        )
    return replace(run, experiment=found)


def with_known_images(experiment: Experiment, trained: bool) -> Experiment:
    """The experiment with its images looked at, and with a word on how they were read and where
    they changed since.

    A trained one keeps what it remembers: the trainer compares. Raises WrongUse.
    """
    data = experiment.data
    if not data.imaged or (trained and data.memory is not None):
        return experiment
    found = _recorded(experiment)
    if changed := change_of_images(data, found.data):
        say(changed)
    try:
        said = remarks(found.data)
    except ValueError as error:  # such as a class that there is not
        raise WrongUse(str(error)) from None
    for remark in said:
        say(remark)
    return found


def require_images(run: Run) -> None:
    """Raise WrongUse where the images that a run learned from are not there."""
    data = run.experiment.data
    if data.memory is not None and (why := make_target(data).absent):
        raise WrongUse(f"{why} Say with --data where those are that the run learned from.")


def _recorded(experiment: Experiment) -> Experiment:
    try:
        return recorded(experiment, afresh=True)
    except ValueError as error:
        raise WrongUse(str(error)) from None
