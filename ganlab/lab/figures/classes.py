"""The classes that a generator can be asked for."""

from __future__ import annotations

from ganlab.data.images.class_names import listed, place_of
from ganlab.games.game import Game


class UnknownClass(ValueError):
    """A class that a generator cannot be asked for."""


def class_number(game: Game, name: str) -> int:
    """The number of a class that the generator is told; raises UnknownClass."""
    if not game.classes:
        raise UnknownClass("this generator is told no classes: it is not conditional")
    told, shares = game.target.told_names, game.target.told_shares
    place = place_of(told, name)
    if place is None or not shares[place]:
        names = [name for name, share in zip(told, shares, strict=True) if share]
        raise UnknownClass(f"there is no class '{name}'; there are {listed(names)}")
    return place
