"""The generators that ganlab ships, trained: ordinary runs in resources/models.

Beside each NAME.ganlab lies NAME.json, a card with how it was made and what was measured of it, and
NAME.png, a strip of what it draws. packaging/models/train_generators.py writes all three.

Imports neither torch nor Qt.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ganlab.assets import resource_path
from ganlab.presets import preset_title

NAMES = ("mnist-dcgan", "mnist-dcgan-conditional", "mnist-2014")
"""The presets that they were trained by."""
SUFFIX = ".ganlab"

Card = dict[str, Any]


class PretrainedError(ValueError):
    """There is no generator of that name. Its text lists the names there are."""


def models_folder() -> Path:
    """Where they are."""
    return resource_path("models")


def pretrained_names() -> tuple[str, ...]:
    """Those that are there, in the order of the gallery."""
    folder, parts = models_folder(), (SUFFIX, ".json", ".png")
    return tuple(n for n in NAMES if all((folder / f"{n}{part}").is_file() for part in parts))


def pretrained_path(name: str) -> Path:
    """The run; raises PretrainedError."""
    if name not in pretrained_names():
        there = ", ".join(pretrained_names())
        raise PretrainedError(f"there is no pre-trained generator '{name}'; there are {there}")
    return models_folder() / f"{name}{SUFFIX}"


def pretrained_strip(name: str) -> Path:
    """The PNG of what it draws, images of 28 pixels side by side; raises PretrainedError."""
    return pretrained_path(name).with_suffix(".png")


def pretrained_title(name: str) -> str:
    """What it is called on screen; raises PretrainedError."""
    pretrained_path(name)
    return preset_title(name)


def pretrained_card(name: str) -> Card:
    """How it was made, and under "metrics" what was measured; raises PretrainedError."""
    card: Card = json.loads(pretrained_path(name).with_suffix(".json").read_bytes())
    return card


def pretrained_summary(name: str) -> str:
    """Its figures in one line; raises PretrainedError."""
    card = pretrained_card(name)
    figures = card["metrics"]
    words = [
        f"{card['steps']:,} steps",
        f"{figures['digits']} of 10 digits",
        f"Fréchet distance {figures['frechet']:.1f} (floor {figures['frechet_floor']:.1f})",
    ]
    if figures["gan_test"] is not None:
        words.append(f"GAN-test {figures['gan_test']:.1%}")
    words.append(f"Parzen {figures['parzen']:.0f} ± {figures['parzen_error']:.0f} nats")
    return ", ".join(words)


def is_pretrained(path: Path) -> bool:
    """Whether a file is one of ours, which nobody is to write over."""
    shipped = path.suffix == SUFFIX and path.stem in pretrained_names()
    return shipped and path.resolve().parent == models_folder().resolve()
