"""The loop that runs an Experiment: commands in, steps, frames out.

No Qt here; the clock is passed in.
"""

from __future__ import annotations

import math
import time
import traceback
from collections.abc import Callable
from typing import Literal

import numpy as np

from ganlab.data import absent, make_target
from ganlab.experiment import Experiment, ImageData
from ganlab.gan.saving.checkpoint import Checkpoint
from ganlab.gan.settings import two_player
from ganlab.gan.trainer import Diverged, Trainer
from ganlab.lab import commands
from ganlab.lab.device import choose_device, device_words
from ganlab.lab.frame import (
    SCALARS,
    CheckpointTaken,
    Frame,
    FrameRequest,
    HandedOver,
    Notice,
    Reply,
    State,
    StateChanged,
)
from ganlab.lab.past.snapshots import Snapshots, figures_of
from ganlab.lab.scenes.latent import draw_images, find_directions
from ganlab.lab.session.driver import Driver
from ganlab.lab.session.pacer import Pacer
from ganlab.lab.session.reporter import STEPPING_SECONDS, Reporter


class Session:
    """Runs one experiment at a time and answers through `emit`."""

    def __init__(
        self, emit: Callable[[Reply], None], clock: Callable[[], float] = time.perf_counter
    ) -> None:
        self._emit, self._clock = emit, clock
        self.state = State.LOADING
        self.generation = 0
        self._trainer: Trainer | None = None
        self._pacer = Pacer()
        self._asked: FrameRequest | None = None
        """What was asked for before there was anything to show."""
        self._images_asked: commands.DrawImages | None = None
        """What is to be drawn as soon as no command waits."""

    # --- commands ---

    def handle(self, command: commands.Command) -> None:
        """Carry out one command."""
        try:
            self._carry_out(command)
        except Diverged as error:
            self._diverged(error)

    def _carry_out(self, command: commands.Command) -> None:
        match command:
            case commands.Build():
                self._images_asked = None  # it was asked of another generator
                self._build(command)
            case commands.SetPace():
                self._set_pace(command)
            case commands.RequestFrame():
                self._ask(command.request)
            case commands.Stop():
                self._enter(State.STOPPING)
            case _ if self._trainer is None:
                return  # nothing could be built; the notice has said why
            case commands.Play() | commands.Step() if absent(self._trainer.target):
                words = absent(self._trainer.target)
                self._emit(Notice("error", words, can_find=True))
            case commands.Play():
                self._play(command.until)
            case commands.Pause():
                if self.state is State.RUNNING:
                    self._enter(State.PAUSED)
                    self._send_checkpoint(self._trainer.state())
            case commands.Step():
                self._step_once(command.player)
            case commands.Apply():
                self._keep_before_edit(self._trainer)
                self._apply(self._trainer, command.experiment)
            case commands.Move():
                if self._broken:  # elsewhere its good states would be forgotten
                    self._restore(self._trainer)
                self._driver.leave_slow_motion()
                here = self._trainer.state(), command.device, self.state is State.RUNNING
                self._build(commands.Build(self._trainer.experiment, self.generation, *here))
            case commands.RequestCheckpoint():
                checkpoint, sound = self._sound_state(self._trainer)
                self._emit(CheckpointTaken(checkpoint, self.generation, command.token, sound))
            case commands.DrawImages():
                self._images_asked = command
            case commands.FindDirections():
                self._answer_with(lambda of: find_directions(of, command, self.generation))
            case commands.RestoreLastGood():
                self._restore(self._trainer)

    def advance(self) -> float:
        """Work for a few milliseconds; returns the seconds until there is something to do again:
        0 while busy, infinity when only a command can change anything."""
        wait = math.inf
        if self._trainer is not None:
            if (asked := self._images_asked) is not None:
                self._images_asked = None
                self._answer_with(lambda of: draw_images(of, asked, self.generation))
            if self.state is State.RUNNING:
                try:
                    wait = self._train(self._trainer)
                except Diverged as error:
                    self._diverged(error)
            wait = min(wait, self._answer(self._trainer))
        return wait

    # --- building ---

    def _build(self, command: commands.Build) -> None:
        if command.hand_over:
            self._hand_over(self._trainer)
        self.generation = command.generation
        self._trainer = None
        device, problem = choose_device(command.device)
        self._device = device_words(device)
        self._enter(State.LOADING)
        if problem:
            self._emit(Notice("warning", problem))
        try:
            target = make_target(command.experiment.data)
            trainer = Trainer(command.experiment, target, device)
            if command.checkpoint is not None:
                trainer.load(command.checkpoint)
        except (OSError, ValueError) as error:  # an empty drawing, a foreign checkpoint, lost files
            self._emit(Notice("error", f"Cannot start: {error}"))
            return
        except RuntimeError as error:  # the GPU is full or gone
            if device == "cpu":
                raise
            self._emit(Notice("warning", f"The GPU failed ({_first_line(error)}); using the CPU."))
            self._build(
                commands.Build(
                    command.experiment, command.generation, command.checkpoint, "cpu", command.play
                )
            )
            return
        self._take_up(trainer)
        self._enter(State.RUNNING if command.play and not absent(target) else self._resting())

    def _hand_over(self, trainer: Trainer | None) -> None:
        """Tell the last of a game that is being replaced: undo may want it back."""
        checkpoint, scalars = None, np.empty((0, len(SCALARS)))
        if trainer is not None:
            try:
                scalars = trainer.take_scalars()
            except Diverged as error:
                self._broken = str(error)
            checkpoint, _ = self._sound_state(trainer)
        self._emit(HandedOver(self.generation, checkpoint, scalars))

    def _sound_state(self, trainer: Trainer) -> tuple[Checkpoint, bool]:
        """What is worth keeping: the present state, or the last good one; and which it is."""
        checkpoint = trainer.state()
        if not self._broken and checkpoint.is_finite():
            return checkpoint, True
        return self._snapshots.go_back(trainer.iteration).checkpoint, False

    def _take_up(self, trainer: Trainer) -> None:
        self._trainer = trainer
        self._reporter = Reporter(trainer, self._clock)
        if self._asked is not None:
            self._reporter.ask(self._asked)
        self._driver = Driver(trainer, self._pacer, self._clock)
        self._snapshots = Snapshots(trainer.state(), self._clock())
        self._broken = ""

    def _apply(self, trainer: Trainer, experiment: Experiment) -> None:
        target = trainer.target
        if isinstance(experiment.data, ImageData) and experiment.data != trainer.experiment.data:
            # The same images in another place: read there, and learned from where they stood.
            here = trainer.state(), trainer.device.type, self.state is State.RUNNING
            self._build(commands.Build(experiment, self.generation, *here))
            return
        if experiment.data != trainer.experiment.data:
            try:
                target = make_target(experiment.data)
            except ValueError as error:
                self._emit(Notice("error", str(error)))
                return
        changed = target is not trainer.target
        try:
            trainer.apply(experiment, target)
        except Diverged:  # it was found only now; the edit counts all the same
            trainer.apply(experiment, target)
            raise
        finally:
            if changed:
                self._reporter.change_target()
            self._reporter.touch()
            if self.state is not State.RUNNING:
                self._reporter.rest()

    # --- training ---

    def _play(self, until: int | None) -> None:
        self._driver.until = math.inf if until is None else until
        if self._broken:
            self._emit(Notice("error", self._broken, can_restore=True))
        elif self.state is not State.RUNNING:
            self._reporter.go_on()
            self._driver.restart()
            self._enter(State.RUNNING)

    def _set_pace(self, pace: commands.SetPace) -> None:
        was_slow, self._pacer.pace = self._pacer.pace.slow_motion, pace
        self._pacer.restart(self._clock())
        if self._trainer is not None and was_slow and not pace.slow_motion:
            self._driver.leave_slow_motion()
            self._reporter.moved()

    def _step_once(self, player: Literal["both", "discriminator", "generator"]) -> None:
        if self._broken:
            self._emit(Notice("error", self._broken, can_restore=True))
            return
        self._driver.step_once(player)
        self._reporter.moved()
        self._enter(State.PAUSED, STEPPING_SECONDS)

    def _train(self, trainer: Trainer) -> float:
        """One chunk of training; returns seconds until the next."""
        if self._driver.left <= 0:
            self._hold(trainer)
            return 0.0
        if (wait := self._driver.advance()) > 0:
            return wait
        self._reporter.moved()
        self._keep(trainer)
        return 0.0

    def _hold(self, trainer: Trainer) -> None:
        self._enter(State.PAUSED)
        self._send_checkpoint(trainer.state())
        if self._driver.until == math.inf:
            self._emit(
                Notice(
                    "info",
                    "Finished: both learning rates came down to 0 at step "
                    f"{trainer.experiment.training.steps:,}. "
                    "Raise the length, or choose a constant schedule, to go on.",
                )
            )

    def _keep(self, trainer: Trainer, before_edit: bool = False) -> None:
        """Every few seconds, a snapshot to go back to, sent along in case this process dies."""
        if self._snapshots.due(began := self._clock(), before_edit):
            js = self._reporter.js_bits_since(self._snapshots.newest_step)
            figures = figures_of(trainer.newest_rows(), trainer.experiment, js)
            self._snapshots.keep(checkpoint := trainer.state(), figures)
            self._send_checkpoint(checkpoint)
            self._snapshots.took(began, self._clock())

    def _keep_before_edit(self, trainer: Trainer) -> None:
        """An edit may be what breaks the game: what it was before can be had back."""
        if trainer.iteration > self._snapshots.newest_step and not self._broken:
            try:
                self._keep(trainer, before_edit=True)
            except Diverged as error:  # the edit counts all the same
                self._diverged(error)

    def _send_checkpoint(self, checkpoint: Checkpoint) -> None:
        if checkpoint.is_finite():
            self._emit(CheckpointTaken(checkpoint, self.generation))

    def _diverged(self, error: Diverged) -> None:
        self._broken = (
            f"{error} Training is paused. Restore the last good state, then try a smaller "
            "learning rate or a penalty."
        )
        self._enter(State.PAUSED)
        self._emit(Notice("error", self._broken, can_restore=True))

    def _restore(self, trainer: Trainer) -> None:
        restored = self._snapshots.go_back(trainer.iteration)
        checkpoint = restored.checkpoint
        trainer.load(checkpoint)
        self._send_checkpoint(checkpoint)
        self._broken = ""
        self._reporter.go_back()
        self._driver.leave_slow_motion()
        self._enter(self._resting())
        self._emit(Notice("info", restored.words))

    # --- frames ---

    def _answer(self, trainer: Trainer) -> float:
        """Send a frame if one was asked for and there is news; else seconds until there may be."""
        if (wait := self._reporter.wait()) > 0:
            return wait
        running = self.state is State.RUNNING
        still = not running or self._pacer.pace.slow_motion
        try:
            news = self._reporter.news(
                hurry=running and self._pacer.flat_out,
                still=still,
                measured=still and not self._broken and not absent(trainer.target),
            )
        except Diverged as error:
            self._diverged(error)
            return 0.0
        self._emit(
            Frame(
                generation=self.generation,
                step=trainer.iteration,
                state=self.state,
                steps_per_second=self._driver.rate if running else 0.0,
                stage=self._driver.stage,
                turn=self._driver.turn,
                objective=two_player(trainer.experiment.game).objective,
                objective_since=trainer.objective_since,
                **news,
            )
        )
        return 0.0

    def _ask(self, request: FrameRequest) -> None:
        self._asked = request
        if self._trainer is not None:
            self._reporter.ask(request)

    def _answer_with(self, answer: Callable[[Trainer], Reply]) -> None:
        """Send what somebody asked of the trainer, or say why it cannot be had."""
        assert self._trainer is not None
        try:
            self._emit(answer(self._trainer))
        except ValueError as error:
            self._emit(Notice("error", str(error)))

    def _resting(self) -> State:
        trainer = self._trainer
        return State.PAUSED if trainer is not None and trainer.iteration else State.IDLE

    def _enter(self, state: State, evaluated_in: float = 0.0) -> None:
        """`evaluated_in`: seconds, if the game rests then."""
        self.state = state
        if self._trainer is not None:
            self._reporter.touch()  # a held game is shown once more, whole
            if state is not State.RUNNING:
                self._reporter.rest(evaluated_in)
        step = self._trainer.iteration if self._trainer else 0
        self._emit(StateChanged(state, self.generation, step, self._device))


def _first_line(error: Exception) -> str:
    return (traceback.format_exception_only(error)[-1].strip().splitlines() or ["unknown"])[0]
