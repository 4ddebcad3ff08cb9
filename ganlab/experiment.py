"""Experiment: the one immutable document.

Everything a person can set is in it, once; its pieces stand in document/. The window's forms and
tooltips, the command line's ``--set``, presets and saved files are all made from it.
Imports neither torch nor Qt.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, GetCoreSchemaHandler, ValidationError
from pydantic_core import CoreSchema
from pydantic_core.core_schema import tagged_union_schema

from ganlab.document import (
    CurveData,
    Data,
    Document,
    DrawingData,
    GameSettings,
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
from ganlab.document.upgrade import SCHEMA_VERSION, present_path, upgrade
from ganlab.games.table import GAMES
from ganlab.gan.settings import TwoPlayer
from ganlab.numerals import only_value

__all__ = [
    "Change",
    "CurveData",
    "Data",
    "DrawingData",
    "Experiment",
    "GameSettings",
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


class InvalidExperiment(ValueError):
    """A document that is no Experiment. Its text names the field and what the field allows."""


class _ByKind:
    """Validates a game's settings by its kind, as the table of games lists it."""

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        choices = {kind: handler.generate_schema(entry.settings) for kind, entry in GAMES.items()}
        return tagged_union_schema(choices, discriminator="kind")


class Experiment(Document):
    """One run of the game, completely: same Experiment, same seed, same machine, same result."""

    schema_version: Literal[2] = 2
    name: str = Field("untitled", max_length=200)
    about: str = Field(
        "",
        max_length=4000,
        description="The recipe in words: what this experiment shows and why these settings.",
    )
    data: Data = Field(default_factory=ToyData)
    noise: Noise = Field(default_factory=Noise)
    game: Annotated[GameSettings, _ByKind] = Field(default_factory=TwoPlayer)
    training: Training = Field(default_factory=Training)
    seed: int = Field(
        1,
        ge=0,
        le=2**31 - 1,
        title="Seed",
        description="Decides initial weights, noise and minibatches: "
        "the same seed plays the same game.",
    )

    @property
    def ends_at(self) -> float:
        """The step at which all learning rates have come down to 0; infinity where one never
        does."""
        return self.game.ends_at(self.training.steps)

    def constant_rates(self) -> dict[str, str]:
        """Dotted fields and their new values: no learning rate comes down to 0 any more."""
        return {f"game.{name}.schedule": "constant" for name in self.game.falling()}

    def to_json(self) -> str:
        """This document as indented JSON."""
        return self.model_dump_json(indent=2) + "\n"

    def with_values(self, changes: Mapping[str, Any]) -> Experiment:
        """A new Experiment with dotted fields replaced, e.g. ``{"game.k": 2}``.

        Values may be of the field's type or text that reads as it. Raises InvalidExperiment.
        """
        document = self.model_dump()
        named = {present_path(path): value for path, value in changes.items()}
        if "game.kind" in named:
            document["game"] = _another_game(document["game"], named.pop("game.kind"))
        for path, value in named.items():
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


def _another_game(present: dict[str, Any], kind: object) -> dict[str, Any]:
    """The settings of another kind of game: what both have stays, the rest is as it begins."""
    if kind not in GAMES:
        raise InvalidExperiment(f"game.kind: '{kind}' is no game; there are {', '.join(GAMES)}")
    other = GAMES[str(kind)].settings.model_validate({"kind": kind}).model_dump()
    return {name: present.get(name, value) for name, value in other.items()} | {"kind": kind}


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
    """Validate plain data, of this schema or an older one; raises InvalidExperiment naming the
    wrong field."""
    if isinstance(document, dict):
        version = document.get("schema_version", 1)
        if not isinstance(version, int) or version < 1:
            raise InvalidExperiment(f"schema_version: there is no schema {version!r}")
        if version > SCHEMA_VERSION:
            raise InvalidExperiment(
                f"written by a newer version of ganlab (schema {version}, this one reads up to "
                f"{SCHEMA_VERSION})"
            )
        document = upgrade(document)
    try:
        experiment = Experiment.model_validate(document)
    except ValidationError as error:
        field, fault = first_fault(error)
        parts = field.split(".")
        if parts[0] == "game" and parts[1:2] and parts[1] in GAMES:
            del parts[1]  # the kind, which a path does not name
        raise InvalidExperiment(f"{'.'.join(parts) or 'the document'}: {fault}") from None
    if refused := experiment.game.refusal(experiment.data.imaged):
        raise InvalidExperiment(refused)
    return experiment


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
    if old.data == new.data or (new.data.goes_on and old.data.kind == new.data.kind):
        return new
    return new.model_copy(update={"name": new.data.called[:200]})


# --- live or rebuild ------------------------------------------------------------------------


class Change(Enum):
    """What an edit asks of a running trainer."""

    NONE = "none"
    LIVE = "live"
    """Takes effect at the next step; the networks go on from where they are."""
    REBUILD = "rebuild"
    """Needs new networks or another stream of chance: training starts again from step 0."""


_WORDS = frozenset({"name", "about"})


def compare(old: Experiment, new: Experiment) -> Change:
    """The smallest change that turns a trainer of `old` into one of `new`.

    A drawing may change under a running trainer, and take the place of the target that it was drawn
    over: it keeps that one's scale, but has classes of its own. The same images may lie elsewhere.
    Any other change of data rebuilds, because the networks see each target at its own scale.
    """
    live = old.data != new.data and (
        _in_one_scale(old.data, new.data) or _moved(old.data, new.data)
    )
    if new.game.told and old.data.kind != new.data.kind:
        live = False
    changes = [
        Change.LIVE if path == "data" and live else change_of(path, type(new.game))
        for path in _differences(old, new)
    ]
    return max(changes, key=list(Change).index, default=Change.NONE)


def _differences(old: Experiment, new: Experiment) -> Iterator[str]:
    """The fields with other values; those of the game one by one, where it is the same kind."""
    for name in Experiment.model_fields:
        before, after = getattr(old, name), getattr(new, name)
        if before == after:
            continue
        if name != "game" or type(before) is not type(after):
            yield name
        else:
            for inner in type(after).model_fields:
                if getattr(before, inner) != getattr(after, inner):
                    yield f"game.{inner}"


def _in_one_scale(old: Data, new: Data) -> bool:
    """Whether networks see two data of the plane in the same units."""
    return (old.goes_on or new.goes_on) and old.seen_in == new.seen_in


def _moved(old: Data, new: Data) -> bool:
    """Whether two data are the same images, found in another place, or those that a person chose
    to go on with."""
    before, after = old.memory, new.memory
    if before is None or after is None:
        return False
    return before.digest in (after.digest, after.follows) or before.follows == after.digest


def change_of(path: str, game: type[GameSettings]) -> Change:
    """What another value of one field, by its dotted path, asks of a running trainer of a game
    with such settings."""
    first, _, rest = path.partition(".")
    if first in _WORDS:
        return Change.NONE
    live = rest.partition(".")[0] in game.LIVE if first == "game" else first == "training"
    return Change.LIVE if live else Change.REBUILD
