"""What the rules read: the measured figures of a game, each from one source.

Thresholds that are shares of D's scale run from 0, surely generated, to 1, surely real, whatever
the objective; those of V are in changes that count (Objective.near).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import exp, inf, isfinite, isnan, nan
from typing import Literal

import numpy as np

from ganlab.data.target import Array
from ganlab.experiment import Experiment
from ganlab.games.columns import WINDOW
from ganlab.gan.objectives import OBJECTIVES, Objective
from ganlab.gan.settings import two_player
from ganlab.lab.past.history import History

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
TREND = 10
"""Newest evaluations whose two halves are compared to say where p_g is going."""
TREND_LEAST = 4
"""Fewer say nothing."""
TREND_JS = 0.01
"""Change of their mean JS, bits, that counts; chance alone moves one evaluation by 0.002."""
TREND_DISTANCE = 0.05
"""Relative change of their mean sliced Wasserstein distance that counts. It still moves where JS
does not: as long as p_g and p_data share no cell of the grid, JS stays at 1."""
SEEN_OUTSIDE = 0.01
"""Share of generated samples outside the view from which on it is said."""

Trend = Literal["unknown", "closer", "still", "away"]


@dataclass(frozen=True)
class Readings:
    """The figures of one moment. NaN: not known, or without a meaning for this game."""

    history: History
    experiment: Experiment
    outside: float = nan
    """Share of the generated samples that lie outside the view."""

    @property
    def objective(self) -> Objective:
        """The game that is played."""
        return OBJECTIVES[two_player(self.experiment.game).objective]

    @property
    def imaged(self) -> bool:
        """Whether the data are images, whose distribution nobody can measure as training goes."""
        return self.experiment.data.kind == "images"

    def now(self, name: str) -> float:
        """What stands for a scalar now, as in every panel."""
        return self.history.now(name)

    @cached_property
    def d_real(self) -> float:
        """D's mean on real samples, on its scale from 0 to 1."""
        return self._share("d_real")

    @cached_property
    def d_fake(self) -> float:
        """The same on generated samples."""
        return self._share("d_fake")

    def _share(self, name: str) -> float:
        return float(self.objective.score.scale.share(np.array(self.now(name))))

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
        """Whether V is near the equilibrium's."""
        return abs(self.value - self.objective.equilibrium) < self.objective.near

    @cached_property
    def largest_loss(self) -> float:
        """The larger of both losses' sizes now, in sizes of the game: its losses at the
        equilibrium."""
        o = self.objective
        size = max(abs(o.equilibrium), abs(o.generator_equilibrium), 10 * o.near)
        newest = [
            np.abs(self.history.comparable(name, WINDOW))
            for name in ("discriminator_loss", "generator_loss")
        ]
        return max((float(loss.mean()) for loss in newest if len(loss)), default=nan) / size

    @cached_property
    def broken_at(self) -> int | None:
        """The first of the newest steps at which a loss or a gradient was no finite number."""
        history = self.history
        if not history.steps:
            return None
        columns = (
            "discriminator_loss",
            "generator_loss",
            "discriminator_gradient",
            "generator_gradient",
        )
        if all(isfinite(history.latest(name)) for name in columns):
            return None
        rows = np.array([history.recent(name, WINDOW) for name in columns])
        whole = np.isfinite(rows).all(axis=0)
        # What is broken now began after the last whole step.
        first = int(np.flatnonzero(whole)[-1]) + 1 if whole.any() else 0
        return int(history.recent("step", WINDOW)[first])

    @property
    def ended(self) -> bool:
        """Whether both schedules have come to their end: the learning rates are 0."""
        return self.history.steps >= self.experiment.ends_at

    # --- how close p_g is to p_data ---

    def figure(self, name: str) -> float:
        """A figure of the newest evaluation."""
        return self.history.evaluation_latest(name)

    @property
    def evaluated_before(self) -> int | None:
        """The step of that evaluation where it is not the newest."""
        return self.history.evaluated_before

    @property
    def excess(self) -> float:
        """JS above its floor, bits."""
        return self.figure("js_bits") - self.figure("js_floor_bits")

    @property
    def modes(self) -> int | None:
        """How many modes there are to be found; None where there are none, or one."""
        total = self.figure("modes_total")
        return int(total) if total > 1 else None

    @property
    def covered(self) -> int:
        """How many of them the generator reaches."""
        covered = self.figure("modes")
        return 0 if isnan(covered) else int(covered)

    @property
    def missing(self) -> bool:
        """Whether a mode is still to be found."""
        return self.modes is not None and self.covered < self.modes

    @property
    def effective(self) -> float:
        """How many modes matter. Samples spread evenly over n of m modes have a reverse KL of
        log(m/n), so m e^-KL counts them: one stray sample makes no mode covered."""
        return inf if self.modes is None else self.modes * exp(-self.figure("reverse_kl"))

    @property
    def measurements(self) -> int:
        """How many of the newest evaluations tell where p_g is going."""
        return len(self._newest("js_bits"))

    @cached_property
    def js_change(self) -> float:
        """What the newer half of them has more of JS than the older half, on average, bits."""
        older, newer = _halves(self._newest("js_bits"))
        return newer - older

    @cached_property
    def distance_change(self) -> float:
        """The same of the sliced Wasserstein distance, as a share of the older half's."""
        older, newer = _halves(self._newest("sliced_wasserstein"))
        return newer / older - 1 if older > 0 else nan

    @cached_property
    def trend(self) -> Trend:
        """Where p_g has been going over the newest evaluations."""
        if self.measurements < TREND_LEAST:
            return "unknown"
        if self.js_change < -TREND_JS or self.distance_change < -TREND_DISTANCE:
            return "closer"
        if self.js_change > TREND_JS or self.distance_change > TREND_DISTANCE:
            return "away"
        return "still"

    def _newest(self, name: str) -> Array:
        return self.history.evaluation_curve(name)[1][-TREND:]

    @cached_property
    def swing(self) -> float:
        """How far V swings about its mean in step with itself, in changes that count; 0 where it
        does no more than chance would move it."""
        return _swing(self.history.comparable("value", SWING_WINDOW)) / self.objective.near


def _halves(values: Array) -> tuple[float, float]:
    """The means of the older and of the newer half; NaN of fewer than two values."""
    half = len(values) // 2
    return (float(values[:half].mean()), float(values[half:].mean())) if half else (nan, nan)


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
