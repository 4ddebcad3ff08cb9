"""A plot of a bench: a card with a head (title, legend, figure) and a canvas under it."""

from __future__ import annotations

from PySide6.QtCore import Signal

from ganlab.app.look.theme import Theme
from ganlab.app.rooms.theory.plots.canvas import Canvas
from ganlab.app.rooms.theory.plots.ground import Margins
from ganlab.app.rooms.theory.plots.head import Head
from ganlab.app.rooms.theory.plots.marks import Picture
from ganlab.app.rooms.theory.plots.painting import Brush
from ganlab.app.rooms.theory.plots.plot_card import PlotCard
from ganlab.app.rooms.theory.plots.scale import Scale


class Plot(PlotCard):
    """Paints one Picture. Everything it shows can be read under the mouse, or with the arrow keys;
    handles are dragged, or moved by the arrow keys once Tab has reached them.

    `show` costs little: what is painted is painted once an event loop comes around, the ground
    (grid, numbers) only when ranges, ticks or size have changed. A picture that follows a drag
    should have as many points as pixels, 200 to 400 a curve. While a handle is dragged the axes
    along which it moves stay as they are, so that the picture may choose its ranges freely.
    """

    dragged = Signal(str, float, float)
    """(name, x, y): where a handle is wanted, units of the plot, within its axes."""
    dropped = Signal(str)
    """The handle of that name was let go, by the mouse or the key: settle what was dragged."""
    drawn = Signal(object, object)
    """(x, y), each (n,): a stroke in units, as it was drawn, n at least 1; see `set_drawing`."""
    hovered = Signal(object)
    """The x under the mouse, a float; None once it has left."""

    def __init__(self, theme: Theme, title: str, about: str, margins: Margins = (0.0, 4.0)) -> None:
        """`about`: what it shows, in a sentence; its tooltip and description. `margins`: as those
        of the plots that it stands over or under (`STACKED`)."""
        super().__init__(theme)
        brush = Brush(theme)
        self.head, self.canvas = Head(theme, brush, title), Canvas(theme, brush, margins)
        self.fill(self.head, self.canvas, title, about)
        self.canvas.dragged.connect(self.dragged)
        self.canvas.dropped.connect(self.dropped)
        self.canvas.drawn.connect(self.drawn)
        self.canvas.hovered.connect(self.hovered)

    @property
    def picture(self) -> Picture:
        """What it shows."""
        return self.canvas.picture

    @property
    def scale(self) -> Scale:
        """Where units lie, pixels of the canvas."""
        return self.canvas.scale

    def show_picture(self, picture: Picture) -> None:
        """Show this from now on; marks of the same name are the same thing moved."""
        self.head.show_picture(picture)
        self.canvas.show_picture(picture)

    def set_title(self, title: str) -> None:
        """Another title in the head."""
        self.head.set_title(title)
        self.canvas.setAccessibleName(title)

    def set_drawing(self, drawing: bool) -> None:
        """Whether the mouse draws: each stroke is told by `drawn` when it ends. The arrow keys draw
        from a pen in the middle."""
        self.canvas.set_drawing(drawing)
