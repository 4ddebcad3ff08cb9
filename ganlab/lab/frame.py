"""What the window asks for (FrameRequest) and gets (Frame and the rarer replies).

Arrays are owned by the frame and read-only, float32 but for images. Points are (n, 2) in *view*
units; for a 1-D target the second coordinate is 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ganlab.data.sheet import SHEET, SHEET_SEED
from ganlab.gan.columns import SCALARS as SCALARS
from ganlab.gan.saving.checkpoint import Checkpoint
from ganlab.gan.scores import UNIT, Scale
from ganlab.metrics.evaluation import EVALUATION as EVALUATION

Floats = NDArray[np.float32]

Bytes = NDArray[np.uint8]

Layer = Literal[
    "generated",
    "average",
    "heatmap",
    "mapping",
    "gradients",
    "predictions",
    "images",
    "average_images",
]
"""The first five are of the plane, the last two of a game with images."""


SHOWN_SEED = SHEET_SEED
"""Of the noise and the real images that are shown: the same in every frame."""
SHOWN_REAL = SHEET
"""Real images whose D(x) is told: those of ImageTarget.chosen(SHOWN_REAL, SHOWN_SEED)."""


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
    """The layers that are on screen, and how finely to compute them."""

    layers: frozenset[Layer] = frozenset()
    samples: int = 500
    """Generated points to show; their noise stays the same from frame to frame."""
    heatmap_size: int = 100
    """Cells a side of the D heatmap over [-extent, extent]^2 of the view."""
    mapping_size: int = 20
    """Cells a side of the noise grid."""
    gradients: int = 150
    """Generated points that show the gradient they receive (the first of the samples)."""
    extent: float = 1.25
    """Half the side of the square of the view that the heatmap covers."""
    equal_units: bool | None = None
    """Whether both axes of the view have the same scale: see `ganlab.data.target.plane_view`."""
    images: int = 60
    """Generated images to show; their noise (and class) stays the same from frame to frame."""


@dataclass(frozen=True)
class Stage:
    """Where slow motion stands: at one stage of a turn of `Rules.turns`."""

    turn: str
    index: int
    """Among the turn's stages, from 0."""
    caption: str


@dataclass(frozen=True)
class Frame:
    """One picture of the game. A layer that is None has not changed since the last frame."""

    generation: int
    step: int
    state: State
    steps_per_second: float
    generated: Floats | None = None
    """(n, 2) samples of the raw generator."""
    average: Floats | None = None
    """(n, 2) samples of the moving average of the generator, from the same noise."""
    noise: Floats | None = None
    """(n, 2) the noise of those samples, first two dimensions (0 where there is only one)."""
    heatmap: Floats | None = None
    """(size, size) D's number at the centres of the cells; row 0 is the lowest y."""
    mapping: Floats | None = None
    """(rows + 1, columns + 1, 2) image of the noise grid's corners; one row for 1-D noise."""
    mapping_noise: Floats | None = None
    """(rows + 1, columns + 1, 2) the same corners in noise space, scaled into the view."""
    mapping_mass: Floats | None = None
    """(rows, columns) probability of the noise in each cell; sums to at most 1."""
    gradients: Floats | None = None
    """(m, 4): x, y of a generated sample and the descent direction -dL_G/dx there, view units
    (not normalised: a saturated generator's arrows vanish)."""
    d_real: Floats | None = None
    """(n,) D's number for one fixed batch of real samples."""
    d_fake: Floats | None = None
    """(n,) the same for the shown generated samples."""
    images: Bytes | None = None
    """(n, H, W) images of the raw generator."""
    average_images: Bytes | None = None
    """(n, H, W) images of its moving average, from the same noise."""
    d_images: Floats | None = None
    """(n,) the same for each of `images`."""
    scale: Scale = UNIT
    """What D's numbers run over on the screen."""
    scalars: NDArray[np.float64] | None = None
    """(rows, len(SCALARS)) every iteration since the last frame, float64 for the step's sake."""
    measured: bool = False
    """Whether the last of them is the figures of the networks that are shown, measured after their
    step (gan/measure.py): the game rests. Else each tells how its step was taken."""
    objective: str = ""
    """The loss variant that is played; "": not told."""
    objective_since: int = 0
    """The step at which it was chosen: rows after it are of this one."""
    evaluations: tuple[dict[str, float], ...] = ()
    """Those since the last frame, oldest first, keys EVALUATION."""
    stage: Stage | None = None
    """Slow motion's stage; None when not in slow motion."""
    turn: str | None = None
    """Whose turn was taken last, where one was taken by itself; lights the path in the overview."""


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
    """(rows, len(SCALARS)) every iteration since its last frame."""


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


def own(array: NDArray[Any]) -> Floats:
    """A contiguous, read-only float32 copy."""
    owned = np.array(array, dtype=np.float32, order="C")
    owned.flags.writeable = False
    return owned


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
