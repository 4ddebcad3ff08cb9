"""The f-divergence that an f-GAN bounds: what its value would be with the best D.

p_data is known. So is p_g, by change of variables, where the noise has the data's dimension; else
a kernel estimates it from samples. The rest is quadrature. Where its cells are too coarse for
either density, nothing is said. Where both players are told the class, it is the mean over classes,
as probable as they are, of that between the densities of each.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from ganlab.games.scenes.density_field import on_line, pushed, sampled
from ganlab.games.scenes.field import centres
from ganlab.games.shown.views import Rectangle
from ganlab.games.two_player.views import exact_density
from ganlab.gan.batches.noise import one_hot_rows
from ganlab.gan.trainer import Trainer
from ganlab.theory.divergences.f_divergences import F_DIVERGENCES
from ganlab.theory.divergences.integrands import Densities

Array = NDArray[np.float64]

SIDE = 256
"""Cells a side of the plane; of several classes each has as many less as they are more."""
PLACES = 2000
"""On a line, besides those where the generator puts the knots of its noise."""
FAR = 8.0
"""Standard deviations of noise that are followed: 1e-15 lies beyond."""
AROUND = 1.3
"""How much wider than what is seen of both kinds of samples the plane is looked at."""
SEEN = 2000
"""Samples of each kind that are looked at for that."""
ESTIMATED = 20_000
"""Samples from which p_g is estimated, of all classes together."""
LEAST = 1e-8
"""Of an estimated density's height: so little is left of a kernel's tail, which has no end."""
SOUND = 0.03
"""Of either density that the quadrature may miss or count twice."""


def bounded_divergence(trainer: Trainer) -> float:
    """D_f(p_data‖p_g) of the objective that is played; NaN where it is not known."""
    name, e = trainer.objective.divergence, trainer.experiment
    if not name or not e.data.has_density:
        return math.nan
    if not bool(trainer.generator.parameters.isfinite().all()):
        return math.nan
    if not trainer.classes:
        return _One(trainer, None, 1).divergence(name)
    shares = trainer.target.told_shares
    there = [label for label, share in enumerate(shares) if share]
    parts = [shares[label] * _One(trainer, label, len(there)).divergence(name) for label in there]
    return sum(parts)


@dataclass(frozen=True)
class _One:
    """Both densities of one class of several, or of all where the players are told none."""

    trainer: Trainer
    label: int | None
    classes: int

    def divergence(self, name: str) -> float:
        known, measure = self._on_line() if self._lies_on_line else self._in_plane()
        for density in (known.p, known.q):
            if not abs(float((density * measure).sum()) - 1) < SOUND:
                return math.nan
        with np.errstate(over="ignore", invalid="ignore"):
            return float((F_DIVERGENCES[name].integrand(known) * measure).sum())

    @property
    def _lies_on_line(self) -> bool:
        return self.trainer.experiment.data.on_a_line

    def _in_plane(self) -> tuple[Densities, Array]:
        made, real = self._made(SEEN), self._real()
        low, high = np.quantile(np.concatenate([made, real]), [0.001, 0.999], axis=0)
        middle, half = (low + high) / 2, np.maximum((high - low) / 2, 0.1) * AROUND
        part, side = Rectangle(*(middle - half), *(2 * half)), round(SIDE / self.classes**0.5)
        log_p = self._of_data(centres(part, side, side, 2))
        noise = self.trainer.experiment.noise
        if exact_density(self.trainer.experiment):
            q = pushed(self._push, noise, part, side, side, far=FAR)
        else:
            q = _with_tails(sampled(self._made(ESTIMATED // self.classes), part, side, side))
        with np.errstate(divide="ignore"):
            known = Densities(log_p, np.log(q.ravel()))
        return known, np.full(q.size, part.width * part.height / side**2)

    def _on_line(self) -> tuple[Densities, Array]:
        real, noise = self._real()[:, 0], self.trainer.experiment.noise
        exact = exact_density(self.trainer.experiment)
        end = FAR if noise.kind == "gaussian" else 1.0
        z = np.linspace(-end, end, PLACES)
        x = (self._push(z[:, None]) if exact else self._made(ESTIMATED // self.classes))[:, 0]
        low, high = min(x.min(), real.min() - 0.5), max(x.max(), real.max() + 0.5)
        places = np.linspace(low, high, PLACES)
        if exact:
            places = np.unique(np.concatenate([places, x]))
        at, widths = (places[1:] + places[:-1]) / 2, np.diff(places)
        if exact:
            q = on_line(x, z, noise, at)
        else:
            part = Rectangle(low, 0.0, high - low, 1.0)
            samples = np.column_stack([x, 0 * x])
            q = _with_tails(sampled(samples, part, 1, len(at))[0])
        with np.errstate(divide="ignore"):
            known = Densities(self._of_data(at[:, None]), np.log(q))
        return known, widths

    def _of_data(self, places: Array) -> Array:
        """log p_data at (n, dimension) places, view units, per unit of the view."""
        target = self.trainer.target
        log_p = target.log_density(target.view.inverse(places), self.label)
        assert log_p is not None
        return log_p + np.log(np.broadcast_to(target.view.scales, target.dimension)).sum()

    def _real(self) -> Array:
        target = self.trainer.target
        batch = target.sample(SEEN * self.classes, np.random.default_rng(0))
        rows = batch.rows
        if self.label is not None:
            rows = rows[target.told_labels(batch) == self.label]
        return target.view.forward(rows)

    def _made(self, n: int) -> Array:
        batch = self.trainer.batch(n, 0, average=False, only=self.label)
        return self.trainer.target.view.forward(batch.rows)

    def _push(self, noise: Array) -> Array:
        """(n, noise dimensions) -> (n, data dimensions), view units."""
        trainer = self.trainer
        rows = torch.from_numpy(noise.astype(np.float32)).to(trainer.device)
        if self.label is not None:
            labels = torch.full((len(rows),), self.label, device=rows.device)
            rows = torch.cat([rows, one_hot_rows(labels, trainer.classes)], 1)
        made = trainer.generate(rows)[:, : trainer.target.dimension].cpu().numpy().astype(float)
        return trainer.target.view.forward(trainer.target.network.inverse(made))


def _with_tails(estimated: Array) -> Array:
    return np.maximum(estimated, LEAST * estimated.max())
