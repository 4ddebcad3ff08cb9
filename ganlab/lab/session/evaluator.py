"""Evaluates the generator: at the steps of milestones.py, at rest, and from time to time while
training runs, within a share of the time."""

from __future__ import annotations

import math
from collections.abc import Callable

from ganlab.games.game import Game
from ganlab.lab.past.milestones import is_milestone
from ganlab.metrics.evaluation import EVALUATION_SAMPLES, Reference, evaluate

SHARE = 0.004
"""Of the time that evaluations may take while training runs flat out."""
FIRST_SECONDS = 0.5
"""After which the first one is due."""
LATEST_SECONDS = 8.0
"""No evaluation waits longer, however dear the last one was."""
SEED = 1
"""Of the noise evaluated: the same each time, so that the curves move only when G does."""


class Evaluator:
    """Figures of one game against its target; the real samples are drawn once.

    Images get none: their figures take seconds, and ``ganlab evaluate`` computes them.
    """

    def __init__(self, game: Game, clock: Callable[[], float]) -> None:
        self._game, self._clock = game, clock
        self._reference: Reference | None = None
        self._images = game.target.image_set is not None
        self._due = clock() + FIRST_SECONDS
        self._evaluated = 0
        self._untold: list[dict[str, float]] = []
        self.newest: dict[str, float] = {"step": -1.0, "js_bits": math.nan}
        """The last figures, at first of no step."""

    @property
    def due(self) -> float:
        """When there will be something to tell, on the clock; infinity while nothing changes."""
        return -math.inf if self._untold else self._next

    def restart(self) -> None:
        """The game went back in time: what was evaluated last says nothing any more."""
        self._evaluated = -1
        self.newest = {"step": -1.0, "js_bits": math.nan}

    def rest(self, seconds: float) -> None:
        """The game rests: it is evaluated in so many seconds at the latest."""
        self._due = min(self._due, self._clock() + seconds)

    def moved(self) -> None:
        """There have been steps; where they came to one of milestones.py, it is evaluated."""
        step = self._game.iteration
        if not self._images and step != self._evaluated and is_milestone(step):
            self._evaluate(hurry=True)

    def look(self, hurry: bool = True) -> None:
        """Judge the present step if it is due."""
        if self._next <= self._clock():
            self._evaluate(hurry)

    def told(self) -> tuple[dict[str, float], ...]:
        """What has been evaluated since the last call."""
        untold, self._untold = tuple(self._untold), []
        return untold

    @property
    def _next(self) -> float:
        """When the present step is to be evaluated."""
        unchanged = self._images or self._game.iteration == self._evaluated
        return math.inf if unchanged else self._due

    def _evaluate(self, hurry: bool) -> None:
        began = self._clock()
        if self._reference is None:
            self._reference = Reference(self._game.target)
        drawn = self._game.batch(EVALUATION_SAMPLES, SEED)
        self._evaluated = self._game.iteration
        self.newest = evaluate(
            self._game.target,
            drawn.rows,
            self._evaluated,
            reference=self._reference,
            labels=drawn.labels,
        )
        self.newest |= self._game.figures()
        self._untold.append(self.newest)
        spent = self._clock() - began
        self._due = began + min(max(spent / SHARE if hurry else 0.0, FIRST_SECONDS), LATEST_SECONDS)
