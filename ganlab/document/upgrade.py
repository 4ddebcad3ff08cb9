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
ALIASES = {name: f"game.{name}" for name in _OF_GAME} | {
    f"training.{name}": f"game.{name}" for name in ("k", "g", "ema")
}
"""Old dotted paths, or the beginnings of them, and what they are called since schema 2."""


def present_path(path: str) -> str:
    """The dotted path of a field, which may be called as in schema 1."""
    for old, new in ALIASES.items():
        if path == old or path.startswith(f"{old}."):
            return new + path[len(old) :]
    return path


def upgrade(document: dict[str, Any]) -> dict[str, Any]:
    """A plain document of any older schema in the present one; the given one is left as it was.

    Schema 1 knew the two-player game alone, and its fields stood beside the others.
    """
    if document.get("schema_version", 1) != 1 or "game" in document:
        return document
    lifted = {name: value for name, value in document.items() if name not in _OF_GAME}
    game = {name: document[name] for name in _OF_GAME if name in document}
    training = document.get("training")
    if isinstance(training, dict):
        game |= {name: training[name] for name in ("k", "g", "ema") if name in training}
        lifted["training"] = {n: v for n, v in training.items() if n not in ("k", "g", "ema")}
    return lifted | {"schema_version": SCHEMA_VERSION, "game": {"kind": "gan"} | game}
