"""Takes a game's steps: one at a time, stage by stage, at a pace, or as fast as it goes."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from ganlab.games.game import Game
from ganlab.games.turns import Turn, find_turn
from ganlab.lab.frame import Stage
from ganlab.lab.past.milestones import next_milestone
from ganlab.lab.session.pacer import Pacer, RateMeter
from ganlab.lab.session.slow_motion import SlowMotion, finish_iteration


class Driver:
    """Drives one game. Its methods raise Diverged; times are in seconds."""

    def __init__(
        self, game: Game, turns: Sequence[Turn], pacer: Pacer, clock: Callable[[], float]
    ) -> None:
        self._game, self._turns, self._pacer, self._clock = game, turns, pacer, clock
        self._meter, self._slow = RateMeter(), SlowMotion(game, turns)
        self.until = math.inf
        """The step to hold at; infinity when none was asked for."""
        self.stage: Stage | None = None
        """Where slow motion stands."""
        self.turn: str | None = None
        """Whose turn was the last that was taken by itself; None where none was, or where all have
        theirs faster than can be shown."""
        pacer.restart(clock())

    @property
    def rate(self) -> float:
        """Steps a second."""
        return self._meter.rate

    @property
    def left(self) -> float:
        """Steps until training holds: at the one asked for, else where the game ends."""
        end = self._game.ends_at if self.until == math.inf else self.until
        return end - self._game.iteration

    def restart(self) -> None:
        """Training was held; it goes on now."""
        self._meter.restart()
        self._pacer.restart(self._clock())

    def advance(self) -> float:
        """One chunk of steps, or one stage, if any is due: 0 then, else how long it is not."""
        now = self._clock()
        if (wait := self._pacer.wait(now)) > 0:
            return wait
        game = self._game
        before = game.iteration
        if self._pacer.pace.slow_motion:
            self.stage = self._slow.advance()
            self.turn = self.stage.turn
            self._pacer.took_stage(now)
        else:
            finish_iteration(game, self._turns)  # of a run that was saved with one half done
            before_mark = next_milestone(game.iteration) - game.iteration
            steps = self._pacer.due(now, min(self.left, before_mark))
            game.run(steps)
            self._pacer.took(steps, now, self._clock())
            self.turn = None
        self._meter.count(game.iteration - before, self._clock())
        return 0.0

    def step_once(self, name: str | None) -> None:
        """One update of one turn, by its name, or a whole iteration, whatever the pace; counted as
        a step. Where slow motion has left an iteration half done, that is finished before; and a
        turn that it lacked, or a whole iteration, is then what was asked for.

        Raises ValueError for a turn that the game does not have.
        """
        game, turn = self._game, None if name is None else find_turn(self._turns, name)
        lacking = self._turns[game.taken :] if game.taken else ()
        self.leave_slow_motion()
        if turn is None:
            if not lacking:
                game.step()
        elif turn not in lacking:
            game.take(turn.name)
            game.finish_iteration()
        self.turn = (turn or self._turns[-1]).name
        self._meter.restart()

    def leave_slow_motion(self) -> None:
        """The next one begins with the first stage; an iteration half done is finished before, so
        that every turn keeps as many updates as were asked for."""
        finish_iteration(self._game, self._turns)
        self.stage, self._slow = None, SlowMotion(self._game, self._turns)
