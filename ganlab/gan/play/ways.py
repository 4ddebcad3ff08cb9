"""The ways to play that are in use: what a trainer asks of this folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from torch import Tensor

from ganlab.gan.play.duel import Updates
from ganlab.gan.play.extra_gradient import ExtraGradient
from ganlab.gan.play.lookahead import Lookahead
from ganlab.gan.play.settings import Play
from ganlab.gan.play.simultaneous import Simultaneous
from ganlab.gan.players import Player
from ganlab.gan.saving.names import Arrays, kept_of

UPDATES: dict[str, type[Updates]] = {
    "alternating": Updates,
    "simultaneous": Simultaneous,
    "extra-gradient": ExtraGradient,
}


class Ways:
    """Updates of one kind, and lookahead if it is wanted, of players by their names."""

    def __init__(self, players: Mapping[str, Player]) -> None:
        self._players = players
        self.updates = Updates()
        self.lookahead: Lookahead | None = None

    def adopt(self, play: Play) -> None:
        """Go on as a person wants; what a way that stays has kept, it keeps."""
        if type(self.updates) is not UPDATES[play.updates]:
            self.updates = UPDATES[play.updates]()
        if not play.lookahead:
            self.lookahead = None
            return
        self.lookahead = self.lookahead or Lookahead(self._players)
        self.lookahead.every, self.lookahead.share = play.lookahead, play.lookahead_share

    def finish(self, iteration: int, frozen: str) -> None:
        """An iteration is over, counted from 1; one player may be frozen, by its name."""
        self.updates.finish()
        if self.lookahead is not None:
            moving = {name: p for name, p in self._players.items() if name != frozen}
            self.lookahead.finish(iteration, moving)

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
