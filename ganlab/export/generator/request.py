"""What can be asked of an export. Loads neither torch nor anything of ONNX."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from ganlab.experiment import Experiment
from ganlab.gan.saving.checkpoint import Checkpoint

Format = Literal["onnx", "pt2", "safetensors", "script", "pictures", "all"]
FORMATS: tuple[Format, ...] = get_args(Format)

SUFFIXES: dict[str, Format] = {
    ".onnx": "onnx",
    ".pt2": "pt2",
    ".safetensors": "safetensors",
    ".py": "script",
}
"""The formats that are one file (the script with its weights beside it); the others are folders."""

BOUND = 1e-4
"""The most by which an exported generator may differ from the trained one, in pixels of 0 to 1."""


class ExportError(ValueError):
    """A generator that cannot be exported. Its text is one sentence for the person."""


@dataclass(frozen=True)
class Request:
    """One export, to be sent to another process; see `exporting.export_generator`."""

    experiment: Experiment
    checkpoint: Checkpoint | None
    path: Path
    format: Format
    seed: int = 1
    metrics: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Exported:
    """What an export came to."""

    files: tuple[Path, ...]
    """Everything that was written."""
    differences: dict[str, float]
    """By file name, where a file was checked: the largest difference from the trained generator
    over 64 inputs, at most BOUND. Pixels run from 0 to 1; built-in
    targets count in units of the largest coordinate, a person's points in the spread of each
    column."""


def format_of(path: Path) -> Format:
    """The format that a name stands for: by its suffix, and a folder with all where it has none.

    Raises ExportError for another suffix.
    """
    suffix = path.suffix.lower()
    if suffix in SUFFIXES:
        return SUFFIXES[suffix]
    if suffix and not path.is_dir():
        raise ExportError(
            f"No format of a generator has names that end in {suffix}; "
            f"say {', '.join(SUFFIXES)} or a folder."
        )
    return "all"


def is_file(path: Path) -> bool:
    """Whether `path` names one file rather than a folder to be made."""
    return path.suffix.lower() in SUFFIXES and not path.is_dir()


def files_of(path: Path, chosen: Format) -> tuple[Path, ...]:
    """The files that a format of one file is: a script has its weights beside it.

    Raises ExportError where somebody else's weights have that name.
    """
    if chosen != "script":
        return (path,)
    weights = path.with_suffix(".safetensors")
    if weights.exists() and not path.exists():
        raise ExportError(f"The script needs the name {weights.name}, and there is such a file.")
    return (path, weights)
