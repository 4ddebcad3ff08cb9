"""How far D's number goes on the screen, where it has no bounds of its own.

Decided where the numbers are made, so that heatmap, histogram and borders share one scale.
"""

from __future__ import annotations

import math

import numpy as np

from ganlab.games.shown.views import Floats
from ganlab.gan.scores import Scale, Score

SHRINK = 0.97
"""What is left of the reach when the numbers need less: colours must not jump with each picture."""
TOO_WIDE = 10.0
"""Where it reaches so many times too far, everything is of one colour, and no colour can jump."""


class Ruler:
    """Widens at once, so that nothing is cut off, and shrinks slowly once something can be seen."""

    def __init__(self) -> None:
        self._score: Score | None = None
        self._scale = Scale()

    def scale(self, score: Score) -> Scale:
        """The scale in force for an objective's score; another score starts with its least."""
        if score is not self._score:
            self._score, self._scale = score, score.scale
        return self._scale

    def look(self, score: Score, real: Floats, generated: Floats) -> None:
        """Make room for D's numbers of a moment, (n,) of real and (m,) of generated samples, and,
        where they have no neutral value of their own, find the middle between their means."""
        before = self.scale(score)
        if score.bounded:
            return
        numbers = [side[np.isfinite(side)].astype(float) for side in (real, generated)]
        neutral = before.neutral
        if score.floating and all(map(len, numbers)):
            neutral = float(sum(side.mean() for side in numbers) / 2)
        away = np.concatenate(numbers) - neutral
        below = _shrunk(before.below, -float(away.min(initial=-score.scale.below)))
        above = _shrunk(before.above, float(away.max(initial=score.scale.above)))
        if math.isfinite(score.most):  # it goes no further: that end stays where it is
            above = score.scale.above
        else:
            below = above = max(below, above)
        self._scale = Scale(neutral, below, above)


def _shrunk(reach: float, needed: float) -> float:
    """How far it reaches next."""
    return max(needed, min(SHRINK * reach, TOO_WIDE * needed))
