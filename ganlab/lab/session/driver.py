"""Takes a trainer's steps: one at a time, stage by stage, at a pace, or as fast as it goes."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal

from ganlab.gan.trainer import Trainer
from ganlab.lab.frame import Stage
from ganlab.lab.past.milestones import next_milestone
from ganlab.lab.session.pacer import Pacer, RateMeter, SlowMotion, take_turn
from ganlab.lab.session.stages import Player


class Driver:
    """Drives one trainer. Its methods raise Diverged; times are in seconds."""

    def __init__(self, trainer: Trainer, pacer: Pacer, clock: Callable[[], float]) -> None:
        self._trainer, self._pacer, self._clock = trainer, pacer, clock
        self._meter, self._slow = RateMeter(), SlowMotion()
        self.until = math.inf
        """The step to hold at; infinity when none was asked for."""
        self.stage: Stage | None = None
        """Where slow motion stands."""
        self.turn: Player | None = None
        """Whose step was the last; None where both have theirs faster than can be shown."""
        pacer.restart(clock())

    @property
    def rate(self) -> float:
        """Steps a second."""
        return self._meter.rate

    @property
    def left(self) -> float:
        """Steps until training holds: at the one asked for, else where both cosine schedules
        reach 0."""
        end = self._trainer.experiment.ends_at if self.until == math.inf else self.until
        return end - self._trainer.iteration

    def restart(self) -> None:
        """Training was held; it goes on now."""
        self._meter.restart()
        self._pacer.restart(self._clock())

    def advance(self) -> float:
        """One chunk of steps, or one stage, if any is due: 0 then, else how long it is not."""
        now = self._clock()
        if (wait := self._pacer.wait(now)) > 0:
            return wait
        trainer = self._trainer
        before = trainer.iteration
        if self._pacer.pace.slow_motion:
            self.stage = self._slow.advance(trainer)
            self.turn = self.stage.player
            self._pacer.took_stage(now)
        else:
            before_mark = next_milestone(trainer.iteration) - trainer.iteration
            steps = self._pacer.due(now, min(self.left, before_mark))
            trainer.run(steps)
            self._pacer.took(steps, now, self._clock())
            self.turn = None
        self._meter.count(trainer.iteration - before, self._clock())
        return 0.0

    def step_once(self, player: Literal["both", "discriminator", "generator"]) -> None:
        """One step of one player or both, whatever the pace."""
        trainer = self._trainer
        finishes = trainer.halfway and player != "discriminator"
        self.leave_slow_motion()
        if finishes:
            pass  # of an iteration half done the step is the other half
        elif player == "both":
            trainer.step()
        else:
            take = (
                trainer.discriminator_step if player == "discriminator" else trainer.generator_step
            )
            take()
            trainer.finish_iteration()
        self.turn = "discriminator" if player == "discriminator" else "generator"
        self._meter.restart()

    def leave_slow_motion(self) -> None:
        """The next one begins with D's first stage; an iteration half done is finished before, so
        that D's updates to each of G's stay as many as were asked for."""
        if self._trainer.halfway:
            take_turn(self._trainer, "generator")
        self.stage, self._slow = None, SlowMotion()
