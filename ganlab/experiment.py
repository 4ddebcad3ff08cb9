"""Experiment: the one immutable document.

Everything a person can set stands here once, with its bounds, unit and help text. The window's
forms and tooltips, the command line's ``--set``, presets and saved files are all made from it.
Imports neither torch nor Qt.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from ganlab.data.catalog import TARGETS
from ganlab.gan.objectives import OBJECTIVES

SCHEMA_VERSION = 1


class InvalidExperiment(ValueError):
    """A document that is no Experiment. Its text names the field and what the field allows."""


class Document(BaseModel):
    """A frozen, strict piece of an Experiment: unknown fields and infinite numbers are refused."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        allow_inf_nan=False,
        defer_build=True,  # a validator for each piece alone is seldom wanted, and takes a while
    )


# --- p_data: what is imitated ---------------------------------------------------------------


class ToyData(Document):
    """A built-in distribution, by name."""

    kind: Literal["toy"] = "toy"
    name: str = Field(
        "ring-8",
        title="Target",
        description="The distribution that the generator learns to imitate.",
    )

    @field_validator("name")
    @classmethod
    def _known(cls, name: str) -> str:
        if name not in TARGETS:
            raise ValueError(f"'{name}' is not a target; there are {', '.join(TARGETS)}")
        return name


class Stroke(Document):
    """One stroke of the drawing, in view units: x and y run from -1 to 1, y upwards."""

    tool: Literal["brush", "line", "eraser"] = "brush"
    points: tuple[tuple[float, float], ...] = Field(min_length=1, max_length=20_000)
    size: float = Field(0.08, ge=0.005, le=1.0, description="Diameter of the brush, in view units.")
    strength: float = Field(
        1.0,
        ge=0.05,
        le=1.0,
        description="How much probability one pass of the brush lays down, relative to a full one.",
    )
    soft: bool = Field(
        True, description="A soft edge fades out like a Gaussian; a hard edge ends at once."
    )


class DrawingData(Document):
    """A distribution that somebody drew."""

    kind: Literal["drawing"] = "drawing"
    base: str | None = Field(
        None,
        max_length=2_000_000,
        description="What the drawing started from: a greyscale PNG, base64; white is dense. None: "
        "empty paper.",
    )
    strokes: tuple[Stroke, ...] = Field(
        (), max_length=10_000, description="The strokes on top of it, oldest first."
    )


class PointsData(Document):
    """A user's own points, the empirical distribution over them."""

    kind: Literal["points"] = "points"
    source: str = Field(
        "", description="Where the points came from, to be shown; never opened again."
    )
    values: str = Field(
        max_length=8_000_000,
        description="The (n, 2) points in the user's own units: "
        "little-endian float32, row by row, base64.",
    )


Data = Annotated[ToyData | DrawingData | PointsData, Field(discriminator="kind")]


# --- the players ----------------------------------------------------------------------------


class Noise(Document):
    """p_z, what the generator is fed."""

    kind: Literal["gaussian", "uniform"] = Field(
        "gaussian",
        title="Noise",
        description="Gaussian: N(0, 1) in each dimension. Uniform: "
        "between -1 and 1 in each dimension.",
    )
    dimension: int = Field(
        2,
        ge=1,
        le=128,
        title="Dimension",
        description="Numbers drawn for each sample. With 1 the generator can only draw a curve.",
    )


class Network(Document):
    """A multilayer perceptron."""

    layers: int = Field(
        3,
        ge=0,
        le=5,
        title="Hidden layers",
        description="Hidden layers; with none the network is linear.",
    )
    units: int = Field(
        64,
        ge=1,
        le=512,
        title="Units a layer",
        description="Units in each hidden layer: more can bend more, and cost more time.",
    )
    activation: Literal["relu", "leaky-relu", "tanh", "elu"] = Field(
        "leaky-relu",
        title="Activation",
        description="The bend between layers. Leaky ReLU (slope 0.2) keeps a gradient everywhere.",
    )


class Penalty(Document):
    """What keeps the discriminator smooth."""

    r1: float = Field(
        0.0,
        ge=0.0,
        le=100.0,
        title="R1 weight",
        description="Weight γ of (γ/2)·E‖∇ₓD(x)‖² on real data: "
        "a flatter D near the data, a calmer game.",
    )


class Optimizer(Document):
    """How one network turns its gradient into a step."""

    kind: Literal["sgd", "momentum", "adam", "rmsprop"] = Field(
        "adam",
        title="Optimizer",
        description="SGD; SGD with momentum, as in the 2014 paper; Adam; RMSProp.",
    )
    learning_rate: float = Field(
        1e-3,
        ge=1e-6,
        le=1.0,
        title="Learning rate",
        description="The length of a step. Too long and the players circle; "
        "too short and nothing moves.",
    )
    momentum: float = Field(
        0.5,
        ge=0.0,
        lt=1.0,
        title="Momentum",
        description="Share of the last step kept in the next (SGD with momentum; β₁ of Adam).",
    )
    decay: float = Field(
        0.999,
        ge=0.0,
        lt=1.0,
        title="Averaging",
        description="How slowly the gradient's square is forgotten (β₂ of Adam; α of RMSProp).",
    )
    schedule: Literal["constant", "cosine"] = Field(
        "constant",
        title="Schedule",
        description="Constant, or falling along a cosine to 0 at the training's length.",
    )


