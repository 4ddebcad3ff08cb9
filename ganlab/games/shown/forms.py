"""What a form shows of a game: rows at first sight, and sections that fold."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ganlab.document import summaries
from ganlab.document.data import Samples
from ganlab.experiment import Experiment
from ganlab.values import dataclass


@dataclass(frozen=True)
class Readout:
    """A figure of the game as it stands, shown with the settings that it tells of."""

    view: str
    """Of the kind "values"; it is taken while the figure is seen."""
    title: str
    about: str
    text: Callable[[NDArray[np.float32]], str]
    """What is read of its numbers."""


@dataclass(frozen=True)
class Section:
    """Fields that fold together."""

    title: str
    about: str
    part: str
    """The dotted part of the document that they are of."""
    names: tuple[str, ...]
    """Of the fields within it."""
    summary: Callable[[Experiment], str]
    """What is set, in a few words."""
    colour: str = "muted"
    """A colour of the palette."""
    samples: tuple[Samples, ...] = ()
    """What the data's samples are where it is there; (): anything."""

    readout: Readout | None = None
    """What the settings come to."""

    @property
    def paths(self) -> tuple[str, ...]:
        """The fields, dotted."""
        return tuple(f"{self.part}.{name}" for name in self.names)


@dataclass(frozen=True)
class Formulas:
    """What is descended or climbed."""

    lines: tuple[str, ...]
    """LaTeX."""
    title: str
    about: str
    source: str


@dataclass(frozen=True)
class Form:
    """All that can be set of one game."""

    formulas: Formulas
    every: tuple[tuple[str, ...], ...]
    """All formulas that may be shown, so that room is kept for the tallest."""
    first: tuple[str, ...]
    """Rows above the formulas."""
    rows: tuple[str, ...]
    """Rows below them."""
    players: tuple[str, ...]
    """Rows above the sections."""
    sections: tuple[Section, ...]
    more: tuple[str, ...]
    """Rows of the last section, which holds what is seldom set."""
    more_about: str
    spectrum: bool = False
    """Whether there is a Jacobian of two players, whose eigenvalues can be asked for."""


IMAGES: tuple[Samples, ...] = ("images",)
POINTS: tuple[Samples, ...] = ("points",)

NOISE = Section(
    "Noise",
    "p_z: the random numbers that the generator is fed.",
    "noise",
    ("kind", "dimension"),
    lambda experiment: summaries.of_noise(experiment.noise),
)


def network_section(title: str, about: str, part: str, colour: str) -> Section:
    """A perceptron, of games in the plane: `part` is where it stands in the document."""
    name = part.removeprefix("game.")
    return Section(
        title,
        about,
        part,
        ("layers", "units", "activation"),
        lambda experiment: summaries.of_network(getattr(experiment.game, name)),
        colour,
        POINTS,
    )


def optimizer_section(title: str, about: str, part: str, colour: str) -> Section:
    """An optimizer; its learning rate is among the rows at first sight."""
    name = part.removeprefix("game.")
    return Section(
        title,
        about,
        part,
        ("kind", "momentum", "decay", "schedule"),
        lambda experiment: summaries.of_optimizer(getattr(experiment.game, name)),
        colour,
    )
