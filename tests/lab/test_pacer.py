"""How much is trained between two looks at the commands."""

from __future__ import annotations

import math

import pytest

from ganlab.lab.session.pacer import CHUNK_SECONDS, Pacer


@pytest.mark.parametrize(("step_ms", "steps"), [(5.2, 3), (3.6, 4), (1.0, 15), (40.0, 1)])
def test_a_chunk_comes_as_near_to_its_time_as_whole_steps_do(step_ms: float, steps: int) -> None:
    """Cut off to whole steps, a chunk of slow ones was half as long: and all that is done between
    two of them was done twice as often."""
    pacer = Pacer()
    for _ in range(8):
        taken = pacer.due(0.0, math.inf)
        pacer.took(taken, 0.0, taken * step_ms / 1000)
    assert pacer.due(0.0, math.inf) == steps
    assert steps == 1 or steps * step_ms / 1000 == pytest.approx(CHUNK_SECONDS, rel=0.1)
