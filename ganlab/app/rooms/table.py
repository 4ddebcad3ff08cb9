"""The rooms of the window, one line each, in the order in which they are offered. No Qt."""

from __future__ import annotations

from collections.abc import Callable

from ganlab.experiment import Experiment
from ganlab.values import dataclass


@dataclass(frozen=True)
class Entry:
    """What is known of a room before it is built."""

    title: str
    about: str
    shows: Callable[[Experiment], bool]
    """Whether the subject of a run is to be seen there."""
    room: str
    """ "module:Class" of a Room; imported when it is shown for the first time."""
    of_its_own: bool = False
    """Whether what it shows is none of the run's: other data are no reason to leave it."""


def _of_images(experiment: Experiment) -> bool:
    return experiment.data.imaged


def _of_points(experiment: Experiment) -> bool:
    return not _of_images(experiment)


_HERE = "ganlab.app.rooms"
ROOMS: dict[str, Entry] = {
    "playground": Entry(
        "Playground",
        "Distributions of one and two dimensions: watch G bend noise into data",
        _of_points,
        f"{_HERE}.playground.room:PlaygroundRoom",
    ),
    "images": Entry(
        "Images",
        "Generators of images: what they draw, how good it is, what lies between two images",
        _of_images,
        f"{_HERE}.images.room:ImagesRoom",
    ),
    "theory": Entry(
        "Theory",
        "What is proved about GANs, as benches that one can move, with exact numbers",
        lambda experiment: False,
        f"{_HERE}.theory.room:TheoryRoom",
        of_its_own=True,
    ),
}
"""By name. The first has the key Ctrl+1, the second Ctrl+2, and so on."""


def home_of(experiment: Experiment) -> str:
    """The name of the first room that shows what a run learns."""
    return next(name for name, entry in ROOMS.items() if entry.shows(experiment))


def key_of(name: str) -> str:
    """The shortcut of a room."""
    return f"Ctrl+{list(ROOMS).index(name) + 1}"
