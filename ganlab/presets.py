"""The named Experiments that ganlab ships, one a target, read from resources/presets/*.json.

Imports neither torch nor Qt.
"""

from __future__ import annotations

from ganlab.assets import resource_path
from ganlab.data.catalog import TARGETS
from ganlab.experiment import Experiment, InvalidExperiment, from_json


class PresetError(InvalidExperiment):
    """There is no preset of that name. Its text lists the names there are."""


def preset_names() -> tuple[str, ...]:
    """The presets' names in the order of the gallery."""
    return tuple(TARGETS)


def preset_title(name: str) -> str:
    """What the preset is called on screen; raises PresetError."""
    _check(name)
    return TARGETS[name]


def load_preset(name: str) -> Experiment:
    """Read one preset; raises PresetError when there is none of that name."""
    _check(name)
    return from_json(resource_path("presets", f"{name}.json").read_bytes())


def _check(name: str) -> None:
    if name not in TARGETS:
        raise PresetError(f"there is no preset '{name}'; there are {', '.join(TARGETS)}")
