"""What the images' room offers while the run learns points."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QIcon

from ganlab.app.document.recipes import take_recipe
from ganlab.app.rooms.invitation import Choice, Invitation
from ganlab.app.rooms.room import Shared
from ganlab.data.toy.catalog import IMAGE_PRESETS
from ganlab.presets import load_preset
from ganlab.pretrained import (
    pretrained_names,
    pretrained_strip,
    pretrained_summary,
    pretrained_title,
)


def invitation(shared: Shared) -> Invitation:
    """A game with handwritten digits, a generator that has learned them, one's own images."""
    presets = [
        Choice(title, load_preset(name).about, partial(take_recipe, shared.controller, name))
        for name, title in IMAGE_PRESETS.items()
    ]
    trained = [
        Choice(
            f" {pretrained_title(name)}, trained",
            pretrained_summary(name),
            partial(shared.pretrained_wanted.emit, name),
            QIcon(str(pretrained_strip(name))),
        )
        for name in pretrained_names()
    ]
    own = Choice(
        "Open images…", "Take a folder of pictures of one size as the data",
        shared.images_wanted.emit,
    )  # fmt: skip
    back = Choice(
        "Show the run", "Go back to the playground, in which this run is seen",
        partial(shared.go, "playground"), main=True,
    )  # fmt: skip
    return Invitation(
        "This run learns points",
        "This room shows generators of images. The run goes on meanwhile.",
        (
            ("", [back]),
            ("Or learn handwritten digits: Undo brings this run back.", [*presets, own]),
            ("Or open a generator that has learned them already.", trained),
        ),
    )
