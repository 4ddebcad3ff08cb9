"""Pictures for frames, out of plain arrays, and plain arrays out of frames."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ganlab.games.shown.views import (
    HOME,
    Arrows,
    Bytes,
    Field,
    Floats,
    Images,
    Mesh,
    Picture,
    Points,
    Values,
    own,
)
from ganlab.lab.frame import Frame

Array = NDArray[Any]


def picture(view: str, array: Array) -> Picture:
    """The picture of one of the two-player game's views; of a mapping, see `mesh`."""
    if view in ("heatmap", "belief"):
        return Field(own(array), HOME)
    if view == "gradients":
        return Arrows(own(array))
    if view in ("d_real", "d_fake"):
        return Values(own(array))
    return Points(own(array))


def mesh(corners: Array, start: Array, mass: Array) -> Mesh:
    """(rows + 1, columns + 1, 2) corners twice, and (rows, columns) masses."""
    return Mesh(own(corners), own(start), own(mass))


def broken(view: Picture, spoil: Any) -> Picture:
    """The same picture with every array of floats (not a mesh's start) put through `spoil`."""
    match view:
        case Points():
            return Points(own(spoil(view.at)))
        case Field():
            return Field(own(spoil(view.values)), view.part)
        case Mesh():
            return Mesh(own(spoil(view.corners)), view.start, own(spoil(view.mass)))
        case Arrows():
            return Arrows(own(spoil(view.vectors)))
        case Values():
            return Values(own(spoil(view.numbers)))
        case Images():
            return view


def at(frame: Frame, view: str = "generated") -> Floats:
    """(n, 2) the points that a frame holds."""
    points = frame.picture(view, Points)
    assert points is not None
    return points.at


def values(frame: Frame, view: str = "heatmap") -> Floats:
    """(rows, columns) the field that a frame holds."""
    field = frame.picture(view, Field)
    assert field is not None
    return field.values


def numbers(frame: Frame, view: str) -> Floats:
    """(n,) the values that a frame holds."""
    found = frame.picture(view, Values)
    assert found is not None
    return found.numbers


def pixels(frame: Frame, view: str = "generated") -> Bytes:
    """(n, H, W) the images that a frame holds."""
    images = frame.picture(view, Images)
    assert images is not None
    return images.pixels


def arrays(picture: Picture) -> dict[str, Array]:
    """Every array of a picture, by the name of its field."""
    return {name: value for name, value in vars(picture).items() if isinstance(value, np.ndarray)}
