"""The criterion: two densities that are dragged, a D that is drawn, and V below C(G)."""

from __future__ import annotations

from math import log
from typing import ClassVar

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout

from ganlab.app.rooms.theory.plots import densities
from ganlab.app.rooms.theory.plots.ground import STACKED
from ganlab.app.rooms.theory.plots.marks import (
    Area,
    Colour,
    Dots,
    Line,
    Mark,
    Picture,
    Reference,
    Segments,
)
from ganlab.app.rooms.theory.plots.plot import Plot
from ganlab.app.rooms.theory.plots.stroke import drawn_over
from ganlab.app.rooms.theory.view import BenchView, Desk
from ganlab.app.widgets.buttons import SmallButton
from ganlab.data.target import Array
from ganlab.figures import significant
from ganlab.theory.bench import Results
from ganlab.theory.criterion.bench import Criterion, logs_of
from ganlab.theory.criterion.value import PLACES, missing
from ganlab.theory.densities import Mixture, nodes
from ganlab.theory.divergences.between import between
from ganlab.theory.game import LOG_4, best_value, optimal_discriminator

SUREST = 1e-4
"""A D that is drawn says at least this, and at most 1 less this: V stays finite."""
WRITTEN = {"KL": "KL(p_data ‖ p_g)", "reverse KL": "KL(p_g ‖ p_data)", "JS": "JS(p_data ‖ p_g)"}
LOWEST = -6.0
"""Nats down to which V is shown; below that it stands at the edge."""


