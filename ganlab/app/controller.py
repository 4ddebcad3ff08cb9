"""The window's only door to training: holds the Experiment and its undo stack.

Widgets call its methods and listen to its signals; nothing else in the window talks to an engine.
"""

from __future__ import annotations

from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QUndoStack

from ganlab.app.edits import Edit
from ganlab.data import Target, make_target
from ganlab.experiment import Change, Experiment, InvalidExperiment, compare
from ganlab.gan.checkpoint import Checkpoint
from ganlab.lab import commands
from ganlab.lab.frame import (
    CheckpointTaken,
    DirectionsFound,
    Failed,
    Floats,
    Frame,
    FrameRequest,
    Imagined,
    Layer,
    Notice,
    State,
    StateChanged,
)
from ganlab.lab.history import History

POLL_MS = 12


class Link(Protocol):
    """What carries commands to a session and its replies back; see trainer_thread."""

    def send(self, command: commands.Command) -> None:
        """Queue a command."""

    def take_frame(self) -> Frame | None:
        """The next frame, at most once."""


class Controller(QObject):
    """One window's experiment, its undo stack, and the session that runs it."""

    experiment_changed = Signal(object, object)
    """(old, new) Experiment, after any edit, undo or load."""
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
    imagined = Signal(object)
    """The Imagined that was asked for, of the present generation."""
    directions_ready = Signal(object)
    """The DirectionsFound that was asked for, of the present generation."""
    layers_changed = Signal(object)
    """The frozenset of layers on screen."""
    crashed = Signal(str)
    """The engine is gone; `resume` starts another from the last checkpoint."""
    pace_changed = Signal(object)
    """The commands.SetPace now in force."""
    modified_changed = Signal(bool)
    """Whether there is something unsaved."""

    def __init__(
        self,
        experiment: Experiment,
        link: Link,
        device: str = "auto",
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._link = link
        self._experiment = experiment
        self._target = make_target(experiment.data)
        self.undo_stack = QUndoStack(self)
        self.history = History()
        self.generation = 0
        self.state = State.LOADING
        self.step = 0
        self.device_choice = device
        self.device = ""
        self.pace = commands.SetPace(steps_per_second=None)
        self.last_checkpoint: Checkpoint | None = None
        self.request = FrameRequest(frozenset({"generated", "heatmap", "mapping", "predictions"}))
        self._wanted: dict[str, frozenset[Layer]] = {"": frozenset({"predictions"})}
        self._modified = False
        self._plays = False
        self._tokens = 0
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._poll)

    # --- what widgets read ---

    @property
    def experiment(self) -> Experiment:
        """The document as it stands."""
        return self._experiment

    @property
    def target(self) -> Target:
        """The target distribution of the document."""
        return self._target

    @property
    def running(self) -> bool:
        """Whether training goes on."""
        return self.state is State.RUNNING

    @property
    def _playing(self) -> bool:
        """Whether training goes on, or is to as soon as the networks are there."""
        return self.running or (self.state is State.LOADING and self._plays)

    @property
    def modified(self) -> bool:
        """Whether there is something unsaved."""
        return self._modified

    # --- the life of the session ---

    def start(self, checkpoint: Checkpoint | None = None, play: bool = False) -> None:
        """Build the session's trainer and begin to ask for frames.

        Plays at once if `play`, or if somebody was quicker to press Play than the engine to start.
        """
        self._build(checkpoint, play or self._plays)

    def stop(self) -> None:
        """Ask for no more frames and end the session; nothing can be undone any more."""
        self._timer.stop()
        # The collector may free edits before the stack, which would then free them again.
        self.undo_stack.clear()
        self._link.send(commands.Stop())

    # --- transport ---

    def play(self) -> None:
        """Train until paused."""
        self._plays = True
        self._link.send(commands.Play())

    def train_until(self, step: int) -> None:
        """Train, as fast as it goes, and hold at `step`."""
        self._link.send(commands.Play(until=step))

    def pause(self) -> None:
        """Hold training where it is."""
        self._plays = False
        self._link.send(commands.Pause())

    def toggle(self) -> None:
        """Play or pause."""
        self.pause() if self.running else self.play()

    def step_once(self, player: Literal["both", "discriminator", "generator"]) -> None:
        """Pause and take one step."""
        self._link.send(commands.Step(player))
        self.set_modified(True)

    def reset(self) -> None:
        """Back to the same initial weights."""
        self._build(None, play=False)

    def set_pace(self, pace: commands.SetPace) -> None:
        """Set speed and slow motion."""
        self.pace = pace
        self._link.send(pace)
        self.pace_changed.emit(pace)

    def set_device(self, device: str) -> None:
        """Go on, from where training stands, on "cpu", "cuda" or "auto"."""
        self.device_choice = device
        self._link.send(commands.Move(device))

    def restore_last_good(self) -> None:
        """Go back to the last state in which every number was finite."""
        self._link.send(commands.RestoreLastGood())

    def resume(self) -> None:
        """After a crash: another engine, from the last checkpoint."""
        self._build(self.last_checkpoint, play=True)

    def request_checkpoint(self) -> int:
        """Ask for the whole state; it comes with `checkpoint_ready` under the token returned."""
        self._tokens += 1
        self._link.send(commands.RequestCheckpoint(self._tokens))
        return self._tokens

    def imagine(self, noise: Floats, labels: NDArray[np.integer[Any]] | None, average: bool) -> int:
        """Ask for images of (n, d) noise and (n,) classes; `imagined` brings the newest request's
        under the token returned. An `average` is that of the moving average of the generator."""
        self._tokens += 1
        self._link.send(commands.Imagine(noise, labels, self._tokens, average))
        return self._tokens

    def ask_directions(self, count: int, average: bool) -> None:
        """Ask for what the generator's first layer hears best; it comes by `directions_ready`."""
        self._link.send(commands.Directions(count, average))

    def want(self, panel: str, layers: frozenset[Layer]) -> None:
        """Say which layers one panel shows; what is computed is what any panel shows."""
        self._wanted[panel] = layers
        union = frozenset[Layer]().union(*self._wanted.values())
        if union != self.request.layers:
            self.set_layers(union)

    def set_layers(self, layers: frozenset[Layer]) -> None:
        """Choose the layers that are computed and shown."""
        self.request = FrameRequest(layers)
        self._ask()
        self.layers_changed.emit(layers)

    # --- edits ---

    def edit(self, text: str, changes: dict[str, Any]) -> None:
        """Replace dotted fields, e.g. ``edit("k", {"training.k": 2})``; undoable.

        Edits of the same fields in a row (a slider being dragged) are one undo step. A value the
        field does not allow is refused with a notice.
        """
        try:
            new = self._experiment.with_values(changes)
        except InvalidExperiment as error:
            self.notice.emit(Notice("error", str(error)))
            return
        self.replace(text, new, merge_key=tuple(sorted(changes)))

    def replace(self, text: str, new: Experiment, merge_key: tuple[str, ...] = ()) -> None:
        """Make `new` the document; undoable under `text`.

        A target that cannot be made (an empty drawing) is refused with a notice.
        """
        if new == self._experiment:
            return
        if new.data != self._experiment.data:
            try:
                make_target(new.data)
            except ValueError as error:
                self.notice.emit(Notice("error", str(error)))
                return
        self.undo_stack.push(Edit(self, text, self._experiment, new, merge_key))

    def open(self, experiment: Experiment, checkpoint: Checkpoint | None, history: History) -> None:
        """Take up a loaded run: clears the undo stack."""
        target = make_target(experiment.data)
        old, self._experiment, self._target = self._experiment, experiment, target
        self.undo_stack.clear()
        self._build(checkpoint, play=False, history=history)
        self.experiment_changed.emit(old, experiment)
        self.set_modified(False)

    def set_modified(self, modified: bool) -> None:
        """Note that there is, or is not, something unsaved."""
        if modified != self._modified:
            self._modified = modified
            self.modified_changed.emit(modified)

    def become(self, new: Experiment) -> None:
        """Switch to `new` and tell the session as little as needed. Used by the undo stack."""
        old, self._experiment = self._experiment, new
        change = compare(old, new)
        if old.data != new.data:
            self._target = make_target(new.data)
        if change is Change.LIVE:
            self._link.send(commands.Apply(new))
        elif change is Change.REBUILD:
            lost = self.step
            self._build(None, play=self._playing)
            if lost:
                self.notice.emit(Notice("info", "Started again: this change needs new networks."))
        self.set_modified(True)
        self.experiment_changed.emit(old, new)

    # --- what comes back ---

    @Slot(object)
    def on_reply(self, reply: object) -> None:
        """Take one of the rare replies (frames come through the mailbox)."""
        if isinstance(reply, StateChanged):
            if reply.generation == self.generation:
                self.state, self.step, self.device = reply.state, reply.step, reply.device
                self.state_changed.emit(reply)
        elif isinstance(reply, Notice):
            self.notice.emit(reply)
        elif isinstance(reply, CheckpointTaken):
            if reply.generation == self.generation:
                self.last_checkpoint = reply.checkpoint
                if reply.token is not None:
                    self.checkpoint_ready.emit(reply)
        elif isinstance(reply, Imagined):
            if reply.generation == self.generation:
                self.imagined.emit(reply)
        elif isinstance(reply, DirectionsFound):
            if reply.generation == self.generation:
                self.directions_ready.emit(reply)
        elif isinstance(reply, Failed):
            self.state = State.CRASHED
            self.state_changed.emit(
                StateChanged(State.CRASHED, self.generation, self.step, self.device)
            )
            self.crashed.emit(reply.text)

    def _poll(self) -> None:
        frame = self._link.take_frame()
        if frame is None:
            return
        if frame.generation == self.generation:
            if frame.step != self.step:
                self.set_modified(True)
            self.step = frame.step
            self.history.take(frame)
            self.frame_ready.emit(frame)
        self._ask()

    def _ask(self) -> None:
        self._link.send(commands.RequestFrame(self.request))

    def _build(
        self, checkpoint: Checkpoint | None, play: bool, history: History | None = None
    ) -> None:
        self.generation += 1
        self._plays = play
        self.state = State.LOADING
        self.step = checkpoint.step if checkpoint else 0
        if history is not None or checkpoint is None:
            self.history = history or History()
        self.last_checkpoint = checkpoint
        self._link.send(
            commands.Build(self._experiment, self.generation, checkpoint, self.device_choice, play)
        )
        self._link.send(self.pace)
        self._ask()
        self._timer.start()
        self.rebuilt.emit()
