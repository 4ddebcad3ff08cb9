"""A preset as the next experiment: its whole recipe, played with the present seed."""

from __future__ import annotations

from ganlab.app.document.controller import Controller
from ganlab.presets import STUDIES, load_preset, preset_title


def take_recipe(controller: Controller, name: str) -> None:
    """Play the preset of that name; one undoable edit, which brings the present run back.

    A study tells what becomes of a game from its first step on, and so begins there, even where the
    networks of now would do.
    """
    new = load_preset(name).model_copy(update={"seed": controller.experiment.seed})
    playing, study = controller.playing, name in STUDIES
    kind = "study" if study else "target"
    controller.replace(f"{kind}: {preset_title(name)}", new, anew=study)
    if playing and not controller.playing:
        controller.play()
