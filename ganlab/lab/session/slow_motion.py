"""Walks one iteration turn by turn, and each turn stage by stage."""

from __future__ import annotations

from collections.abc import Sequence

from ganlab.games.game import Game
from ganlab.games.turns import Turn
from ganlab.lab.frame import Stage


class SlowMotion:
    """All updates of a turn happen at its last stage; those of the last turn end the iteration."""

    def __init__(self, game: Game, turns: Sequence[Turn]) -> None:
        self._game, self._turns = game, turns
        self._turn, self._stage = game.taken, 0
        """What comes next."""

    def advance(self) -> Stage:
        """Go to the next stage, do what it does, and say where we are. Raises Diverged."""
        turn, index = self._turns[self._turn], self._stage
        self._stage += 1
        if self._stage == len(turn.stages):
            take_turn(self._game, turn)
            self._turn, self._stage = (self._turn + 1) % len(self._turns), 0
            if self._turn == 0:
                self._game.finish_iteration()
        return Stage(turn.name, index, turn.caption(index, self._game.experiment))


def take_turn(game: Game, turn: Turn) -> None:
    """All updates that a turn has in an iteration."""
    for _ in range(turn.times(game.experiment)):
        game.take(turn.name)


def finish_iteration(game: Game, turns: Sequence[Turn]) -> None:
    """Take the turns that an iteration half done still lacks."""
    if not game.taken:
        return
    for turn in turns[game.taken :]:
        take_turn(game, turn)
    game.finish_iteration()
