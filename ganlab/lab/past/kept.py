"""A run that another took the place of, to be brought back by undo or redo."""

from __future__ import annotations

import contextlib
import threading
import weakref
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ganlab.gan.saving.checkpoint import Checkpoint

if TYPE_CHECKING:
    from ganlab.lab.files.archive import Run

MOMENT_SECONDS = 1.0
"""Between two edits of a gesture: what a run learns meanwhile is not kept."""

_numbers = count()


class Kept:
    """Document, networks and history as they were when the run was left.

    The networks come a moment later than the rest: the engine hands them over. Until then `there`
    is False. Later they may lie on disk, or be forgotten.
    """

    def __init__(
        self, run: Run, step: int, path: Path | None, modified: bool, lived: float = 0.0
    ) -> None:
        """`run`: with the last checkpoint that is known, which stands in if no other comes."""
        self.run: Run | None = run
        """None while it lies on disk, and for ever once it is forgotten."""
        self.step = step
        """Of its networks, as far as is known."""
        self.path = path
        """The file it lives in; None where it has none, or where another run was saved since."""
        self.modified = modified
        """Whether there is something in it that is not in that file."""
        self.lived = lived
        """Seconds from its beginning to its end: next to nothing while a slider is dragged."""
        self.number = next(_numbers)
        """The later it was left, the higher."""
        self.there = False
        self.size = 0
        """Bytes of networks and history, once they are there."""
        self._file: Path | None = None
        self._then: list[Callable[[], None]] = []
        self._mutex = threading.Lock()

    @property
    def trained(self) -> bool:
        """Whether there are networks that training has changed, or may have."""
        return not self.there or self.size > 0

    @property
    def short(self) -> bool:
        """Whether nobody can miss it: it was there for a moment only, or never trained."""
        return not self.trained or self.lived < MOMENT_SECONDS

    @property
    def in_memory(self) -> bool:
        """Whether it takes its size in memory."""
        return self.run is not None and self.size > 0

    def arrive(self, checkpoint: Checkpoint | None, scalars: NDArray[np.floating]) -> None:
        """Its last state, or None where there is none to be had, and the rows of its history that
        no frame has told."""
        assert self.run is not None
        self.run.history.append(scalars)
        checkpoint = checkpoint or self.run.checkpoint
        stands = checkpoint.step if checkpoint else 0
        self.run = replace(self.run, checkpoint=checkpoint, history=self.run.history.up_to(stands))
        self.size = checkpoint.nbytes + self.run.history.nbytes if checkpoint else 0
        self.modified = self.modified or stands != self.step
        self.step, self.there = stands, True
        then, self._then = self._then, []
        for call in then:
            call()

    def when_there(self, then: Callable[[], None]) -> None:
        """Call `then` once the networks are there: now, if they are."""
        if self.there:
            then()
        else:
            self._then.append(then)

    def fetch(self) -> Run:
        """The run, from disk if it lies there; it stays in memory. Raises ArchiveError."""
        from ganlab.lab.files.archive import load_run

        with self._mutex:
            if self.run is None and self._file is not None:
                self.run = load_run(self._file)
            assert self.run is not None
            self._file = None
            return self.run

    def put_away(self, run: Run, file: Path) -> None:
        """`run` has been written to this file, which is removed when nobody can want it."""
        weakref.finalize(self, _remove, file)
        with self._mutex:
            if self.run is run:
                self.run, self._file = None, file

    def forget(self) -> None:
        """Let go of networks and history: what comes back is untrained, and in no file."""
        self.forget_networks()
        self.path, self.modified = None, True

    def forget_networks(self) -> None:
        """Keep nothing that could not be built again from the document."""
        with self._mutex:
            self.run = self._file = None
            self.step, self.size, self.there = 0, 0, True


def _remove(file: Path) -> None:
    with contextlib.suppress(OSError):
        file.unlink(missing_ok=True)
