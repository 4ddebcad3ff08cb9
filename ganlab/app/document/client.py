"""The window's side of the session that trains: commands out, frames and rare replies in.

It knows nothing of documents and undo; see controller.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from ganlab.app.document.link import EngineLink
from ganlab.app.document.wanted import Wanted
from ganlab.experiment import Experiment
from ganlab.games.columns import STEP, keys
from ganlab.games.shown.views import Floats, Rectangle
from ganlab.gan.saving.checkpoint import Checkpoint
from ganlab.lab import commands
from ganlab.lab.frame import (
    CheckpointTaken,
    DirectionsFound,
    Failed,
    Frame,
    FrameRequest,
    HandedOver,
    ImagesDrawn,
    Notice,
    State,
    StateChanged,
)
from ganlab.lab.past.history import History

POLL_MS = 12


class SessionClient(QObject):
    """Tells one session what to do and says by signals what it answers."""

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
    units_changed = Signal()
    """The plane is drawn at another scale: see `request.look`."""
    crashed = Signal(str)
    """The engine is gone; `resume` starts another from the last checkpoint."""
    pace_changed = Signal(object)
    """The commands.SetPace now in force."""
    handed_over = Signal(object)
    """The HandedOver of a run that was left; its history already holds its frames."""
    trained = Signal()
    """The networks are not what they were: there have been steps."""

    def __init__(
        self, link: EngineLink, device: str = "auto", parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._link = link
        self.history = History(keys((STEP,)), keys((STEP,)))  # of no game yet
        self.generation = 0
        self.state = State.LOADING
        self.step = 0
        self.device_choice = device
        self.device = ""
        self.pace = commands.SetPace(steps_per_second=None)
        self.last_checkpoint: Checkpoint | None = None
        self._wanted = Wanted()
        self._plays = False
        self._tokens = 0
        self._held: list[commands.Command] | None = None
        """What waits for a build that is still to be sent."""
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

    @property
    def request(self) -> FrameRequest:
        """What is asked for with every frame."""
        return self._wanted.request

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

    def send(self, command: commands.Command) -> None:
        """Send a command to the session, in order, after a build that is still to be sent."""
        if self._held is None:
            self._link.send(command)
        else:
            self._held.append(command)

    def end(self) -> None:
        """Ask for no more frames and end the session."""
        self._timer.stop()
        self._link.send(commands.Stop())

    # --- transport ---

    def play(self) -> None:
        """Train until paused."""
        self._plays = True
        self.send(commands.Play())

    def train_until(self, step: int) -> None:
        """Train, as fast as it goes, and hold at `step`."""
        self.send(commands.Play(until=step))

    def pause(self) -> None:
        """Hold training where it is."""
        self._plays = False
        self.send(commands.Pause())

    def toggle(self) -> None:
        """Play or pause."""
        self.pause() if self.running else self.play()

    def step_once(self, turn: str | None = None) -> None:
        """Pause and take one step: of one turn, by its name, or (None) of all."""
        self.send(commands.Step(turn))
        self.trained.emit()

    def set_pace(self, pace: commands.SetPace) -> None:
        """Set speed and slow motion."""
        self.pace = pace
        self.send(pace)
        self.pace_changed.emit(pace)

    def set_device(self, device: str) -> None:
        """Go on, from where training stands, on "cpu", "cuda" or "auto"."""
        self.device_choice = device
        self.send(commands.Move(device))

    def restore_last_good(self) -> None:
        """Go back to the best of the last sound states."""
        self.send(commands.RestoreLastGood())

    def request_checkpoint(self) -> int:
        """Ask for the whole state; it comes with `checkpoint_ready` under the token returned."""
        self._tokens += 1
        self.send(commands.RequestCheckpoint(self._tokens))
        return self._tokens

    def draw_images(
        self, noise: Floats, labels: NDArray[np.integer[Any]] | None, average: bool
    ) -> int:
        """Ask for images of (n, d) noise and (n,) classes; `images_drawn` brings the newest,
        under the token returned. An `average` is that of the moving average of the generator."""
        self._tokens += 1
        self.send(commands.DrawImages(noise, labels, self._tokens, average))
        return self._tokens

    def ask_directions(self, count: int, average: bool) -> None:
        """Ask for what the generator's first layer hears best; it comes by `directions_ready`."""
        self.send(commands.FindDirections(count, average))

    def want(self, panel: str, views: frozenset[str]) -> None:
        """Say which views one panel shows; what is computed is what any panel shows."""
        if self._wanted.show(panel, views):
            self._ask()

    def look_at(self, part: Rectangle, pointed: tuple[float, float] | None) -> None:
        """Say what part of the plane is on the screen, and which place of it is asked about."""
        if self._wanted.look(part=part, pointed=pointed):
            self._ask()

    def set_equal_units(self, equal: bool | None) -> None:
        """Choose whether the plane has the same scale on both axes; None: as suits the target."""
        if self._wanted.look(equal_units=equal):
            self._ask()
            self.units_changed.emit()

    def set_label(self, label: int | None) -> None:
        """Choose the class that G draws and D is asked about, a place among the target's
        `told_names`; None: all."""
        if self._wanted.look(label=label):
            self._ask()

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

    def _ask(self) -> None:
        self.send(commands.RequestFrame(self.request))
