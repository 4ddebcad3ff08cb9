"""The integrand: a curve with its maximum, its second derivative, the surface with its ridge."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout

from ganlab.app.rooms.theory.plots.marks import Dots, Handle, Line, Picture, Reference
from ganlab.app.rooms.theory.plots.plot import Plot
from ganlab.app.rooms.theory.plots.surface.relief import Curve, Relief, Spot
from ganlab.app.rooms.theory.plots.surface.surface import Surface
from ganlab.app.rooms.theory.view import BenchView, Desk
from ganlab.data.target import Array
from ganlab.figures import significant
from ganlab.theory.bench import Results
from ganlab.theory.integrand.bench import Integrand
from ganlab.theory.integrand.function import best, curvature, integrand

Y = np.linspace(0.001, 0.999, 361)
GRID = np.linspace(0.03, 0.97, 21)
"""Of D, where it lies on the ground of the surface."""
DENSITIES = np.linspace(0.01, 2.0, 21)


class View(BenchView):
    """The curve over its second derivative on the left, the surface on the right."""

    FORM: ClassVar[tuple[str, ...]] = ("p_data", "p_g", "d", "axes")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.curve = Plot(
            desk.theme,
            "Integrand",
            "a log y + b log(1 − y) for every y that D could say at x; drag the point along it.",
        )
        self.second = Plot(
            desk.theme,
            "Second derivative",
            "It is below 0 everywhere: the integrand has no other maximum.",
        )
        self.surface = Surface(
            desk.theme,
            "Surface",
            "The integrand over two of p_data, p_g and D, with its ridge D*; or D* over both "
            "densities.",
        )
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        grid.addWidget(self.curve, 0, 0)
        grid.addWidget(self.second, 1, 0)
        grid.addWidget(self.surface, 0, 1, 2, 1)
        for row, stretch in ((0, 3), (1, 2)):
            grid.setRowStretch(row, stretch)
        for column, stretch in ((0, 5), (1, 6)):
            grid.setColumnStretch(column, stretch)
        self.curve.dragged.connect(self._drag)
        self.curve.dropped.connect(lambda name: desk.settle())
        self.surface.turned.connect(self._turn)
        self.surface.settled.connect(desk.settle)

    def show_state(self, controls: Integrand, results: Results) -> None:
        """See `BenchView`."""
        self.curve.show_picture(curve_picture(controls))
        self.second.show_picture(second_picture(controls))
        self.surface.show_relief(relief(controls))

    @staticmethod
    def thumbnail(controls: Integrand) -> Picture:
        """The curve and its maximum."""
        a, b = controls.p_data, controls.p_g
        y = np.linspace(0.01, 0.99, 60)
        top, f = best(a, b), integrand(y, a, b)
        high = float(integrand(top, a, b))
        return Picture(
            (
                Line("f", y, f, "discriminator"),
                Dots("best", np.array([top]), np.array([high]), "theory", shape="diamond"),
            ),
            (0, 1),
            (high - 2.5 * (a + b), high + 0.3),
        )

    @Slot(str, float, float)
    def _drag(self, name: str, x: float, y: float) -> None:
        self.desk.set({"d": x}, settled=False)

    @Slot(float, float)
    def _turn(self, azimuth: float, elevation: float) -> None:
        self.desk.set({"azimuth": azimuth, "elevation": elevation}, settled=False)


def curve_picture(controls: Integrand) -> Picture:
    """The integrand, its maximum, and the parabola that the second derivative makes there."""
    a, b, d = controls.p_data, controls.p_g, controls.d
    top = float(best(a, b))
    high = float(integrand(top, a, b))
    parabola = high + float(curvature(top, a, b)) / 2 * (Y - top) ** 2
    low = high - 2.2 * (a + b)
    return Picture(
        (
            Reference("best", top, "D* = a/(a + b)", "x"),
            Line("parabola", Y, parabola, "theory", "second derivative at D*", "dashed", 1.5),
            Line("f", Y, integrand(Y, a, b), "discriminator", "a log y + b log(1 − y)"),
            Dots("best", np.array([top]), np.array([high]), "good", "maximum", "diamond", 11),
            Handle(
                "d",
                d,
                max(float(integrand(d, a, b)), low),
                "discriminator",
                "y, what D says at x",
                "x",
                (0.01, 0.0),
            ),
        ),
        (0, 1),
        (low, high + 0.12 * (high - low)),
        x_title="y = D(x)",
        y_title="nats",
        note=f"D* = {significant(top)}",
    )


def second_picture(controls: Integrand) -> Picture:
    """-a/y² - b/(1 - y)², and its value at D*."""
    a, b = controls.p_data, controls.p_g
    top = float(best(a, b))
    here, there = float(curvature(top, a, b)), float(curvature(controls.d, a, b))
    return Picture(
        (
            Reference("zero", 0.0, "0"),
            Reference("best", top, "", "x"),
            Line("f''", Y, curvature(Y, a, b), "discriminator", "−a/y² − b/(1 − y)²"),
            Dots("best", np.array([top]), np.array([here]), "good", "at D*", "diamond", 11),
            Dots("d", np.array([controls.d]), np.array([there]), "discriminator", "at y"),
        ),
        (0, 1),
        (min(5 * here, -10.0), 0.6 * -here),
        x_title="y = D(x)",
        y_title="nats",
        note=f"{significant(here)} at D*",
    )


def relief(controls: Integrand) -> Relief:
    """The surface over the axes that are chosen."""
    a, b, d = controls.p_data, controls.p_g, controls.d
    if controls.axes == "p_data and p_g":
        return _best_relief(controls)
    of_data = controls.axes == "p_data and D"
    here, other = (a, b) if of_data else (b, a)

    def height(density: Array | float, y: Array | float) -> Array:
        return integrand(y, density, other) if of_data else integrand(y, other, density)

    across, along = np.meshgrid(DENSITIES, GRID, indexing="ij")
    z = height(across, along)
    top = best(DENSITIES, other) if of_data else best(other, DENSITIES)
    ridge = np.stack([DENSITIES, top, height(DENSITIES, top)], axis=1)
    ridge[(top < GRID[0]) | (top > GRID[-1])] = np.nan
    slice_ = np.stack([np.full_like(GRID, here), GRID, height(here, GRID)], axis=1)
    seen = min(max(d, GRID[0]), GRID[-1])
    low = float(z.min())
    name = "p_data" if of_data else "p_g"
    return Relief(
        DENSITIES,
        GRID,
        z,
        (low, 0.0),
        (name, "D", "nats"),
        (
            Curve(ridge, "good", "ridge D*"),
            Curve(slice_, "text", f"at {name} = {significant(here, 3)}"),
        ),
        (Spot((here, seen, float(height(here, seen))), "discriminator", "y = D(x)"),),
        controls.azimuth,
        controls.elevation,
        f"{'p_g' if of_data else 'p_data'} = {significant(other, 3)}",
    )


def _best_relief(controls: Integrand) -> Relief:
    """D* over both densities: ½ where they are equal."""
    a, b = controls.p_data, controls.p_g
    across, along = np.meshgrid(DENSITIES, DENSITIES, indexing="ij")
    half = np.full_like(DENSITIES, 0.5)
    top = float(best(a, b))
    return Relief(
        DENSITIES,
        DENSITIES,
        best(across, along),
        (0.0, 1.0),
        ("p_data", "p_g", "D*"),
        (Curve(np.stack([DENSITIES, DENSITIES, half], axis=1), "good", "D* = ½: p_g = p_data"),),
        (Spot((a, b, top), "discriminator", "D* at x"),),
        controls.azimuth,
        controls.elevation,
        f"D* = {significant(top)}",
    )
