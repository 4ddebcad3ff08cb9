"""The loop that runs an Experiment: commands in, steps, frames out.

No Qt here; the clock is passed in.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from ganlab.data import Target, make_target
from ganlab.experiment import Experiment
from ganlab.games.game import Game
from ganlab.games.rules import rules_of
from ganlab.gan.divergence import Diverged
from ganlab.gan.saving.checkpoint import Checkpoint
from ganlab.lab import commands
from ganlab.lab.device import choose_device, device_words
from ganlab.lab.frame import (
    CheckpointTaken,
    Frame,
    FrameRequest,
    HandedOver,
    Notice,
    Reply,
    State,
    StateChanged,
)
from ganlab.lab.session.building import CannotBuild, DeviceFailed, build
from ganlab.lab.session.driver import Driver
from ganlab.lab.session.pacer import Pacer
from ganlab.lab.session.questions import Questions
from ganlab.lab.session.reporter import STEPPING_SECONDS, Reporter
from ganlab.lab.session.safeguard import Safeguard


class Session:
    """Runs one experiment at a time and answers through `emit`."""

    def __init__(
        self,
        emit: Callable[[Reply], None],
        clock: Callable[[], float] = time.perf_counter,
        tune: Callable[[Target], None] = lambda target: None,
    ) -> None:
        """`tune`: makes this process fit for a target that is to be learned, where it may."""
        self._emit, self._clock, self._tune = emit, clock, tune
        self.state = State.LOADING
        self.generation = 0
        self.game: Game | None = None
        """What is played; None before the first build, and where that failed."""
        self._pacer = Pacer()
        self._asked: FrameRequest | None = None
        """What was asked for before there was anything to show."""
        self._questions = Questions(emit)

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
                self._questions.forget()
                self._build(command)
            case commands.SetPace():
                self._set_pace(command)
            case commands.RequestFrame():
                self._ask(command.request)
            case commands.Stop():
                self._enter(State.STOPPING)
            case _ if self.game is None:
                return  # nothing could be built; the notice has said why
            case commands.Play() | commands.Step() if self.game.target.absent:
                words = self.game.target.absent
                self._emit(Notice("error", words, can_find=True))
            case commands.Play():
                self._play(command.until)
            case commands.Pause():
                if self.state is State.RUNNING:
                    self._enter(State.PAUSED)
                    self._send_checkpoint(self.game.state())
            case commands.Step():
                self._step_once(command.turn)
            case commands.Apply():
                self._keep_before_edit()
                self._apply(self.game, command.experiment)
            case commands.Move():
                if self._safeguard.broken:  # elsewhere its good states would be forgotten
                    self._restore()
                self._driver.leave_slow_motion()
                here = self.game.state(), command.device, self.state is State.RUNNING
                self._build(commands.Build(self.game.experiment, self.generation, *here))
            case commands.RequestCheckpoint():
                checkpoint, sound = self._safeguard.sound_state()
                self._emit(CheckpointTaken(checkpoint, self.generation, command.token, sound))
            case commands.DrawImages() | commands.FindDirections():
                self._questions.ask(command, self.game, self.generation)
            case commands.RestoreLastGood():
                self._restore()

    def advance(self) -> float:
        """Work for a few milliseconds; returns the seconds until there is something to do again:
        0 while busy, infinity when only a command can change anything."""
        wait = math.inf
        if self.game is not None:
            self._questions.answer(self.game, self.generation)
            if self.state is State.RUNNING:
                try:
                    wait = self._train(self.game)
                except Diverged as error:
                    self._diverged(error)
            wait = min(wait, self._answer(self.game))
        return wait

    # --- building ---

    def _build(self, command: commands.Build) -> None:
        if command.hand_over:
            self._hand_over(self.game)
        self.generation = command.generation
        self.game = None
        device, problem = choose_device(command.device)
        self._device = device_words(device)
        self._enter(State.LOADING)
        if problem:
            self._emit(Notice("warning", problem))
        try:
            game = build(command, device, self._tune)
        except CannotBuild as error:
            self._emit(Notice("error", str(error)))
            return
        except DeviceFailed as error:
            self._emit(Notice("warning", f"The GPU failed ({error}); using the CPU."))
            self._build(replace(command, device="cpu", hand_over=False))
            return
        self._take_up(game)
        self._enter(State.RUNNING if command.play and not game.target.absent else self._resting())

    def _hand_over(self, game: Game | None) -> None:
        """Tell the last of a game that is being replaced: undo may want it back."""
        checkpoint, scalars = None, np.empty((0, 1))  # no rows
        if game is not None:
            try:
                scalars = game.take_scalars()
            except Diverged as error:
                self._safeguard.broken = str(error)
            checkpoint, _ = self._safeguard.sound_state()
        self._emit(HandedOver(self.generation, checkpoint, scalars))

    def _take_up(self, game: Game) -> None:
        self.game = game
        self._reporter = Reporter(game, self._clock)
        if self._asked is not None:
            self._reporter.ask(self._asked)
        turns = rules_of(game.experiment).turns
        self._driver = Driver(game, turns, self._pacer, self._clock)
        self._safeguard = Safeguard(game, self._reporter, self._clock)

    def _apply(self, game: Game, experiment: Experiment) -> None:
        target = game.target
        if experiment.data.files and experiment.data != game.experiment.data:
            # The same images in another place: read there, and learned from where they stood.
            here = game.state(), game.device.type, self.state is State.RUNNING
            self._build(commands.Build(experiment, self.generation, *here))
            return
        if experiment.data != game.experiment.data:
            try:
                target = make_target(experiment.data)
            except ValueError as error:
                self._emit(Notice("error", str(error)))
                return
        changed = target is not game.target
        try:
            game.apply(experiment, target)
        except Diverged:  # it was found only now; the edit counts all the same
            game.apply(experiment, target)
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
        if self._safeguard.broken:
            self._emit(Notice("error", self._safeguard.broken, can_restore=True))
        elif self.state is not State.RUNNING:
            self._reporter.go_on()
            self._driver.restart()
            self._enter(State.RUNNING)

    def _set_pace(self, pace: commands.SetPace) -> None:
        was_slow, self._pacer.pace = self._pacer.pace.slow_motion, pace
        self._pacer.restart(self._clock())
        if self.game is not None and was_slow and not pace.slow_motion:
            self._driver.leave_slow_motion()
            self._reporter.moved()

    def _step_once(self, turn: str | None) -> None:
        if self._safeguard.broken:
            self._emit(Notice("error", self._safeguard.broken, can_restore=True))
            return
        try:
            self._driver.step_once(turn)
        except ValueError as error:
            self._emit(Notice("error", str(error)))
            return
        self._reporter.moved()
        self._enter(State.PAUSED, STEPPING_SECONDS)

    def _train(self, game: Game) -> float:
        """One chunk of training; returns seconds until the next."""
        if self._driver.left <= 0:
            self._hold(game)
            return 0.0
        if (wait := self._driver.advance()) > 0:
            return wait
        self._reporter.moved()
        self._send_checkpoint(self._safeguard.keep())
        return 0.0

    def _hold(self, game: Game) -> None:
        self._enter(State.PAUSED)
        self._send_checkpoint(game.state())
        if self._driver.until == math.inf:
            self._emit(
                Notice(
                    "info",
                    f"Finished: {rules_of(game.experiment).ending(game.experiment)}. "
                    "Go on at a constant rate, or raise the length.",
                )
            )

    def _keep_before_edit(self) -> None:
        try:
            self._send_checkpoint(self._safeguard.keep_before_edit())
        except Diverged as error:  # the edit counts all the same
            self._diverged(error)

    def _send_checkpoint(self, checkpoint: Checkpoint | None) -> None:
        """A snapshot is sent along in case this process dies."""
        if checkpoint is not None and checkpoint.is_finite():
            self._emit(CheckpointTaken(checkpoint, self.generation))

    def _diverged(self, error: Diverged) -> None:
        broken = self._safeguard.diverged(error)
        self._enter(State.PAUSED)
        self._emit(Notice("error", broken, can_restore=True))

    def _restore(self) -> None:
        checkpoint, words = self._safeguard.restore()
        self._send_checkpoint(checkpoint)
        self._reporter.go_back()
        self._driver.leave_slow_motion()
        self._enter(self._resting())
        self._emit(Notice("info", words))

    # --- frames ---

    def _answer(self, game: Game) -> float:
        """Send a frame if one was asked for and there is news; else seconds until there may be."""
        if (wait := self._reporter.wait()) > 0:
            return wait
        running = self.state is State.RUNNING
        still = not running or self._pacer.pace.slow_motion
        try:
            news = self._reporter.news(
                hurry=running and self._pacer.flat_out,
                still=still,
                measured=still and not self._safeguard.broken and not game.target.absent,
            )
        except Diverged as error:
            self._diverged(error)
            return 0.0
        self._emit(
            Frame(
                generation=self.generation,
                step=game.iteration,
                state=self.state,
                steps_per_second=self._driver.rate if running else 0.0,
                stage=self._driver.stage,
                turn=self._driver.turn,
                objective=game.era,
                objective_since=game.era_since,
                **news,
            )
        )
        return 0.0

    def _ask(self, request: FrameRequest) -> None:
        self._asked = request
        if self.game is not None:
            self._reporter.ask(request)

    def _resting(self) -> State:
        game = self.game
        return State.PAUSED if game is not None and game.iteration else State.IDLE

    def _enter(self, state: State, evaluated_in: float = 0.0) -> None:
        """`evaluated_in`: seconds, if the game rests then."""
        self.state = state
        if self.game is not None:
            self._reporter.touch()  # a held game is shown once more, whole
            if state is not State.RUNNING:
                self._reporter.rest(evaluated_in)
        step = self.game.iteration if self.game else 0
        self._emit(StateChanged(state, self.generation, step, self._device))
