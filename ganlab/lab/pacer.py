"""When the next step is due, at a pace a person set."""

from __future__ import annotations

from ganlab.gan.trainer import Trainer
from ganlab.lab.frame import Stage
from ganlab.lab.stages import STAGES, Player


class RateMeter:
    """Steps a second over the last half second or so."""

    WINDOW = 0.5

    def __init__(self) -> None:
        self.rate = 0.0
        self._since: float | None = None
        self._steps = 0

    def count(self, steps: int, now: float) -> None:
        """Note `steps` more, done by `now` (seconds)."""
        if self._since is None:
            self._since = now
            return
        self._steps += steps
        elapsed = now - self._since
        if elapsed >= self.WINDOW:
            self.rate, self._steps, self._since = self._steps / elapsed, 0, now

    def restart(self) -> None:
        """Training was held: forget the running window."""
        self._since, self._steps, self.rate = None, 0, 0.0


class SlowMotion:
    """Walks one iteration in ten stages: five of the discriminator's turn, five of the
    generator's. All k (or g) updates of a turn happen at its fifth stage."""

    def __init__(self) -> None:
        self._position = -1

    def advance(self, trainer: Trainer) -> Stage:
        """Go to the next stage, do what it does, and say where we are. Raises Diverged."""
        self._position = (self._position + 1) % 10
        player: Player = "discriminator" if self._position < 5 else "generator"
        index = self._position % 5
        if index == 4:
            training = trainer.experiment.training
            if player == "discriminator":
                for _ in range(training.k):
                    trainer.discriminator_step()
            else:
                for _ in range(training.g):
                    trainer.generator_step()
                trainer.finish_iteration()
        return Stage(player, index, STAGES[player][index])
