"""A game as a graph: boxes on a grid, and the wires between their ports.

Nothing is laid out by itself: a game says in which column a box stands, boxes of one column stand
one above another, and a wire runs straight or has one bend. Columns are at most 7, and boxes of a
column at most 3.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Literal

from ganlab.experiment import Experiment
from ganlab.games.columns import Marker
from ganlab.games.turns import Part
from ganlab.values import dataclass

MOST_COLUMNS, MOST_ROWS = 7, 3

Shape = Literal["small", "tall", "row", "wide", "figure", "note"]
"""Small and tall ones stand alone in their column, with a name above and a line of text below. Row
and wide ones stand in rows; so does a figure, which has no frame. A note is one more line of text
under another box."""
MOST_LETTERS = 16
"""Of a note, which may not push columns apart."""
Side = Literal["above", "left", "right", "inside"]


@dataclass(frozen=True)
class Box:
    """One thing of a game that is made, judged or measured."""

    name: str
    """As stages and wires call it."""
    title: str
    colour: str
    """Of the palette."""
    column: int
    shape: Shape
    about: str
    """Tooltip: what it is, in a sentence or two."""
    side: Side = "above"
    """Where its title stands; those beside it take room from the wires there."""
    detail: str = ""
    """The line under it."""
    view: str = ""
    """The view whose picture is in it; "real": samples of the data; "": its `words` are."""
    opinion: str = ""
    """The view whose values colour the borders of its images."""
    extent: float = 1.25
    """Half the side of the square of the plane that it shows, view units."""
    marker: Marker = "disc"
    """Of points in it."""
    least: int = 4
    """Images at least that are shown of those that there are."""
    words: str = ""
    """Where there is no room for them, the box's name stands there."""
    measure: str = ""
    """The column that tells of it: a figure shows its value; a click brings its curve."""
    reference: float | None = None
    """Half of a figure's bar; None: it has no bar."""
    settings: str = ""
    """The dotted field, or the group of fields, that a click opens where there is no curve."""
    under: str = ""
    """The box of its column that a note stands under."""


@dataclass(frozen=True)
class Wire:
    """What goes from one box to another."""

    source: str
    target: str
    leaves: float = 0.0
    arrives: float = 0.0
    """Where its ports lie on either box, below the middle, in widths between two wires. A wire
    whose end is tall enough to reach the other port runs straight to it."""
    gradient: bool = False
    """Whether the gradient comes back along it."""
    turn: float = 0.55
    """Where it bends if it must, as a share of its way across."""


@dataclass(frozen=True)
class Graph:
    """All of it, boxes from left to right and from top to bottom."""

    boxes: tuple[Box, ...]
    wires: tuple[Wire, ...]
    gaps: tuple[tuple[float, float], ...]
    """Of the room between two columns: its share of all of it, and the least it needs, pixels."""
    about: str
    """What goes on in it, one sentence for a screen reader."""

    def __post_init__(self) -> None:
        """Raises ValueError for one that cannot be laid out."""
        columns = [box.column for box in self.boxes]
        names = self.by_name
        sound = (
            columns == sorted(columns)
            and set(columns) == set(range(len(self.gaps) + 1))
            and len(self.gaps) < MOST_COLUMNS
            and max(map(columns.count, columns)) <= MOST_ROWS
            and all((box.shape == "note") == (box.under in names) for box in self.boxes)
            and len(names) == len(columns)
            and all({wire.source, wire.target} <= names.keys() for wire in self.wires)
        )
        if not sound:
            raise ValueError("the boxes and wires of this graph do not fit its grid")

    @cached_property
    def by_name(self) -> dict[str, Box]:
        """Its boxes by their names."""
        return {box.name: box for box in self.boxes}

    @cached_property
    def parts(self) -> frozenset[Part]:
        """Boxes, wires, and the ways back of gradients, as stages name them."""
        there = {(wire.source, wire.target) for wire in self.wires}
        back = {(wire.target, wire.source) for wire in self.wires if wire.gradient}
        return frozenset({*(box.name for box in self.boxes if not box.under), *there, *back})


def note(name: str, under: Box, about: str, told: Sequence[str], settings: str) -> tuple[Box, ...]:
    """What is set of a network, each thing in a few words, as a line under its box: as much as
    there is room for; no line where nothing is set."""
    if not told:
        return ()
    shown = ", ".join(told)
    if len(shown) > MOST_LETTERS and len(told) > 1:
        shown = f"{told[0]}, +{len(told) - 1}"
    about = f"{about}: {', '.join(told)}."
    return (
        Box(name, name, "muted", under.column, "note", about, detail=shown, settings=settings,
            under=under.name),
    )  # fmt: skip


NOISE_EXTENT = {"gaussian": 2.8, "uniform": 1.15}
"""Half the side of the square of noise that is shown, noise units."""


def noise_box(experiment: Experiment) -> Box:
    """p_z, in the first column."""
    noise = experiment.noise
    return Box(
        "noise",
        "noise z",
        "muted",
        0,
        "small",
        "Noise z: the numbers that the generator is fed, drawn afresh for each minibatch.",
        detail=f"{'Gaussian' if noise.kind == 'gaussian' else 'uniform'}, {noise.dimension}-D",
        view="noise",
        extent=NOISE_EXTENT[noise.kind],
        settings="noise",
    )


def real_box(column: int = 2) -> Box:
    """The samples of the data, in that column."""
    return Box(
        "real",
        "real x",
        "real",
        column,
        "row",
        "Real samples x, drawn from the target distribution.",
        side="right",
        view="real",
        settings="data",
    )


def generated_box(settings: str, column: int = 2) -> Box:
    """The samples that the generator of these settings makes."""
    return Box(
        "generated",
        "G(z)",
        "generated",
        column,
        "row",
        "Generated samples G(z): what the generator makes of the noise.",
        side="right",
        view="generated",
        marker="diamond",
        settings=settings,
    )
