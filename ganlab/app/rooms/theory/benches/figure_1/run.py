"""The window's own run as a moment of figure 1, where it is a two-player game on a line."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ganlab.data import Target
from ganlab.experiment import Experiment
from ganlab.games.rules import rules_of
from ganlab.games.shown.plane_views import DENSITY_SAMPLES, MAPPING, PUSHED, pushed
from ganlab.games.shown.views import EXTENT, Field, Mesh, Picture, Points, Values
from ganlab.gan.scores import PROBABILITY
from ganlab.theory.figure_1.cells import masses_of_map, masses_of_samples
from ganlab.theory.figure_1.moment import Moment

BELIEF = "belief"
LINES = 41
KERNEL = 0.02
"""Width of what spreads each sample where p_g is estimated, view units."""


def missing(experiment: Experiment) -> str:
    """Why the run cannot be shown as figure 1, a sentence; "": it can."""
    if not experiment.data.on_a_line:
        return "The playground's run is not of data on a line."
    views = {view.name for view in rules_of(experiment).views(experiment)}
    if BELIEF not in views:
        return "The playground's game has no discriminator."
    if rules_of(experiment).score(experiment) is not PROBABILITY:
        return "The discriminator of the playground's loss variant says no probability."
    return ""


def needed(experiment: Experiment) -> frozenset[str]:
    """The views that are needed for it."""
    return frozenset({BELIEF, MAPPING.name, pushed(experiment).name})


def moment_of_run(
    experiment: Experiment, target: Target, pictures: Mapping[str, Picture]
) -> Moment | None:
    """The game as the newest pictures of the run tell it, data units; None while one is missing or
    holds no numbers."""
    said, mesh = pictures.get(BELIEF), pictures.get(MAPPING.name)
    if not (isinstance(said, Field) and isinstance(mesh, Mesh)):
        return None
    d = np.clip(said.values[0].astype(np.float64), 0.0, 1.0)
    in_view = np.linspace(-EXTENT, EXTENT, len(d) + 1)
    edges = target.view.inverse(in_view[:, None])[:, 0]
    known, g = target.log_density(((edges[1:] + edges[:-1]) / 2)[:, None]), None
    match pictures.get(PUSHED.name), pictures.get(DENSITY_SAMPLES.name):
        case Values() as told, _ if np.isfinite(told.numbers).all() and len(told.numbers):
            g = masses_of_map(told.numbers.astype(np.float64), experiment.noise.kind, in_view)
        case _, Points() as samples if np.isfinite(samples.at).all():
            g = masses_of_samples(samples.at[:, 0].astype(np.float64), in_view, KERNEL)
    if known is None or g is None or not np.isfinite(d).all():
        return None
    p = np.exp(known)
    z, x = _ways(experiment, target, mesh)
    return Moment(edges, p / p.sum(), g, d, z, x, pushed(experiment) is PUSHED)


def _ways(experiment: Experiment, target: Target, mesh: Mesh) -> tuple[np.ndarray, np.ndarray]:
    """Noise along its first number, as far as it is drawn, and where it lands, data units."""
    row, columns = len(mesh.start) // 2, mesh.start.shape[1]
    kept = np.unique(np.linspace(0, columns - 1, LINES).astype(int))
    reach = 2.5 if experiment.noise.kind == "gaussian" else 1.0
    x = target.view.inverse(mesh.corners[row, kept, :1].astype(np.float64))[:, 0]
    return mesh.start[row, kept, 0].astype(np.float64) * reach, x
