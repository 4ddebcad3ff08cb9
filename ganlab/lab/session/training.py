"""One game that is trained: it plays, rests, breaks and is restored, and frames show it."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from ganlab.data import make_target
from ganlab.experiment import Experiment
from ganlab.games.game import Game
from ganlab.games.rules import rules_of
from ganlab.gan.divergence import Diverged
from ganlab.gan.saving.checkpoint import Checkpoint
from ganlab.lab.commands import SetPace
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
from ganlab.lab.session.driver import Driver
from ganlab.lab.session.pacer import Pacer
from ganlab.lab.session.reporter import STEPPING_SECONDS, Reporter
from ganlab.lab.session.safeguard import Safeguard

NO_ROWS = np.empty((0, 1))


class Training:
    """Answers through `emit`, for one build of a game. Its clock is in seconds."""

    def __init__(
        self,
        game: Game,
        generation: int,
        device: str,
        pacer: Pacer,
        emit: Callable[[Reply], None],
        clock: Callable[[], float],
    ) -> None:
        """`device`: in words."""
        self.game, self.state = game, State.LOADING
        self._generation, self._device = generation, device
        self._pacer, self._emit, self._clock = pacer, emit, clock
        self._reporter = Reporter(game, clock)
        self._driver = Driver(game, rules_of(game.experiment).turns, pacer, clock)
        self._safeguard = Safeguard(game, self._reporter, clock)

    @property
    def running(self) -> bool:
        """Whether training goes on."""
        return self.state is State.RUNNING

    @property
    def until(self) -> float:
        """The step to hold at; infinity when none was asked for."""
        return self._driver.until

    @until.setter
    def until(self, step: float) -> None:
        self._driver.until = step

    def enter(self, state: State, evaluated_in: float = 0.0) -> None:
        """Be in this state from now on. `evaluated_in`: seconds, if the game rests then."""
        self.state = state
        self._reporter.touch()  # a held game is shown once more, whole
        if not self.running:
            self._reporter.rest(evaluated_in)
        self._emit(StateChanged(state, self._generation, self.game.iteration, self._device))

    def begin(self, play: bool) -> None:
        """It has been built: play, if there is something to learn from, or rest."""
        self.enter(State.RUNNING if play and not self.game.target.absent else self._resting)

    # --- what a person asks for ---

    def play(self, until: int | None) -> None:
        """Train, and hold at a step if one is given."""
        self._driver.until = math.inf if until is None else until
        if self._safeguard.broken:
            self._say_broken()
        elif not self.running:
            self._reporter.go_on()
            self._driver.restart()
            self.enter(State.RUNNING)

    def pause(self) -> None:
        """Hold training where it is."""
        if self.running:
            self._hold()

    def step_once(self, turn: str | None) -> None:
        """Pause and take one step: of one turn, by its name, or (None) of all; raises Diverged."""
        if self._safeguard.broken:
            self._say_broken()
            return
        try:
            self._driver.step_once(turn)
        except ValueError as error:
            self._emit(Notice("error", str(error)))
            return
        self._reporter.moved()
        self.enter(State.PAUSED, STEPPING_SECONDS)

    def set_pace(self, pace: SetPace) -> None:
        """Set speed and slow motion; raises Diverged."""
        was_slow, self._pacer.pace = self._pacer.pace.slow_motion, pace
        self._pacer.restart(self._clock())
        if was_slow and not pace.slow_motion:
            self._driver.leave_slow_motion()
            self._reporter.moved()

    def keep_before_edit(self) -> None:
        """What was before an edit can be had back."""
        try:
            self._send_checkpoint(self._safeguard.keep_before_edit())
        except Diverged as error:  # the edit counts all the same
            self.diverged(error)

    def apply(self, experiment: Experiment) -> None:
        """Go on under an edited document; raises Diverged."""
        game = self.game
        target = game.target
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
            if not self.running:
                self._reporter.rest()

    # --- training ---

    def advance(self) -> float:
        """One chunk of training where it goes on; seconds until the next, raises Diverged."""
        if not self.running:
            return math.inf
        if self._driver.left <= 0:
            self._hold()
            self._say_finished()
            return 0.0
        if (wait := self._driver.advance()) > 0:
            return wait
        self._reporter.moved()
        self._send_checkpoint(self._safeguard.keep())
        return 0.0

    def diverged(self, error: Diverged) -> None:
        """The present state is broken: hold, and say so."""
        self._safeguard.diverged(error)
        self.enter(State.PAUSED)
        self._say_broken()

    def restore(self) -> None:
        """Go back to the best of the last sound states."""
        checkpoint, words = self._safeguard.restore()
        self._send_checkpoint(checkpoint)
        self._reporter.go_back()
        self._driver.leave_slow_motion()
        self.enter(self._resting)
        self._emit(Notice("info", words))

    # --- its state, for others ---

    def send_state(self, token: int | None) -> None:
        """Tell the whole state, or the last sound one."""
        checkpoint, sound = self._safeguard.sound_state()
        self._emit(CheckpointTaken(checkpoint, self._generation, token, sound))

    def hand_over(self) -> None:
        """Tell the last of a game that is being replaced: undo may want it back."""
        scalars = NO_ROWS
        try:
            scalars = self.game.take_scalars()
        except Diverged as error:
            self._safeguard.broken = str(error)
        checkpoint, _ = self._safeguard.sound_state()
        self._emit(HandedOver(self._generation, checkpoint, scalars))

    def whole(self) -> Checkpoint:
        """The state between two steps, and a sound one, to go on from elsewhere; raises
        Diverged."""
        if self._safeguard.broken:  # elsewhere its good states would be forgotten
            self.restore()
        self._driver.leave_slow_motion()
        return self.game.state()

    @property
    def kept(self) -> Checkpoint:
        """The last good state that was kept, to go on from where the game cannot be asked."""
        return self._safeguard.newest

    # --- frames ---

    def ask(self, request: FrameRequest) -> None:
        """Want one frame, as soon as there is news."""
        self._reporter.ask(request)

    def answer(self) -> float:
        """Send a frame if one was asked for and there is news; else seconds until there may be."""
        if (wait := self._reporter.wait()) > 0:
            return wait
        still = not self.running or self._pacer.pace.slow_motion
        try:
            news = self._reporter.news(
                hurry=self.running and self._pacer.flat_out,
                still=still,
                measured=still and not self._safeguard.broken and not self.game.target.absent,
            )
        except Diverged as error:
            self.diverged(error)
            return 0.0
        self._emit(
            Frame(
                generation=self._generation,
                step=self.game.iteration,
                state=self.state,
                steps_per_second=self._driver.rate if self.running else 0.0,
                stage=self._driver.stage,
                turn=self._driver.turn,
                objective=self.game.era,
                objective_since=self.game.era_since,
                **news,
            )
        )
        return 0.0

    # --- inside ---

    @property
    def _resting(self) -> State:
        return State.PAUSED if self.game.iteration else State.IDLE

    def _hold(self) -> None:
        self.enter(State.PAUSED)
        self._send_checkpoint(self.game.state())

    def _say_finished(self) -> None:
        if self._driver.until == math.inf:
            experiment = self.game.experiment
            words = f"Finished: {rules_of(experiment).ending(experiment)}. "
            words += "Go on at a constant rate, or raise the length."
            self._emit(Notice("info", words))

    def _say_broken(self) -> None:
        self._emit(Notice("error", self._safeguard.broken, can_restore=True))

    def _send_checkpoint(self, checkpoint: Checkpoint | None) -> None:
        """A snapshot is sent along in case this process dies."""
        if checkpoint is not None and checkpoint.is_finite():
            self._emit(CheckpointTaken(checkpoint, self._generation))
