"""The named Experiments that ganlab ships, read from resources/presets/*.json.

Imports neither torch nor Qt.
"""

from __future__ import annotations

from ganlab.assets import resource_path
from ganlab.data.toy.catalog import IMAGE_PRESETS, PLANE_PRESETS, TARGETS
from ganlab.experiment import Experiment, InvalidExperiment, from_json

_TITLES = TARGETS | PLANE_PRESETS | IMAGE_PRESETS


class PresetError(InvalidExperiment):
    """There is no preset of that name. Its text lists the names there are."""


def preset_names() -> tuple[str, ...]:
    """The presets' names in the order of the gallery."""
    return tuple(_TITLES)


def preset_title(name: str) -> str:
    """What the preset is called on screen; raises PresetError."""
    _check(name)
    return _TITLES[name]


def load_preset(name: str) -> Experiment:
    """Read one preset; raises PresetError when there is none of that name."""
    _check(name)
    return from_json(resource_path("presets", f"{name}.json").read_bytes())


def _check(name: str) -> None:
    if name not in _TITLES:
        raise PresetError(f"there is no preset '{name}'; there are {', '.join(_TITLES)}")
