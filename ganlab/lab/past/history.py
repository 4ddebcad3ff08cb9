"""Everything that was measured in a run, in bounded memory.

Three resolutions: the newest rows as they came, the whole run in buckets (see buckets.py), and
the evaluations. Steps grow strictly: a run that goes back (a restored snapshot, a reset) takes
back what it had recorded from there on, so the curves show one game and not two.

What is measured is named by the rules of the game that is played. A file says the names of its
columns: those that the game does not know are kept, those that it misses were never measured.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import nan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ganlab.data.target import Array
from ganlab.experiment import Experiment
from ganlab.games.columns import WINDOW, Comparable, always, keys
from ganlab.games.evaluation import columns as evaluation_columns
from ganlab.games.rules import rules_of
from ganlab.lab.frame import Frame
from ganlab.lab.past.buckets import Buckets
from ganlab.lab.past.eras import Eras
from ganlab.lab.past.evaluations import Evaluations
from ganlab.lab.past.recent import Recent
from ganlab.lab.past.saved_history import (
    COLUMNS,
    EVALUATION_COLUMNS,
    SavedHistory,
    names_array,
)


class History:
    """The scalars and evaluations of one run, by the names of their columns.

    A name that nobody measures is no error: it reads NaN, and its curve is empty of numbers.
    """

    def __init__(
        self,
        columns: Sequence[str],
        evaluation: Sequence[str],
        same: Comparable = always,
        kept: Sequence[str] = (),
    ) -> None:
        """The keys of what every step and what every evaluation measures, "step" first; `same`
        tells which of them mean the same in two ways to play (see eras.py); `kept` are columns of
        a file that this game does not measure."""
        self._own, self._kept, self._same = tuple(columns), tuple(kept), same
        self.columns = self._own + self._kept
        self._column = {name: i for i, name in enumerate(self.columns)}
        self._buckets = Buckets(len(self.columns))
        self._recent = Recent(len(self.columns))
        self._measured = False
        self._eras = Eras(same)
        self._evaluations = Evaluations(evaluation)

    @classmethod
    def of(cls, experiment: Experiment) -> History:
        """An empty one of what the experiment's game measures."""
        rules = rules_of(experiment)
        steps, evaluations = rules.columns(experiment), evaluation_columns(experiment)
        return cls(keys(steps), keys(evaluations), rules.comparable)

    def empty(self) -> History:
        """Another of the same columns, with nothing in it."""
        return History(self._own, self._evaluations.columns, self._same, self._kept)

    def copy(self) -> History:
        """Another with the same in it."""
        return self.from_arrays(self.arrays(), self)

    @property
    def steps(self) -> int:
        """The newest whole step; 0 when nothing was recorded."""
        return int(max(self._recent.step, 0))

    @property
    def nbytes(self) -> int:
        """Bytes of what is recorded."""
        return sum(array.nbytes for array in self.arrays().values())

    def take(self, frame: Frame) -> None:
        """Record a frame's scalars and its evaluations, if it has them."""
        if frame.scalars is not None:
            self.append(frame.scalars, frame.measured)
            if frame.objective:
                self.play(frame.objective, frame.objective_since)
        for evaluation in frame.evaluations:
            self.append_evaluation(evaluation)

    def append(self, scalars: NDArray[np.floating], measured: bool = False) -> None:
        """Record (n, columns) rows of the game.

        A step at or before the newest takes the run back to it. Rows whose step is no finite number
        are passed over. `measured`: the last of them tells what its step came to, measured after
        it (gan/measure.py), and not how it was taken.
        """
        rows = np.asarray(scalars, dtype=np.float64)
        if self._kept:
            rows = np.pad(rows, ((0, 0), (0, len(self._kept))), constant_values=nan)
        self._record(rows, measured)

    def _record(self, rows: Array, measured: bool = False) -> None:
        """The same of (n, len(self.columns)) rows."""
        if not np.isfinite(rows[:, 0]).all():
            rows = rows[np.isfinite(rows[:, 0])]
        if not len(rows):
            return
        # A row stands if every later one has a later step.
        earliest_from = np.minimum.accumulate(rows[::-1, 0])[::-1]
        stands = np.append(rows[:-1, 0] < earliest_from[1:], True)
        rows = rows if stands.all() else rows[stands]
        self._measured = measured
        if rows[0, 0] <= self._recent.step:
            self._go_back_to(rows[0, 0])
        self._buckets.append(rows)
        self._recent.append(rows)

    def play(self, objective: str, since: int) -> None:
        """Rows after step `since` are of this objective; so is what that step itself came to if it
        was measured last."""
        newest = self._recent.step
        again = self._measured and -np.inf < newest <= since
        self._eras.play(objective, newest - 0.25 if again else since + 0.25)

    def append_evaluation(self, evaluation: Mapping[str, float]) -> None:
        """Record one evaluation; a figure that is missing becomes NaN."""
        # Not the scalars: an evaluation may come from a moment before the newest of them.
        self._evaluations.append(evaluation)

    def latest(self, name: str) -> float:
        """The newest value, as it came (it may be infinite); NaN when there is none."""
        newest = self._of(name, self._recent.rows[-1:])
        return float(newest[0]) if len(newest) else nan

    def recent(self, name: str, n: int) -> Array:
        """The newest values as they came, oldest first: n of them, or fewer if there are fewer."""
        newest = self._recent.rows
        return self._of(name, newest[max(len(newest) - n, 0) :]).copy()

    def comparable(self, name: str, n: int) -> Array:
        """The newest of them that were all measured as the present objective measures."""
        comparable = self._eras.comparable(name, self.recent("step", n))
        newest = self.recent(name, n)
        return newest if comparable.all() else newest[np.flatnonzero(~comparable)[-1] + 1 :]

    def now(self, name: str) -> float:
        """What stands for a scalar now, in every panel, sentence and file; NaN where nothing does.

        At rest what the newest step came to; while training runs the mean over its newest WINDOW
        steps under the objective that is played. Of a young run over its newest tenth: what its
        first steps came to says nothing of now.
        """
        window = 1 if self._measured else min(max(self.steps // 10, 1), WINDOW)
        recent = self.comparable(name, window)
        return float(recent.mean()) if len(recent) else nan

    @property
    def measured(self) -> bool:
        """Whether `now` is of the newest step alone."""
        return self._measured

    def curve(self, name: str, points: int = 2000) -> tuple[Array, Array]:
        """(x, y) of the whole run for a plot of at most `points` points; x never falls.

        A short run comes as it is. Of a long one each bucket gives its minimum at its first step
        and its maximum at its last, so no spike is lost. NaN where nothing finite was recorded, or
        what another objective had measured.
        """
        buckets = self._buckets
        if buckets.width == 1 and buckets.size <= points:
            steps, values = buckets.low[:, 0].copy(), self._of(name, buckets.low)
            return steps, np.where(self._eras.comparable(name, steps), values, np.nan)
        first, last, low, high = buckets.ends(max(points // 2, 1), self._column.get(name, 0))
        known = self._eras.comparable(name, first) & self._eras.comparable(name, last)
        known &= name in self._column  # else it was never measured
        y = np.where(known[:, None], np.column_stack((low, high)), np.nan)
        return np.column_stack((first, last)).ravel(), y.ravel()

    def table(self) -> tuple[tuple[str, ...], Array]:
        """The whole run for a spreadsheet: the columns, and (buckets, columns) means.

        The step of a bucket is its last one. Up to buckets.CAPACITY steps each has its own row;
        what was measured halfway between two (after D's turn of slow motion) has none.
        """
        means = self._buckets.mean
        steps, first = np.unique(np.floor(self._buckets.high[:, 0]), return_index=True)
        means[first, 0] = steps
        return self.columns, means[first[steps >= 1]]

    def evaluation_latest(self, name: str) -> float:
        """A figure of the newest evaluation; NaN when there is none."""
        return self._evaluations.latest(name)

    @property
    def evaluated_before(self) -> int | None:
        """The step of the newest evaluation where the run has gone on since; None where it has not,
        or there is none: then what `evaluation_latest` says is of now. It is of G alone: while D
        has had its turn of the next step and G has not, it still holds."""
        step = self.evaluation_latest("step")
        return int(step) if step < self.steps else None

    def evaluation_curve(self, name: str) -> tuple[Array, Array]:
        """(steps, values) of one figure over all evaluations that are kept."""
        return self._evaluations.curve(name)

    def evaluation_table(self) -> tuple[tuple[str, ...], Array]:
        """Their columns, and (evaluations, columns) figures."""
        return self._evaluations.columns, self._evaluations.rows.copy()

    def thinned(self, rows: int) -> History:
        """The whole run in at most so many rows, each the mean of a stretch that ends at its step,
        and as many evaluations. Figures of single steps are gone."""
        thin = self.empty()
        thin._eras = Eras.from_arrays(self._eras.arrays(), self._same)
        _, means = self.table()
        if len(means):
            ends = _spread(len(means), rows) + 1
            starts = np.append(0, ends[:-1])
            averages = np.add.reduceat(means, starts) / (ends - starts)[:, None]
            averages[:, 0] = means[ends - 1, 0]
            thin._record(averages)
        evaluated = self._evaluations.rows
        thin._evaluations.restore(evaluated[_spread(len(evaluated), rows)])
        return thin

    def forget(self, *names: str) -> None:
        """Leave these scalars out, as if they had never been measured."""
        columns = [self._column[name] for name in names if name in self._column]
        self._recent.rows[:, columns] = np.nan
        self._buckets.forget(columns)

    def up_to(self, step: int) -> History:
        """The run as it was at `step`: a copy without what came later, or itself without such."""
        evaluated = self._evaluations.rows[-1:, 0]
        if self.steps <= step and not (evaluated > step).any():
            return self
        short = self.copy()
        short._go_back_to(step + 0.5)  # so that what was recorded at this very step stays
        return short

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Everything as owned arrays, to be saved: float64, but for the names of the columns."""
        return {
            COLUMNS: names_array(self.columns),
            EVALUATION_COLUMNS: names_array(self._evaluations.columns),
            "recent": self._recent.rows.copy(),
            **self._buckets.arrays(),
            "evaluations": self._evaluations.rows.copy(),
            **self._eras.arrays(),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], like: History) -> History:
        """What `arrays` gave, for a game that measures what `like` does. Raises ValueError when
        that cannot be what these are."""
        saved = SavedHistory.checked(arrays)
        saved = saved.with_columns(like._own, like._evaluations.columns)
        kept = saved.columns[len(like._own) :]
        history = cls(like._own, saved.evaluation_columns, like._same, kept)
        history._eras = Eras.from_arrays(arrays, like._same)
        history._buckets.restore(
            saved.low, saved.high, saved.total, saved.count, saved.width, saved.filled
        )
        history._recent.append(saved.recent)
        history._evaluations.restore(saved.evaluations)
        return history

    def _of(self, name: str, rows: Array) -> Array:
        """One column of rows of scalars; NaN where it was never measured."""
        column = self._column.get(name)
        return np.full(len(rows), np.nan) if column is None else rows[:, column]

    def _go_back_to(self, step: float) -> None:
        """Forget what was recorded at `step` and later."""
        self._eras.go_back_to(step)
        self._recent.go_back_to(step)
        self._buckets.truncate(step)
        # The bucket that reached over the step is gone whole; the newest rows know its beginning.
        covered = self._buckets.high[-1, 0] if self._buckets.size else -np.inf
        self._buckets.append(self._recent.after(covered))
        # An evaluation of this very step stays: a single turn of D or G repeats the step's number.
        self._evaluations.go_back_to(step)


def _spread(n: int, most: int) -> NDArray[np.intp]:
    """At most so many of the indices below n, evenly spread; the last is among them."""
    groups = min(n, most)
    return (np.arange(1, groups + 1) * n) // max(groups, 1) - 1
