"""The kinds of things a plot of a bench can show. No Qt: what is seen, not how it is painted.

A mark has a name: the same name in the next picture is the same thing moved, so that its item is
kept; names that a person reads (legend, hover) are the `title`. Colours are roles of the palette.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ganlab.data.target import Array

Colour = Literal["real", "generated", "discriminator", "good", "theory", "text", "muted"]
"""real: p_data or p. generated: p_g or q. theory: grey, what is exact."""
Dash = Literal["solid", "dashed", "dotted"]
Shape = Literal["disc", "diamond", "cross", "ring"]


@dataclass(frozen=True, eq=False)
class Line:
    """y over x, both (n,); NaN breaks it. Hovering reads its value."""

    name: str
    x: Array
    y: Array
    colour: Colour
    title: str = ""
    """In the legend and under the mouse; "" says nothing."""
    dash: Dash = "solid"
    width: float = 2.0
    alpha: float = 1.0
    joined: bool = True
    """Whether its joints are seen; False where dots cover them: lines that cross one another often
    take forty times as long in one piece."""


@dataclass(frozen=True, eq=False)
class Area:
    """Between `low` and `high` over x, all (n,)."""

    name: str
    x: Array
    low: Array
    high: Array
    colour: Colour
    title: str = ""
    alpha: float = 0.2


@dataclass(frozen=True, eq=False)
class Bars:
    """A histogram: heights (n,) between edges (n + 1,)."""

    name: str
    edges: Array
    heights: Array
    colour: Colour
    title: str = ""
    alpha: float = 0.35


@dataclass(frozen=True, eq=False)
class Dots:
    """Points x, y, both (n,)."""

    name: str
    x: Array
    y: Array
    colour: Colour
    title: str = ""
    shape: Shape = "disc"
    size: float = 7.0
    """Pixels."""
    alpha: float = 1.0


@dataclass(frozen=True, eq=False)
class Segments:
    """Lines of two points each: x and y (n, 2)."""

    name: str
    x: Array
    y: Array
    colour: Colour
    title: str = ""
    width: float = 1.0
    alpha: float = 0.5


@dataclass(frozen=True, eq=False)
class Arrows:
    """From (x, y) by (u, v), all (n,), in the plot's units."""

    name: str
    x: Array
    y: Array
    u: Array
    v: Array
    colour: Colour
    title: str = ""
    alpha: float = 0.7


@dataclass(frozen=True, eq=False)
class Field:
    """values (rows, columns), row 0 at the bottom, over the rectangle (left, bottom, right, top).
    Diverging: orange below, blue above the middle of `levels`; else from the ground to a colour."""

    name: str
    values: NDArray[np.floating]
    rectangle: tuple[float, float, float, float]
    levels: tuple[float, float]
    diverging: bool = True
    colour: Colour = "theory"
    title: str = ""


@dataclass(frozen=True, eq=False)
class Reference:
    """A dashed grey line across the whole plot, with its name at its end."""

    name: str
    value: float
    title: str = ""
    axis: Literal["x", "y"] = "y"
    """"y": a level; "x": a place."""


@dataclass(frozen=True, eq=False)
class Label:
    """Words at a place of the plot."""

    name: str
    x: float
    y: float
    text: str
    colour: Colour = "muted"


@dataclass(frozen=True, eq=False)
class Handle:
    """Something that can be dragged, and moved by the arrow keys once it has the focus."""

    name: str
    x: float
    y: float
    colour: Colour
    about: str = ""
    """Its tooltip and its name for screen readers: "The mean of p"."""
    moves: Literal["x", "y", "xy"] = "xy"
    step: tuple[float, float] = (0.0, 0.0)
    """What an arrow key moves it by; 0: a fiftieth of the axis."""


Mark = Line | Area | Bars | Dots | Segments | Arrows | Field | Reference | Label | Handle


@dataclass(frozen=True, eq=False)
class Picture:
    """All that one plot shows at one moment."""

    marks: tuple[Mark, ...]
    x: tuple[float, float]
    """The range of the axis."""
    y: tuple[float, float]
    x_title: str = ""
    y_title: str = ""
    equal: bool = False
    """One unit is as long on both axes."""
    log_x: bool = False
    log_y: bool = False
    """A logarithmic axis; ranges and values are those before the logarithm, above 0."""
    note: str = ""
    """A figure at the right of the plot's head."""
    ticks_x: tuple[tuple[float, str], ...] = field(default=())
    """Places with names instead of numbers; empty: chosen by the plot."""
    blank: bool = False
    """Without axes: there is nothing to be read yet, only words."""