class View(BenchView):
    """Densities over D on the left; the area that is the divergence over V and C on the right."""

    FORM: ClassVar[tuple[str, ...]] = ("p_data", "p_g", "area")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.densities = Plot(
            desk.theme,
            "Densities",
            "p_data and p_g; the upper handle of each part moves its mean, the one beside it its "
            "width.",
            STACKED,
        )
        self.d = Plot(
            desk.theme,
            "Discriminator",
            "D(x): draw any with the mouse. Grey is D*, the best there is.",
            STACKED,
        )
        self.area = Plot(
            desk.theme,
            "Divergence",
            "Two curves, and the area between them that is the divergence.",
        )
        self.values = Plot(
            desk.theme,
            "V and C",
            "V(D, G) of the D that is set, and C(G), above which it never rises, in both "
            "normalisations of the literature.",
        )
        self.best = SmallButton("D = D*")
        self.best.setToolTip("Forgets what was drawn: D is at its best again.")
        self.best.setAccessibleName("D is D*")
        self.hint = QLabel("Draw D into its plot with the mouse.")
        self.hint.setProperty("class", "muted")
        row = QHBoxLayout()
        row.addWidget(self.best)
        row.addWidget(self.hint, 1)
        grid = QGridLayout()
        grid.setSpacing(8)
        for i, plot in enumerate((self.densities, self.area, self.d, self.values)):
            grid.addWidget(plot, i // 2, i % 2)
            grid.setRowStretch(i // 2, 1)
            grid.setColumnStretch(i % 2, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(grid, 1)
        column.addLayout(row)
        self.d.set_drawing(True)
        self.densities.dragged.connect(self._drag)
        self.densities.dropped.connect(lambda name: desk.settle())
        self.d.drawn.connect(self._draw)
        self.best.clicked.connect(lambda: desk.set({"d": ()}))

    def show_state(self, controls: Criterion, results: Results) -> None:
        """See `BenchView`."""
        self.densities.show_picture(densities_picture(controls))
        self.d.show_picture(d_picture(controls))
        self.area.show_picture(area_picture(controls))
        self.values.show_picture(values_picture(controls))
        self.best.setEnabled(bool(controls.d))

    @staticmethod
    def thumbnail(controls: Criterion) -> Picture:
        """Both densities."""
        low, high = densities.seen(controls.p_data, controls.p_g)
        x = np.linspace(low, high, 80)
        p, q = controls.p_data.pdf(x), controls.p_g.pdf(x)
        zero = np.zeros_like(x)
        return Picture(
            (
                Area("p", x, zero, p, "real", alpha=0.3),
                Area("q", x, zero, q, "generated", alpha=0.3),
            ),
            (low, high),
            (0, 1.05 * float(max(p.max(), q.max()))),
        )

    @Slot(str, float, float)
    def _drag(self, name: str, x: float, y: float) -> None:
        field = name.partition(" ")[0]
        moved = densities.dragged(getattr(self.desk.controls, field), name, x)
        self.desk.set({field: moved}, settled=False)

    @Slot(object, object)
    def _draw(self, x: Array, y: Array) -> None:
        controls = self.desk.controls
        now = np.array(controls.d) if controls.d else _optimal(controls, PLACES)
        drawn = np.clip(drawn_over(PLACES, now, x, y), SUREST, 1 - SUREST)
        self.desk.set({"d": tuple(np.round(drawn, 5).tolist())})


def densities_picture(controls: Criterion) -> Picture:
    """p_data and p_g with their handles."""
    p, q = controls.p_data, controls.p_g
    x = densities.places(_limits(controls), p, q)
    top = float(max(p.pdf(x).max(), q.pdf(x).max()))
    return Picture(
        (
            *densities.curve("p_data", p, x, "real", "p_data"),
            *densities.curve("p_g", q, x, "generated", "p_g"),
            *densities.handles("p_data", p, "real"),
            *densities.handles("p_g", q, "generated"),
        ),
        _limits(controls),
        (0, 1.12 * top),
        x_title="x",
        y_title="density",
    )


def d_picture(controls: Criterion) -> Picture:
    """D, and D* behind it."""
    x = densities.places(_limits(controls), controls.p_data, controls.p_g)
    best = _optimal(controls, x)
    marks: list[Mark] = [Reference("half", 0.5)]
    if controls.d:
        marks.append(Line("D*", x, best, "theory", "D*", "dashed"))
        marks.append(Line("D", x, np.interp(x, PLACES, controls.d), "discriminator", "D as drawn"))
    else:
        marks.append(Line("D", x, best, "discriminator", "D = D*"))
    return Picture(tuple(marks), _limits(controls), (-0.02, 1.02), x_title="x", y_title="D")


def area_picture(controls: Criterion) -> Picture:
    """The two curves whose difference is the integrand of the divergence, and the area between
    them: what adds to it in green, what is taken from it in grey."""
    p, q = controls.p_data, controls.p_g
    x = densities.places(_limits(controls), p, q)
    pair = between(p, q)
    colour: Colour
    if controls.area == "JS":
        upper, lower, names = _js_curves(p, q, x)
        colour, value = "good", pair.value("js")
    elif controls.area == "KL":
        upper, lower, names = *_kl_curves(p, q, x), ("−p_data log p_g", "−p_data log p_data")
        colour, value = "generated", pair.value("kl")
    else:
        upper, lower, names = *_kl_curves(q, p, x), ("−p_g log p_data", "−p_g log p_g")
        colour, value = "real", pair.value("reverse_kl")
    known = np.concatenate([upper[np.isfinite(upper)], lower[np.isfinite(lower)], [0.0]])
    bottom, top = float(known.min()), float(known.max())
    air = 0.08 * (top - bottom or 1.0)
    upper = np.where(np.isinf(upper), top + 4 * air, upper)
    marks: tuple[Mark, ...] = (
        Area("added", x, lower, np.maximum(upper, lower), "good", "adds", alpha=0.35),
        Area("taken", x, np.minimum(upper, lower), lower, "theory", "takes away", alpha=0.35),
        Line("upper", x, upper, colour, names[0]),
        Line("lower", x, lower, "theory", names[1], "dashed"),
    )
    return Picture(
        marks,
        _limits(controls),
        (bottom - air, top + air),
        x_title="x",
        y_title="nats per unit of x",
        note=f"{WRITTEN[controls.area]} = {significant(value)} nats",
    )


def values_picture(controls: Criterion) -> Picture:
    """V and C on a line of nats, twice: without the factor ½ and with it."""
    x, w = nodes(controls.p_data, controls.p_g)
    c = best_value(controls.p_data.log_pdf(x), controls.p_g.log_pdf(x), w)
    lost = missing(controls.p_data, controls.p_g, logs_of(controls, x), x, w)
    v = c - (lost if controls.d else 0.0)
    low = max(min(-1.75, v - 0.2), LOWEST)
    shown = max(v, low)
    columns, halves = np.array([0.0, 1.0]), np.array([1.0, 0.5])
    ends = np.stack([shown * halves, c * halves], axis=1)
    least = np.array([-LOG_4, -log(2)])
    marks = (
        Reference("zero", 0.0),
        Segments(
            "gap",
            np.stack([columns, columns], axis=1),
            ends,
            "discriminator",
            "what D leaves out",
            width=2.0,
            alpha=0.6,
        ),
        Dots("least", columns, least, "theory", "where p_g = p_data", "cross", 10),
        Dots("C", columns, c * halves, "good", "C(G)", "diamond", 13),
        Dots("V", columns, shown * halves, "discriminator", "V(D, G)", "disc", 7),
    )
    return Picture(
        marks,
        (-0.6, 1.6),
        (low - 0.05, 0.1),
        y_title="nats",
        note=f"V = {significant(v)} ≤ C = {significant(c)}",
        ticks_x=((0.0, "without ½:  2 JS − log 4"), (1.0, "with ½:  JS − log 2")),
    )


def _limits(controls: Criterion) -> tuple[float, float]:
    """Both densities, up to whole units, so that plots beside that of a drag seldom jump."""
    low, high = densities.seen(controls.p_data, controls.p_g)
    return float(np.floor(low)), float(np.ceil(high))


def _optimal(controls: Criterion, x: Array) -> Array:
    return optimal_discriminator(controls.p_data.log_pdf(x), controls.p_g.log_pdf(x))


def _kl_curves(p: Mixture, q: Mixture, x: Array) -> tuple[Array, Array]:
    """-p log q and -p log p: their difference is p log(p/q)."""
    density = p.pdf(x)
    return -_times(density, q.log_pdf(x)), -_times(density, p.log_pdf(x))


def _js_curves(p: Mixture, q: Mixture, x: Array) -> tuple[Array, Array, tuple[str, str]]:
    """-m log m and the mean of -p log p and -q log q: what lies between them is JS."""
    log_p, log_q = p.log_pdf(x), q.log_pdf(x)
    log_m = np.logaddexp(log_p, log_q) - log(2)
    each = -(_times(p.pdf(x), log_p) + _times(q.pdf(x), log_q)) / 2
    return -_times(np.exp(log_m), log_m), each, ("−m log m", "mean of −p log p")


def _times(density: Array, logs: Array) -> Array:
    with np.errstate(invalid="ignore"):
        return np.where(density > 0, density * logs, 0.0)
