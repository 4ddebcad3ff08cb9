"""The present run, ready to be saved: the engine is asked for its state, and may be silent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Slot

from ganlab.app.document.controller import Controller
from ganlab.experiment import Experiment
from ganlab.gan.saving.checkpoint import Checkpoint
from ganlab.lab.files.archive import Run
from ganlab.lab.frame import CheckpointTaken, Notice, State
from ganlab.lab.past.history import History

PATIENCE_MS = 10_000


@dataclass(frozen=True)
class Taken:
    """What came of it."""

    run: Run
    """As it was asked for; its curves end where its networks stand."""
    generation: int
    """Which of the controller's runs it is: there may have been others since."""
    answered: bool
    """Whether the engine gave its state. If not, this is the last that it sent by itself."""
    sound: bool = True
    """Whether that state is sound. If not, this is the last good one."""

    def notice(self, name: str) -> Notice:
        """What is to be said of it in a file of that name."""
        if self.answered and self.sound:
            return Notice("info", f"Saved {name}.")
        step = self.run.checkpoint.step if self.run.checkpoint else 0
        why = "it has blown up since" if self.answered else "training does not answer"
        return Notice("warning", f"Saved {name} as it was at step {step:,}: {why}.")


@dataclass(frozen=True)
class _Asked:
    then: Callable[[Taken], None]
    experiment: Experiment
    history: History
    generation: int
    last: Checkpoint | None


class Snapshot(QObject):
    """Takes runs from a controller without stopping it."""

    def __init__(self, controller: Controller, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self._asked: dict[int, _Asked] = {}
        """What waits, by its token."""
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self._give_up)
        controller.checkpoint_ready.connect(self._answered)
        controller.crashed.connect(self._give_up)

    def take(self, then: Callable[[Taken], None]) -> None:
        """Call `then` with the run as it is now: when the engine answers, or when it does not.

        Without an answer in ten seconds, or without an engine, the last checkpoint stands in.
        """
        c = self._controller
        # Commands are carried out in order: the state that comes is one of this experiment, even
        # when it is edited, or its trainer replaced, before it comes.
        asked = _Asked(then, c.experiment, c.history, c.generation, c.last_checkpoint)
        if c.state is State.CRASHED:
            self._finish(asked, c.last_checkpoint, answered=False)
        else:
            self._asked[c.request_checkpoint()] = asked
            self._patience.start()

    def stop(self) -> None:
        """Wait for nothing any more."""
        self._patience.stop()
        self._asked.clear()

    @Slot(object)
    def _answered(self, taken: CheckpointTaken) -> None:
        asked = self._asked.pop(taken.token, None) if taken.token is not None else None
        if asked is not None:
            if not self._asked:
                self._patience.stop()
            self._finish(asked, taken.checkpoint, True, taken.sound)

    @Slot()
    def _give_up(self) -> None:
        waiting = list(self._asked.values())
        self.stop()
        for asked in waiting:
            now = self._controller
            here = asked.generation == now.generation
            self._finish(asked, now.last_checkpoint if here else asked.last, answered=False)

    def _finish(
        self, asked: _Asked, checkpoint: Checkpoint | None, answered: bool, sound: bool = True
    ) -> None:
        history = asked.history.up_to(checkpoint.step if checkpoint else 0)
        run = Run(asked.experiment, checkpoint, history)
        asked.then(Taken(run, asked.generation, answered, sound))
