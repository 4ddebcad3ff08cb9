"""The two-player game in the plane: besides samples and mapping, what D says of every place."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from ganlab.data.sheet import SHEET_SEED as SEED
from ganlab.data.target import seen_by_networks
from ganlab.games.scenes.field import FINEST, cells, centres
from ganlab.games.scenes.generated import GeneratedPlane
from ganlab.games.scenes.scene import Taker
from ganlab.games.shown.views import HOME, Arrows, Field, Floats, Look, Rectangle, Values
from ganlab.games.two_player.scenes.arriving import arriving, lipschitz, logits
from ganlab.games.two_player.scenes.best import BestFields
from ganlab.games.two_player.scenes.opinions import Opinions
from ganlab.games.two_player.views import plane_views
from ganlab.gan.batches.noise import one_hot_rows
from ganlab.gan.scores import Scale
from ganlab.gan.trainer import Trainer

COARSE = 32
"""Cells a side of D over the whole plane; a line can afford more."""
REAL = 500
"""Real points that D is asked about."""
ARROWS = 150
"""Samples that show what they receive: the first of those that are shown."""


class PlaneScene:
    """The pictures of a game in one or two dimensions."""

    def __init__(self, trainer: Trainer) -> None:
        self._trainer = trainer
        self._plane = GeneratedPlane(trainer)
        self.views = plane_views(trainer.experiment)
        self.takers: dict[str, Taker] = {
            **self._plane.takers,
            "heatmap": self._heatmap,
            "belief": self._belief,
            "d_at": self._at_point,
            "best": lambda look: self._fields.best(look),
            "error": lambda look: self._fields.error(look),
            "ratio": lambda look: self._fields.ratio(look),
            "gradients": self._gradients,
            "lipschitz": lambda look: lipschitz(trainer),
            "d_real": lambda look: Values(self._told(look).of_real),
            "d_fake": lambda look: Values(self._told(look).of_generated),
            "logits": lambda look: logits(trainer, self._plane.samples(look)),
            "arriving": lambda look: arriving(trainer, self._plane.noise(look)),
        }
        self._grids: dict[str, tuple[object, Tensor]] = {}
        """By view: where its cells lie, networks' units, and for which look."""
        batch = trainer.target.sample(REAL, np.random.default_rng(SEED))
        real = torch.from_numpy(seen_by_networks(trainer.target, batch.rows)).to(trainer.device)
        if trainer.classes:
            labels = torch.from_numpy(trainer.target.told_labels(batch).astype(np.int64))
            real = torch.cat([real, one_hot_rows(labels.to(real.device), trainer.classes)], 1)
        self._real, self._look = real, Look()
        self._opinions = Opinions(trainer, self._real_ones, lambda: self._plane.samples(self._look))
        self._fields = BestFields(trainer, self._plane, self._opinions)

    @property
    def scale(self) -> Scale:
        """What the numbers of D run over that were taken last."""
        return self._opinions.scale

    def begin(self) -> None:
        """The networks may have moved on."""
        self._plane.begin()
        self._opinions.begin()
        self._fields.begin()

    def _heatmap(self, look: Look) -> Field:
        asked = len(self._plane.asked.classes(look.label))
        rows, columns = cells(look.part, look.fine, self._dimension, asked)
        return self._field("heatmap", look, look.part, rows, columns)

    def _belief(self, look: Look) -> Field:
        rows, columns = (1, FINEST) if self._dimension == 1 else (COARSE, COARSE)
        return self._field("belief", look, HOME, rows, columns)

    def _field(self, view: str, look: Look, part: Rectangle, rows: int, columns: int) -> Field:
        which = (part, look.equal_units, rows, columns)
        if view not in self._grids or self._grids[view][0] != which:
            places = centres(part, rows, columns, self._dimension)
            self._grids[view] = which, self._plane.units(look).from_view(places)
        numbers = self._anywhere(self._grids[view][1], look).reshape(rows, columns)
        numbers.flags.writeable = False
        return Field(numbers, part)

    def _at_point(self, look: Look) -> Values:
        assert look.pointed is not None
        place = np.array([look.pointed[: self._dimension]])
        return Values(self._anywhere(self._plane.units(look).from_view(place), look), look.pointed)

    @property
    def _dimension(self) -> int:
        return self._trainer.target.dimension

    def _gradients(self, look: Look) -> Arrows:
        fake = self._plane.samples(look)[:ARROWS]
        pull = self._trainer.pull(fake)
        return Arrows(self._plane.units(look).arrows(fake[:, : self._dimension], pull))

    def _told(self, look: Look) -> Opinions:
        """Of the class that is looked at, where the game is told any."""
        self._look = look
        return self._opinions

    def _real_ones(self) -> Tensor:
        """The real points, of one class where it is looked at."""
        one = self._plane.asked.one(self._look.label)
        if one is None:
            return self._real
        found = self._real[self._real[:, self._dimension + one] > 0]
        return found if len(found) else self._real

    def _anywhere(self, places: Tensor, look: Look) -> Floats:
        """D's number at (n, dimension) places; of a game that is told classes, for the one that is
        looked at, or the highest of all: where it would take a sample of any for real."""
        asked = self._plane.asked
        rows = [asked.of(places, label) for label in asked.classes(look.label)]
        return self._told(look).highest(rows)
