"""Experiment: the one immutable document.

Everything a person can set is in it, once; its pieces stand in document/. The window's forms and
tooltips, the command line's ``--set``, presets and saved files are all made from it.
Imports neither torch nor Qt.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, Field, ValidationError, field_validator

from ganlab.document import (
    Data,
    Document,
    DrawingData,
    ImageData,
    ImageNetworks,
    ImageRecord,
    Network,
    Noise,
    Optimizer,
    Penalty,
    PointsData,
    Stroke,
    ToyData,
    Training,
    first_fault,
)
from ganlab.gan.objectives import OBJECTIVES
from ganlab.numerals import only_value

__all__ = [
    "Change",
    "Data",
    "DrawingData",
    "Experiment",
    "ImageData",
    "ImageNetworks",
    "ImageRecord",
    "InvalidExperiment",
    "Network",
    "Noise",
    "Optimizer",
    "Penalty",
    "PointsData",
    "Stroke",
    "ToyData",
    "Training",
    "change_of",
    "compare",
    "from_json",
    "load",
    "named_after_data",
    "parse",
]

SCHEMA_VERSION = 1


class InvalidExperiment(ValueError):
    """A document that is no Experiment. Its text names the field and what the field allows."""


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
    image_networks: ImageNetworks = Field(default_factory=ImageNetworks)
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

    @property
    def ends_at(self) -> float:
        """The step at which both learning rates have come down to 0; infinity where one never
        does."""
        schedules = {self.generator_optimizer.schedule, self.discriminator_optimizer.schedule}
        return self.training.steps if schedules == {"cosine"} else math.inf

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
            place[leaf] = _plain(path, value, place[leaf])
            if parents == ["data"] and "record" in place and leaf != "record":
                place["record"] = None  # it was of other images, or of others among them
        return parse(document)


def _plain(path: str, value: Any, present: object) -> Any:
    """A value as it stands in a dumped document; text that is to be a number is read as one."""
    if isinstance(value, BaseModel):
        return value.model_dump()
    if not isinstance(value, str) or not isinstance(present, int | float):
        return value
    if isinstance(present, bool):
        return value
    try:
        number = only_value(value, whole=isinstance(present, int))
    except ValueError as error:
        raise InvalidExperiment(f"{path}: {error}") from None
    return value if number is None else number


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
        field, fault = first_fault(error)
        raise InvalidExperiment(f"{field or 'the document'}: {fault}") from None


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


def named_after_data(old: Experiment, new: Experiment) -> Experiment:
    """`new`, under the name of its data where these are others: else one target would go by the
    name of another. A drawing that goes on keeps its name."""
    if old.data == new.data or old.data.kind == new.data.kind == "drawing":
        return new
    return new.model_copy(update={"name": _name_of(new.data)[:200]})


def _name_of(data: Data) -> str:
    match data:
        case ToyData():
            return data.name
        case PointsData():
            return Path(data.source).stem or "points"
        case ImageData():
            stem = Path(data.path).name.partition(".")[0] or "mnist"
            return " ".join([stem, *map(str, data.classes)])
    return data.kind


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

    A drawing may change under a running trainer, its scale is fixed, and the same images may lie
    elsewhere. Any other change of data rebuilds, because the networks see each target at its own
    scale.
    """
    live = old.data.kind == new.data.kind == "drawing" or _moved(old.data, new.data)
    changes = [
        Change.LIVE if field == "data" and live else change_of(field)
        for field in Experiment.model_fields
        if getattr(old, field) != getattr(new, field)
    ]
    return max(changes, key=list(Change).index, default=Change.NONE)


def _moved(old: Data, new: Data) -> bool:
    """Whether two data are the same images, found in another place, or those that a person chose
    to go on with."""
    if not (isinstance(old, ImageData) and isinstance(new, ImageData)):
        return False
    if old.record is None or new.record is None:
        return False
    before, after = old.record, new.record
    return before.digest in (after.digest, after.follows) or before.follows == after.digest


def change_of(path: str) -> Change:
    """What another value of one field, by its dotted path, asks of a running trainer."""
    field = path.partition(".")[0]
    return Change.NONE if field in _WORDS else Change.LIVE if field in _LIVE else Change.REBUILD
