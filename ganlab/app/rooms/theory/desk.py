"""The state of one bench in the window: its controls, undo, and what its long works have returned.

A view shows a desk and asks it for changes; form, table of numbers and list listen to the same one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from pydantic import ValidationError
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoStack

from ganlab.app.document.controller import Controller
from ganlab.app.look.theme import Theme
from ganlab.app.rooms.theory.move import Move
from ganlab.app.shell.jobs import JobRunner
from ganlab.theory.bench import Bench, Controls, Number, Results, Work, bounded
from ganlab.theory.texts import refusal


class Desk(QObject):
    """One bench as it stands. All signals come after the change."""

    changed = Signal()
    """The controls are others: set, undone, reset. `results` may have changed with them."""
    results_changed = Signal()
    """A work has returned something, or shows what it has come to so far."""
    running_changed = Signal()
    """A work was started, or is over."""
    progress = Signal(int, int)
    """Of the work that runs: how much is done, and of how much."""
    refused = Signal(str)
    """Why a value could not be taken, or a work failed: one sentence for the person."""

    def __init__(
        self,
        bench: Bench,
        theme: Theme,
        controller: Controller,
        controls: Controls | None = None,
        parent: QObject | None = None,
    ) -> None:
        """`controls`: as they were left; the defaults where there are none."""
        super().__init__(parent)
        self.bench, self.theme, self.controller = bench, theme, controller
        self._controls: Controls = controls or bench.controls()
        self.stack = QUndoStack(self)
        self._done: dict[str, tuple[object, Any]] = {}
        """What works returned, with the controls that it depends on."""
        self._growing: dict[str, object] = {}
        """What the work that runs has come to so far."""
        self._told: dict[str, object] = {}
        self._results: Results = {}
        self._job: JobRunner | None = None
        self._running = self._next = ""
        self._started_for: object = None
        self._elsewhere: dict[str, Elsewhere] = {}

    # --- what is read ---

    @property
    def controls(self) -> Any:
        """The controls as they stand, of the bench's own type."""
        return self._controls

    @property
    def results(self) -> Results:
        """What the works have returned for the controls as they stand, by name."""
        return self._results

    @property
    def numbers(self) -> list[Number]:
        """The table, computed anew."""
        return self.bench.numbers(self._controls, self._results)

    @property
    def running(self) -> str:
        """The name of the work that runs now; "" while none does."""
        return self._running

    # --- controls ---

    def set(self, changes: Mapping[str, object], settled: bool = True) -> None:
        """Give controls other values; numbers out of bounds are brought into them. Undoable.

        `settled` False: a drag is under way, and what it changes is one step back all together,
        until a change of the same controls is settled. ``set({}, True)`` settles without one.
        """
        if changes:
            titles = [self.bench.controls.model_fields[name].title or name for name in changes]
            self._change(" and ".join(titles[:2]), tuple(sorted(changes)), changes, settled)
        elif settled:
            self.settle()

    def settle(self) -> None:
        """What was dragged was let go: the next change is a step by itself."""
        top = self.stack.command(self.stack.count() - 1)
        if isinstance(top, Move) and top.open:
            top.open = False
            if top.moves_nothing:  # dragged away and back again
                top.setObsolete(True)
                self.stack.undo()

    def reset(self) -> None:
        """All controls as they were at first. Undoable."""
        self._change("Reset", ("",), dict(self.bench.controls()), settled=True)

    def _change(
        self, text: str, key: tuple[str, ...], changes: Mapping[str, object], settled: bool
    ) -> None:
        try:
            new = bounded(self._controls, changes)
        except ValidationError as error:
            self.refused.emit(refusal(self.bench.controls, error)[1])
            self.changed.emit()  # whoever shows what was asked for shows what is
            return
        if new != self._controls:
            self.stack.push(Move(self.become, text, key, self._controls, new, open_=not settled))
        elif settled:
            self.settle()

    def become(self, controls: Controls) -> None:
        """Take these controls. Used by the undo stack."""
        self._controls = controls
        self._collect()
        if self._running and self._started_for != self._depends(self._running):
            self.cancel()  # nobody waits for what it would return
        self.changed.emit()

    # --- works ---

    def start(self, name: str) -> None:
        """Begin a work in a process of its own; one that runs is cancelled for it."""
        if self._running:
            self._next = name
            self.cancel()
            return
        elsewhere = self._elsewhere.get(name)
        if elsewhere is not None and elsewhere.wanted():
            self._running, self._started_for = name, self._depends(name)
            elsewhere.start()
            self.running_changed.emit()
            return
        if self._job is None:
            self._job = JobRunner("The work", self)
            self._job.progress.connect(self.progress)
            self._job.so_far.connect(self._grown)
            self._job.finished.connect(self._finished)
            self._job.failed.connect(self._failed)
            self._job.cancelled.connect(self.over)
        self._running, self._started_for = name, self._depends(name)
        self._job.start(self._work(name).run, self._controls)
        self.running_changed.emit()

    def take(self, name: str) -> Any:
        """What a work returned, which is a result no more: it becomes controls."""
        result = self._done.pop(name)[1]
        self._collect()
        return result

    def tell(self, name: str, result: object | None) -> None:
        """What a view has seen beside the bench, such as the run of the window, is a result, too;
        None: it sees it no more."""
        if result is None and name not in self._told:
            return
        self._told[name] = result
        if result is None:
            del self._told[name]
        self._collect()
        self.results_changed.emit()

    def place(self, name: str, elsewhere: Elsewhere) -> None:
        """The work of that name is done there whenever it is wanted there, and not in a process.
        It says `progress` of the desk, and `over` when it is done."""
        self._elsewhere[name] = elsewhere

    @Slot()
    def cancel(self) -> None:
        """Stop the work that runs, if one does; what it has done is lost."""
        elsewhere = self._elsewhere.get(self._running)
        if self._job is not None and self._job.running:
            self._job.cancel()
        elif elsewhere is not None:
            elsewhere.stop()

    def stop(self) -> None:
        """The window goes: no process is left, and nothing can be undone."""
        self._running = self._next = ""
        if self._job is not None:
            self._job.close()
        # The collector may free commands before the stack, which would then free them again.
        self.stack.clear()

    def _work(self, name: str) -> Work:
        return self.bench.works[name]

    def _depends(self, name: str) -> object:
        uses = self._work(name).uses or tuple(self.bench.controls.model_fields)
        return tuple(getattr(self._controls, field) for field in uses)

    def _collect(self) -> None:
        self._results = {
            name: result
            for name, (used, result) in self._done.items()
            if used == self._depends(name)
        }
        if self._running and self._started_for == self._depends(self._running):
            self._results = self._results | self._growing
        self._results = self._results | self._told

    @Slot(object)
    def _grown(self, result: object) -> None:
        if self._running:
            self._growing = {self._running: result}
            self._collect()
            self.results_changed.emit()

    @Slot(object)
    def _finished(self, result: object) -> None:
        self._done[self._running] = self._started_for, result
        self._growing = {}
        self.over()
        self.results_changed.emit()

    @Slot(str)
    def _failed(self, why: str) -> None:
        self.refused.emit(why)
        self.over()

    @Slot()
    def over(self) -> None:
        """The work that ran does so no more."""
        lost, self._growing = self._growing, {}
        name, self._running, self._next = self._next, "", ""
        self._collect()
        if lost:
            self.results_changed.emit()
        if name:
            self.start(name)
        else:
            self.running_changed.emit()


class Elsewhere(Protocol):
    """Where a work is done that needs no process: in the run of the window."""

    def wanted(self) -> bool:
        """Whether it is done here now."""

    def start(self) -> None:
        """Begin."""

    def stop(self) -> None:
        """End; the desk is told."""
