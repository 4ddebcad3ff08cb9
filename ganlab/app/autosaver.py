"""Keeps a copy of what is unsaved, for the next start after a crash."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Slot

from ganlab.app.controller import Controller
from ganlab.lab.archive import ArchiveError, Run
from ganlab.lab.autosave import RecoveryStore
from ganlab.lab.frame import Notice

EVERY_MS = 60_000


class AutoSaver(QObject):
    """Writes a copy once a minute while something is unsaved; removes it once it is not."""

    def __init__(
        self,
        controller: Controller,
        store: RecoveryStore,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._controller, self._store = controller, store
        self._complaint = ""
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.write)
        controller.modified_changed.connect(self._modified_changed)
        self._timer.start()

    @Slot()
    def write(self) -> None:
        """Keep a copy now, if there is something unsaved. Training is not interrupted for it."""
        controller = self._controller
        if not controller.modified:
            return
        checkpoint = controller.last_checkpoint
        history = controller.history.up_to(checkpoint.step if checkpoint else 0)
        run = Run(controller.experiment, checkpoint, history)
        try:
            self._store.write(run, controller.path)
        except ArchiveError as error:
            if str(error) != self._complaint:  # once, and not every minute
                self._complaint = str(error)
                controller.notice.emit(Notice("warning", f"Autosave does not work: {error}"))
        else:
            self._complaint = ""

    def stop(self) -> None:
        """A clean end: nothing is to be recovered."""
        self._timer.stop()
        self._store.clear()

    @Slot(bool)
    def _modified_changed(self, modified: bool) -> None:
        if not modified:
            self._store.clear()
