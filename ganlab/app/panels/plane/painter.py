"""What a painter of the plane draws from, and what every one of them does."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ganlab.app.items.plane import strip
from ganlab.app.items.plane.layer import Array, LayerItem
from ganlab.app.items.plane.scatter import Scatter
from ganlab.app.look.theme import Theme
from ganlab.data import Target
from ganlab.games.shown.views import HOME, Picture, Points, Rectangle, Values, View
from ganlab.gan.scores import UNIT, Scale
from ganlab.lab.frame import P


@dataclass
class Shown:
    """What there is to draw from."""

    pictures: dict[str, Picture] = field(default_factory=dict)
    """The newest of each view."""
    target: Target | None = None
    equal: bool | None = None
    """Of which view of the target, see `plane_view`."""
    part: Rectangle = HOME
    """What is on the screen."""
    scale: Scale = UNIT
    by_class: bool = False
    """Whether classes are told apart."""
    label: int | None = None
    """The class that is looked at, a place among the target's `told_names`; None: all."""
    phase: float = 1.0
    """Of the way from noise to image: 0 shows the noise itself."""

    @property
    def flat(self) -> bool:
        """Whether the game is one in one dimension, which has a layout of its own."""
        return self.target is not None and self.target.dimension == 1

    def picture(self, view: str, kind: type[P]) -> P | None:
        """The newest picture of a view."""
        found = self.pictures.get(view)
        return found if isinstance(found, kind) else None

    def generated(self, view: View, edges: NDArray[np.float64]) -> Array | None:
        """(m,) p_g, per unit of the view, in cells between (m + 1,) edges, as far as it is in the
        pictures that `view` needs: exact from G at the knots of its noise, else estimated from
        samples. None where it is not known."""
        for name in view.needs:
            picture = self.pictures.get(name)
            if isinstance(picture, Values) and view.noise is not None:
                return strip.density_of_map(picture.numbers, view.noise, edges)
            if isinstance(picture, Points):
                return strip.density_of_samples(picture.at[:, 0], edges)
        return None

    def on_the_way(self, start: Array | None, image: Array) -> Array:
        """Where something is between its start and its end."""
        if self.phase >= 1 or start is None or start.shape != image.shape:
            return image
        return start + self.phase * (image - start)


class Painter(ABC):
    """Draws one view with an item."""

    item: LayerItem | Scatter

    def __init__(self, view: View) -> None:
        self.view = view

    @abstractmethod
    def draw(self, shown: Shown) -> None:
        """Take the newest picture into the item."""

    @abstractmethod
    def restyle(self, theme: Theme) -> None:
        """Take the colours of a theme."""
