"""The two-player game in the plane: besides samples and mapping, what D says of every place."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ganlab.data.sheet import SHEET_SEED as SEED
from ganlab.data.target import seen_by_networks
from ganlab.games.scenes.generated import GeneratedPlane
from ganlab.games.scenes.ruler import Ruler
from ganlab.games.scenes.scene import Taker
from ganlab.games.two_player.views import plane_views
from ganlab.games.views import Arrows, Field, Floats, Look, Rectangle, Values, own
from ganlab.gan.scores import Scale
from ganlab.gan.trainer import Trainer

CELLS = 100
"""Cells a side of the heatmap."""
REAL = 500
"""Real points that D is asked about."""
ARROWS = 150
"""Samples that show what they receive: the first of those that are shown."""


class PlaneScene:
    """The pictures of a game in one or two dimensions."""

    def __init__(self, trainer: Trainer) -> None:
        self._trainer, self._ruler = trainer, Ruler()
        self._plane = GeneratedPlane(trainer)
        self.views = plane_views(trainer.experiment)
        self.takers: dict[str, Taker] = {
            **self._plane.takers,
            "heatmap": self._heatmap,
            "gradients": self._gradients,
            "d_real": lambda look: self._values(self._real),
            "d_fake": lambda look: self._values(self._plane.samples),
        }
        self._cells: tuple[object, Tensor] = None, torch.empty(0)
        rng = np.random.default_rng(SEED)
        real = seen_by_networks(trainer.target, trainer.target.sample(REAL, rng).rows)
        self._real = torch.from_numpy(real).to(trainer.device)

    @property
    def scale(self) -> Scale:
        """What the numbers of D run over that were taken last."""
        return self._ruler.scale(self._trainer.score)

    def begin(self) -> None:
        """The networks may have moved on."""
        self._plane.begin()
        self._ruler.begin()

    def _heatmap(self, look: Look) -> Field:
        rows, columns = CELLS, CELLS
        if self._trainer.target.dimension == 1:
            rows = 1
        which = (look.part, look.equal_units, rows, columns)
        if which != self._cells[0]:
            centres = self._centres(look.part, rows, columns)
            self._cells = which, self._plane.units(look).from_view(centres)
        numbers = self._trainer.opinion(self._cells[1]).cpu().numpy()
        return Field(own(numbers.reshape(rows, columns)), look.part)

    def _centres(self, part: Rectangle, rows: int, columns: int) -> NDArray[np.float64]:
        """(rows columns, 2) centres of the cells, row by row from below; (columns, 1) in one
        dimension."""
        x, y = part.centres(rows, columns)
        if self._trainer.target.dimension == 1:
            return x[:, None]
        across, up = np.meshgrid(x, y)
        return np.column_stack([across.ravel(), up.ravel()])

    def _gradients(self, look: Look) -> Arrows:
        fake = self._plane.samples[:ARROWS]
        return Arrows(self._plane.units(look).arrows(fake, self._trainer.pull(fake)))

    def _values(self, points: Tensor) -> Values:
        numbers: Floats = own(self._trainer.opinion(points).cpu().numpy())
        self._ruler.look(self._trainer.score, numbers)
        return Values(numbers)
