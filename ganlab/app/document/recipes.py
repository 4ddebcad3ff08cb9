"""A preset as the next experiment: its whole recipe, played with the present seed."""

from __future__ import annotations

from ganlab.app.document.controller import Controller
from ganlab.presets import load_preset, preset_title


def take_recipe(controller: Controller, name: str) -> None:
    """Play the preset of that name; one undoable edit, which brings the present run back."""
    new = load_preset(name).model_copy(update={"seed": controller.experiment.seed})
    controller.replace(f"target: {preset_title(name)}", new)
