"""Keeps a copy of what is unsaved, for the next start after a crash."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot

from ganlab.app.document.controller import Controller
from ganlab.app.document.saving.snapshot import Snapshot, Taken
from ganlab.lab.files.archive import ArchiveError, Run
from ganlab.lab.files.autosave import RecoveryStore
from ganlab.lab.frame import Notice

EVERY_MS = 60_000
LAST_MS = 3_000
"""So long the engine is waited for when the window is told to end."""


class AutoSaver(QObject):
    """Writes a copy once a minute while something is unsaved; removes it once it is not."""

    def __init__(
        self,
        controller: Controller,
        store: RecoveryStore,
        seen: Callable[[Path], str | None],
        parent: QObject | None = None,
    ) -> None:
        """`seen` tells the digest of a file as this window knows it."""
        super().__init__(parent)
        self._controller, self._store, self._seen = controller, store, seen
        self._complaint = ""
        self._left = False
        self._snapshot = Snapshot(controller, self)
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.write)
        controller.modified_changed.connect(self._modified_changed)
        self._timer.start()

    @Slot()
    def write(self) -> None:
        """Keep a copy now, if there is something unsaved. Training is not interrupted for it."""
        if self._controller.modified and not self._left:
            self._write_last()

    def _write_last(self) -> None:
        controller = self._controller
        checkpoint = controller.last_checkpoint
        history = controller.history.up_to(checkpoint.step if checkpoint else 0)
        self._write(Run(controller.experiment, checkpoint, history))

    def leave_behind(self, then: Callable[[], object], always: bool = False) -> None:
        """Keep a copy of what is unsaved that outlives the window, and call `then`, once; `always`:
        also of what is saved.

        What the engine sent last is written at once, and its present state when it comes, if that
        is soon: whoever ends a program by a signal does not wait for long.
        """
        if not (self._controller.modified or always):
            then()
            return
        self._write_last()
        self._left = True
        self._timer.stop()
        patience = QTimer(self)
        patience.setSingleShot(True)

        def done() -> None:
            self._snapshot.stop()
            patience.stop()
            then()

        def taken(taken: Taken) -> None:
            if taken.answered:
                self._write(taken.run)
            done()

        patience.timeout.connect(done)
        patience.start(LAST_MS)
        self._snapshot.take(taken)

    def _write(self, run: Run) -> None:
        controller = self._controller
        try:
            path = controller.path
            self._store.write(run, path, self._seen(path) if path else None)
        except ArchiveError as error:
            if str(error) != self._complaint:  # once, and not every minute
                self._complaint = str(error)
                controller.notice.emit(Notice("warning", f"Autosave does not work: {error}"))
        else:
            self._complaint = ""

    def stop(self) -> None:
        """A clean end: nothing is to be recovered, unless it was left behind on purpose."""
        self._timer.stop()
        self._snapshot.stop()
        if self._left:
            self._store.leave()
        else:
            self._store.clear()

    @Slot(bool)
    def _modified_changed(self, modified: bool) -> None:
        if not modified and not self._left:
            self._store.clear()
