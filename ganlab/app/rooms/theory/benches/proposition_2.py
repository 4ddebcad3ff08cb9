"""Proposition 2: a histogram that descends, and U along the line between two of them."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout

from ganlab.app.rooms.theory.plots.ground import STACKED_NAMED
from ganlab.app.rooms.theory.plots.marks import Area, Bars, Dots, Handle, Line, Picture, Reference
from ganlab.app.rooms.theory.plots.plot import Plot
from ganlab.app.rooms.theory.plots.stroke import drawn_over
from ganlab.app.rooms.theory.view import BenchView, Desk
from ganlab.app.widgets.buttons import SmallButton
from ganlab.data.target import Array
from ganlab.figures import significant
from ganlab.theory.bench import Results
from ganlab.theory.game import LOG_4
from ganlab.theory.proposition_2 import convexity
from ganlab.theory.proposition_2.bench import Proposition2, descent_of, start_of
from ganlab.theory.proposition_2.descent import (
    BINS,
    EDGES,
    STEPS,
    criterion,
    histogram,
    optimal,
    started,
)

PLAY_MS = 60
"""Between two steps while it plays."""
MIDDLES = (EDGES[1:] + EDGES[:-1]) / 2


class View(BenchView):
    """The histogram over D* on the left; C step by step over the line of U on the right."""

    FORM: ClassVar[tuple[str, ...]] = ("step", "rate", "random_start", "share")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.histogram = Plot(
            desk.theme,
            "Densities",
            f"p_data and p_g in {BINS} bins: draw with the mouse where p_g starts.",
            STACKED_NAMED,
        )
        self.criterion = Plot(
            desk.theme, "Criterion", "C(p_g) at every step; drag the point to any of them."
        )
        self.d = Plot(
            desk.theme, "D*", "The best discriminator of this step, bin by bin.", STACKED_NAMED
        )
        self.line = Plot(
            desk.theme,
            "Convexity",
            "U along the line from p_g's start to the other end, its chord, and U with D held at "
            "its best of the place that you drag.",
        )
        self.play = SmallButton("Play")
        self.play.setToolTip("Lets p_g descend, step by step; from its start where it has arrived.")
        self.step = SmallButton("One step")
        self.step.setToolTip("One step of the descent.")
        self.back = SmallButton("To the start")
        self.back.setToolTip("p_g is where it started.")
        self.undraw = SmallButton("As written")
        self.undraw.setToolTip("Forgets what was drawn: p_g starts as written.")
        buttons = QHBoxLayout()
        for button in (self.play, self.step, self.back, self.undraw):
            button.setAccessibleName(button.text())
            buttons.addWidget(button)
        hint = QLabel("Draw p_g's start into its plot with the mouse.")
        hint.setProperty("class", "muted")
        buttons.addWidget(hint, 1)
        grid = QGridLayout()
        grid.setSpacing(8)
        for i, plot in enumerate((self.histogram, self.criterion, self.d, self.line)):
            grid.addWidget(plot, i // 2, i % 2)
            grid.setRowStretch(i // 2, 1)
            grid.setColumnStretch(i % 2, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(grid, 1)
        column.addLayout(buttons)
        self.timer = QTimer(self)
        self.timer.setInterval(PLAY_MS)
        self.timer.timeout.connect(self._advance)
        self.histogram.set_drawing(True)
        self.histogram.drawn.connect(self._draw)
        self.criterion.dragged.connect(self._scrub)
        self.line.dragged.connect(self._slide)
        for plot in (self.criterion, self.line):
            plot.dropped.connect(lambda name: desk.settle())
        self.play.clicked.connect(self._toggle)
        self.step.clicked.connect(lambda: self._go(desk.controls.step + 1))
        self.back.clicked.connect(lambda: self._go(0))
        self.undraw.clicked.connect(lambda: desk.set({"drawn": (), "step": 0}))

    def show_state(self, controls: Proposition2, results: Results) -> None:
        """See `BenchView`."""
        self.histogram.show_picture(histogram_picture(controls))
        self.criterion.show_picture(criterion_picture(controls))
        self.d.show_picture(d_picture(controls))
        self.line.show_picture(line_picture(controls))
        self.step.setEnabled(controls.step < STEPS)
        self.back.setEnabled(controls.step > 0)
        self.undraw.setEnabled(bool(controls.drawn))

    @staticmethod
    def thumbnail(controls: Proposition2) -> Picture:
        """p_data and p_g of this step."""
        p_data, p_g = histogram(controls.p_data), descent_of(controls)[0][controls.step]
        zero = np.zeros(BINS)
        return Picture(
            (
                Area("p", MIDDLES, zero, p_data, "real", alpha=0.3),
                Area("q", MIDDLES, zero, p_g, "generated", alpha=0.3),
                Line("p_g", *_stairs(p_g), "generated", width=1.0),
            ),
            (EDGES[0], EDGES[-1]),
            (0, 1.1 * float(max(p_data.max(), p_g.max()))),
        )

    def leave(self) -> None:
        """See `BenchView`."""
        self._pause()

    def stop(self) -> None:
        """See `BenchView`."""
        self.timer.stop()

    @Slot()
    def _toggle(self) -> None:
        if self.timer.isActive():
            self._pause()
            return
        if self.desk.controls.step == STEPS:
            self.desk.set({"step": 0}, settled=False)
        self.timer.start()
        self._name_play()

    def _pause(self) -> None:
        if self.timer.isActive():
            self.timer.stop()
            self.desk.settle()
            self._name_play()

    def _name_play(self) -> None:
        self.play.setText("Pause" if self.timer.isActive() else "Play")
        self.play.setAccessibleName(self.play.text())
        self.play.updateGeometry()

    @Slot()
    def _advance(self) -> None:
        step = self.desk.controls.step
        if step < STEPS:
            self.desk.set({"step": step + 1}, settled=False)
        if step + 1 >= STEPS:
            self._pause()

    def _go(self, step: int) -> None:
        self._pause()
        self.desk.set({"step": step})

    @Slot(object, object)
    def _draw(self, x: Array, y: Array) -> None:
        self._pause()
        now = start_of(self.desk.controls)
        drawn = np.maximum(drawn_over(MIDDLES, now, x, y), 0.0)
        changes = {"drawn": tuple(np.round(drawn, 6).tolist()), "random_start": 0, "step": 0}
        self.desk.set(changes)

    @Slot(str, float, float)
    def _scrub(self, name: str, x: float, y: float) -> None:
        self._pause()
        self.desk.set({"step": round(x)}, settled=False)

    @Slot(str, float, float)
    def _slide(self, name: str, x: float, y: float) -> None:
        self.desk.set({"share": x}, settled=False)


def histogram_picture(controls: Proposition2) -> Picture:
    """p_g at this step before p_data, the start and the other end of the line."""
    p_data, start = histogram(controls.p_data), start_of(controls)
    p_g = descent_of(controls)[0][controls.step]
    other = histogram(controls.other)
    top = float(max(p_data.max(), p_g.max(), np.sort(start)[-3]))
    return Picture(
        (
            Bars("p_g", EDGES, p_g, "generated", "p_g", alpha=0.45),
            Line("start", *_stairs(start), "generated", "its start", "dotted", 1.0),
            Line("other", *_stairs(other), "theory", "other end of the line", "dotted", 1.0),
            Line("p_data", *_stairs(p_data), "real", "p_data"),
        ),
        (EDGES[0], EDGES[-1]),
        (0, 1.1 * top),
        x_title="x",
        y_title="mass of a bin",
        note=f"step {controls.step} of {STEPS}",
    )


def criterion_picture(controls: Proposition2) -> Picture:
    """C over the steps."""
    _, values = descent_of(controls)
    steps = np.arange(STEPS + 1.0)
    now = float(values[controls.step])
    return Picture(
        (
            Reference("least", -LOG_4, "−log 4"),
            Line("C", steps, values, "good", "C(p_g)"),
            Handle("step", controls.step, now, "good", "The step that is shown", "x", (1.0, 0.0)),
        ),
        (0, STEPS),
        (-LOG_4 - 0.06, max(float(values[0]) + 0.06, -LOG_4 + 0.2)),
        x_title="step",
        y_title="nats",
        note=f"C = {significant(now, 7)}",
    )


def d_picture(controls: Proposition2) -> Picture:
    """D* of the p_g of this step."""
    p_g = descent_of(controls)[0][controls.step]
    d = optimal(histogram(controls.p_data), p_g)
    return Picture(
        (
            Reference("half", 0.5, "1/2"),
            Line("D*", *_stairs(d), "discriminator", "D* = p_data/(p_data + p_g)"),
        ),
        (EDGES[0], EDGES[-1]),
        (-0.02, 1.02),
        x_title="x",
        y_title="D*",
    )


def line_picture(controls: Proposition2) -> Picture:
    """sup U between its chord and one of the straight lines below it."""
    p_data, start = histogram(controls.p_data), start_of(controls)
    end, shares = started(histogram(controls.other)), convexity.SHARES
    u = convexity.along(p_data, start, end)
    chord = convexity.chord(p_data, start, end, shares)
    tangent = convexity.tangent(p_data, start, end, controls.share, shares)
    here = float(criterion(p_data, convexity.between(start, end, controls.share)))
    low, high = float(u.min()), float(u.max())
    air = 0.12 * max(high - low, 0.02)
    return Picture(
        (
            Line("chord", shares, chord, "theory", "chord", "dashed", 1.5),
            Line("tangent", shares, tangent, "discriminator", "U with D held", "dotted", 1.5),
            Line("U", shares, u, "good", "U with D at its best"),
            Dots("ends", np.array([0.0, 1.0]), u[[0, -1]], "good"),
            Handle("share", controls.share, here, "good", "The place on the line", "x"),
        ),
        (0, 1),
        (low - 2 * air, high + air),
        x_title="from p_g's start to the other end",
        y_title="nats",
        note=f"chord − U = {significant(_gap(chord, u, controls.share))}",
    )


def _gap(chord: Array, u: Array, share: float) -> float:
    return float(np.interp(share, convexity.SHARES, chord - u))


def _stairs(heights: Array) -> tuple[Array, Array]:
    """A histogram as one line: (2 BINS,) x and y."""
    return np.repeat(EDGES, 2)[1:-1], np.repeat(heights, 2)
