"""What the window asks for (FrameRequest) and gets (Frame and the rarer replies)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import Enum
from typing import Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from ganlab.games.shown.views import (
    Arrows,
    Bytes,
    Field,
    Floats,
    Images,
    Look,
    Mesh,
    Picture,
    Points,
    Values,
)
from ganlab.gan.saving.checkpoint import Checkpoint
from ganlab.gan.scores import UNIT, Scale
from ganlab.values import dataclass

P = TypeVar("P", Points, Field, Mesh, Arrows, Images, Values)


class State(Enum):
    """Where a session stands."""

    LOADING = "loading"
    IDLE = "idle"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPING = "stopping"
    CRASHED = "crashed"


@dataclass(frozen=True)
class FrameRequest:
    """The views that are on screen, and how they are looked at."""

    views: frozenset[str] = frozenset()
    """Names of what the game can show; others are passed over."""
    look: Look = field(default_factory=Look)


@dataclass(frozen=True)
class Stage:
    """Where slow motion stands: at one stage of a turn of `Rules.turns`."""

    turn: str
    index: int
    """Among the turn's stages, from 0."""
    caption: str


@dataclass(frozen=True)
class Frame:
    """What there is to be seen of the game, and to be read of it, since the last frame."""

    generation: int
    step: int
    state: State
    steps_per_second: float
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    """By view. One that is not there has not changed since the last frame."""
    scale: Scale = UNIT
    """What D's numbers run over on the screen."""
    scalars: NDArray[np.float64] | None = None
    """(rows, columns of the game) every iteration since the last frame, float64 for the step's
    sake."""
    measured: bool = False
    """Whether the last of them is the figures of the networks that are shown, measured after their
    step (gan/measure.py): the game rests. Else each tells how its step was taken."""
    objective: str = ""
    """The loss variant that is played; "": not told."""
    objective_since: int = 0
    """The step at which it was chosen: rows after it are of this one."""
    evaluations: tuple[dict[str, float], ...] = ()
    """Those since the last frame, oldest first, by the columns of `ganlab.games.evaluation`."""
    stage: Stage | None = None
    """Slow motion's stage; None when not in slow motion."""
    turn: str | None = None
    """Whose turn was taken last, where one was taken by itself; lights the path in the overview."""

    def picture(self, view: str, kind: type[P]) -> P | None:
        """The picture of a view, if there is news of it, and it is of that kind."""
        found = self.pictures.get(view)
        return found if isinstance(found, kind) else None


@dataclass(frozen=True)
class StateChanged:
    """The session went to another state."""

    state: State
    generation: int
    step: int
    device: str
    """What it runs on, in words: "CPU" or the GPU's name."""


@dataclass(frozen=True)
class Notice:
    """Something a person should read, in their words."""

    level: Literal["info", "warning", "error"]
    text: str
    can_restore: bool = False
    """Whether "restore the last good state" has something to go back to."""
    refused: bool = False
    """Whether it says that an edit was refused: the next one settles it."""
    can_find: bool = False
    """Whether the run's images are not where they were, and a person may say where they are."""


@dataclass(frozen=True)
class CheckpointTaken:
    """A checkpoint, taken every few seconds (token None) or because it was asked for."""

    checkpoint: Checkpoint
    generation: int
    token: int | None = None
    sound: bool = True
    """Whether it is the present state. If not, that has blown up, and this is the last good one."""


@dataclass(frozen=True)
class HandedOver:
    """The last of a game that a Build with `hand_over` took the place of."""

    generation: int
    """Of the game that ended."""
    checkpoint: Checkpoint | None
    """Where it stood, or its last good state if it had diverged; None where there was no game."""
    scalars: NDArray[np.float64]
    """(rows, columns of the game) every iteration since its last frame."""


@dataclass(frozen=True)
class ImagesDrawn:
    """The images that were asked for."""

    images: Bytes
    """(n, H, W)"""
    token: int
    generation: int


@dataclass(frozen=True)
class DirectionsFound:
    """In which directions of noise the generator's first layer changes most."""

    vectors: Floats
    """(count, noise dimensions) unit vectors at right angles, strongest first; fewer than were
    asked for where noise has fewer dimensions."""
    strengths: Floats
    """(count,) how much the layer changes for a step of length 1."""
    step: int
    generation: int


@dataclass(frozen=True)
class Failed:
    """The session ended by an error; the engine carries nothing more."""

    text: str
    details: str = ""


Reply = (
    Frame
    | StateChanged
    | Notice
    | CheckpointTaken
    | HandedOver
    | ImagesDrawn
    | DirectionsFound
    | Failed
)
