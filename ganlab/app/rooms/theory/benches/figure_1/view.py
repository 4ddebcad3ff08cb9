"""Figure 1 of 2014: the bench's own game, or the one that the window trains."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ganlab.app.panels.plane.chips.chip_button import ChipButton
from ganlab.app.rooms.theory.benches.figure_1 import pictures
from ganlab.app.rooms.theory.benches.figure_1.alone import TrainAlone
from ganlab.app.rooms.theory.benches.figure_1.run import missing, moment_of_run, needed
from ganlab.app.rooms.theory.plots import densities
from ganlab.app.rooms.theory.plots.ground import STACKED_NAMED
from ganlab.app.rooms.theory.plots.marks import Picture
from ganlab.app.rooms.theory.plots.plot import Plot
from ganlab.app.rooms.theory.plots.stroke import drawn_over
from ganlab.app.rooms.theory.view import BenchView, Desk
from ganlab.app.widgets.buttons import SmallButton
from ganlab.lab.frame import Frame
from ganlab.theory.bench import Results
from ganlab.theory.figure_1.bench import OPTIMUM, RUN, shown
from ganlab.theory.figure_1.state import PLACES, Figure1Controls, after_step

PANEL = "theory, figure-1"


class View(BenchView):
    """Densities and D's above, lines from z to x below."""

    FORM: ClassVar[tuple[str, ...]] = ("p", "objective", "rate", "noise", "dimension")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        about = "The data, what G makes of the noise, what D says, and the best it could say"
        self.curves = Plot(desk.theme, "Figure 1", about, STACKED_NAMED)
        self.ways = Plot(
            desk.theme,
            "From noise to data",
            "Where G puts evenly spaced noise: x = G(z)",
            STACKED_NAMED,
        )
        self.step = SmallButton("One step of G")
        self.step.setToolTip("One step of gradient descent of G against D as it stands.")
        self.draw = ChipButton("draw p_data")
        self.draw.setToolTip("Draw the density of the data with the mouse; off: drag its handles.")
        self.erase = SmallButton("p_data as written")
        self.erase.setToolTip("Forget what was drawn: p_data is the mixture again.")
        self.live = ChipButton("the playground's run")
        self.alone = TrainAlone(desk, self.live.isChecked)
        desk.place(OPTIMUM, self.alone)
        self._pictures: dict[str, Any] = {}
        self._lay_out()
        self._connect()
        self._look()

    def show_state(self, controls: Any, results: Results) -> None:
        """The bench's own game; the run's while it is followed."""
        moment, own = shown(controls, results), results.get(RUN) is None
        handles = own and not controls.drawn and not self.draw.isChecked()
        self.curves.show_picture(pictures.curves(moment, controls.p if handles else None))
        self.ways.show_picture(pictures.ways(moment))
        self.erase.setVisible(own and bool(controls.drawn))
        self.draw.setEnabled(own)

    @staticmethod
    def thumbnail(controls: Any) -> Picture:
        """The curves."""
        return pictures.thumbnail(shown(controls, {}))

    def enter(self) -> None:
        """Follow the run again, if it was followed."""
        self._look()
        self._follow()

    def leave(self) -> None:
        """Ask for no more frames."""
        self.alone.stop()
        self.desk.controller.want(PANEL, frozenset())

    stop = leave

    # --- inside ---

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        for button in (self.step, self.draw, self.erase):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.live)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.curves, 3)
        column.addWidget(self.ways, 1)

    def _connect(self) -> None:
        controller = self.desk.controller
        self.step.clicked.connect(self._step)
        self.draw.toggled.connect(self._draw)
        self.erase.clicked.connect(lambda: self.desk.set({"drawn": ()}))
        self.live.toggled.connect(self._follow)
        self.curves.dragged.connect(self._drag)
        self.curves.dropped.connect(lambda _: self.desk.settle())
        self.curves.drawn.connect(self._stroke)
        self.desk.results_changed.connect(self._take_trained)
        controller.frame_ready.connect(self._on_frame)
        controller.experiment_changed.connect(self._look)
        controller.rebuilt.connect(self._on_rebuilt)

    @Slot(str, float, float)
    def _drag(self, handle: str, x: float, y: float) -> None:
        self.desk.set({"p": densities.dragged(self.desk.controls.p, handle, x)}, settled=False)

    @Slot(bool)
    def _draw(self, on: bool) -> None:
        self.curves.set_drawing(on)
        self.show_state(self.desk.controls, self.desk.results)

    @Slot(object, object)
    def _stroke(self, x: Any, y: Any) -> None:
        controls: Figure1Controls = self.desk.controls
        before = np.array(controls.drawn) if controls.drawn else controls.p.pdf(PLACES)
        scale = pictures.share(shown(controls, self.desk.results))
        heights = drawn_over(PLACES, before, np.asarray(x), np.maximum(y, 0) / scale)
        if heights.max() > 0:
            self.desk.set({"drawn": tuple(heights.tolist())})

    @Slot()
    def _step(self) -> None:
        """G's turn: of the run, if it is followed."""
        if self.live.isChecked():
            self.alone.stop()
            self.desk.controller.step_once("generator")
        elif not self.desk.controls.discriminator:
            self.desk.refused.emit("D says 1/2 everywhere, so that G has no slope: train D first.")
        else:
            self.desk.set({"generator": after_step(self.desk.controls)})

    @Slot()
    def _take_trained(self) -> None:
        """What D was trained to is where it stands from now on: a step that can be undone."""
        trained = self.desk.results.get(OPTIMUM)
        if trained is not None:
            self.desk.take(OPTIMUM)
            self.desk.set({"discriminator": tuple(trained["logits"].tolist())})

    # --- the run of the window ---

    @Slot()
    def _look(self) -> None:
        """Whether the run can be followed."""
        why = missing(self.desk.controller.experiment)
        self.live.setEnabled(not why)
        told = "Show the game that the playground trains, while it trains: play, pause and step "
        self.live.setToolTip(why or f"{told}it with the ordinary transport.")
        if why and self.live.isChecked():
            self.live.setChecked(False)

    @Slot()
    def _follow(self) -> None:
        controller = self.desk.controller
        self._pictures.clear()
        controller.want(PANEL, frozenset())
        if not self.live.isChecked():
            self.alone.stop()
        if self.live.isChecked() and not self.isHidden():
            controller.want(PANEL, needed(controller.experiment))
        else:
            self.desk.tell(RUN, None)

    @Slot()
    def _on_rebuilt(self) -> None:
        self._pictures.clear()
        if self.live.isChecked():
            self._follow()

    @Slot(object)
    def _on_frame(self, frame: Frame) -> None:
        controller = self.desk.controller
        if not self.live.isChecked() or not frame.pictures or not self.isVisible():
            return
        self._pictures.update(frame.pictures)
        moment = moment_of_run(controller.experiment, controller.target, self._pictures)
        if moment is not None:
            self.desk.tell(RUN, moment)
            self.alone.look(moment, frame.step)
