"""How far D's number goes on the screen, where it has no bounds of its own.

Decided where the numbers are made, so that heatmap, histogram and borders share one scale.
"""

from __future__ import annotations

import numpy as np

from ganlab.games.views import Floats
from ganlab.gan.scores import Scale, Score

SHRINK = 0.97
"""What is left of the reach when the numbers need less: colours must not jump with each picture."""


class Ruler:
    """Widens at once, so that nothing is cut off, and shrinks slowly."""

    def __init__(self) -> None:
        self._score: Score | None = None
        self._scale = Scale()
        self._anew = True
        """Whether the next numbers are the first of a moment: only then it shrinks."""

    def begin(self) -> None:
        """The numbers that follow are of another moment."""
        self._anew = True

    def scale(self, score: Score) -> Scale:
        """The scale in force for an objective's score; another score starts with its least."""
        if score is not self._score:
            self._score, self._scale = score, score.scale
        return self._scale

    def look(self, score: Score, numbers: Floats) -> None:
        """Make room for (n,) numbers of D."""
        scale = self.scale(score)
        if score.bounded:
            return
        least = scale.reach * (SHRINK if self._anew else 1.0)
        self._anew = False
        away = np.abs(numbers[np.isfinite(numbers)] - scale.neutral)
        needed = float(away.max(initial=score.scale.reach))
        self._scale = Scale(scale.neutral, max(needed, least))
