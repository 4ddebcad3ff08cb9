"""Small runs for the tests of files."""

from __future__ import annotations

from typing import Any

import numpy as np

from ganlab.experiment import DrawingData, Experiment, Network, Stroke
from ganlab.gan.columns import SCALARS
from ganlab.gan.saving.checkpoint import Checkpoint
from ganlab.gan.settings import TwoPlayer
from ganlab.lab.files.archive import Run
from ganlab.lab.past.history import History
from ganlab.metrics.evaluation import EVALUATION


def make_run(step: int = 40, experiment: Experiment | None = None) -> Run:
    """A run of a few steps with every kind of array and a 128-bit counter."""
    rng = np.random.default_rng(step)
    arrays: dict[str, Any] = {
        "generator/0.weight": rng.normal(size=(4, 2)).astype(np.float32),
        "generator_optimizer/step": np.array(step, dtype=np.float32),
        "average/empty": np.zeros((0, 3)),
        "chance/cpu": rng.integers(0, 256, 24, dtype=np.uint8),
        "chance/index": np.array([3, -9], dtype=np.int64),
    }
    counters = {"real": rng.bit_generator.state, "float": 0.1 + 0.2, "words": ["é", None, True]}
    return Run(
        experiment or Experiment(name="ring of eight", game=TwoPlayer(generator=Network(units=4))),
        Checkpoint(step, arrays, counters),
        make_history(step),
    )


def make_history(steps: int) -> History:
    """A history with a row for each step and an evaluation in the middle."""
    history = History.of(Experiment())
    rows = np.random.default_rng(1).normal(size=(steps, len(SCALARS)))
    rows[:, 0] = np.arange(1, steps + 1)
    history.append(rows)
    history.append_evaluation(dict.fromkeys(EVALUATION, 0.5) | {"step": steps // 2})
    return history


def drawn() -> Experiment:
    """An experiment with a drawing in it."""
    stroke = Stroke(points=((-0.5, 0.1), (0.25, 0.75)))
    return Experiment(name="drawn", data=DrawingData(strokes=(stroke,)))


def same(a: Run, b: Run) -> bool:
    """Whether two runs are equal bit for bit."""
    if a.experiment != b.experiment or (a.checkpoint is None) != (b.checkpoint is None):
        return False
    if a.checkpoint is not None and b.checkpoint is not None:
        if (a.checkpoint.step, a.checkpoint.counters) != (b.checkpoint.step, b.checkpoint.counters):
            return False
        if not _same_arrays(a.checkpoint.arrays, b.checkpoint.arrays):
            return False
    return _same_arrays(a.history.arrays(), b.history.arrays())


def _same_arrays(a: dict[str, Any], b: dict[str, Any]) -> bool:
    return a.keys() == b.keys() and all(
        a[k].dtype == b[k].dtype and a[k].shape == b[k].shape and a[k].tobytes() == b[k].tobytes()
        for k in a
    )
