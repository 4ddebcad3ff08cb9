"""A classifier that measures a divergence: densities, what JS reads as n grows, the ratio."""

from __future__ import annotations

from math import log
from typing import ClassVar

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout

from ganlab.app.rooms.theory.plots import densities
from ganlab.app.rooms.theory.plots.ground import STACKED
from ganlab.app.rooms.theory.plots.marks import (
    Area,
    Dots,
    Handle,
    Label,
    Line,
    Mark,
    Picture,
    Reference,
)
from ganlab.app.rooms.theory.plots.plot import Plot
from ganlab.app.rooms.theory.view import BenchView, Desk
from ganlab.data.target import Array
from ganlab.figures import significant
from ganlab.theory.bench import Results
from ganlab.theory.classifier.bench import ClassifierControls, nearest
from ganlab.theory.divergences.between import between

LOWEST, HIGHEST = -0.5, 0.8
"""Nats of JS that are shown; dots of estimates below stand at the edge."""
LEAST, MOST = 1e-3, 1e3
"""Of the ratio that is shown."""
LARGEST = 700.0
"""Of its logarithm: more is no number."""
SEEN_SAMPLES = 300


class View(BenchView):
    """Densities with samples over the ratio on the left; JS against n on the right."""

    FORM: ClassVar[tuple[str, ...]] = ("p", "q", "n")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.densities = Plot(
            desk.theme,
            "Densities",
            "p and q with their handles, and below them the samples that the classifier was "
            "trained on.",
            STACKED,
        )
        self.ratio = Plot(
            desk.theme,
            "Density ratio",
            "p/q, and D/(1 − D) of the classifier that was trained on n samples of each.",
            STACKED,
        )
        self.js = Plot(
            desk.theme,
            "JS as n grows",
            "What classifiers say JS is, on the samples that they were trained on and on others.",
        )
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        grid.addWidget(self.densities, 0, 0)
        grid.addWidget(self.ratio, 1, 0)
        grid.addWidget(self.js, 0, 1, 2, 1)
        for i in (0, 1):
            grid.setRowStretch(i, 1)
            grid.setColumnStretch(i, 1)
        self.densities.dragged.connect(self._drag)
        self.js.dragged.connect(lambda name, x, y: desk.set({"n": x}, settled=False))
        for plot in (self.densities, self.js):
            plot.dropped.connect(lambda name: desk.settle())

    def show_state(self, controls: ClassifierControls, results: Results) -> None:
        """See `BenchView`."""
        self.densities.show_picture(densities_picture(controls, results))
        self.ratio.show_picture(ratio_picture(controls, results))
        self.js.show_picture(js_picture(controls, results))

    @staticmethod
    def thumbnail(controls: ClassifierControls) -> Picture:
        """Both densities, and D* across them."""
        low, high = densities.seen(controls.p, controls.q)
        x = np.linspace(low, high, 80)
        p, q = controls.p.pdf(x), controls.q.pdf(x)
        top, zero = 1.05 * float(max(p.max(), q.max())), np.zeros_like(x)
        d = p / np.maximum(p + q, 1e-300)
        return Picture(
            (
                Area("p", x, zero, p, "real", alpha=0.3),
                Area("q", x, zero, q, "generated", alpha=0.3),
                Line("D", x, top * np.where(p + q > 0, d, np.nan), "discriminator", width=1.5),
            ),
            (low, high),
            (0, top),
        )

    @Slot(str, float, float)
    def _drag(self, name: str, x: float, y: float) -> None:
        field = name.partition(" ")[0]
        moved = densities.dragged(getattr(self.desk.controls, field), name, x)
        self.desk.set({field: moved}, settled=False)


