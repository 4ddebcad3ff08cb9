"""The present run, ready to be saved: the engine is asked for its state, and may be silent."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot

from ganlab.app.controller import Controller
from ganlab.experiment import Experiment
from ganlab.gan.checkpoint import Checkpoint
from ganlab.lab.archive import Run
from ganlab.lab.frame import CheckpointTaken, State

PATIENCE_MS = 10_000


class Snapshot(QObject):
    """Takes runs from a controller without stopping it."""

    def __init__(self, controller: Controller, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self._waiting: list[Callable[[Run], None]] = []
        self._token = 0
        self._experiment: Experiment = controller.experiment
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self._give_up)
        controller.checkpoint_ready.connect(self._answered)
        controller.rebuilt.connect(self._rebuilt)
        controller.crashed.connect(self._give_up)

    def take(self, then: Callable[[Run], None]) -> None:
        """Call `then` with the run: at once, when the engine answers, or when it does not.

        Without an answer in ten seconds, or without an engine, the last checkpoint stands in.
        """
        self._waiting.append(then)
        if len(self._waiting) == 1:
            self._ask()

    def stop(self) -> None:
        """Wait for nothing any more."""
        self._patience.stop()
        self._waiting.clear()

    def _ask(self) -> None:
        if self._controller.state is State.CRASHED:
            self._give_up()
            return
        # Commands are carried out in order: the state that comes is one of this experiment, even
        # when it is edited before it comes.
        self._experiment = self._controller.experiment
        self._token = self._controller.request_checkpoint()
        self._patience.start()

    @Slot(object)
    def _answered(self, taken: CheckpointTaken) -> None:
        if taken.token == self._token:
            self._finish(self._experiment, taken.checkpoint)

    @Slot()
    def _rebuilt(self) -> None:
        """The trainer that was asked is gone: ask its successor."""
        if self._waiting:
            self._ask()

    @Slot()
    def _give_up(self) -> None:
        self._finish(self._controller.experiment, self._controller.last_checkpoint)

    def _finish(self, experiment: Experiment, checkpoint: Checkpoint | None) -> None:
        self._patience.stop()
        waiting, self._waiting = self._waiting, []
        for then in waiting:
            then(Run(experiment, checkpoint, self._controller.history))
