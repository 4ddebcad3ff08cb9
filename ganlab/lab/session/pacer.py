"""When the next step is due, at a pace a person set."""

from __future__ import annotations

from ganlab.lab.commands import SetPace

CHUNK_SECONDS = 0.015
"""Training between two looks at the commands."""


class Pacer:
    """How many steps are due, and when the next are. Times in seconds."""

    def __init__(self) -> None:
        self.pace = SetPace(None)
        self._next = 0.0
        self._chunk = 1
        """Steps that take about CHUNK_SECONDS."""

    @property
    def flat_out(self) -> bool:
        """Whether training goes as fast as it can."""
        return not self.pace.slow_motion and self.pace.steps_per_second is None

    def restart(self, now: float) -> None:
        """The next step is due now, whatever was due before."""
        self._next = now

    def wait(self, now: float) -> float:
        """Seconds until a step (or, in slow motion, a stage) is due; 0 when one is."""
        return 0.0 if self.flat_out else max(self._next - now, 0.0)

    def due(self, now: float, left: float) -> int:
        """Steps to take now, at most `left`."""
        if self.pace.steps_per_second is None:
            return int(min(self._chunk, left))
        # What is overdue is made up for, but never more than one chunk of it.
        overdue = (now - self._next) * self.pace.steps_per_second
        return 1 + int(min(overdue, self._chunk, left - 1))

    def took(self, steps: int, began: float, ended: float) -> None:
        """Note what `due` led to."""
        wanted = max(steps, 1) * CHUNK_SECONDS / max(ended - began, 1e-6)
        self._chunk = max(1, min(round(wanted), 2 * self._chunk, 200))
        if self.pace.steps_per_second is not None:
            interval = 1 / self.pace.steps_per_second
            self._next = max(self._next + steps * interval, began - interval)

    def took_stage(self, began: float) -> None:
        """Note a stage of slow motion."""
        self._next = began + self.pace.stage_seconds


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
