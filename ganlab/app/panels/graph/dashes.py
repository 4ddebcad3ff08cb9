"""The light that moves along the wires of the players whose turn it is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPen

from ganlab.app.look.theme import Theme
from ganlab.app.panels.graph.layout import Layout
from ganlab.app.panels.graph.still import Light

PERIOD = 8.0
"""Length of a dash and its gap, in widths of the line."""
WIDTH = 2.0
PHASES = 4
"""Places of the moving dashes; after so many steps all looks as before."""


def paint_dashes(painter: QPainter, theme: Theme, layout: Layout, light: Light, phase: int) -> None:
    """Dashes along the lit wires, at one of PHASES places; a wire that two turns use carries both
    colours."""
    for wire, path in layout.wires.items():
        lit = light.turns if wire in light.parts else ()
        turns = [turn for turn in lit if wire in turn.parts] or lit
        for i, turn in enumerate(turns):
            pen = QPen(theme.color(turn.colour), WIDTH)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            dash = PERIOD / 2 - 1 if len(turns) > 1 else PERIOD / 2
            pen.setDashPattern([dash, PERIOD - dash])
            pen.setDashOffset(i * PERIOD / 2 - phase * PERIOD / PHASES)
            painter.strokePath(path, pen)
        if turns:
            painter.fillPath(layout.arrows[wire], theme.color(turns[0].colour))
