"""How far a game with images has come: epochs, images a second, time gone and time to go. No Qt."""

from __future__ import annotations

import math
from collections.abc import Callable
from time import monotonic

from ganlab.experiment import Training

LONGEST_PAUSE = 2.0
"""Seconds between two looks that count as training; a longer gap was spent elsewhere."""


class Stopwatch:
    """Seconds of training, from looks at it."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._last = math.nan
        self.seconds = 0.0

    def look(self, running: bool) -> None:
        """Count the time since the last look, if training has been going on since."""
        now = self._clock()
        if running and now - self._last < LONGEST_PAUSE:
            self.seconds += now - self._last
        self._last = now if running else math.nan

    def reset(self) -> None:
        """Another training begins."""
        self._last, self.seconds = math.nan, 0.0


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
