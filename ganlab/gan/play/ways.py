"""The ways to play that are in use: what a trainer asks of this folder.

Updates say from where a player steps, the rest what it steps along; lookahead comes after.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from torch import Tensor

from ganlab.gan.optimizers import SGD
from ganlab.gan.play.consensus import consensus_gradients
from ganlab.gan.play.duel import Updates
from ganlab.gan.play.extra_gradient import ExtraGradient
from ganlab.gan.play.lookahead import Lookahead
from ganlab.gan.play.losses import Losses, Played
from ganlab.gan.play.settings import Play
from ganlab.gan.play.simultaneous import Simultaneous
from ganlab.gan.play.unrolled import unrolled_gradient
from ganlab.gan.players import Player
from ganlab.gan.saving.names import DISCRIMINATOR, GENERATOR, Arrays, kept_of

UPDATES: dict[str, type[Updates]] = {
    "alternating": Updates,
    "simultaneous": Simultaneous,
    "extra-gradient": ExtraGradient,
}


class Unrollable(Played, Protocol):
    """A game whose D can be followed some steps ahead."""

    discriminator_optimizer: SGD
    rate_d: float


class Ways:
    """Updates of one kind, and lookahead if it is wanted, of players by their names."""

    def __init__(self, players: Mapping[str, Player]) -> None:
        self._players = players
        self.updates = Updates()
        self.lookahead: Lookahead | None = None
        self.bends = False
        """Whether players step along something else than the gradients of their losses."""

    def adopt(self, play: Play) -> None:
        """Go on as a person wants; what a way that stays has kept, it keeps."""
        self.bends = play.unrolled > 0 or play.consensus > 0
        if type(self.updates) is not UPDATES[play.updates]:
            self.updates = UPDATES[play.updates]()
        if not play.lookahead:
            self.lookahead = None
            return
        self.lookahead = self.lookahead or Lookahead(self._players)
        self.lookahead.every, self.lookahead.share = play.lookahead, play.lookahead_share

    def bent_discriminator(
        self, game: Unrollable, gradient: Tensor, noise: Tensor, real: Tensor
    ) -> Tensor:
        """What D steps along in place of its loss's gradient, flat, on (n, columns) noise and as
        many real samples."""
        weight = game.settings.play.consensus
        if not weight:
            return gradient
        return gradient + weight * self._consensus(game, Losses(game, noise, real))[0]

    def bent_generator(
        self, game: Unrollable, gradient: Tensor, noise: Tensor, real: Tensor
    ) -> Tensor:
        """What G steps along, likewise. A frozen D would not answer: it is not unrolled."""
        play, losses = game.settings.play, Losses(game, noise, real)
        if play.unrolled and game.settings.train != GENERATOR:
            of_d, here = game.discriminator_optimizer, game.generator.parameters
            bound = game.settings.penalty.clip
            gradient = unrolled_gradient(losses, of_d, game.rate_d, play.unrolled, here, bound)
        if not play.consensus:
            return gradient
        return gradient + play.consensus * self._consensus(game, losses)[1]

    def _consensus(self, game: Unrollable, losses: Losses) -> tuple[Tensor, Tensor]:
        train = game.settings.train
        moving = train != GENERATOR, train != DISCRIMINATOR
        here = game.discriminator.parameters, game.generator.parameters
        return consensus_gradients(losses, *here, moving)

    def finish(self, iteration: int, moved: Iterable[str]) -> None:
        """An iteration is over, counted from 1, in which these players have moved: one that is
        frozen, or waited while the other took a single step, stays."""
        self.updates.finish()
        if self.lookahead is not None:
            self.lookahead.finish(iteration, {name: self._players[name] for name in moved})

    def arrays(self) -> dict[str, Arrays]:
        """What is kept, by the parts of a checkpoint."""
        return {
            kept_of(name): {**player.arrays(flat)}
            for name, player, kept in self._kept()
            if (flat := kept.get(name)) is not None
        }

    def load(self, parts: Mapping[str, Arrays]) -> None:
        """The inverse; what is not there begins where the players stand. Raises ValueError where
        something does not fit."""
        self.updates.kept.clear()
        if self.lookahead is not None:
            self.lookahead.begin(self._players)
        for name, player, kept in self._kept():
            if kept_of(name) in parts:
                flat = player.flat(parts[kept_of(name)])
                kept[name] = flat.to(player.parameters.device)

    def _kept(self) -> Iterator[tuple[str, Player, dict[str, Tensor]]]:
        """(name, the player that it is of, where it is kept)."""
        for way in (self.updates, self.lookahead):
            if way is not None:
                for name in way.keeps:
                    yield name, self._players[name.rpartition("_")[2]], way.kept
