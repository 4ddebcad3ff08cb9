"""What a session can be told. Commands are carried out in order, between two steps."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ganlab.experiment import Experiment
from ganlab.games.shown.views import Floats
from ganlab.gan.saving.checkpoint import Checkpoint
from ganlab.lab.frame import FrameRequest
from ganlab.values import dataclass


@dataclass(frozen=True)
class Play:
    """Train until told otherwise, or until step `until` is reached."""

    until: int | None = None


@dataclass(frozen=True)
class Pause:
    """Stop training; everything stays where it is."""


@dataclass(frozen=True)
class Step:
    """Pause, and take one step: a whole iteration, or one update of one of the game's turns."""

    turn: str | None = None
    """By its name; None: the whole."""


@dataclass(frozen=True)
class Build:
    """Start anew from the initial weights of this experiment, or from a checkpoint of it.

    Frames made from here on carry `generation`, so that older ones can be told apart.
    """

    experiment: Experiment
    generation: int
    checkpoint: Checkpoint | None = None
    device: str = "auto"
    play: bool = False
    hand_over: bool = False
    """Whether the game that this one takes the place of is to be told of once more (HandedOver)."""


@dataclass(frozen=True)
class Apply:
    """A live edit: takes effect at the next step."""

    experiment: Experiment


@dataclass(frozen=True)
class Move:
    """Go on, from where training stands, on another device: "auto", "cpu" or "cuda"."""

    device: str


@dataclass(frozen=True)
class SetPace:
    """How fast to play."""

    steps_per_second: float | None
    """None: as fast as it goes."""
    slow_motion: bool = False
    """Walk through the stages of each turn, `stage_seconds` each."""
    stage_seconds: float = 0.8


@dataclass(frozen=True)
class RequestFrame:
    """Send one frame with these views as soon as there is something new to show."""

    request: FrameRequest


@dataclass(frozen=True)
class RequestCheckpoint:
    """Send the whole state now (to save it); `token` comes back with it."""

    token: int


@dataclass(frozen=True)
class DrawImages:
    """Draw images from this noise, also while training goes on. Of several the newest counts."""

    noise: Floats
    """(n, noise dimensions)"""
    labels: NDArray[np.integer[Any]] | None
    """(n,) which class to draw, 0 to classes - 1; None where the generator is told none."""
    token: int
    """Comes back with the images."""
    average: bool = True
    """Of the moving average of the generator, if there is one."""


@dataclass(frozen=True)
class FindDirections:
    """Tell in which directions of noise the generator's first layer changes most."""

    count: int
    average: bool = True
    """Of the moving average of the generator, if there is one."""


@dataclass(frozen=True)
class RestoreLastGood:
    """Go back to the best of the last sound snapshots."""


@dataclass(frozen=True)
class Stop:
    """End the session."""


Command = (
    Play
    | Pause
    | Step
    | Build
    | Apply
    | Move
    | SetPace
    | RequestFrame
    | RequestCheckpoint
    | DrawImages
    | FindDirections
    | RestoreLastGood
    | Stop
)
