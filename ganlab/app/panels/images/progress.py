"""How far a game with images has come: epochs, images a second, time gone and time to go. No Qt."""

from __future__ import annotations

import math
from collections.abc import Callable
from time import monotonic

from ganlab.experiment import Training


class Stopwatch:
    """Seconds of training; it has to hear of every beginning and every end."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._since: float | None = None
        self.seconds = 0.0

    def look(self, running: bool) -> None:
        """Count the time since the last look, if training went on then."""
        now = self._clock()
        if self._since is not None:
            self.seconds += now - self._since
        self._since = now if running else None

    def reset(self) -> None:
        """Another training begins."""
        self._since, self.seconds = None, 0.0


def epochs(step: int, seen: int, images: int) -> float:
    """How often every one of `images` real images has been seen after `step` iterations, each of
    which looks at `seen` of them."""
    return step * seen / images


def seconds_left(step: int, training: Training, steps_per_second: float) -> float:
    """Until the training's length is reached, at this rate; NaN where there is none."""
    left = max(training.steps - step, 0)
    return left / steps_per_second if steps_per_second > 0 else math.nan


def duration(seconds: float) -> str:
    """In minutes and seconds, "3:07", or hours before them, "1:03:07"."""
    if not math.isfinite(seconds):
        return "–"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
