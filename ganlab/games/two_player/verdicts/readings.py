"""What the rules read of both players: the measured figures, each from one source.

Thresholds that are shares of D's scale run from 0, surely generated, to 1, surely real, whatever
the objective; those of V are in changes that count (Objective.near).
"""

from __future__ import annotations

from functools import cached_property
from math import nan

import numpy as np

from ganlab.data.target import Array
from ganlab.games.verdicts.readings import Readings
from ganlab.gan.logits import sigmoid
from ganlab.gan.objectives import Objective
from ganlab.gan.penalties.effect import played
from ganlab.gan.settings import two_player
from ganlab.values import dataclass

EVEN = 0.1
"""D is even-handed when its means on real and generated samples differ by less, on its scale."""
SWING_WINDOW, SWING_BLOCK = 2048, 16
"""Oscillation is looked for in the newest SWING_WINDOW steps, averaged in blocks: periods of 80
to 1,000 steps, where the players' circling shows; below is minibatch noise, above is learning."""
SWING_HEIGHT = 3.0
"""From the 10th to the 90th percentile of V's blocks, in changes that count (Objective.near): well
above a calm run's 0.5 to 1."""
SWING_TURNS = 4
"""Times V must cross its mean (two full circles)."""
SWING_MEMORY = 0.4
"""Correlation of neighbouring blocks: about 0 for noise, 0.6 and more for a swing of 6 blocks."""


@dataclass(frozen=True)
class PlayReadings(Readings):
    """The figures of both players at one moment."""

    @cached_property
    def objective(self) -> Objective:
        """The game that is played."""
        return played(two_player(self.experiment.game), self.experiment.data.imaged)

    @cached_property
    def d_real(self) -> float:
        """D's mean on real samples, on its scale from 0 to 1; NaN where it has none."""
        return self._share("d_real")

    @cached_property
    def d_fake(self) -> float:
        """The same on generated samples."""
        return self._share("d_fake")

    def _share(self, name: str) -> float:
        score = self.objective.score
        if not score.floating:
            return float(score.scale.share(np.array(self.now(name))))
        if not score.sorts:
            return nan
        # How surely it sorts a pair: as a probability would say of both.
        above = self.now(name) - self.now("d_fake" if name == "d_real" else "d_real")
        return float(sigmoid(np.array(above)))

    @property
    def judges(self) -> bool:
        """Whether D's numbers have a scale, so that they say how sure it is."""
        return self.objective.score.sorts or not self.objective.score.floating

    @property
    def even(self) -> bool:
        """Whether D sees no difference."""
        return abs(self.d_real - self.d_fake) < EVEN

    @cached_property
    def value(self) -> float:
        """V(D, G)."""
        return self.now("value")

    @property
    def value_near(self) -> bool:
        """Whether V is near the equilibrium's; never where V has no size of its own."""
        return abs(self.value - self.objective.equilibrium) < self.objective.near

    @cached_property
    def blown_by(self) -> float:
        """The larger of both losses' sizes now, in sizes of the game: its losses at the
        equilibrium; where they have none, that of distances in the networks' units, 1."""
        o = self.objective
        size = max(
            abs(o.equilibrium), abs(o.generator_equilibrium), 10 * o.near if o.sized else 1.0
        )
        return self.largest_loss / size

    @cached_property
    def swing(self) -> float:
        """How far V swings about its mean in step with itself, in changes that count; 0 where it
        does no more than chance would move it."""
        return _swing(self.history.comparable("value", SWING_WINDOW)) / self.objective.near


def _swing(value: Array) -> float:
    blocks = len(value) // SWING_BLOCK
    if blocks < 2 * SWING_TURNS:
        return 0.0
    means = value[len(value) - blocks * SWING_BLOCK :].reshape(blocks, SWING_BLOCK).mean(axis=1)
    if not np.isfinite(means).all():
        return 0.0
    # Without its straight trend: a V that climbs steadily is no swing.
    time = np.arange(blocks) - (blocks - 1) / 2
    swing = means - means.mean()
    swing = swing - time * ((time @ swing) / (time @ time))
    low, high = np.percentile(swing, (10, 90))
    turns = int(np.count_nonzero(np.diff(np.signbit(swing))))
    if turns < SWING_TURNS or not high > low:
        return 0.0
    memory = float(swing[1:] @ swing[:-1]) / float(swing @ swing)
    return float(high - low) if memory > SWING_MEMORY else 0.0
