"""Noise pushed through a function: its density over a histogram, and the way from z to x."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, ClassVar

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ganlab.app.rooms.theory.benches.playground_generator import PlaygroundGenerator
from ganlab.app.rooms.theory.plots.marks import (
    Bars,
    Dots,
    Handle,
    Label,
    Line,
    Mark,
    Picture,
    Segments,
)
from ganlab.app.rooms.theory.plots.plot import Plot
from ganlab.app.rooms.theory.view import BenchView, Desk
from ganlab.data.target import Array
from ganlab.document.players import NoiseName
from ganlab.theory.bench import Results
from ganlab.theory.push_forward.bench import PushForwardControls, drawn, law
from ganlab.theory.push_forward.change_of_variables import PushForward

POINTS, BINS = 401, 60
CENTRAL = 2.6
"""Standard deviations of Gaussian noise whose images are seen at first."""
LINES = 41
AIR = 0.06
"""Of the range of x, at either end."""


class View(BenchView):
    """Two plots over the same x: the density, and the lines from z."""

    FORM: ClassVar[tuple[str, ...]] = ("f", "noise", "x")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.density = Plot(
            desk.theme, "Density of x", "The density by change of variables over samples"
        )
        self.ways = Plot(
            desk.theme,
            "From z to x",
            "Below the noise, above where the function puts it; bold: all z that become x",
        )
        self.playground = PlaygroundGenerator(desk.controller, self)
        self.playground.taken.connect(self._take)
        row = QHBoxLayout()
        row.addWidget(self.playground.button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.density, 3)
        column.addWidget(self.ways, 2)
        self.density.dragged.connect(lambda _, x, y: desk.set({"x": x}, settled=False))
        self.density.dropped.connect(lambda _: desk.settle())

    def show_state(self, controls: Any, results: Results) -> None:
        """Both plots."""
        self.density.show_picture(density_picture(controls))
        self.ways.show_picture(ways_picture(controls))

    @staticmethod
    def thumbnail(controls: Any) -> Picture:
        """The density alone."""
        limits = seen(law(controls))
        x = np.linspace(*limits, 61)
        y = np.minimum(finite(law(controls).density(x)), 4 / (limits[1] - limits[0]))
        line = Line("density", x, y, "generated")
        return Picture((line,), limits, (0.0, 1.1 * float(np.nanmax(y))))

    def enter(self) -> None:
        """The run of the window may be another."""
        self.playground.look()

    def leave(self) -> None:
        """Ask for no more pictures."""
        self.playground.give_up()

    stop = leave

    @Slot(object, str)
    def _take(self, x: tuple[float, ...], noise: NoiseName) -> None:
        """The function is the playground's generator, as it is now."""
        self.desk.set({"f": "generator", "generator": x, "generator_noise": noise, "noise": noise})


def reached(pushed: PushForward) -> tuple[float, float]:
    """The range of x that most of the noise becomes."""
    low, high = pushed.noise.ends
    z = np.linspace(max(low, -CENTRAL), min(high, CENTRAL), 201)
    x = pushed.function.value(z)
    return float(x.min()), max(float(x.max()), float(x.min()) + 1e-3)


def seen(pushed: PushForward) -> tuple[float, float]:
    """The range of x that is shown: that, with air."""
    low, high = reached(pushed)
    air = AIR * (high - low)
    return low - air, high + air


def finite(y: Array) -> Array:
    """Infinite values as gaps."""
    return np.where(np.isfinite(y), y, np.nan)


def density_picture(controls: PushForwardControls) -> Picture:
    """p_x by change of variables over the histogram of the samples; x can be dragged."""
    pushed = law(controls)
    limits = seen(pushed)
    edges, heights, places, density = _still(pushed, controls.samples, controls.seed)
    top = 1.15 * float(heights.max())
    at = float(np.clip(controls.x, *limits))
    y = float(pushed.density(np.array([at]))[0])
    marks: tuple[Mark, ...] = (
        Bars("samples", edges, heights, "generated", f"{controls.samples:,} samples"),
        Line("density", places, density, "generated", "p_x by change of variables"),
        Handle("x", at, min(y, 0.96 * top), "text", "The place x at which p_x is read", "x"),
    )
    return Picture(marks, limits, (0.0, top), "x", "p_x(x)", note=f"p_x({at:.3g}) = {y:.4g}")


@lru_cache(maxsize=4)
def _still(pushed: PushForward, samples: int, seed: int) -> tuple[Array, Array, Array, Array]:
    """What stays while x is dragged: the histogram's edges and heights, the curve's x and y."""
    _, x = drawn(pushed, samples, seed)
    edges = np.linspace(*reached(pushed), BINS + 1)
    counts, _ = np.histogram(x, edges)
    places = np.linspace(*seen(pushed), POINTS)
    heights = counts / (len(x) * (edges[1] - edges[0]))
    return edges, heights, places, finite(pushed.density(places))


def ways_picture(controls: PushForwardControls) -> Picture:
    """Lines from evenly spaced z, below, to x, above; bold those that end at the chosen x."""
    pushed = law(controls)
    limits = seen(pushed)
    low, high = pushed.noise.ends
    z = np.linspace(max(low, -CENTRAL), min(high, CENTRAL), LINES)
    at = float(np.clip(controls.x, *limits))
    found = pushed.preimages(np.array([at]))[:, 0]
    found = found[~np.isnan(found)]
    x = pushed.function.value(z)
    ends = np.array([0.0, 1.0])
    marks: tuple[Mark, ...] = (
        Segments("ways", np.column_stack([z, x]), np.tile(ends, (LINES, 1)), "generated"),
        Segments(
            "preimages",
            np.column_stack([found, np.full(len(found), at)]),
            np.tile(ends, (len(found), 1)),
            "text",
            "all z that become x",
            width=2.0,
            alpha=1.0,
        ),
        Dots("z", found, np.zeros(len(found)), "text", "z", size=7),
    )
    both = min(limits[0], z[0]), max(limits[1], z[-1])
    how_many = {0: "no z becomes", 1: "one z becomes"}.get(len(found), f"{len(found)} z become")
    words = f"{how_many} x = {at:.3g}"
    names = ((0.0, "z"), (1.0, "x = f(z)"))
    labels = tuple(Label(name, both[0], y, name) for y, name in names)
    return Picture((*marks, *labels), both, (-0.15, 1.15), note=words)
