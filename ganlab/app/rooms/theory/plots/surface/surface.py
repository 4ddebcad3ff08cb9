"""A surface that is turned with the mouse, as a card among the plots."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ganlab.app.look.theme import Theme
from ganlab.app.rooms.theory.plots.head import Head
from ganlab.app.rooms.theory.plots.marks import Dots, Line, Picture
from ganlab.app.rooms.theory.plots.painting import Brush
from ganlab.app.rooms.theory.plots.plot_card import PlotCard
from ganlab.app.rooms.theory.plots.surface.canvas import SurfaceCanvas
from ganlab.app.rooms.theory.plots.surface.relief import Relief


class Surface(PlotCard):
    """A card with a head and a surface that is turned by dragging, or by the arrow keys."""

    turned = Signal(float, float)
    """(azimuth, elevation) that is wanted, degrees."""
    settled = Signal()
    """It was let go."""

    def __init__(self, theme: Theme, title: str, about: str, parent: QWidget | None = None) -> None:
        """`about`: what it shows, in a sentence; its tooltip and description."""
        super().__init__(theme, parent)
        brush = Brush(theme)
        self.head, self.canvas = Head(theme, brush, title), SurfaceCanvas(theme, brush)
        about = f"{about} Drag it, or use the arrow keys, to turn it."
        self.fill(self.head, self.canvas, title, about)
        self.canvas.turned.connect(self.turned)
        self.canvas.settled.connect(self.settled)

    def show_relief(self, relief: Relief) -> None:
        """Show this from now on."""
        none = np.empty(0)
        lines = (Line(c.title, none, none, c.colour, c.title, c.dash) for c in relief.curves)
        dots = (Dots(s.title, none, none, s.colour, s.title, size=8.0) for s in relief.spots)
        self.head.show_picture(Picture((*lines, *dots), (0, 1), (0, 1), note=relief.note))
        self.canvas.show_relief(relief)
