"""What the playground offers while the run learns images."""

from __future__ import annotations

from functools import partial

from ganlab.app.document.recipes import take_recipe
from ganlab.app.rooms.invitation import Choice, Invitation
from ganlab.app.rooms.room import Shared
from ganlab.presets import preset_title

OFFERED = ("ring-8", "grid-25", "moons", "mixture-1d")


def invitation(shared: Shared) -> Invitation:
    """Back to the images, or to one of a few distributions."""
    back = Choice(
        "Show the images", "Go to the room in which this run is seen",
        partial(shared.go, "images"), main=True,
    )  # fmt: skip
    presets = [
        Choice(
            preset_title(name),
            "Learn this distribution instead; Undo brings the present run back",
            partial(take_recipe, shared.controller, name),
        )
        for name in OFFERED
    ]
    return Invitation(
        "This run learns images",
        "The playground shows distributions of one and two dimensions. The run goes on meanwhile.",
        (("", [back]), ("Or play with points: Undo brings this run back.", presets)),
    )
