"""The loop that runs an Experiment: commands in, steps, frames out.

No Qt here; the clock is passed in.
"""

from __future__ import annotations

import math
import time
import traceback
from collections import deque
from collections.abc import Callable
from typing import Any, Literal

from ganlab.data import make_target
from ganlab.experiment import Experiment
from ganlab.gan.checkpoint import Checkpoint
from ganlab.gan.trainer import Diverged, Trainer
from ganlab.lab import commands
from ganlab.lab.camera import Camera
from ganlab.lab.device import choose_device, device_words
from ganlab.lab.frame import (
    CheckpointTaken,
    Frame,
    FrameRequest,
    Notice,
    Reply,
    Stage,
    State,
    StateChanged,
)
from ganlab.lab.judge import Judge
from ganlab.lab.pacer import RateMeter, SlowMotion

CHUNK_SECONDS = 0.004
"""Training between two looks at the commands."""
FRAME_SECONDS = 1 / 60
"""No screen shows more."""
CHECKPOINT_SECONDS = 2.0
"""Between two snapshots: what a crash can cost, and how far back a restore goes."""


class Session:
    """Runs one experiment at a time and answers through `emit`."""

    def __init__(
        self, emit: Callable[[Reply], None], clock: Callable[[], float] = time.perf_counter
    ) -> None:
        self._emit, self._clock = emit, clock
        self.state = State.LOADING
        self.generation = 0
        self._trainer: Trainer | None = None
        self._pace = commands.SetPace(None)
        self._request: FrameRequest | None = None
        self._asked: FrameRequest | None = None
        self._shown = -1

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
                self._build(command)
            case commands.SetPace():
                self._set_pace(command)
            case commands.RequestFrame():
                self._ask(command.request)
            case commands.Stop():
                self._enter(State.STOPPING)
            case _ if self._trainer is None:
                return  # nothing could be built; the notice has said why
            case commands.Play():
                self._play(command.until)
            case commands.Pause():
                if self.state is State.RUNNING:
                    self._enter(State.PAUSED)
                    self._send_checkpoint(self._trainer.state())
            case commands.Step():
                self._step_once(self._trainer, command.player)
            case commands.Apply():
                self._apply(self._trainer, command.experiment)
            case commands.RequestCheckpoint():
                checkpoint = self._trainer.state()
                self._emit(CheckpointTaken(checkpoint, self.generation, command.token))
            case commands.RestoreLastGood():
                self._restore(self._trainer)

    def advance(self) -> float:
        """Work for a few milliseconds; returns the seconds until there is something to do again:
        0 while busy, infinity when only a command can change anything."""
        wait = math.inf
        if self._trainer is not None:
            if self.state is State.RUNNING:
                try:
                    wait = self._train(self._trainer)
                except Diverged as error:
                    self._diverged(error)
            wait = min(wait, self._answer(self._trainer))
        return wait

    # --- building ---

    def _build(self, command: commands.Build) -> None:
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
        except ValueError as error:  # an empty drawing, damaged points, a foreign checkpoint
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
        self._enter(State.RUNNING if command.play else self._resting())

    def _take_up(self, trainer: Trainer) -> None:
        self._trainer = trainer
        self._camera = Camera(trainer, self._clock)
        self._judge = Judge(trainer, self._clock)
        self._meter, self._slow = RateMeter(), SlowMotion()
        self._snapshots: deque[Checkpoint] = deque([trainer.state()], maxlen=3)
        self._chunk = 1
        self._version = 0
        self._shown = -1
        self._next_step = self._next_frame = 0.0
        self._next_checkpoint = self._clock() + CHECKPOINT_SECONDS
        self._stage: Stage | None = None
        self._turn: Literal["discriminator", "generator"] | None = None
        self._broken = ""
        self._until = math.inf

    def _apply(self, trainer: Trainer, experiment: Experiment) -> None:
        target = trainer.target
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
                self._camera = Camera(trainer, self._clock)
                self._judge = Judge(trainer, self._clock)
            self._touch()

    # --- training ---

    def _play(self, until: int | None) -> None:
        self._until = math.inf if until is None else until
        if self._broken:
            self._emit(Notice("error", self._broken, can_restore=True))
        elif self.state is not State.RUNNING:
            self._meter.restart()
            self._next_step = self._clock()
            self._enter(State.RUNNING)

    def _set_pace(self, pace: commands.SetPace) -> None:
        was_slow, self._pace = self._pace.slow_motion, pace
        if self._trainer is None:
            return
        self._next_step = self._clock()
        if was_slow and not pace.slow_motion:
            self._leave_slow_motion()

    def _step_once(
        self, trainer: Trainer, player: Literal["both", "discriminator", "generator"]
    ) -> None:
        if self._broken:
            self._emit(Notice("error", self._broken, can_restore=True))
            return
        if player == "both":
            trainer.step()
        else:
            take = (
                trainer.discriminator_step if player == "discriminator" else trainer.generator_step
            )
            take()
            trainer.finish_iteration()
        self._turn = "discriminator" if player == "discriminator" else "generator"
        self._leave_slow_motion()
        self._meter.restart()
        self._enter(State.PAUSED)

    def _train(self, trainer: Trainer) -> float:
        """One chunk of training; returns seconds until the next."""
        now = self._clock()
        left = self._end(trainer) - trainer.iteration
        if left <= 0:
            self._hold(trainer)
            return 0.0
        if self._pace.slow_motion:
            if now < self._next_step:
                return self._next_step - now
            before = trainer.iteration
            self._stage = self._slow.advance(trainer)
            self._turn = self._stage.player
            self._next_step = now + self._pace.stage_seconds
            steps = trainer.iteration - before
        elif self._pace.steps_per_second is not None:
            if now < self._next_step:
                return self._next_step - now
            interval = 1 / self._pace.steps_per_second
            # What is overdue is made up for, but never more than one chunk of it.
            steps = 1 + int(min((now - self._next_step) / interval, self._chunk, left - 1))
            self._run(trainer, steps, now)
            self._next_step = max(self._next_step + steps * interval, now - interval)
            self._turn = "generator" if trainer.iteration % 2 else "discriminator"
        else:
            steps = int(min(self._chunk, left))
            self._run(trainer, steps, now)
            self._turn = "generator" if self._turn == "discriminator" else "discriminator"
        self._meter.count(steps, self._clock())
        self._touch()
        self._keep(trainer)
        return 0.0

    def _run(self, trainer: Trainer, steps: int, began: float) -> None:
        trainer.run(steps)
        spent = max(self._clock() - began, 1e-6)
        wanted = max(steps, 1) * CHUNK_SECONDS / spent
        self._chunk = max(1, min(int(wanted), 2 * self._chunk, 200))

    def _end(self, trainer: Trainer) -> float:
        """The step to hold at: the one asked for, else where both cosine schedules reach 0."""
        e = trainer.experiment
        schedules = {e.generator_optimizer.schedule, e.discriminator_optimizer.schedule}
        if self._until == math.inf and schedules == {"cosine"}:
            return e.training.steps
        return self._until

    def _hold(self, trainer: Trainer) -> None:
        self._enter(State.PAUSED)
        self._send_checkpoint(trainer.state())
        if self._until == math.inf:
            self._emit(
                Notice(
                    "info",
                    "Finished: both learning rates came down to 0 at step "
                    f"{trainer.experiment.training.steps:,}. "
                    "Raise the length, or choose a constant schedule, to go on.",
                )
            )

    def _keep(self, trainer: Trainer) -> None:
        """Every few seconds, a snapshot to go back to, sent along in case this process dies."""
        now = self._clock()
        if now >= self._next_checkpoint:
            self._next_checkpoint = now + CHECKPOINT_SECONDS
            checkpoint = trainer.state()
            if self._send_checkpoint(checkpoint):
                self._snapshots.append(checkpoint)

    def _send_checkpoint(self, checkpoint: Checkpoint) -> bool:
        """Send it if it is sound; returns whether it was."""
        sound = checkpoint.is_finite()
        if sound:
            self._emit(CheckpointTaken(checkpoint, self.generation))
        return sound

    def _diverged(self, error: Diverged) -> None:
        self._broken = (
            f"{error} Training is paused. Restore the last good state, then try a smaller "
            "learning rate or a penalty."
        )
        self._enter(State.PAUSED)
        self._emit(Notice("error", self._broken, can_restore=True))

    def _restore(self, trainer: Trainer) -> None:
        # A snapshot from just before the end may already be on its way out: take an older one.
        safe = [s for s in self._snapshots if s.step <= max(trainer.iteration - 100, 0)]
        checkpoint = (safe or list(self._snapshots))[-1 if safe else 0]
        trainer.load(checkpoint)
        # What came later led to where nobody wants to go again.
        self._snapshots = deque([s for s in self._snapshots if s.step <= checkpoint.step], maxlen=3)
        self._send_checkpoint(checkpoint)
        self._broken = ""
        self._judge.restart()
        self._leave_slow_motion()
        self._enter(self._resting())
        self._emit(Notice("info", f"Restored the state of step {checkpoint.step:,}."))

    # --- frames ---

    def _answer(self, trainer: Trainer) -> float:
        """Send a frame if one was asked for and there is news; else seconds until there may be."""
        if self._request is None:
            return math.inf
        now = self._clock()
        if self._shown == self._version and self._judge.due > now:
            return self._judge.due - now
        if now < self._next_frame:
            return self._next_frame - now
        running = self.state is State.RUNNING
        flat_out = running and not self._pace.slow_motion and self._pace.steps_per_second is None
        try:
            scalars = trainer.take_scalars()
        except Diverged as error:
            self._diverged(error)
            return 0.0
        fields: dict[str, Any] = self._camera.take(self._request, flat_out, self._version)
        fields["evaluation"] = self._judge.look(flat_out)
        if len(scalars):
            scalars.flags.writeable = False
            fields["scalars"] = scalars
        self._next_frame = now + FRAME_SECONDS
        self._shown = self._version
        self._request = None
        self._emit(
            Frame(
                generation=self.generation,
                step=trainer.iteration,
                state=self.state,
                steps_per_second=self._meter.rate if running else 0.0,
                stage=self._stage,
                turn=self._turn,
                **fields,
            )
        )
        return 0.0

    def _ask(self, request: FrameRequest) -> None:
        if request != self._asked:
            self._asked = request
            self._shown = -1  # another layer may be wanted of a game that stands still
        self._request = request

    def _leave_slow_motion(self) -> None:
        """The next one begins with D's first stage."""
        self._stage, self._slow = None, SlowMotion()
        self._touch()

    def _touch(self) -> None:
        self._version += 1

    def _resting(self) -> State:
        trainer = self._trainer
        return State.PAUSED if trainer is not None and trainer.iteration else State.IDLE

    def _enter(self, state: State) -> None:
        self.state = state
        if self._trainer is not None:
            self._touch()  # a held game is shown once more, whole
        step = self._trainer.iteration if self._trainer else 0
        self._emit(StateChanged(state, self.generation, step, self._device))


def _first_line(error: Exception) -> str:
    return (traceback.format_exception_only(error)[-1].strip().splitlines() or ["unknown"])[0]
