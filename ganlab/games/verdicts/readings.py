"""What verdicts read of any game: how close p_g is to p_data, where it goes, what is broken."""

from __future__ import annotations

from functools import cached_property
from math import exp, inf, isfinite, isnan, nan
from typing import Protocol

import numpy as np

from ganlab.data.target import Array
from ganlab.experiment import Experiment
from ganlab.games.columns import WINDOW, Column, of_group
from ganlab.games.verdicts import course
from ganlab.values import dataclass

SEEN_OUTSIDE = 0.01
"""Share of generated samples outside the view from which on it is said."""


class Past(Protocol):
    """What was measured so far: what `ganlab.lab.past.history.History` answers."""

    @property
    def steps(self) -> int:
        """The newest whole step; 0 when nothing was recorded."""

    @property
    def evaluated_before(self) -> int | None:
        """The step of the newest evaluation where the run has gone on since."""

    def now(self, name: str) -> float:
        """What stands for a column now."""

    def latest(self, name: str) -> float:
        """The newest value, as it came."""

    def recent(self, name: str, n: int) -> Array:
        """The newest n values as they came, oldest first."""

    def comparable(self, name: str, n: int) -> Array:
        """The newest of them that were measured as the game measures now."""

    def evaluation_latest(self, name: str) -> float:
        """A figure of the newest evaluation."""

    def evaluation_curve(self, name: str) -> tuple[Array, Array]:
        """(steps, values) of one figure over all evaluations."""


@dataclass(frozen=True)
class Readings:
    """The figures of one moment. NaN: not known, or without a meaning for this game."""

    history: Past
    experiment: Experiment
    columns: tuple[Column, ...]
    """What the game measures at every step."""
    outside: float = nan
    """Share of the generated samples that lie outside the view."""

    @property
    def imaged(self) -> bool:
        """Whether the data are images, whose distribution nobody can measure as training goes."""
        return self.experiment.data.imaged

    def now(self, name: str) -> float:
        """What stands for a scalar now, as in every panel."""
        return self.history.now(name)

    @cached_property
    def largest_loss(self) -> float:
        """The largest size of a loss now; NaN where none is known."""
        newest = [
            np.abs(self.history.comparable(name, WINDOW)) for name in of_group(self.columns, "loss")
        ]
        return max((float(loss.mean()) for loss in newest if len(loss)), default=nan)

    @cached_property
    def broken_at(self) -> int | None:
        """The first of the newest steps at which a loss or a gradient was no finite number."""
        history, names = self.history, of_group(self.columns, "loss", "gradient")
        if not history.steps or all(isfinite(history.latest(name)) for name in names):
            return None
        rows = np.array([history.recent(name, WINDOW) for name in names])
        whole = np.isfinite(rows).all(axis=0)
        # What is broken now began after the last whole step.
        first = int(np.flatnonzero(whole)[-1]) + 1 if whole.any() else 0
        return int(history.recent("step", WINDOW)[first])

    @property
    def ended(self) -> bool:
        """Whether all schedules have come to their end: the learning rates are 0."""
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
    def js_change(self) -> course.Change:
        """How JS has changed over them, bits."""
        return course.Change.of(self._newest("js_bits"), course.COUNTS_JS)

    @cached_property
    def distance_change(self) -> course.Change:
        """The same of the sliced Wasserstein distance, as a share of what it was."""
        distances = self._newest("sliced_wasserstein")
        return course.Change.of(distances, course.COUNTS_DISTANCE, relative=True)

    @cached_property
    def trend(self) -> course.Trend:
        """Where p_g has been going over the newest evaluations."""
        return course.trend(self.measurements, self.js_change, self.distance_change)

    def _newest(self, name: str) -> Array:
        return self.history.evaluation_curve(name)[1][-course.NEWEST :]
