"""D beside the best D, and the ratio of densities that D tells: fields over the plane."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from ganlab.data.target import plane_view
from ganlab.games.scenes import density_field
from ganlab.games.scenes.field import cells, centres
from ganlab.games.scenes.generated import GeneratedPlane
from ganlab.games.shown.views import Field, Look, Points, own
from ganlab.games.two_player.scenes.opinions import Opinions
from ganlab.games.two_player.views import best_d, exact_density
from ganlab.gan.penalties.effect import in_effect
from ganlab.gan.penalties.smoothing import unsmoothed
from ganlab.gan.scores import UNIT, Scale
from ganlab.gan.trainer import Trainer

Array = NDArray[np.float64]

NOTHING = 1e-7
"""Of the highest density: where both are below, no sample ever lies, and nothing is said."""
BOTH = 1e-3
"""Of the highest density: where both are above, D has seen samples of either."""
FARTHEST = 1e30
"""What stands for a best number that is infinite."""
RATIO = 3.0
"""Log ratio that is shown at least, to either side: 20 times as likely, or as unlikely."""


class BestFields:
    """Of the networks as they are at a moment."""

    def __init__(self, trainer: Trainer, plane: GeneratedPlane, opinions: Opinions) -> None:
        self._trainer, self._plane, self._opinions = trainer, plane, opinions
        self._data: tuple[object, Array | None] = None, None
        """For which look log p_data is known, per unit of the view."""
        self.begin()

    def begin(self) -> None:
        """The networks may have moved on."""
        self._known: tuple[Look, tuple[Array, Array, NDArray[np.bool_]]] | None = None

    def best(self, look: Look) -> Field:
        """What the best D against this generator says; neutral where there is nothing."""
        return Field(own(self._best(look)), look.part) if self._exists else self._nothing(look)

    def error(self, look: Look) -> Field:
        """By how much D says more than that."""
        if not self._exists:
            return self._nothing(look)
        best, (p, q, there) = self._best(look), self._densities(look)
        said = self._opinions.of(self._rows(look)).reshape(best.shape)
        wrong = np.where(there, said - best, 0.0)
        score, both = self._trainer.score, np.minimum(p, q) > BOTH * max(p.max(), q.max())
        reach = max(score.scale.below, score.scale.above)
        if not score.bounded and both.any():  # elsewhere the best may be infinite
            reach = max(reach, float(np.quantile(np.abs(wrong[both]), 0.98)))
        return Field(own(wrong), look.part, Scale(0.0, reach, reach))

    def ratio(self, look: Look) -> Field:
        """log p_data/p_g as D tells it; D may not know p_data, and need not."""
        objective, shape = self._trainer.objective, self._shape(look)
        if objective.log_ratio is None:
            return self._nothing(look)
        asked = self._plane.asked
        rows = [asked.of(self._rows(look), label) for label in asked.classes(look.label)]
        told = np.stack([self._logits(part) for part in rows]).max(axis=0)
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

    def _best(self, look: Look) -> Array:
        game, score = self._trainer.settings, self._trainer.score
        best = best_d(game)
        assert best is not None
        p, q, there = self._densities(look)
        neutral = self._opinions.neutral
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            said = best(np.log(p) - np.log(q))
        if score.floating:  # its mean over real and generated is that of D
            sure = there & np.isfinite(said)
            said = said + neutral - (said * (p + q))[sure].sum() / (p + q)[sure].sum()
        return np.where(there, np.clip(said, -FARTHEST, FARTHEST), neutral)

    def _densities(self, look: Look) -> tuple[Array, Array, NDArray[np.bool_]]:
        """p_data and p_g, (rows, columns), per unit of the view, and where there is either."""
        if self._known is None or self._known[0] != look:
            p, q = np.exp(self._of_data(look)), self._of_generated(look)
            there = p + q > NOTHING * max(float((p + q).max()), 1e-300)
            self._known = look, (p, q, there)
        return self._known[1]

    def _of_data(self, look: Look) -> Array:
        which = id(self._trainer.target), look.part, look.equal_units, look.fine
        if self._data[0] != which or self._data[1] is None:
            target, (rows, columns) = self._trainer.target, self._shape(look)
            view = plane_view(target, look.equal_units)
            places = centres(look.part, rows, columns, target.dimension)
            known = target.log_density(view.inverse(places))
            assert known is not None
            unit = np.log(np.broadcast_to(view.scales, target.dimension)).sum()
            self._data = which, (known + unit).reshape(rows, columns)
        assert self._data[1] is not None
        return self._data[1]

    def _of_generated(self, look: Look) -> Array:
        game, shape = self._trainer, self._shape(look)
        if exact_density(game.experiment):
            return density_field.pushed(
                lambda noise: self._push(noise, look), game.experiment.noise, look.part, *shape
            )
        samples = self._plane.takers["density_samples"](look)
        assert isinstance(samples, Points)
        return density_field.sampled(samples.at.astype(float), look.part, *shape)

    def _push(self, noise: Array, look: Look) -> Array:
        rows = torch.from_numpy(noise.astype(np.float32)).to(self._trainer.device)
        return self._plane.units(look).to_view(self._trainer.generate(rows)).astype(float)

    def _rows(self, look: Look) -> torch.Tensor:
        places = centres(look.part, *self._shape(look), self._trainer.target.dimension)
        return self._plane.units(look).from_view(places)

    def _logits(self, rows: torch.Tensor) -> Array:
        return self._trainer.logits(rows).cpu().numpy().astype(float)

    def _shape(self, look: Look) -> tuple[int, int]:
        return cells(look.part, look.fine, self._trainer.target.dimension)
