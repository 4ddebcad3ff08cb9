"""Keeps the status from flickering between two statements that are true by turns."""

from __future__ import annotations

from dataclasses import replace

from ganlab.games.verdicts.verdict import Verdict
from ganlab.lab.frame import State

HOLD_SECONDS = 1.0
"""How long a statement stays after it was last true: about as long as it takes to read."""


class Hysteresis:
    """Holds a statement about a game that runs until it has not been true for a second."""

    def __init__(self) -> None:
        self._held: Verdict | None = None
        self._true_at = 0.0

    def settle(self, verdict: Verdict, state: State, now: float) -> Verdict:
        """What to say at `now`, seconds: `verdict`, or what was said before with its figures.

        Only while training runs; an error is said at once.
        """
        held = self._held if state is State.RUNNING else None
        if (
            held is not None
            and verdict.headline != held.headline
            and verdict.level != "error"
            and now - self._true_at < HOLD_SECONDS
        ):
            return replace(held, details=verdict.details, at_once=verdict.at_once)
        self._held = verdict if state is State.RUNNING else None
        self._true_at = now
        return verdict