class Training(Document):
    """Algorithm 1: k discriminator steps, then g generator steps, on minibatches."""

    k: int = Field(
        1,
        ge=1,
        le=20,
        title="k, discriminator steps",
        description="Discriminator steps before each turn of the generator. "
        "More keep D closer to its best.",
    )
    g: int = Field(
        1, ge=1, le=10, title="Generator steps", description="Generator steps in each of its turns."
    )
    batch_size: int = Field(
        256, ge=1, le=4096, title="Batch size", description="Samples of each kind a step looks at."
    )
    steps: int = Field(
        10_000,
        ge=1,
        le=10_000_000,
        title="Length, steps",
        description="Where headless training stops and a cosine schedule reaches 0. "
        "The window goes on.",
    )
    ema: float = Field(
        0.0,
        ge=0.0,
        lt=1.0,
        title="Moving average of G",
        description="Decay of an exponential moving average of G's weights; 0 is off. "
        "Calms the last wobble.",
    )


class Experiment(Document):
    """One run of the game, completely: same Experiment, same seed, same machine, same result."""

    schema_version: Literal[1] = 1
    name: str = Field("untitled", max_length=200)
    about: str = Field(
        "",
        max_length=4000,
        description="The recipe in words: what this experiment shows and why these settings.",
    )
    data: Data = Field(default_factory=ToyData)
    noise: Noise = Field(default_factory=Noise)
    generator: Network = Field(default_factory=Network)
    discriminator: Network = Field(default_factory=Network)
    objective: str = Field(
        "non-saturating",
        title="Loss variant",
        description="What the generator wants: which of D's mistakes it is paid for.",
    )
    penalty: Penalty = Field(default_factory=Penalty)
    generator_optimizer: Optimizer = Field(default_factory=Optimizer)
    discriminator_optimizer: Optimizer = Field(default_factory=Optimizer)
    training: Training = Field(default_factory=Training)
    seed: int = Field(
        1,
        ge=0,
        le=2**31 - 1,
        title="Seed",
        description="Decides initial weights, noise and minibatches: "
        "the same seed plays the same game.",
    )

    @field_validator("objective")
    @classmethod
    def _known_objective(cls, name: str) -> str:
        if name not in OBJECTIVES:
            raise ValueError(f"'{name}' is not a loss variant; there are {', '.join(OBJECTIVES)}")
        return name

    def to_json(self) -> str:
        """This document as indented JSON."""
        return self.model_dump_json(indent=2) + "\n"

    def with_values(self, changes: Mapping[str, Any]) -> Experiment:
        """A new Experiment with dotted fields replaced, e.g. ``{"training.k": 2}``.

        Values may be of the field's type or text that reads as it. Raises InvalidExperiment.
        """
        document = self.model_dump()
        for path, value in changes.items():
            *parents, leaf = path.split(".")
            place = document
            for parent in parents:
                place = place.get(parent, {}) if isinstance(place, dict) else {}
            if not isinstance(place, dict) or leaf not in place:
                raise InvalidExperiment(f"there is no setting '{path}'")
            place[leaf] = value.model_dump() if isinstance(value, BaseModel) else value
        return parse(document)


def parse(document: object) -> Experiment:
    """Validate plain data as an Experiment; raises InvalidExperiment naming the wrong field."""
    if isinstance(document, dict) and document.get("schema_version", 1) != SCHEMA_VERSION:
        raise InvalidExperiment(
            f"written by another version of ganlab (schema {document['schema_version']}, "
            f"this one reads {SCHEMA_VERSION})"
        )
    try:
        return Experiment.model_validate(document)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"]) or "the document"
        raise InvalidExperiment(f"{field}: {first['msg'].removeprefix('Value error, ')}") from None


def from_json(text: str | bytes) -> Experiment:
    """Read an Experiment from JSON text; raises InvalidExperiment."""
    try:
        return parse(json.loads(text))
    except (ValueError, RecursionError) as error:
        if isinstance(error, InvalidExperiment):
            raise
        raise InvalidExperiment(f"not JSON: {error}") from None


def load(path: Path) -> Experiment:
    """Read an Experiment from a JSON file; raises InvalidExperiment or OSError."""
    return from_json(path.read_bytes())


# --- live or rebuild ------------------------------------------------------------------------


class Change(Enum):
    """What an edit asks of a running trainer."""

    NONE = "none"
    LIVE = "live"
    """Takes effect at the next step; the networks go on from where they are."""
    REBUILD = "rebuild"
    """Needs new networks or another stream of chance: training starts again from step 0."""


_WORDS = frozenset({"name", "about"})
_LIVE = frozenset(
    {"objective", "penalty", "generator_optimizer", "discriminator_optimizer", "training"}
)


def compare(old: Experiment, new: Experiment) -> Change:
    """The smallest change that turns a trainer of `old` into one of `new`.

    A drawing may change under a running trainer, its scale is fixed. Any other change of data
    rebuilds, because the networks see each target at its own scale.
    """
    drawn = old.data.kind == new.data.kind == "drawing"
    changes = [
        Change.LIVE if field == "data" and drawn else change_of(field)
        for field in Experiment.model_fields
        if getattr(old, field) != getattr(new, field)
    ]
    return max(changes, key=list(Change).index, default=Change.NONE)


def change_of(path: str) -> Change:
    """What another value of one field, by its dotted path, asks of a running trainer."""
    field = path.partition(".")[0]
    return Change.NONE if field in _WORDS else Change.LIVE if field in _LIVE else Change.REBUILD
