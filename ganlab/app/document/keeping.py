"""The session's client that lets no trained networks go: what another run replaces is kept.

The engine hands the networks over when it builds their successors; the window does not wait for
them. Where they are wanted back before they have come, the session is sent nothing until they have.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from ganlab.app.document.client import SessionClient
from ganlab.app.document.link import EngineLink
from ganlab.experiment import Experiment
from ganlab.figures import counted, each_counted
from ganlab.lab.frame import HandedOver, Notice, State
from ganlab.lab.past.kept import Kept
from ganlab.lab.past.kept_runs import MB, KeptRuns

if TYPE_CHECKING:
    from ganlab.lab.files.archive import Run

_NO_ROWS = np.empty((0, 1))


class KeepingClient(SessionClient):
    """Leaves runs and brings them back, bit for bit."""

    kept_changed = Signal(object)
    """The Kept whose networks have come, or have been forgotten."""

    def __init__(
        self, link: EngineLink, device: str = "auto", parent: QObject | None = None
    ) -> None:
        super().__init__(link, device, parent)
        self.kept_runs = KeptRuns()
        self.clock: Callable[[], float] = time.monotonic
        self._born = self.clock()
        self.ask: Callable[[str, str], bool] = lambda text, details: True
        """Asks a person whether to go on although something will be lost."""
        self._coming: dict[int, Kept] = {}
        """Runs that the engine is to hand over, by generation."""
        self._awaited: Kept | None = None
        """The present run, while its networks are still on their way."""
        self.rebuilt.connect(self._note_birth)
        self.handed_over.connect(self._take_over)
        self.crashed.connect(self._stand_in)

    @property
    def trained_at_all(self) -> bool:
        """Whether the networks are no longer the initial ones, or may not be."""
        return self.step > 0 or self.playing or self.state is State.PAUSED

    @property
    def size(self) -> int:
        """Bytes that the present run takes when it is kept, as far as is known."""
        if not self.trained_at_all or self.last_checkpoint is None:
            return 0
        return self.last_checkpoint.nbytes + self.history.nbytes

    def may_leave(self, what: str) -> bool:
        """Whether the present run can be kept when it is left for `what`, or somebody goes on
        although it, or older ones, will be lost."""
        if not self.trained_at_all:
            return True
        size = max(self.size, 1)
        losses = self.kept_runs.losses(size)
        budget = f"the {self.kept_runs.budget // MB:,} MB of Edit > Memory for Undo"
        if losses is None:
            details = (
                f"The networks of {counted(self.step, 'step')} are larger than {budget}. Go on?"
            )
            return self.ask(f"“{what}” cannot be undone.", details)
        lost = each_counted([kept.step for kept in losses], "step") if losses else ""
        words = f"“{what}” makes Undo forget older networks."
        if losses and not self.ask(words, f"To keep to {budget}, those of {lost} go. Go on?"):
            return False
        self._forget(losses)
        return True

    def may_lose_redo(self, what: str, steps: list[int]) -> bool:
        """Whether there is nothing trained that only Redo could bring back, networks of so many
        steps each, or it may be lost for `what`."""
        lost = each_counted(steps, "step") if steps else ""
        return not steps or self.ask(
            f"“{what}” makes Redo impossible.",
            f"Redo would bring back networks of {lost}; they are lost then. Go on?",
        )

    def keep_to(self, budget: int) -> bool:
        """Keep no more than so many bytes from now on; what that costs is asked about first."""
        runs = self.kept_runs
        before, runs.budget = runs.budget, budget
        losses = runs.losses(0) or []
        lost = each_counted([kept.step for kept in losses], "step") if losses else ""
        if losses and not self.ask(
            "Undo has to forget networks.", f"Those of {lost} do not fit. Go on?"
        ):
            runs.budget = before
            return False
        self._forget(losses)
        return True

    def leave(self, experiment: Experiment, path: Path | None, modified: bool) -> Kept:
        """Keep the present run, whose document and file these are. A build has to follow."""
        lived = self.clock() - self._born
        if (kept := self._awaited) is not None:  # it has not even been sent yet
            self._awaited = None
            kept.path, kept.modified = path, modified
            return kept
        from ganlab.lab.files.archive import Run

        run = Run(experiment, self.last_checkpoint, self.history)
        kept = Kept(run, self.step, path, modified, lived)
        self.kept_runs.add(kept)
        if not self.trained_at_all:
            kept.forget_networks()
        elif self.kept_runs.losses(max(self.size, 1)) is None:  # somebody goes on all the same
            kept.forget()
        elif self.state is State.CRASHED:
            kept.arrive(None, _NO_ROWS)
            self.kept_runs.settle()
        else:
            self._coming[self.generation] = kept
            self._left[self.generation] = self.history
        return kept

    def build_anew(self, experiment: Experiment, play: bool) -> None:
        """Turn to a run that begins."""
        self.build(experiment, None, play, hand_over=bool(self._coming))

    def bring_back(self, experiment: Experiment, kept: Kept) -> None:
        """Turn back to a run, which stands still where it was left.

        `experiment` is its document. Where its networks cannot be had, others are built.
        """
        run = kept.run if not kept.there else self._fetched(kept)
        if run is None:
            self.build_anew(experiment, play=False)
            return
        self._awaited = kept
        self.begin(kept.step, run.history, play=False)
        self.last_checkpoint = run.checkpoint  # stands in as long as no other comes
        kept.when_there(partial(self._go_on, experiment, kept))

    # --- inside ---

    def _forget(self, losses: list[Kept]) -> None:
        for kept in losses:
            kept.forget()
            self.kept_changed.emit(kept)

    def _fetched(self, kept: Kept) -> Run | None:
        from ganlab.lab.files.archive import ArchiveError

        try:
            return kept.fetch()
        except ArchiveError as error:
            self.notice.emit(Notice("error", f"The networks cannot be brought back. {error}"))
            return None

    def _go_on(self, experiment: Experiment, kept: Kept) -> None:
        """The networks of the run that `bring_back` turned to are there."""
        if self._awaited is not kept or kept.run is None:
            return
        self._awaited = None
        self.step, self.history = kept.step, kept.run.history
        self.send_build(experiment, kept.run.checkpoint, hand_over=bool(self._coming))
        if kept.modified:
            self.trained.emit()

    @Slot()
    def _note_birth(self) -> None:
        # What comes with training behind it is never something of a moment.
        self._born = -math.inf if self.step else self.clock()

    @Slot(object)
    def _take_over(self, reply: HandedOver) -> None:
        kept = self._coming.pop(reply.generation, None)
        if kept is not None:
            kept.arrive(reply.checkpoint, reply.scalars)
            self.kept_runs.settle()
            self.kept_changed.emit(kept)

    @Slot()
    def _stand_in(self) -> None:
        """The engine is gone, and hands over nothing: the last checkpoints stand in."""
        awaited, self._awaited = self._awaited, None
        for kept in list(self._coming.values()):
            kept.arrive(None, _NO_ROWS)
            self.kept_changed.emit(kept)
        self._coming.clear()
        self._left.clear()
        if awaited is not None and awaited.run is not None:
            self.step, self.history = awaited.step, awaited.run.history
            self.last_checkpoint, self._held = awaited.run.checkpoint, None
