from __future__ import annotations

import math

import pytest

from ganlab.gan.saving.checkpoint import Checkpoint
from ganlab.lab import headless
from ganlab.lab.files.archive import Run
from ganlab.lab.past.snapshots import CHECKPOINT_SECONDS, LATEST_SECONDS, Figures, Snapshots
from tests.small import small


@pytest.mark.parametrize(
    ("cost", "pause"),
    [(0.001, CHECKPOINT_SECONDS), (0.08, 8.0), (3.0, LATEST_SECONDS)],
)
def test_snapshots_take_a_hundredth_of_the_time_if_that_is_not_too_seldom(
    cost: float, pause: float
) -> None:
    snapshots = Snapshots(Checkpoint(0, {}, {}), ("generator", "discriminator"), now=100.0)
    began = 100.0 + CHECKPOINT_SECONDS
    assert not snapshots.due(began - 0.01)
    assert snapshots.due(began)
    snapshots.took(began, began + cost)
    assert not snapshots.due(began + pause - 0.01)
    assert snapshots.due(began + pause)


def test_without_a_window_too_states_are_judged_by_the_figures_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    judged: list[float] = []

    class Watched(Snapshots):
        def due(self, now: float, early: bool = False) -> bool:
            return True

        def keep(self, checkpoint: Checkpoint, figures: Figures) -> None:
            judged.append(figures.js_bits)
            super().keep(checkpoint, figures)

    monkeypatch.setattr(headless, "Snapshots", Watched)
    headless.train(Run.fresh(small()), 30, evaluations=5)
    assert sum(map(math.isfinite, judged)) >= 2
