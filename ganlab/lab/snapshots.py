"""The last few sound states of a run, to go back to."""

from __future__ import annotations

from collections import deque

from ganlab.gan.checkpoint import Checkpoint

CHECKPOINT_SECONDS = 2.0
"""Between two snapshots: what a crash can cost, and how far back a restore goes."""
CHECKPOINT_SHARE = 0.01
"""Of the time that taking and sending them may take: large networks are kept less often."""
LATEST_SECONDS = 20.0
"""But no snapshot waits longer."""
KEPT = 3
MARGIN = 100
"""Steps before a divergence in which the state may already be on its way out."""


class Snapshots:
    """Keeps a few states, newest last; there is always one."""

    def __init__(self, first: Checkpoint, now: float) -> None:
        self._kept = deque([first], maxlen=KEPT)
        self._next = now + CHECKPOINT_SECONDS

    def due(self, now: float) -> bool:
        """Whether it is time (seconds) for another one."""
        return now >= self._next

    def took(self, began: float, ended: float) -> None:
        """Note how long one took: so the next is due the later."""
        rest = max(CHECKPOINT_SECONDS, (ended - began) / CHECKPOINT_SHARE)
        self._next = began + min(rest, LATEST_SECONDS)

    @property
    def newest(self) -> Checkpoint:
        """The last that was kept."""
        return self._kept[-1]

    def keep(self, checkpoint: Checkpoint) -> None:
        """Add one, if every number in it is finite."""
        if checkpoint.is_finite():
            self._kept.append(checkpoint)

    def go_back(self, step: int) -> Checkpoint:
        """The newest that is well before `step`, else the oldest; later ones are forgotten."""
        safe = [s for s in self._kept if s.step <= max(step - MARGIN, 0)]
        chosen = safe[-1] if safe else self._kept[0]
        self._kept = deque([s for s in self._kept if s.step <= chosen.step], maxlen=KEPT)
        return chosen
