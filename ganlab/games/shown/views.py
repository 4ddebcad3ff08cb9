"""What can be seen of a game: pictures of a few kinds, and any number of views by name.

A game says which views it has, and paints them in numbers; whoever draws knows the kinds only.
Pictures own their arrays, which are read-only, float32 or, for pixels, uint8. Points of the plane
are (n, 2) in *view* units; of a game in one dimension the second coordinate is 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ganlab.document.players import NoiseName
from ganlab.gan.scores import Scale
from ganlab.values import dataclass

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]

PictureKind = Literal["points", "field", "mesh", "arrows", "images", "values", "curves"]
Mark = Literal["disc", "diamond"]

Best = Callable[[NDArray[Any]], NDArray[Any]]
"""log p_data/p_g, any shape -> the number of the best D there."""

EXTENT = 1.25
"""Half the side of the square of the plane that is shown at first, view units."""
SAMPLES = 500
"""Generated points that are shown; their noise stays the same from frame to frame."""
DENSITY_COUNT, DENSITY_MOVING = 8000, 4000
"""Generated points behind the lines of equal density; and while training moves these."""


DENSITY = (
    "Lines of equal density: the smallest regions that hold 25, 50, 75 and 95 % of the target, in "
    f"blue, and of what the generator makes (of {DENSITY_COUNT:,} samples, {DENSITY_MOVING:,} "
    "while they move), in orange; of lines that would touch, as around narrow modes, only the "
    "outer one."
)


# --- where one looks ---


@dataclass(frozen=True)
class Rectangle:
    """A part of the plane, view units."""

    left: float
    bottom: float
    width: float
    height: float

    def centres(self, rows: int, columns: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The x (columns,) and the y (rows,) of the centres of so many cells, y upwards."""
        x = self.left + (np.arange(columns) + 0.5) / columns * self.width
        return x, self.bottom + (np.arange(rows) + 0.5) / rows * self.height


HOME = Rectangle(-EXTENT, -EXTENT, 2 * EXTENT, 2 * EXTENT)


@dataclass(frozen=True)
class Look:
    """How the plane is looked at, which decides what its pictures hold."""

    part: Rectangle = HOME
    """What is on the screen."""
    pointed: tuple[float, float] | None = None
    """The place that a person asks about, view units; None: none."""
    equal_units: bool | None = None
    """Whether both axes have the same scale: see `ganlab.data.target.plane_view`."""
    label: int | None = None
    """Of a conditional game, the class that is looked at, a place among the target's `told_names`;
    None: all."""
    fine: bool = True
    """Whether there is time: nothing moves."""


# --- pictures ---


@dataclass(frozen=True)
class Points:
    """Places in the plane."""

    at: Floats
    """(n, 2)"""
    labels: Bytes | None = None
    """(n,) the class that each was asked for, a place among the target's `told_names`; None where
    none was."""


@dataclass(frozen=True)
class Field:
    """A number at every place of a part of the plane."""

    values: Floats
    """(rows, columns) at the centres of the cells, row 0 the lowest; one row: the same at every
    height, a game in one dimension."""
    part: Rectangle
    scale: Scale | None = None
    """What they run over; None: the same as all of the frame's."""


@dataclass(frozen=True)
class Mesh:
    """The image of a grid."""

    corners: Floats
    """(rows + 1, columns + 1, 2) where its corners come to lie; one row of them for a line."""
    start: Floats
    """The same shape: where they come from, scaled into the view."""
    mass: Floats
    """(rows, columns) probability of each cell; sums to at most 1."""


@dataclass(frozen=True)
class Arrows:
    """Places, and what pulls at them."""

    vectors: Floats
    """(m, 4) x, y and a direction, per unit of the view: not normalised."""


@dataclass(frozen=True)
class Images:
    """Images of one size."""

    pixels: Bytes
    """(n, height, width)"""


@dataclass(frozen=True)
class Values:
    """A number of each of several samples, or of one place."""

    numbers: Floats
    """(n,); none where they cannot be known."""
    at: tuple[float, float] | None = None
    """The place that they are of, where they are of one."""


