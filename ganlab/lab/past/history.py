"""Everything that was measured in a run, in bounded memory.

Three resolutions: the newest rows as they came, the whole run in buckets (see buckets.py), and
the evaluations. Steps grow strictly: a run that goes back (a restored snapshot, a reset) takes
back what it had recorded from there on, so the curves show one game and not two.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ganlab.data.target import Array
from ganlab.lab.frame import EVALUATION, SCALARS, Frame
from ganlab.lab.past.buckets import CAPACITY, Buckets
from ganlab.lab.past.eras import Eras

RECENT = 16_384
"""Newest rows kept as they came."""
WINDOW = 64
"""Steps averaged for "now" while training runs: one minibatch's V wanders by 0.05 nats, its mean
over these by 0.01."""
EVALUATIONS = 4096
"""Evaluations kept; beyond, every second one is dropped."""

_COLUMN = {name: i for i, name in enumerate(SCALARS)}
_EVALUATION_COLUMN = {name: i for i, name in enumerate(EVALUATION)}


class History:
    """The scalars and evaluations of one run. Names are those of SCALARS and EVALUATION."""

    def __init__(self) -> None:
        self._buckets = Buckets(len(SCALARS))
        # The newest rows are always one slice: the second half moves to the front when full.
        self._rows = np.empty((2 * RECENT, len(SCALARS)))
        self._end = 0
        self._measured = False
        self._eras = Eras()
        self._evaluations = np.empty((EVALUATIONS, len(EVALUATION)))
        self._evaluated = 0

    @property
    def steps(self) -> int:
        """The newest whole step; 0 when nothing was recorded."""
        return int(self._rows[self._end - 1, 0]) if self._end else 0

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
        """Record (n, len(SCALARS)) rows. A step at or before the newest takes the run back to it.

        Rows whose step is no finite number are passed over. `measured`: the last of them tells
        what its step came to, measured after it (gan/measure.py), and not how it was taken.
        """
        rows = np.asarray(scalars, dtype=np.float64)
        if not np.isfinite(rows[:, 0]).all():
            rows = rows[np.isfinite(rows[:, 0])]
        if not len(rows):
            return
        # A row stands if every later one has a later step.
        earliest_from = np.minimum.accumulate(rows[::-1, 0])[::-1]
        stands = np.append(rows[:-1, 0] < earliest_from[1:], True)
        rows = rows if stands.all() else rows[stands]
        self._measured = measured
        if self._end and rows[0, 0] <= self._rows[self._end - 1, 0]:
            self._go_back_to(rows[0, 0])
        self._buckets.append(rows)
        self._append_recent(rows)

    def play(self, objective: str, since: int) -> None:
        """Rows after step `since` are of this objective; so is what that step itself came to if it
        was measured last."""
        newest = self._rows[self._end - 1, 0] if self._end else np.inf
        again = self._measured and newest <= since
        self._eras.play(objective, newest - 0.25 if again else since + 0.25)

    def append_evaluation(self, evaluation: Mapping[str, float]) -> None:
        """Record one evaluation with keys EVALUATION; a missing figure becomes NaN."""
        row = [float(evaluation.get(name, np.nan)) for name in EVALUATION]
        if not np.isfinite(row[0]):
            return
        # Not the scalars: an evaluation may come from a moment before the newest of them.
        self._evaluated = int(np.searchsorted(self._evaluation_rows[:, 0], row[0]))
        if self._evaluated == EVALUATIONS:
            self._evaluated //= 2
            self._evaluations[: self._evaluated] = self._evaluations[1::2]
        self._evaluations[self._evaluated] = row
        self._evaluated += 1

    def latest(self, name: str) -> float:
        """The newest value, as it came (it may be infinite); NaN when there is none."""
        return float(self._rows[self._end - 1, _COLUMN[name]]) if self._end else float("nan")

    def recent(self, name: str, n: int) -> Array:
        """The newest values as they came, oldest first: n of them, or fewer if there are fewer."""
        newest = self._recent_rows[:, _COLUMN[name]]
        return newest[max(len(newest) - n, 0) :].copy()

    def comparable(self, name: str, n: int) -> Array:
        """The newest of them that were all measured as the present objective measures."""
        other = np.flatnonzero(~self._eras.comparable(name, self.recent("step", n)))
        return self.recent(name, n)[other[-1] + 1 if len(other) else 0 :]

    def now(self, name: str) -> float:
        """What stands for a scalar now, in every panel, sentence and file; NaN where nothing does.

        At rest what the newest step came to; while training runs the mean over its newest WINDOW
        steps under the objective that is played.
        """
        recent = self.comparable(name, 1 if self._measured else WINDOW)
        return float(recent.mean()) if len(recent) else float("nan")

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
        buckets, column = self._buckets, _COLUMN[name]
        first, last = buckets.low[:, 0], buckets.high[:, 0]
        low, high = buckets.low[:, column], buckets.high[:, column]
        if buckets.width == 1 and buckets.size <= points:
            return first.copy(), np.where(self._eras.comparable(name, first), low, np.nan)
        groups = max(points // 2, 1)
        if buckets.size > groups:
            starts = np.arange(groups) * buckets.size // groups
            first, last = first[starts], last[np.append(starts[1:], buckets.size) - 1]
            low, high = np.fmin.reduceat(low, starts), np.fmax.reduceat(high, starts)
        known = self._eras.comparable(name, first) & self._eras.comparable(name, last)
        y = np.where(known[:, None], np.column_stack((low, high)), np.nan)
        return np.column_stack((first, last)).ravel(), y.ravel()

    def table(self) -> tuple[tuple[str, ...], Array]:
        """The whole run for a spreadsheet: SCALARS, and (buckets, len(SCALARS)) means.

        The step of a bucket is its last one. Up to buckets.CAPACITY steps each has its own row;
        what was measured halfway between two (after D's turn of slow motion) has none.
        """
        means = self._buckets.mean
        steps, first = np.unique(np.floor(self._buckets.high[:, 0]), return_index=True)
        means[first, 0] = steps
        return SCALARS, means[first[steps >= 1]]

    def evaluation_latest(self, name: str) -> float:
        """A figure of the newest evaluation; NaN when there is none."""
        rows = self._evaluation_rows
        return float(rows[-1, _EVALUATION_COLUMN[name]]) if len(rows) else float("nan")

    @property
    def evaluated_before(self) -> int | None:
        """The step of the newest evaluation where the run has gone on since; None where it has not,
        or there is none: then what `evaluation_latest` says is of now. It is of G alone: while D
        has had its turn of the next step and G has not, it still holds."""
        step = self.evaluation_latest("step")
        return int(step) if step < self.steps else None

    def evaluation_curve(self, name: str) -> tuple[Array, Array]:
        """(steps, values) of one figure over all evaluations that are kept."""
        rows = self._evaluation_rows
        return rows[:, 0].copy(), rows[:, _EVALUATION_COLUMN[name]].copy()

    def evaluation_table(self) -> tuple[tuple[str, ...], Array]:
        """EVALUATION, and (evaluations, len(EVALUATION)) figures."""
        return EVALUATION, self._evaluation_rows.copy()

    def thinned(self, rows: int) -> History:
        """The whole run in at most so many rows, each the mean of a stretch that ends at its step,
        and as many evaluations. Figures of single steps are gone."""
        thin = History()
        thin._eras = Eras.from_arrays(self._eras.arrays())
        _, means = self.table()
        if len(means):
            ends = _spread(len(means), rows) + 1
            starts = np.append(0, ends[:-1])
            averages = np.add.reduceat(means, starts) / (ends - starts)[:, None]
            averages[:, 0] = means[ends - 1, 0]
            thin.append(averages)
        kept = self._evaluation_rows[_spread(self._evaluated, rows)]
        thin._evaluations[: len(kept)], thin._evaluated = kept, len(kept)
        return thin

    def forget(self, *names: str) -> None:
        """Leave these scalars out, as if they had never been measured."""
        columns, buckets = [_COLUMN[name] for name in names], self._buckets
        self._recent_rows[:, columns] = np.nan
        buckets.low[:, columns] = buckets.high[:, columns] = np.nan
        buckets.total[:, columns] = buckets.count[:, columns] = 0.0

    def up_to(self, step: int) -> History:
        """The run as it was at `step`: a copy without what came later, or itself without such."""
        evaluated = self._evaluation_rows[-1:, 0]
        if self.steps <= step and not (evaluated > step).any():
            return self
        short = History.from_arrays(self.arrays())
        short._go_back_to(step + 0.5)  # so that what was recorded at this very step stays
        return short

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Everything as owned float64 arrays, to be saved."""
        buckets = self._buckets
        return {
            "recent": self._recent_rows.copy(),
            "low": buckets.low.copy(),
            "high": buckets.high.copy(),
            "total": buckets.total.copy(),
            "count": buckets.count.copy(),
            "width": np.array([buckets.width, buckets.filled], dtype=np.float64),
            "evaluations": self._evaluation_rows.copy(),
            **self._eras.arrays(),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> History:
        """What `arrays` gave. Raises ValueError when that cannot be what these are."""
        columns = len(SCALARS)
        recent = _table(arrays, "recent", columns, RECENT)
        low, high, total, count = (
            _table(arrays, name, columns, CAPACITY) for name in ("low", "high", "total", "count")
        )
        evaluations = _table(arrays, "evaluations", len(EVALUATION), EVALUATIONS)
        width, filled = _widths(arrays, len(low))
        if not len(low) == len(high) == len(total) == len(count):
            raise ValueError("history: the buckets differ in number")
        sane = (count >= 0).all() and (count <= width).all() and not (high < low).any()
        if not sane or np.isinf(low).any() or np.isinf(high).any():
            raise ValueError("history: a bucket contradicts itself")
        _require_growing(recent[:, 0], "recent")
        _require_growing(evaluations[:, 0], "evaluations")
        _require_growing(low[:, 0], "low")
        _require_growing(high[:, 0], "high")
        if (low[1:, 0] <= high[:-1, 0]).any() or bool(len(low)) != bool(len(recent)):
            raise ValueError("history: the buckets overlap or miss their rows")
        if len(low) and high[-1, 0] != recent[-1, 0]:
            raise ValueError("history: buckets and newest rows end at different steps")
        history = cls()
        history._eras = Eras.from_arrays(arrays)
        history._buckets.restore(low, high, total, count, width, filled)
        history._append_recent(recent)
        history._evaluated = len(evaluations)
        history._evaluations[: len(evaluations)] = evaluations
        return history

    @property
    def _recent_rows(self) -> Array:
        return self._rows[max(self._end - RECENT, 0) : self._end]

    @property
    def _evaluation_rows(self) -> Array:
        return self._evaluations[: self._evaluated]

    def _append_recent(self, rows: Array) -> None:
        rows = rows[-RECENT:]
        if self._end + len(rows) > len(self._rows):
            kept = self._rows[self._end - RECENT : self._end].copy()
            self._rows[:RECENT], self._end = kept, RECENT
        self._rows[self._end : self._end + len(rows)] = rows
        self._end += len(rows)

    def _go_back_to(self, step: float) -> None:
        """Forget what was recorded at `step` and later."""
        self._eras.go_back_to(step)
        self._end = int(np.searchsorted(self._rows[: self._end, 0], step))
        self._buckets.truncate(step)
        # The bucket that reached over the step is gone whole; the newest rows know its beginning.
        covered = self._buckets.high[-1, 0] if self._buckets.size else -np.inf
        rows = self._rows[: self._end]
        self._buckets.append(rows[rows[:, 0] > covered])
        # An evaluation of this very step stays: a single turn of D or G repeats the step's number.
        self._evaluated = int(np.searchsorted(self._evaluation_rows[:, 0], step, side="right"))


def _spread(n: int, most: int) -> NDArray[np.intp]:
    """At most so many of the indices below n, evenly spread; the last is among them."""
    groups = min(n, most)
    return (np.arange(1, groups + 1) * n) // max(groups, 1) - 1


def _table(arrays: Mapping[str, NDArray[Any]], name: str, columns: int, most: int) -> Array:
    array = arrays.get(name)
    if array is None or array.dtype not in (np.float32, np.float64):
        raise ValueError(f"history: '{name}' is missing or of another type")
    if array.ndim != 2 or array.shape[1] != columns or len(array) > most:
        raise ValueError(f"history: '{name}' has shape {array.shape}")
    return array.astype(np.float64)


def _widths(arrays: Mapping[str, NDArray[Any]], size: int) -> tuple[int, int]:
    """(rows a bucket holds, rows in the last one), checked against the number of buckets."""
    array = arrays.get("width")
    if array is None or array.shape != (2,) or array.dtype not in (np.float32, np.float64):
        raise ValueError("history: 'width' is missing or of another kind")
    width, filled = (float(number) for number in array)
    whole = width.is_integer() and filled.is_integer() and 1 <= width <= 2**40
    if not whole or not (1 if size else 0) <= filled <= (width if size else 0):
        raise ValueError("history: 'width' is out of range")
    return int(width), int(filled)


def _require_growing(steps: Array, name: str) -> None:
    if not np.isfinite(steps).all() or (np.diff(steps) <= 0).any():
        raise ValueError(f"history: the steps of '{name}' do not grow")
