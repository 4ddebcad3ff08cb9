"""The D of the window's run, trained alone until V stops rising: panel (b) of figure 1, live."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from ganlab.app.rooms.theory.desk import Desk
from ganlab.experiment import Experiment
from ganlab.gan.settings import two_player
from ganlab.theory.figure_1.moment import Moment, value

PATIENCE = 400
"""Steps without a rise after which D is at its best."""
RISE = 2e-4
"""Nats that count as one."""
TRAIN = "game.train"


class TrainAlone(QObject):
    """Freezes G, plays, looks at V, and lets both learn again. As an `Elsewhere` of a desk: how far
    it is, is for how long V has not risen."""

    def __init__(self, desk: Desk, wanted: Callable[[], bool]) -> None:
        super().__init__(desk)
        self._desk, self._controller = desk, desk.controller
        self.wanted = wanted
        self._before = ""
        self._best, self._best_at = 0.0, 0
        self._controller.experiment_changed.connect(self._on_experiment)

    @property
    def active(self) -> bool:
        """Whether D is being trained."""
        return bool(self._before)

    def start(self) -> None:
        """Begin, from where the run stands."""
        game = two_player(self._controller.experiment.game)
        self._before = game.train
        self._best, self._best_at = float("-inf"), self._controller.step
        if game.train != "discriminator":
            self._controller.edit("Train D alone", {TRAIN: "discriminator"})
        self._controller.play()

    @Slot()
    def stop(self) -> None:
        """End here: the run pauses, and whoever learned before learns again."""
        if not self.active:
            return
        before, self._before = self._before, ""
        self._controller.pause()
        self._controller.edit("Train D alone", {TRAIN: before})
        self._desk.over()

    def look(self, moment: Moment, step: int) -> None:
        """The run as its newest picture tells it."""
        if not self.active:
            return
        v = value(moment)
        if v > self._best + RISE:
            self._best, self._best_at = v, step
        elif step - self._best_at >= PATIENCE or not self._controller.playing:
            self.stop()
            return
        self._desk.progress.emit(step - self._best_at, PATIENCE)

    @Slot(object, object)
    def _on_experiment(self, old: Experiment, new: Experiment) -> None:
        """Somebody chose otherwise: it is theirs."""
        if self.active and getattr(new.game, "train", "") != "discriminator":
            self._before = ""
            self._desk.over()
