"""D beside the best D, and the ratio of densities that D tells: fields over the plane."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from ganlab.data.target import plane_view
from ganlab.games.scenes import density_field
from ganlab.games.scenes.field import cells, centres
from ganlab.games.scenes.generated import GeneratedPlane
from ganlab.games.shown.views import Field, Look, own
from ganlab.games.two_player.scenes.opinions import Opinions
from ganlab.games.two_player.views import best_d, exact_density
from ganlab.gan.penalties.effect import in_effect
from ganlab.gan.penalties.smoothing import unsmoothed
from ganlab.gan.scores import UNIT, Scale
from ganlab.gan.trainer import Trainer

Array = NDArray[np.float64]

NOTHING, SOMETHING = 1e-9, 1e-7
"""Of the highest density: where both are below, no sample ever lies. Nothing is said below the
first, and all above the second; between them it fades."""
FINER = 2
"""Places a side of a cell at which densities are known of a game that stands still: edges of p_g
are sharp."""
TAIL = 6.5
"""Standard deviations of noise that are followed: where it is so rare there is nothing."""
BOTH = 1e-3
"""Of the highest density: where both are above, D has seen samples of either."""
FARTHEST = 1e30
"""What stands for a best number that is infinite."""
_FADED, _CLEAR = np.log(NOTHING), np.log(SOMETHING)
RATIO = 3.0
"""Log ratio that is shown at least, to either side: 20 times as likely, or as unlikely."""


class BestFields:
    """Of the networks as they are at a moment."""

    def __init__(self, trainer: Trainer, plane: GeneratedPlane, opinions: Opinions) -> None:
        self._trainer, self._plane, self._opinions = trainer, plane, opinions
        self._data: dict[int | None, Array] = {}
        """log p_data by class, per unit of the view."""
        self._of: object = None
        """For which look."""
        self.begin()

    def begin(self) -> None:
        """The networks may have moved on."""
        self._known: dict[tuple[Look, int | None], tuple[Array, Array]] = {}

    def best(self, look: Look) -> Field:
        """What the best D against this generator says; neutral where there is nothing."""
        if not self._exists:
            return self._nothing(look)
        best, sure = self._best(look)
        neutral = self._opinions.neutral
        return Field(own(neutral + sure * (best - neutral)), look.part)

    def error(self, look: Look) -> Field:
        """By how much D says more than that."""
        if not self._exists:
            return self._nothing(look)
        best, sure = self._best(look)
        both = self._both(look)
        said = self._opinions.highest(self._rows(look)).reshape(best.shape)
        wrong = sure * (said - best)
        score = self._trainer.score
        reach = max(score.scale.below, score.scale.above)
        if not score.bounded and both.any():  # elsewhere the best may be infinite
            reach = max(reach, float(np.quantile(np.abs(wrong[both]), 0.98)))
        return Field(own(wrong), look.part, Scale(0.0, reach, reach))

    def ratio(self, look: Look) -> Field:
        """log p_data/p_g as D tells it; D may not know p_data, and need not."""
        objective, shape = self._trainer.objective, self._shape(look)
        if objective.log_ratio is None:
            return self._nothing(look)
        told = np.stack([self._logits(part) for part in self._rows(look)]).max(axis=0)
        if objective.score.floating:  # so that the ratio is 1 on average over what G makes
            made = self._logits(self._plane.samples(look))
            told = told - np.logaddexp.reduce(made) + np.log(len(made))
        smoothing = in_effect(self._trainer.settings, images=False).smoothing
        if smoothing:
            told = unsmoothed(told, smoothing, objective.score.bounded)
        ratio = objective.log_ratio(told) / self._trainer.settings.pack
        reach = max(RATIO, float(np.nanquantile(np.abs(ratio), 0.9)))
        return Field(own(ratio.reshape(shape)), look.part, Scale(0.0, reach, reach))

    # --- inside ---

    @property
    def _exists(self) -> bool:
        """Whether there is a best D: the objective may have become another since it was asked for,
        for a moment."""
        game = self._trainer
        return game.objective.best is not None and game.experiment.data.has_density

    def _nothing(self, look: Look) -> Field:
        return Field(own(np.full(self._shape(look), 0.5)), look.part, UNIT)

    def _best(self, look: Look) -> tuple[Array, Array]:
        """What the best D says in each cell, and how much is to be said there, from 0 to 1; of
        several classes the highest, as of D itself."""
        said, sure = zip(
            *(self._of_class(look, label) for label in self._classes(look)), strict=True
        )
        best = np.where(np.array(sure) > 0, said, -np.inf).max(axis=0)
        whole: Array = np.max(sure, axis=0)
        return np.where(whole > 0, best, 0.0), whole

    def _of_class(self, look: Look, label: int | None) -> tuple[Array, Array]:
        """The same of one class."""
        game, score = self._trainer.settings, self._trainer.score
        best = best_d(game)
        assert best is not None
        p, q = self._densities(look, label)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            there = np.log((p + q) / max(float((p + q).max()), 1e-300))
            said = best(np.log(p) - np.log(q))
        sure = np.clip((there - _FADED) / (_CLEAR - _FADED), 0.0, 1.0)
        if score.floating:  # its mean over real and generated is that of D
            known = (sure > 0) & np.isfinite(said)
            mean = (said * (p + q))[known].sum() / (p + q)[known].sum()
            said = said + self._opinions.neutral - mean
        said = np.where(sure > 0, np.clip(said, -FARTHEST, FARTHEST), 0.0)
        whole = self._whole(sure, look)
        return self._whole(sure * said, look) / np.maximum(whole, 1e-12), whole

    def _whole(self, finely: Array, look: Look) -> Array:
        """The means in cells of what is known at several places of each."""
        rows, columns = self._shape(look)
        parts = finely.reshape(rows, len(finely) // rows, columns, -1)
        return np.asarray(parts.mean(axis=(1, 3)))

    def _classes(self, look: Look) -> tuple[int | None, ...]:
        return self._plane.asked.classes(look.label)

    def _densities(self, look: Look, label: int | None) -> tuple[Array, Array]:
        """p_data and p_g, of a class if one is given, at one or at several places of each cell, per
        unit of the view."""
        if (look, label) not in self._known:
            of_data, made = self._of_data(look, label), self._of_generated(look, label)
            self._known[look, label] = np.exp(of_data), made
        return self._known[look, label]

    def _of_data(self, look: Look, label: int | None) -> Array:
        which = id(self._trainer.target), look.part, look.equal_units, look.fine
        if self._of != which:
            self._of, self._data = which, {}
        shape = self._places(look)
        if label not in self._data or self._data[label].shape != shape:
            target = self._trainer.target
            view = plane_view(target, look.equal_units)
            places = centres(look.part, *shape, target.dimension)
            known = target.log_density(view.inverse(places), label)
            assert known is not None
            unit = np.log(np.broadcast_to(view.scales, target.dimension)).sum()
            self._data[label] = (known + unit).reshape(shape)
        return self._data[label]

    def _of_generated(self, look: Look, label: int | None) -> Array:
        game, shape = self._trainer, self._places(look)
        if exact_density(game.experiment):
            return density_field.pushed(
                lambda noise: self._push(noise, look, label),
                game.experiment.noise,
                look.part,
                *shape,
                far=TAIL,
            )
        samples = self._plane.many(look, label).astype(float)
        return density_field.sampled(samples, look.part, *shape)

    def _push(self, noise: Array, look: Look, label: int | None) -> Array:
        rows = torch.from_numpy(noise.astype(np.float32)).to(self._trainer.device)
        rows = self._plane.asked.of(rows, label)
        made = self._trainer.generate(rows)[:, : self._trainer.target.dimension]
        return self._plane.units(look).to_view(made).astype(float)

    def _both(self, look: Look) -> NDArray[np.bool_]:
        """Where D has seen samples of either kind, of any class."""
        found = np.zeros(self._shape(look), bool)
        for label in self._classes(look):
            p, q = (self._whole(density, look) for density in self._densities(look, label))
            found |= np.minimum(p, q) > BOTH * max(p.max(), q.max())
        return found

    def _rows(self, look: Look) -> list[torch.Tensor]:
        """The centres of the cells, as D is asked about them, of each class."""
        places = centres(look.part, *self._shape(look), self._trainer.target.dimension)
        rows, asked = self._plane.units(look).from_view(places), self._plane.asked
        return [asked.of(rows, label) for label in self._classes(look)]

    def _logits(self, rows: torch.Tensor) -> Array:
        return self._trainer.logits(rows).cpu().numpy().astype(float)

    def _places(self, look: Look) -> tuple[int, int]:
        rows, columns = self._shape(look)
        finer = FINER if look.fine and self._trainer.target.dimension == 2 else 1
        return finer * rows, finer * columns

    def _shape(self, look: Look) -> tuple[int, int]:
        dimension, asked = self._trainer.target.dimension, len(self._classes(look))
        return cells(look.part, look.fine, dimension, asked)
