"""The loop that runs an Experiment: commands in, steps, frames out.

No Qt here; the clock is passed in.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import replace

from ganlab.data import Target
from ganlab.experiment import Experiment
from ganlab.games.game import Game
from ganlab.gan.divergence import Diverged
from ganlab.gan.saving.checkpoint import Checkpoint
from ganlab.lab import commands
from ganlab.lab.device import DeviceFailed, choose_device, device_words, failing_by_name
from ganlab.lab.frame import FrameRequest, HandedOver, Notice, Reply, State, StateChanged
from ganlab.lab.session.building import CannotBuild, build
from ganlab.lab.session.pacer import Pacer
from ganlab.lab.session.questions import Questions
from ganlab.lab.session.training import NO_ROWS, Training


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
        self.generation = 0
        self._training: Training | None = None
        """None before the first build, and where that failed."""
        self._state, self._device = State.LOADING, ""
        """While nothing is trained."""
        self._pacer = Pacer()
        self._asked: FrameRequest | None = None
        """What was asked for before there was anything to show."""
        self._questions = Questions(emit)

    @property
    def state(self) -> State:
        """Where it stands."""
        return self._state if self._training is None else self._training.state

    @property
    def game(self) -> Game | None:
        """What is played, if anything is."""
        return None if self._training is None else self._training.game

    def handle(self, command: commands.Command) -> None:
        """Carry out one command."""
        try:
            self._try(command)
        except DeviceFailed as error:
            self._leave_device(error)
            self._try(command)

    def advance(self) -> float:
        """Work for a few milliseconds; returns the seconds until there is something to do again:
        0 while busy, infinity when only a command can change anything."""
        training = self._training
        if training is None:
            return math.inf
        try:
            with failing_by_name(training.game.device.type):
                return self._go_on(training)
        except DeviceFailed as error:
            self._leave_device(error)
            return 0.0

    def _go_on(self, training: Training) -> float:
        self._questions.answer(training.game, self.generation)
        wait = math.inf
        try:
            wait = training.advance()
        except Diverged as error:
            training.diverged(error)
        return min(wait, training.answer())

    def _try(self, command: commands.Command) -> None:
        with failing_by_name("cpu" if self.game is None else self.game.device.type):
            try:
                self._carry_out(command)
            except Diverged as error:
                assert self._training is not None
                self._training.diverged(error)

    def _leave_device(self, error: DeviceFailed) -> None:
        """The GPU failed in the midst of a game, which cannot be asked for its state any more: it
        goes on on the CPU, from the last good one that was kept."""
        training = self._training
        assert training is not None
        kept, experiment = training.kept, training.game.experiment
        self._emit(
            Notice(
                "warning",
                f"The GPU failed ({error}): the run goes on on the CPU, from step {kept.step:,}.",
            )
        )
        self._go_on_at(training, experiment, kept, "cpu")

    def _go_on_at(
        self, training: Training, experiment: Experiment, checkpoint: Checkpoint, device: str
    ) -> None:
        """The same training elsewhere, from a checkpoint of it: it runs, and holds, as it did."""
        running, until = training.running, training.until
        self._build(commands.Build(experiment, self.generation, checkpoint, device, running))
        if self._training is not None:
            self._training.until = until

    def _carry_out(self, command: commands.Command) -> None:
        match command:
            case commands.Build():
                self._questions.forget()
                self._build(command)
            case commands.RequestFrame():
                self._asked = command.request
                if self._training is not None:
                    self._training.ask(command.request)
            case commands.Stop():
                self._enter(State.STOPPING)
            case commands.SetPace() if self._training is None:
                self._pacer.pace = command
            case _ if self._training is not None:
                self._pass_on(command, self._training)
            # Else nothing could be built; the notice has said why.

    def _pass_on(self, command: commands.Command, training: Training) -> None:
        game = training.game
        match command:
            case commands.Play() | commands.Step() if game.target.absent:
                self._emit(Notice("error", game.target.absent, can_find=True))
            case commands.Play():
                training.play(command.until)
            case commands.Pause():
                training.pause()
            case commands.Step():
                training.step_once(command.turn)
            case commands.SetPace():
                training.set_pace(command)
            case commands.Apply():
                self._apply(command, training)
            case commands.Move():
                self._go_on_at(training, game.experiment, training.whole(), command.device)
            case commands.RequestCheckpoint():
                training.send_state(command.token)
            case commands.DrawImages() | commands.FindDirections():
                self._questions.ask(command, game, self.generation)
            case commands.RestoreLastGood():
                training.restore()

    def _apply(self, command: commands.Apply, training: Training) -> None:
        training.keep_before_edit()
        data, game = command.experiment.data, training.game
        if data.files and data != game.experiment.data:
            # The same images in another place: read there, and learned from where they stood.
            self._go_on_at(training, command.experiment, game.state(), game.device.type)
        else:
            training.apply(command.experiment)

    def _build(self, command: commands.Build) -> None:
        if command.hand_over:
            self._hand_over()
        self.generation, self._training = command.generation, None
        device, problem = choose_device(command.device)
        self._device = device_words(device)
        self._enter(State.LOADING)
        if problem:
            self._emit(Notice("warning", problem))
        try:
            game = build(command, device, self._tune)
            with failing_by_name(device):
                self._training = Training(
                    game, self.generation, self._device, self._pacer, self._emit, self._clock
                )
        except CannotBuild as error:
            self._emit(Notice("error", str(error)))
            return
        except DeviceFailed as error:
            self._emit(Notice("warning", f"The GPU failed ({error}); using the CPU."))
            self._build(replace(command, device="cpu", hand_over=False))
            return
        if self._asked is not None:
            self._training.ask(self._asked)
        self._training.begin(command.play)

    def _hand_over(self) -> None:
        if self._training is not None:
            self._training.hand_over()
        else:
            self._emit(HandedOver(self.generation, None, NO_ROWS))

    def _enter(self, state: State) -> None:
        if self._training is not None:
            self._training.enter(state)
        else:
            self._state = state
            self._emit(StateChanged(state, self.generation, 0, self._device))
