"""The named Experiments that ganlab ships, read from resources/presets/*.json.

Imports neither torch nor Qt.
"""

from __future__ import annotations

from ganlab.assets import resource_path
from ganlab.data.toy.catalog import IMAGE_PRESETS, ON_A_LINE, TARGETS
from ganlab.experiment import Experiment, InvalidExperiment, from_json
from ganlab.values import dataclass


@dataclass(frozen=True)
class Study:
    """A preset that shows what one objective, cure or way to play does."""

    title: str
    mark: str
    """A word that tells its tile from others with the same target."""


STUDIES = {
    "unstable-minimax": Study("Unstable minimax", "minimax"),
    "collapse": Study("Mode collapse", "collapse"),
    "packed": Study("Collapse, packed", "PacGAN"),
    "unrolled": Study("Two that circle, unrolled", "unrolled"),
    "clipping": Study("Clipped critic", "clipped"),
    "wgan-gp": Study("WGAN-GP", "GP"),
    "relativistic": Study("Relativistic, R1 and R2", "R1 + R2"),
    "spectral": Study("Spectral normalisation", "spectral"),
    "ring-8-conditional": Study("8 Gaussians, conditional", "8|y"),
    "covering": Study("KL covers", "covers"),
    "seeking": Study("Reverse KL seeks", "seeks"),
}
"""Name in documents -> the study, in the order of the gallery."""
GROUPS: dict[str, dict[str, str]] = {
    "Plane": {name: title for name, title in TARGETS.items() if name not in ON_A_LINE},
    "Line": {name: title for name, title in TARGETS.items() if name in ON_A_LINE},
    "Images": IMAGE_PRESETS,
    "Studies": {name: study.title for name, study in STUDIES.items()},
}
"""The gallery's pages: name of a preset -> title on screen."""
_TITLES = {name: title for group in GROUPS.values() for name, title in group.items()}


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
