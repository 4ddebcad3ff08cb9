"""The slopes of the generator's losses, the run's samples on the same axis, and what arrives."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout

from ganlab.app.rooms.theory.benches.slopes.pictures import (
    D_RANGE,
    LOGITS,
    Seen,
    arriving_picture,
    frozen_picture,
    look,
    losses_picture,
    samples_picture,
    slopes_picture,
)
from ganlab.app.rooms.theory.plots.ground import STACKED
from ganlab.app.rooms.theory.plots.marks import Line, Picture
from ganlab.app.rooms.theory.plots.plot import Plot
from ganlab.app.rooms.theory.view import BenchView, Desk
from ganlab.games.rules import rules_of
from ganlab.games.shown.views import Values
from ganlab.games.shown.views import View as RunView
from ganlab.lab.frame import Frame
from ganlab.theory.bench import Results
from ganlab.theory.slopes.controls import FARTHEST, Slopes
from ganlab.theory.slopes.losses import LOSSES

PANEL = "theory: slopes"
VIEWS = frozenset({"logits", "arriving"})
"""What it asks of the run, as long as it is shown."""


class View(BenchView):
    """Losses, slopes and the run's samples over one axis; what arrives at G on the right."""

    FORM: ClassVar[tuple[str, ...]] = ("logit", "axis", "p_data", "p_g", "seed")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._seen: Seen | None = None
        self.losses = Plot(
            desk.theme,
            "Losses",
            "What a generated sample costs under each loss, and its slope at the point you drag. "
            + "; ".join(f"{loss.title}: {name} ({loss.source})" for name, loss in LOSSES.items())
            + ". a is σ⁻¹(D).",
            STACKED,
        )
        self.slopes = Plot(
            desk.theme,
            "Slopes",
            "How strongly each loss pulls: the absolute slope, on a logarithmic axis. The head "
            "says how many times as steep −log D is as log(1−D) at the point.",
            STACKED,
        )
        self.samples = Plot(
            desk.theme,
            "Samples of the run",
            "Where the samples of the run that trains lie on this axis, by what its D says.",
            STACKED,
        )
        self.arriving = Plot(
            desk.theme,
            "Arriving at G",
            "The norm of the gradient in the generator's weights under each loss, at one and the "
            "same state of the run.",
        )
        self.frozen = Plot(
            desk.theme,
            "G held",
            "The gradient that arrives at G under each loss while D alone is trained.",
        )
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        for plot, row, rows in ((self.losses, 0, 5), (self.slopes, 5, 5), (self.samples, 10, 3)):
            grid.addWidget(plot, row, 0, rows, 1)
        grid.addWidget(self.frozen, 0, 1, 7, 1)
        grid.addWidget(self.arriving, 7, 1, 6, 1)
        for row in range(13):
            grid.setRowStretch(row, 1)
        for column in range(2):
            grid.setColumnStretch(column, 1)
        for plot in (self.losses, self.slopes):
            plot.dragged.connect(self._drag)
            plot.dropped.connect(lambda name: desk.settle())

    def show_state(self, controls: Slopes, results: Results) -> None:
        """See `BenchView`."""
        self.losses.show_picture(losses_picture(controls))
        self.slopes.show_picture(slopes_picture(controls))
        self._show_run(controls)
        self.frozen.show_picture(frozen_picture(results))

    @staticmethod
    def thumbnail(controls: Slopes) -> Picture:
        """The two losses of 2014."""
        logits = LOGITS[::6]
        lines = (
            Line(name, logits, LOSSES[name].cost(logits), *look(name), width=1.5)
            for name in ("saturating", "non-saturating")
        )
        return Picture(tuple(lines), (-FARTHEST, FARTHEST), (-8.0, 8.0))

    def enter(self) -> None:
        """See `BenchView`: the run is asked for what it can tell."""
        controller = self.desk.controller
        controller.frame_ready.connect(self._take)
        controller.rebuilt.connect(self._forget)
        controller.want(PANEL, VIEWS)

    def leave(self) -> None:
        """See `BenchView`: it is asked no more."""
        controller = self.desk.controller
        controller.want(PANEL, frozenset())
        controller.frame_ready.disconnect(self._take)
        controller.rebuilt.disconnect(self._forget)
        self._seen = None

    @Slot(str, float, float)
    def _drag(self, name: str, x: float, y: float) -> None:
        if self.desk.controls.axis == "D":
            x = min(max(x, D_RANGE[0]), D_RANGE[1])
            x = float(np.log(x) - np.log1p(-x))
        self.desk.set({"logit": x}, settled=False)

    @Slot(object)
    def _take(self, frame: Frame) -> None:
        logits, norms = frame.picture("logits", Values), frame.picture("arriving", Values)
        if logits is None or norms is None:
            return
        self._seen = Seen(
            frame.step, logits.numbers.astype(np.float64), norms.numbers.astype(np.float64)
        )
        self._show_run(self.desk.controls)

    @Slot()
    def _forget(self) -> None:
        self._seen = None
        self._show_run(self.desk.controls)

    def _show_run(self, controls: Slopes) -> None:
        known = {view.name for view in self._views()}
        why = "Press Play: the run is measured here."
        if not known >= VIEWS:
            why = "The game that is set has no discriminator to ask."
        self.samples.show_picture(samples_picture(controls, self._seen, why))
        self.arriving.show_picture(arriving_picture(self._seen, why))

    def _views(self) -> tuple[RunView, ...]:
        experiment = self.desk.controller.experiment
        return rules_of(experiment).views(experiment)