Picture = Points | Field | Mesh | Arrows | Images | Values


# --- views ---


@dataclass(frozen=True)
class View:
    """One thing to be seen of a game."""

    name: str
    kind: PictureKind
    share: float = 0.0
    """Share of the time that taking it may cost while training runs as fast as it can. 0: it costs
    nothing, as the window draws it from the data, or from the pictures it `needs`."""
    between: bool = False
    """Whether it is also taken between two beats (see lab/scenes/camera.py)."""
    still: bool = False
    """Whether it stays the same through a whole run."""
    whole: bool = False
    """Of a field: whether it is always of the whole plane, and coarse, as for a small picture."""
    at_point: bool = False
    """Whether it is of the place that is pointed at, and is read beside it."""
    needs: tuple[str, ...] = ()
    """The views it is drawn from, where it is not taken itself."""
    start: str = ""
    """Of points: the view of where they come from, for the way from there."""

    label: str = ""
    """On its switch; "": it has none."""
    about: str = ""
    """What it shows, in a sentence or two for a person."""
    on_at_first: bool = False
    alone: bool = False
    """Whether it takes turns with others that are so, on one chip."""
    density: bool = False
    """Whether its numbers are densities, per unit of the data."""
    caption: str = ""
    """Over a sheet of images, or before a number: what it shows, in a word or two."""
    of: str = ""
    """The view whose samples it tells something of."""
    missing: str = ""
    """Why it cannot be shown as things are set, in a sentence; "": it can."""
    colour: str = "text"
    """A colour of the palette."""
    mark: Mark = "disc"
    hollow: bool = False
    best: Best | None = None
    """Of D's number: the best that could be said."""
    floats: bool = False
    """Whether that is so but for a constant."""
    noise: NoiseName | None = None
    """Of what is drawn from G at the knots of one-dimensional noise: which noise it is."""
    depth: int = 0
    """The higher, the nearer to who looks; points, all of one depth, take turns."""

    @property
    def taken(self) -> bool:
        """Whether it is a picture in a frame."""
        return self.share > 0 or self.still

    @property
    def painted(self) -> tuple[object, ...]:
        """What of it decides what it is painted with."""
        look = self.colour, self.mark, self.hollow, self.depth
        drawn_from = self.needs, self.noise, self.best, self.floats
        return self.name, self.kind, self.taken, bool(self.label), *look, *drawn_from

    def seen(self, look: Look) -> tuple[object, ...]:
        """What of a look its picture depends on."""
        if self.kind == "images":
            return ()
        if self.kind == "field" and not self.whole:
            return look.equal_units, look.label, look.part
        return look.equal_units, look.label, look.pointed if self.at_point else None


def chips(views: Iterable[View]) -> tuple[tuple[View, ...], ...]:
    """Those that a person can switch on and off, by the chip that does, in their order; those that
    take turns are on the chip of the first of them."""
    found: dict[str, tuple[View, ...]] = {}
    for view in views:
        if view.label:
            chip = "" if view.alone else view.name
            found[chip] = (*found.get(chip, ()), view)
    return tuple(found.values())


def on_the_way(views: Iterable[View]) -> frozenset[str]:
    """Those that show how noise becomes samples: the mesh, and the first points that say where they
    start. Empty where there is no such way."""
    views = tuple(views)
    points = [view.name for view in views if view.start][:1]
    meshes = [view.name for view in views if view.kind == "mesh"]
    return frozenset((*points, *meshes) if points else ())


def asked_of(views: Iterable[View], shown: Iterable[str]) -> frozenset[str]:
    """The pictures that are needed to draw the views of these names."""
    known, names = {view.name: view for view in views}, set(shown)
    drawn = [known[name] for name in names if name in known]
    needed = {name for view in drawn for name in view.needs}
    return frozenset(needed | {view.name for view in drawn if view.taken})


def own(array: NDArray[Any]) -> Floats:
    """A contiguous, read-only float32 copy."""
    owned = np.array(array, dtype=np.float32, order="C")
    owned.flags.writeable = False
    return owned
