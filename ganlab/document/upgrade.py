"""Documents of older versions, lifted to the present schema; and where their fields are now."""

from __future__ import annotations

from typing import Any

SCHEMA_VERSION = 2

_OF_GAME = (
    "generator",
    "discriminator",
    "image_networks",
    "objective",
    "penalty",
    "generator_optimizer",
    "discriminator_optimizer",
)
ALIASES = (
    {f"{of}image_networks.conditional": "game.conditional" for of in ("", "game.")}
    | {name: f"game.{name}" for name in _OF_GAME}
    | {f"training.{name}": f"game.{name}" for name in ("k", "g", "ema")}
)
"""Old dotted paths, or the beginnings of them, the longer first, and what they are called now."""


def present_path(path: str) -> str:
    """The dotted path of a field, which may be called as in an older document."""
    for old, new in ALIASES.items():
        if path == old or path.startswith(f"{old}."):
            return new + path[len(old) :]
    return path


def upgrade(document: dict[str, Any]) -> dict[str, Any]:
    """A plain document of any older version as it is now; the given one is left as it was."""
    return _told_in_the_game(_with_a_game(document))


def _with_a_game(document: dict[str, Any]) -> dict[str, Any]:
    """Schema 1 knew the two-player game alone, and its fields stood beside the others."""
    if document.get("schema_version", 1) != 1 or "game" in document:
        return document
    lifted = {name: value for name, value in document.items() if name not in _OF_GAME}
    game = {name: document[name] for name in _OF_GAME if name in document}
    training = document.get("training")
    if isinstance(training, dict):
        game |= {name: training[name] for name in ("k", "g", "ema") if name in training}
        lifted["training"] = {n: v for n, v in training.items() if n not in ("k", "g", "ema")}
    return lifted | {"schema_version": SCHEMA_VERSION, "game": {"kind": "gan"} | game}


def _told_in_the_game(document: dict[str, Any]) -> dict[str, Any]:
    """Only players of images could be told the class once, and their networks said so; beside
    points the setting stood there, too, and did nothing."""
    game = document.get("game")
    if not isinstance(game, dict):
        return document
    networks = game.get("image_networks")
    if not isinstance(networks, dict) or "conditional" not in networks:
        return document
    rest = {name: value for name, value in networks.items() if name != "conditional"}
    data = document.get("data")
    imaged = isinstance(data, dict) and data.get("kind") == "images"
    told = {"conditional": networks["conditional"]} if imaged else {}
    return document | {"game": game | {"image_networks": rest} | told}
