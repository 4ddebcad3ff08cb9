"""The generator of the window's own run, where it is a function of one number."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from ganlab.app.document.controller import Controller
from ganlab.app.widgets.buttons import SmallButton
from ganlab.games.rules import rules_of
from ganlab.games.shown.plane_views import PUSHED
from ganlab.games.shown.views import Values
from ganlab.lab.frame import Frame

PANEL = "theory, push-forward"


class PlaygroundGenerator(QObject):
    """A button that takes it as it stands; grey, saying why, where there is none."""

    taken = Signal(object, str)
    """(x at the knots of the noise, data units; which noise)."""

    def __init__(self, controller: Controller, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self.button = SmallButton("the playground's G")
        self.button.setAccessibleName("Take the playground's generator for f")
        self.button.clicked.connect(self._ask)
        controller.experiment_changed.connect(self.look)
        controller.frame_ready.connect(self._on_frame)
        self._asked = False
        self.look()

    @Slot()
    def look(self) -> None:
        """Whether there is such a generator."""
        why = self.missing
        self.button.setEnabled(not why)
        self.button.setToolTip(
            why or "Take the generator of the playground's run, as it stands now, for f."
        )

    @property
    def missing(self) -> str:
        """Why there is none, a sentence; "": there is one."""
        experiment, target = self._controller.experiment, self._controller.target
        if target.dimension != 1:
            return "The playground's run is not of data on a line: its generator is no such f."
        if experiment.noise.dimension != 1:
            dimensions = experiment.noise.dimension
            return f"The playground's generator is fed {dimensions} numbers; f takes one."
        if PUSHED not in rules_of(experiment).views(experiment):
            return "The playground's game has no generator that is a function of noise."
        return ""

    def give_up(self) -> None:
        """Wait for nothing any more."""
        self._asked = False
        self._controller.want(PANEL, frozenset())

    @Slot()
    def _ask(self) -> None:
        self._asked = True
        self._controller.want(PANEL, frozenset())  # what is asked for anew is told anew
        self._controller.want(PANEL, frozenset({PUSHED.name}))

    @Slot(object)
    def _on_frame(self, frame: Frame) -> None:
        told = frame.picture(PUSHED.name, Values)
        if not self._asked or told is None or not np.isfinite(told.numbers).all():
            return
        self.give_up()
        x = self._controller.target.view.inverse(told.numbers[:, None].astype(float))[:, 0]
        self.taken.emit(tuple(x.tolist()), self._controller.experiment.noise.kind)
