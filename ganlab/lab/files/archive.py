"""A run in a .ganlab file: the experiment, the whole state of its trainer and its history.

The file is a zip of manifest.json (versions, step, counters, SHA-256 of the other members),
experiment.json (with the drawing or the points in it), history.safetensors and, once there are
networks, weights.safetensors (whole, or compact as gan/compact.py has it). No pickle is ever read.
Loading is all or nothing: an ArchiveError or a whole Run, every field of which was checked. Whether
weights fit the networks is for the trainer to say.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ganlab import __version__
from ganlab.atomic import atomic_write, plain_words
from ganlab.data import make_target
from ganlab.data.errors import DataError
from ganlab.data.files.file_kind import FileKind, file_kind
from ganlab.data.files.packed import open_unpacked
from ganlab.data.files.places import located
from ganlab.document import first_fault
from ganlab.document.data import DataInFiles, DataSettings
from ganlab.experiment import Experiment, InvalidExperiment, from_json
from ganlab.games.rules import rules_of
from ganlab.gan.saving.checkpoint import Checkpoint
from ganlab.gan.saving.compact import expanded
from ganlab.lab.files.container import (
    MANIFEST,
    Damaged,
    digests,
    pack_arrays,
    read_json,
    read_members,
    unpack_arrays,
    write_members,
)
from ganlab.lab.past.history import History

FORMAT_VERSION: Final = 1
OWN_VALUE: Final = "own_value"
"""Beside the arrays of a history whose V and D's numbers are those of its own objective; in older
files they are those of the game of 2014, whatever the objective."""
SUFFIX = ".ganlab"

EXPERIMENT = "experiment.json"
WEIGHTS = "weights.safetensors"
HISTORY = "history.safetensors"
_MB = 2**20
LIMITS = {MANIFEST: 4 * _MB, EXPERIMENT: 64 * _MB, WEIGHTS: 512 * _MB, HISTORY: 64 * _MB}
"""The most bytes of each member."""
_MOST_WORDS = 300


class ArchiveError(ValueError):
    """A run that cannot be saved or opened. Its text is one sentence for the person."""


@dataclass(frozen=True)
class Run:
    """An experiment and how far it has come."""

    experiment: Experiment
    checkpoint: Checkpoint | None
    """The trainer's state; None before there is one."""
    history: History

    @classmethod
    def fresh(cls, experiment: Experiment, checkpoint: Checkpoint | None = None) -> Run:
        """One of which nothing was measured yet."""
        return cls(experiment, checkpoint, History.of(experiment))


class _Manifest(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)

    format: Literal["ganlab"] = "ganlab"
    version: Literal[1] = FORMAT_VERSION
    ganlab: str = Field(__version__, max_length=100)
    step: int | None = Field(None, ge=0)
    counters: dict[str, Any] = {}
    sha256: dict[str, str]


# --- saving ---------------------------------------------------------------------------------


def save_run(path: Path, run: Run) -> None:
    """Write a .ganlab file atomically; raises ArchiveError, and the old file is then as it was."""
    try:
        with atomic_write(path) as file:
            write_run(file, beside(run, path))
    except OSError as error:
        raise ArchiveError(f"{path.name} could not be saved: {plain_words(error)}.") from error


def save_experiment(path: Path, experiment: Experiment) -> None:
    """Write a .json file of the settings alone, atomically; raises ArchiveError."""
    try:
        with atomic_write(path) as file:
            file.write(beside(Run.fresh(experiment), path).experiment.to_json().encode())
    except OSError as error:
        raise ArchiveError(f"{path.name} could not be saved: {plain_words(error)}.") from error


def beside(run: Run, path: Path) -> Run:
    """The run as it stands in a file at `path`: its images are said from there, so that both may
    move together. Where there is no way from one to the other, the path stays whole."""
    data = run.experiment.data
    if not isinstance(data, DataInFiles) or not data.files or data.memory is None:
        return run
    try:
        way = os.path.relpath(data.files, path.absolute().parent)
    except ValueError:  # another drive
        return run
    return _with_data(run, data.found_at(Path(way).as_posix()))


def found_from(run: Run, path: Path) -> Run:
    """The inverse, for a run read from a file at `path`: where its images are now, absolutely.

    They are looked for from the file, then where they were when it was written; where they are in
    neither place, the latter is said.
    """
    data = run.experiment.data
    if not isinstance(data, DataInFiles) or not data.files:
        return run
    ways = [path.absolute().parent / Path(data.files).expanduser(), located(data.files)]
    if data.memory is not None and data.memory.place:
        ways[1] = Path(data.memory.place)
    there = next((way for way in ways if way.exists()), ways[-1])
    return _with_data(run, data.found_at(os.path.abspath(there)))


def _with_data(run: Run, data: DataSettings) -> Run:
    return replace(run, experiment=run.experiment.model_copy(update={"data": data}))


