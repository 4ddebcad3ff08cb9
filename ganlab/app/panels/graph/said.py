"""What the boxes of the overview say of themselves."""

from __future__ import annotations

from ganlab.figures import figure
from ganlab.games.shown.graph import Box


def about(box: Box, figures: dict[str, float]) -> str:
    """What a box is, how it is now (`figures`, by column), and where a click on it leads."""
    said = [box.about, "" if box.under else box.detail]
    if box.measure in figures:
        now = figure(figures[box.measure])
        if box.reference is not None:
            now += f"; half a bar is {figure(box.reference)}"
        said.append(now)
    said.append(leads(box))
    return "\n".join(filter(None, said))


def leads(box: Box) -> str:
    """Where a click on a box goes, in words; "" where it goes nowhere."""
    if box.measure:
        return "Click: its curve."
    return "Click: its settings." if box.settings else ""
