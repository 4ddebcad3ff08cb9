from __future__ import annotations

import pytest

from ganlab.gan.checkpoint import Checkpoint
from ganlab.lab.snapshots import CHECKPOINT_SECONDS, LATEST_SECONDS, Snapshots


@pytest.mark.parametrize(
    ("cost", "pause"),
    [(0.001, CHECKPOINT_SECONDS), (0.08, 8.0), (3.0, LATEST_SECONDS)],
)
def test_snapshots_take_a_hundredth_of_the_time_if_that_is_not_too_seldom(
    cost: float, pause: float
) -> None:
    snapshots = Snapshots(Checkpoint(0, {}, {}), now=100.0)
    began = 100.0 + CHECKPOINT_SECONDS
    assert not snapshots.due(began - 0.01)
    assert snapshots.due(began)
    snapshots.took(began, began + cost)
    assert not snapshots.due(began + pause - 0.01)
    assert snapshots.due(began + pause)