def write_run(file: BinaryIO, run: Run) -> None:
    """Write a .ganlab file into an open one; raises ArchiveError or OSError."""
    members = {
        EXPERIMENT: run.experiment.to_json().encode(),
        HISTORY: pack_arrays({**run.history.arrays(), OWN_VALUE: np.ones(1)}),
    }
    manifest: dict[str, Any] = {"step": None, "counters": {}}
    if run.checkpoint is not None:
        members[WEIGHTS] = pack_arrays(run.checkpoint.arrays)
        manifest = {"step": run.checkpoint.step, "counters": run.checkpoint.counters}
    complete = _Manifest(sha256=digests(members), **manifest)
    # Not pydantic's JSON: the random generators' 128-bit numbers have to survive.
    text = json.dumps(complete.model_dump(), indent=1, allow_nan=False).encode()
    try:
        write_members(file, {MANIFEST: text, **members}, LIMITS)
    except OverflowError as error:
        raise ArchiveError(f"The run is too large to be saved: {error}.") from None


# --- loading --------------------------------------------------------------------------------


def load_any(path: Path) -> Run:
    """The run in a file, or an untrained one of the experiment in it, whatever the file is called;
    raises ArchiveError."""
    kind = file_kind(path)
    said_to_be = path.suffix.lower() == ".json" and kind is not FileKind.RUN
    if kind is not FileKind.EXPERIMENT and not said_to_be:
        return load_run(path)
    with _opened(path) as file:
        text = file.read(LIMITS[EXPERIMENT] + 1)
    try:
        if len(text) > LIMITS[EXPERIMENT]:
            raise Damaged("is far larger than an experiment can be")
        return _proved(found_from(Run.fresh(_experiment(text)), path))
    except Damaged as error:
        raise _said(error) from None


def load_run(path: Path) -> Run:
    """The run in a .ganlab file; raises ArchiveError."""
    with _opened(path) as file:
        return read_run(file, path)


def read_run(file: BinaryIO, path: Path | None = None) -> Run:
    """The run in an open, seekable .ganlab file, which lies at `path` if it lies anywhere; raises
    ArchiveError or OSError."""
    try:
        run = _run(read_members(file, LIMITS))
        return _proved(run if path is None else found_from(run, path))
    except Damaged as error:
        raise _said(error) from None


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        if path.exists() and not path.is_file():  # opening a pipe would wait for ever
            raise ArchiveError("This is not a file.")
        with open_unpacked(path, sum(LIMITS.values())) as file:
            yield file
    except DataError as error:
        raise ArchiveError(f"This file cannot be used: {error}") from None
    except OSError as error:
        raise ArchiveError(f"This file could not be read: {plain_words(error)}.") from None


def _said(error: Damaged) -> ArchiveError:
    """One sentence, and not the megabyte that a damaged file may hold in place of a name."""
    words = " ".join(f"This file {error}".split()).rstrip(".")
    return ArchiveError((words[:_MOST_WORDS] + "…" if len(words) > _MOST_WORDS else words) + ".")


def _run(members: dict[str, bytes]) -> Run:
    manifest = _manifest(members)
    if manifest.sha256 != digests(members):
        raise Damaged("is damaged: its parts do not belong together")
    required = {MANIFEST, EXPERIMENT, HISTORY} | ({WEIGHTS} if manifest.step is not None else set())
    if set(members) != required:
        raise Damaged("is damaged: a part of it is missing or too many")
    experiment = _experiment(members[EXPERIMENT])
    try:
        arrays = unpack_arrays(members[HISTORY], "history")
        history = History.from_arrays(arrays, History.of(experiment))
    except Damaged:
        raise
    except ValueError as error:
        raise Damaged(f"is damaged: {error}") from None
    score = rules_of(experiment).score(experiment)
    if OWN_VALUE not in arrays and score is not None and not score.bounded:
        history.forget("value", "d_real", "d_fake")
    checkpoint = None
    if manifest.step is not None:
        weights = expanded(unpack_arrays(members[WEIGHTS], "networks"))
        checkpoint = Checkpoint(manifest.step, weights, manifest.counters)
    return Run(experiment, checkpoint, history)


def _manifest(members: dict[str, bytes]) -> _Manifest:
    if MANIFEST not in members:
        raise Damaged("is not a ganlab file: it has no manifest")
    document = read_json(members[MANIFEST], MANIFEST)
    version = document.get("version") if isinstance(document, dict) else None
    if isinstance(version, int) and version > FORMAT_VERSION:
        raise Damaged("was written by a newer version of ganlab than this one")
    try:
        return _Manifest.model_validate(document)
    except ValidationError as error:
        where, _ = first_fault(error)
        raise Damaged(f"is damaged: its manifest is wrong at '{where or 'all of it'}'") from None


def _experiment(text: bytes) -> Experiment:
    try:
        return from_json(text)
    except InvalidExperiment as error:
        if _other_json(text):
            raise Damaged(
                "is JSON, but no experiment of ganlab; points are read from tables as text, such "
                "as CSV, and from NumPy's arrays"
            ) from None
        raise Damaged(f"holds an experiment that ganlab cannot run: {error}") from None


def _other_json(text: bytes) -> bool:
    """Whether this is JSON of something else: not one of its names is an experiment's."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(document, dict) and not set(document) & set(Experiment.model_fields)


def _proved(run: Run) -> Run:
    """The run, and proof that its data can be drawn from, or that it can do without them."""
    data = run.experiment.data
    try:
        if data.memory is not None:
            from ganlab.data.image_record import remembered

            remembered(data.memory)
        else:
            make_target(data)
    except ValueError as error:  # such as images that were moved since, and nothing is known of
        raise Damaged(f"cannot be opened without its data: {error}") from None
    return run
