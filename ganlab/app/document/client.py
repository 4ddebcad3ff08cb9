"""The window's side of the session that trains: builds out, frames and rare replies in.

What else it is told is in sender. Neither knows of documents and undo; see controller.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from ganlab.app.document.link import EngineLink
from ganlab.app.document.sender import CommandSender
from ganlab.experiment import Experiment
from ganlab.games.columns import STEP, keys
from ganlab.gan.saving.checkpoint import Checkpoint
from ganlab.lab import commands
from ganlab.lab.frame import (
    CheckpointTaken,
    DirectionsFound,
    Failed,
    Frame,
    HandedOver,
    ImagesDrawn,
    Notice,
    State,
    StateChanged,
)
from ganlab.lab.past.history import History

POLL_MS = 12


class SessionClient(CommandSender):
    """Begins and ends one session and says by signals what it answers."""

    rebuilt = Signal()
    """Training starts again from step 0 (or from a checkpoint): forget what was drawn."""
    frame_ready = Signal(object)
    """A Frame of the present generation. `history` already holds its scalars."""
    state_changed = Signal(object)
    """A StateChanged of the present generation."""
    notice = Signal(object)
    """A Notice for the person."""
    checkpoint_ready = Signal(object)
    """A CheckpointTaken that was asked for with a token."""
    images_drawn = Signal(object)
    """The ImagesDrawn that was asked for, of the present generation."""
    directions_ready = Signal(object)
    """The DirectionsFound that was asked for, of the present generation."""
    crashed = Signal(str)
    """The engine is gone; `resume` starts another from the last checkpoint."""
    handed_over = Signal(object)
    """The HandedOver of a run that was left; its history already holds its frames."""

    def __init__(
        self, link: EngineLink, device: str = "auto", parent: QObject | None = None
    ) -> None:
        super().__init__(link, device, parent)
        self.history = History(keys((STEP,)), keys((STEP,)))  # of no game yet
        self.generation = 0
        self.state = State.LOADING
        self.step = 0
        self.device = ""
        self.last_checkpoint: Checkpoint | None = None
        self._left: dict[int, History] = {}
        """Of the runs that are yet to be handed over, by generation."""
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._poll)

    @property
    def running(self) -> bool:
        """Whether training goes on."""
        return self.state is State.RUNNING

    @property
    def playing(self) -> bool:
        """Whether training goes on, or is to as soon as the networks are there."""
        return self.running or (self.state is State.LOADING and self._plays)

    # --- the life of the session ---

    def build(
        self,
        experiment: Experiment,
        checkpoint: Checkpoint | None,
        play: bool,
        history: History | None = None,
        hand_over: bool = False,
    ) -> None:
        """Other networks, fresh or from a checkpoint; what the old ones answer is dropped, unless
        the last of them is to be handed over.

        Without a `history` the present one goes on, as far as the checkpoint knows of it.
        """
        if history is None:
            history = self.history.up_to(checkpoint.step) if checkpoint else History.of(experiment)
        self.begin(checkpoint.step if checkpoint else 0, history, play)
        self.send_build(experiment, checkpoint, hand_over)

    def begin(self, step: int, history: History, play: bool) -> None:
        """Turn to another run. Commands wait until its networks are sent by `send_build`."""
        self.generation += 1
        self._plays = play
        self.state = State.LOADING
        self.step, self.history = step, history
        self.last_checkpoint = None
        self._held = [self.pace, commands.RequestFrame(self.request)]
        self._timer.start()
        self.rebuilt.emit()

    def send_build(
        self, experiment: Experiment, checkpoint: Checkpoint | None, hand_over: bool
    ) -> None:
        """Have the networks of the run built that has begun, and send what waits for them."""
        self.last_checkpoint = checkpoint
        generation, device, play = self.generation, self.device_choice, self._plays
        self._link.send(commands.Build(experiment, generation, checkpoint, device, play, hand_over))
        held, self._held = self._held or [], None
        for command in held:
            self._link.send(command)

    def end(self) -> None:
        """Ask for no more frames and end the session."""
        self._timer.stop()
        self._link.send(commands.Stop())

    def toggle(self) -> None:
        """Play or pause."""
        self.pause() if self.running else self.play()

    # --- what comes back ---

    @Slot(object)
    def on_reply(self, reply: object) -> None:
        """Take one of the rare replies (frames come through the mailbox)."""
        match reply:
            case Notice():
                self.notice.emit(reply)
            case Failed():
                self.state = State.CRASHED
                self.state_changed.emit(
                    StateChanged(State.CRASHED, self.generation, self.step, self.device)
                )
                self.crashed.emit(reply.text)
            case HandedOver():
                self._drain()  # its last frames came before
                self._left.pop(reply.generation, None)
                self.handed_over.emit(reply)
            case CheckpointTaken() if reply.token is not None:
                self._drain()
                # Also that of a game that has been replaced since: it was asked for before.
                if reply.generation == self.generation:
                    self._take(reply)
                self.checkpoint_ready.emit(reply)
            case StateChanged() | CheckpointTaken() | ImagesDrawn() | DirectionsFound():
                if reply.generation == self.generation:
                    if isinstance(reply, StateChanged) and reply.step < self.step:
                        self._drain()  # frames of before it went back would take it ahead again
                    self._take(reply)

    def _take(self, reply: StateChanged | CheckpointTaken | ImagesDrawn | DirectionsFound) -> None:
        match reply:
            case StateChanged():
                self.state, self.device = reply.state, reply.device
                if reply.state is not State.LOADING:  # then it has none yet
                    self._reach(reply.step)
                    if reply.step < self.step:  # it has gone back
                        self.step = reply.step
                        self.trained.emit()
                self.state_changed.emit(reply)
            case CheckpointTaken():
                self.last_checkpoint = reply.checkpoint
                self._reach(reply.checkpoint.step)  # frames of before may still be on their way
            case ImagesDrawn():
                self.images_drawn.emit(reply)
            case DirectionsFound():
                self.directions_ready.emit(reply)

    def _poll(self) -> None:
        frame = self._link.take_frame()
        if frame is not None:
            self._ask()  # the next one is made while this one is painted
            self._take_frame(frame)

    def _drain(self) -> None:
        """Take every frame that is there: what follows in order is of a later moment."""
        while (frame := self._link.take_frame()) is not None:
            self._take_frame(frame)
            self._ask()

    def _take_frame(self, frame: Frame) -> None:
        if frame.generation == self.generation:
            self._reach(frame.step)
            self.history.take(frame)
            self.frame_ready.emit(frame)
        elif frame.generation in self._left:
            self._left[frame.generation].take(frame)

    def _reach(self, step: int) -> None:
        if step > self.step:
            self.step = step
            self.trained.emit()
