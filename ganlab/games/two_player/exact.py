"""The f-divergence that an f-GAN bounds, exactly: what its value would be with the best D.

p_data is known, and p_g by change of variables where the noise has the data's dimension; the rest
is quadrature over the plane. Where its cells are too coarse for either density, nothing is said.
"""

from __future__ import annotations

import math
from functools import partial

import numpy as np
import torch
from numpy.typing import NDArray

from ganlab.games.scenes.density_field import on_line, pushed
from ganlab.games.scenes.field import centres
from ganlab.games.shown.views import Rectangle
from ganlab.games.two_player.views import exact_density
from ganlab.gan.trainer import Trainer
from ganlab.theory.divergences.f_divergences import F_DIVERGENCES
from ganlab.theory.divergences.integrands import Densities

Array = NDArray[np.float64]

SIDE = 256
"""Cells a side of the plane."""
PLACES = 2000
"""On a line, besides those where the generator puts the knots of its noise."""
FAR = 8.0
"""Standard deviations of noise that are followed: 1e-15 lies beyond."""
AROUND = 1.3
"""How much wider than what is seen of both kinds of samples the plane is looked at."""
SOUND = 0.03
"""Of either density that the quadrature may miss or count twice."""


def exact_divergence(trainer: Trainer) -> float:
    """D_f(p_data‖p_g) of the objective that is played; NaN where it is not known."""
    name, e = trainer.objective.divergence, trainer.experiment
    if not name or not e.data.has_density or trainer.classes or not exact_density(e):
        return math.nan
    if not bool(trainer.generator.parameters.isfinite().all()):
        return math.nan
    known, measure = _on_line(trainer) if e.data.on_a_line else _in_plane(trainer)
    for density in (known.p, known.q):
        if not abs(float((density * measure).sum()) - 1) < SOUND:
            return math.nan
    with np.errstate(over="ignore", invalid="ignore"):
        return float((F_DIVERGENCES[name].integrand(known) * measure).sum())


def _in_plane(trainer: Trainer) -> tuple[Densities, Array]:
    noise = trainer.experiment.noise
    made = trainer.sample(2000, 0, average=False)
    real = trainer.target.sample(2000, np.random.default_rng(0)).rows
    both = trainer.target.view.forward(np.concatenate([made, real]))
    low, high = np.quantile(both, [0.001, 0.999], axis=0)
    middle, half = (low + high) / 2, np.maximum((high - low) / 2, 0.1) * AROUND
    part = Rectangle(*(middle - half), *(2 * half))
    places = trainer.target.view.inverse(centres(part, SIDE, SIDE, 2))
    log_p = trainer.target.log_density(places)
    assert log_p is not None
    scales = np.broadcast_to(trainer.target.view.scales, 2)
    q = pushed(partial(_push, trainer), noise, part, SIDE, SIDE, far=FAR).ravel()
    with np.errstate(divide="ignore"):
        known = Densities(log_p + np.log(scales).sum(), np.log(q))
    return known, np.full(len(q), part.width * part.height / SIDE**2)


def _on_line(trainer: Trainer) -> tuple[Densities, Array]:
    kind = trainer.experiment.noise.kind
    end = FAR if kind == "gaussian" else 1.0
    z = np.linspace(-end, end, PLACES)
    x = _push(trainer, z[:, None])[:, 0]
    real = trainer.target.sample(2000, np.random.default_rng(0)).rows
    seen = trainer.target.view.forward(real)[:, 0]
    low, high = min(x.min(), seen.min() - 0.5), max(x.max(), seen.max() + 0.5)
    places = np.unique(np.concatenate([np.linspace(low, high, PLACES), x]))
    at = (places[1:] + places[:-1]) / 2
    log_p = trainer.target.log_density(trainer.target.view.inverse(at[:, None]))
    assert log_p is not None
    q = on_line(x, z, trainer.experiment.noise, at)
    with np.errstate(divide="ignore"):
        known = Densities(log_p + math.log(trainer.target.view.scales[0]), np.log(q))
    return known, np.diff(places)


def _push(trainer: Trainer, noise: Array) -> Array:
    """(n, noise dimensions) -> (n, data dimensions), view units."""
    rows = torch.from_numpy(noise.astype(np.float32)).to(trainer.device)
    made = trainer.generate(rows)[:, : trainer.target.dimension].cpu().numpy().astype(float)
    return trainer.target.view.forward(trainer.target.network.inverse(made))
