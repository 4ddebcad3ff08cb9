"""The picture of the tiny bench."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtWidgets import QVBoxLayout

from ganlab.app.rooms.theory.plots.marks import Handle, Line, Picture
from ganlab.app.rooms.theory.plots.plot import Plot
from ganlab.app.rooms.theory.view import BenchView, Desk
from ganlab.theory.bench import Results
from tests.app.theory.tiny import Tiny


def picture(controls: Tiny) -> Picture:
    """The density and its mean."""
    x = np.linspace(-5, 5, 200)
    y = np.exp(-((x - controls.mean) ** 2) / 2)
    density = Line("p", x, y, "real", "p")
    mean = Handle("mean", controls.mean, 0.5, "real", "The mean of p", moves="x")
    return Picture((density, mean), (-5, 5), (0, 1.1), note=f"mean {controls.mean:.2f}")


class View(BenchView):
    """One plot."""

    FORM = ("copies",)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.entered = 0
        self.shows = 0
        self.plot = Plot(desk.theme, "Density", "The density of p")
        self.plot.dragged.connect(lambda _, x, __: desk.set({"mean": x}, settled=False))
        self.plot.dropped.connect(lambda _: desk.settle())
        QVBoxLayout(self).addWidget(self.plot)

    def show_state(self, controls: Any, results: Results) -> None:
        """The density."""
        self.shows += 1
        self.plot.show_picture(picture(controls))

    @staticmethod
    def thumbnail(controls: Any) -> Picture:
        """The density."""
        return picture(controls)

    def enter(self) -> None:
        """Count."""
        self.entered += 1

    def leave(self) -> None:
        """Count."""
        self.entered -= 1