def densities_picture(controls: ClassifierControls, results: Results) -> Picture:
    """p and q, and the samples of the chosen size below them."""
    p, q = controls.p, controls.q
    limits = _limits(controls)
    x = densities.places(limits, p, q)
    top = float(max(p.pdf(x).max(), q.pdf(x).max()))
    marks: list[Mark] = [
        *densities.curve("p", p, x, "real", "p"),
        *densities.curve("q", q, x, "generated", "q"),
    ]
    note = ""
    if "learned" in results:
        learned, which = results["learned"], nearest(results, controls.n)
        real, fake = (learned[side][which][:SEEN_SAMPLES] for side in ("real", "fake"))
        note = f"n = {learned['sizes'][which]:,}"
        marks += [
            Dots("real", real, np.full(len(real), -0.05 * top), "real", "", "disc", 5.0, 0.7),
            Dots(
                "fake", fake, np.full(len(fake), -0.1 * top), "generated", "", "diamond", 5.0, 0.7
            ),
        ]
    return Picture(
        (*marks, *densities.handles("p", p, "real"), *densities.handles("q", q, "generated")),
        limits,
        (-0.15 * top, 1.12 * top),
        x_title="x",
        y_title="density",
        note=note,
    )


def ratio_picture(controls: ClassifierControls, results: Results) -> Picture:
    """p/q and D/(1 - D), which may leave the plot."""
    limits = _limits(controls)
    x = densities.places(limits, controls.p, controls.q)
    with np.errstate(invalid="ignore"):
        log_ratio = controls.p.log_pdf(x) - controls.q.log_pdf(x)
    marks: list[Mark] = [Reference("even", 1.0), _ratio("p/q", x, log_ratio, True)]
    note = ""
    if "learned" in results:
        learned, which = results["learned"], nearest(results, controls.n)
        note = f"n = {learned['sizes'][which]:,}"
        marks.append(_ratio("D/(1 − D)", learned["x"], learned["logit"][which], False))
    return Picture(
        tuple(marks),
        limits,
        (LEAST, MOST),
        x_title="x",
        y_title="ratio",
        log_y=True,
        note=note,
    )


def js_picture(controls: ClassifierControls, results: Results) -> Picture:
    """JS by training samples and by others against n, every classifier a dot, their mean a line."""
    js = between(controls.p, controls.q).value("js")
    marks: list[Mark] = [Reference("log 2", log(2), "log 2"), Reference("JS", js, "JS")]
    note = f"JS = {significant(js)} nats"
    if "learned" not in results:
        marks.append(Label("hint", 10.0, LOWEST / 2, "no classifier yet"))
        return _js_axes(marks, note)
    learned = results["learned"]
    n = np.asarray(learned["sizes"], float)
    training, held_out = (np.asarray(learned[name]) for name in ("training", "held_out"))
    every = np.repeat(n, training.shape[1])
    seen = [np.clip(some.ravel(), LOWEST, HIGHEST) for some in (held_out, training)]
    marks += [
        Dots("held dots", every, seen[0], "good", "", "diamond", 5.0, 0.5),
        Dots("training dots", every, seen[1], "discriminator", "", "disc", 5.0, 0.5),
        Line("held", n, held_out.mean(1), "good", "held out", "dashed"),
        Line("training", n, training.mean(1), "discriminator", "trained on"),
        Reference("n", n[nearest(results, controls.n)], "", "x"),
        Handle("n", float(controls.n), js, "theory", "The samples of the classifier shown", "x"),
    ]
    return _js_axes(marks, note)


def _js_axes(marks: list[Mark], note: str) -> Picture:
    return Picture(
        tuple(marks),
        (2.4, 1250.0),
        (LOWEST - 0.03, HIGHEST),
        x_title="samples of each, n",
        y_title="nats",
        log_x=True,
        note=note,
    )


def _ratio(name: str, x: Array, log_ratio: Array, exact: bool) -> Line:
    ratio = np.exp(np.clip(log_ratio, -LARGEST, LARGEST))
    if exact:
        return Line(name, x, ratio, "theory", name, "dashed")
    return Line(name, x, ratio, "discriminator", name)


def _limits(controls: ClassifierControls) -> tuple[float, float]:
    low, high = densities.seen(controls.p, controls.q)
    return float(np.floor(low)), float(np.ceil(high))
