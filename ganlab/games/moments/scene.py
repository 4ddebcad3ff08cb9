"""Moment matching in the plane: samples, mapping, and where the loss pulls."""

from __future__ import annotations

from typing import Protocol

from torch import Tensor

from ganlab.data.sheet import SHEET_SEED
from ganlab.games.moments.views import views
from ganlab.games.scenes.generated import GeneratedPlane, Generates
from ganlab.games.scenes.scene import Taker
from ganlab.games.shown.views import SAMPLES, Arrows, Look
from ganlab.gan.batches.real import RealStream
from ganlab.gan.scores import UNIT, Scale

ARROWS = 150
"""Samples that show their pull: the first of those that are shown."""


class Matches(Generates, Protocol):
    """What is asked of the game."""

    real: RealStream

    def pull(self, generated: Tensor, real: Tensor) -> Tensor:
        """(n, dimension) where the loss pulls each of the generated rows."""


class MomentScene:
    """The pictures of one run."""

    scale: Scale = UNIT
    """There are no fields and no values."""

    def __init__(self, game: Matches) -> None:
        self._game, self._plane = game, GeneratedPlane(game)
        self.views = views(game.experiment)
        self.takers: dict[str, Taker] = {**self._plane.takers, "gradients": self._gradients}
        self._real = game.real.fixed(SAMPLES, SHEET_SEED)

    def begin(self) -> None:
        """The generator may have moved on."""
        self._plane.begin()

    def _gradients(self, look: Look) -> Arrows:
        samples = self._plane.samples(look)
        pull = self._game.pull(samples, self._real)[:ARROWS]
        return Arrows(self._plane.units(look).arrows(samples[:ARROWS], pull))
