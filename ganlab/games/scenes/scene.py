"""What a camera takes pictures of: the half of a game's views that knows the networks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from ganlab.games.shown.views import Look, Picture, View
from ganlab.gan.scores import Scale

Taker = Callable[[Look], Picture]


class Scene(Protocol):
    """The pictures of one run."""

    @property
    def views(self) -> tuple[View, ...]:
        """All there are; those that are `taken` have a taker each."""

    @property
    def takers(self) -> Mapping[str, Taker]:
        """How each is computed from the networks as they are now."""

    @property
    def scale(self) -> Scale:
        """What the numbers of fields and values run over, as far as they were taken."""

    def begin(self) -> None:
        """The networks may have moved on: nothing that was computed before is to be used again."""
