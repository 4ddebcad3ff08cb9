"""The last sound states of a run, to go back to.

A run that explodes is broken long before a number in it is infinite: its losses, gradients or
weights are many times what they were. Such states are not kept.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ganlab.experiment import Experiment
from ganlab.games.columns import Group
from ganlab.games.rules import rules_of
from ganlab.gan.saving.checkpoint import Checkpoint

CHECKPOINT_SECONDS = 2.0
"""Between two snapshots: what a crash can cost, and how far back a restore goes."""
CHECKPOINT_SHARE = 0.01
"""Of the time that taking and sending them may take: large networks are kept less often."""
LATEST_SECONDS = 20.0
"""But no snapshot waits longer."""
MOST, FEWEST = 8, 3
"""Snapshots kept beside the first: fewer of large networks."""
KEPT_BYTES = 64 * 2**20
MARGIN = 100
"""Steps before a divergence in which the state may already be on its way out."""
BLOWN_UP = 100.0
"""So many times its calmest level (and that of a healthy game, 1) is no level any more: of losses
and of gradients."""
HEAVY = 100.0
"""A weight as large as this, and ten times as large as any at first, is none of a healthy game."""
NEAR_JS, NEAR_VALUE = 0.02, 0.1
"""Differences, in bits and in V, that are not worth going further back for."""


@dataclass(frozen=True)
class Figures:
    """How a game stood when its snapshot was taken; NaN where that is not known."""

    losses: float = math.nan
    """The largest mean absolute loss over the newest steps."""
    gradients: float = math.nan
    """The same of the norms of the gradients."""
    value_gap: float = math.nan
    """How far the game's value was from that at its equilibrium, on average."""
    js_bits: float = math.nan
    """Jensen-Shannon divergence, of an evaluation since the snapshot before."""


def figures_of(
    rows: NDArray[np.float64], experiment: Experiment, js_bits: float = math.nan
) -> Figures:
    """Of the newest (n, columns) rows of what the experiment's game measures."""
    if not len(rows):
        return Figures(js_bits=js_bits)
    rules = rules_of(experiment)
    columns, equilibrium = rules.columns(experiment), rules.equilibrium(experiment)

    def means(group: Group) -> list[float]:
        of = [i for i, column in enumerate(columns) if column.group == group]
        return [float(np.abs(rows[:, i]).mean()) for i in of]

    values = [rows[:, i].mean() for i, column in enumerate(columns) if column.group == "value"]
    return Figures(
        losses=max(means("loss"), default=math.nan),
        gradients=max(means("gradient"), default=math.nan),
        value_gap=math.nan if equilibrium is None else abs(float(values[0]) - equilibrium),
        js_bits=js_bits,
    )


@dataclass(frozen=True)
class Restored:
    """The state that was chosen, and why."""

    checkpoint: Checkpoint
    why: str

    @property
    def words(self) -> str:
        """Both, in a sentence."""
        return f"Restored the state of step {self.checkpoint.step:,}: {self.why}."


@dataclass(frozen=True)
class _Snapshot:
    checkpoint: Checkpoint
    figures: Figures


class Snapshots:
    """Keeps the first state and a few sound ones, newest last."""

    def __init__(self, first: Checkpoint, networks: Sequence[str], now: float) -> None:
        """`networks`: those of the game, whose weights say whether it is sound."""
        self._networks = tuple(f"{name}/" for name in networks)
        self._kept = [_Snapshot(first, Figures())]
        self._heavy = max(HEAVY, 10 * self._largest_weight(first))
        self._most = MOST if first.nbytes * MOST < KEPT_BYTES else FEWEST
        self._began, self._next = now, now + CHECKPOINT_SECONDS
        self._refused = 0
        """Snapshots since the newest that were not sound."""

    def due(self, now: float, early: bool = False) -> bool:
        """Whether it is time (seconds) for another one; `early`: before an edit, that may break
        what there is."""
        return now >= (self._began + (self._next - self._began) / 4 if early else self._next)

    def took(self, began: float, ended: float) -> None:
        """Note how long one took: so the next is due the later."""
        rest = max(CHECKPOINT_SECONDS, (ended - began) / CHECKPOINT_SHARE)
        self._began, self._next = began, began + min(rest, LATEST_SECONDS)

    @property
    def newest(self) -> Checkpoint:
        """The last that was kept."""
        return self._kept[-1].checkpoint

    @property
    def newest_step(self) -> int:
        """Of the last that was kept."""
        return self.newest.step

    def keep(self, checkpoint: Checkpoint, figures: Figures) -> None:
        """Add one, if it is sound."""
        if not self._sound(checkpoint, figures):
            self._refused += 1
            return
        self._refused = 0
        self._kept.append(_Snapshot(checkpoint, figures))
        if len(self._kept) > self._most + 1:
            best, _ = _best(self._kept[1:])  # it stays, however old
            del self._kept[2 if self._kept[1] is best else 1]

    def go_back(self, step: int) -> Restored:
        """The best of those that are well before `step`, else the first; later ones are
        forgotten."""
        limit = max(step - MARGIN, 0)
        safe = [s for s in self._kept[1:] if s.checkpoint.step <= limit]
        refused, self._refused = self._refused, 0
        if not safe:
            del self._kept[1:]
            why = "no later one is sound" if step > MARGIN else "the only one before it"
            return Restored(self._kept[0].checkpoint, why)
        best, why = _best(safe)
        del self._kept[self._kept.index(best) + 1 :]
        if refused:
            why += "; those after it had blown up"
        return Restored(best.checkpoint, why)

    def _sound(self, checkpoint: Checkpoint, figures: Figures) -> bool:
        if not checkpoint.is_finite() or self._largest_weight(checkpoint) > self._heavy:
            return False
        earlier = [s.figures for s in self._kept]
        return _calm(figures.losses, [f.losses for f in earlier]) and _calm(
            figures.gradients, [f.gradients for f in earlier]
        )

    def _largest_weight(self, checkpoint: Checkpoint) -> float:
        weights = [
            np.abs(array).max()
            for name, array in checkpoint.arrays.items()
            if name.startswith(self._networks) and array.size
        ]
        return float(max(weights, default=0.0))


def _calm(now: float, earlier: list[float]) -> bool:
    """Whether a level is none of an explosion."""
    calmest = min((level for level in earlier if math.isfinite(level)), default=1.0)
    return math.isnan(now) or now <= BLOWN_UP * max(calmest, 1.0)


def _best(snapshots: list[_Snapshot]) -> tuple[_Snapshot, str]:
    """The newest of those that are as good as the best, by the figures there are."""
    judged = [s for s in snapshots if math.isfinite(s.figures.js_bits)]
    if judged:
        least = min(s.figures.js_bits for s in judged)
        best = [s for s in judged if s.figures.js_bits <= least + NEAR_JS][-1]
        words = f"its Jensen-Shannon divergence, {best.figures.js_bits:.3f} bits, is the best"
        return best, f"{words} of the last {len(judged)} sound ones"
    gaps = [s.figures.value_gap for s in snapshots if math.isfinite(s.figures.value_gap)]
    if not gaps:
        return snapshots[-1], "the newest in which every number is sound"
    near = [s for s in snapshots if s.figures.value_gap <= min(gaps) + NEAR_VALUE]
    words = f"of the last {len(gaps)} sound ones, V is nearest to its equilibrium"
    return near[-1], words
