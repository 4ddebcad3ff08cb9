"""Lookahead-minmax: both players return, together, to slow weights that come after them.

    every k iterations   ω̄ ← ω̄ + α (ω − ω̄),   ω ← ω̄,   ω = (θ, φ)

Chavdarova et al. 2021, "Taming GANs with lookahead-minmax", Algorithm 1 (Zhang et al. 2019 for one
network). Optimizers keep their moments, batch normalisation its statistics, and G's moving average
goes on from the weights that G returned to.
"""

from __future__ import annotations

from collections.abc import Mapping

from torch import Tensor

from ganlab.gan.play.duel import Player


def slow(player: str) -> str:
    """What the slow weights of a player are kept as."""
    return f"slow_{player}"


class Lookahead:
    """The slow weights of players, by their names; they begin where the players stand."""

    def __init__(self, players: Mapping[str, Player]) -> None:
        self.every, self.share = 1, 0.5
        self.keeps = tuple(slow(name) for name in players)
        self.kept: dict[str, Tensor] = {}
        self.begin(players)

    def begin(self, players: Mapping[str, Player]) -> None:
        """Slow weights are where the players stand."""
        for name, player in players.items():
            self.kept[slow(name)] = player.parameters.clone()

    def finish(self, iteration: int, players: Mapping[str, Player]) -> None:
        """An iteration is over, counted from 1; `players`: those that have moved in it."""
        if iteration % self.every:
            return
        for name, player in players.items():
            player.parameters.copy_(self.kept[slow(name)].lerp_(player.parameters, self.share))
