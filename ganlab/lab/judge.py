"""Evaluates the generator from time to time, within a share of the time."""

from __future__ import annotations

import math
from collections.abc import Callable

from ganlab.data.image_target import ImageTarget
from ganlab.gan.trainer import Trainer
from ganlab.metrics.evaluation import EVALUATION_SAMPLES, Reference, evaluate

SHARE = 0.006
"""Of the time that evaluations may take while training runs flat out."""
FIRST_SECONDS = 0.5
"""After which the first one is due."""
LATEST_SECONDS = 4.0
"""No evaluation waits longer, however dear the last one was."""
SEED = 1
"""Of the noise evaluated: the same each time, so that the curves move only when G does."""


class Judge:
    """Figures of one trainer against its target; the real samples are drawn once.

    Images get none: their figures take seconds, and ``ganlab evaluate`` computes them.
    """

    def __init__(self, trainer: Trainer, clock: Callable[[], float]) -> None:
        self._trainer, self._clock = trainer, clock
        self._reference: Reference | None = None
        images = isinstance(trainer.target, ImageTarget)
        self._due = math.inf if images else clock() + FIRST_SECONDS
        self._judged = 0

    @property
    def due(self) -> float:
        """When there will be something to judge, on the clock; infinity while nothing changes."""
        return math.inf if self._trainer.iteration == self._judged else self._due

    def restart(self) -> None:
        """The trainer went back in time: what was judged last says nothing any more."""
        self._judged = -1

    def look(self, hurry: bool) -> dict[str, float] | None:
        """An evaluation if one is due and something has changed since the last."""
        began = self._clock()
        if began < self.due:
            return None
        step = self._trainer.iteration
        if self._reference is None:
            self._reference = Reference(self._trainer.target)
        generated = self._trainer.sample(EVALUATION_SAMPLES, SEED)
        figures = evaluate(self._trainer.target, generated, step, reference=self._reference)
        spent = self._clock() - began
        self._due = began + min(max(spent / SHARE if hurry else 0.0, FIRST_SECONDS), LATEST_SECONDS)
        self._judged = step
        return figures
