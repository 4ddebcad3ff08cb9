"""One number of noise, as the playground draws it, and the places at which a generator is known."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from ganlab.data.target import Array
from ganlab.document.players import NoiseName
from ganlab.theory.densities import Mixture

NOISE: dict[NoiseName, Mixture] = {
    "gaussian": Mixture.gaussian(0, 1),
    "uniform": Mixture.uniform(-1, 1),
}
KNOTS = 401
FARTHEST = 6.0
"""Standard deviations of Gaussian noise at which a generator is known: beyond lie 2e-9 of it."""


@lru_cache(maxsize=2)
def knots(noise: NoiseName) -> Array:
    """(KNOTS,) evenly spaced z, over all of the noise."""
    end = FARTHEST if noise == "gaussian" else 1.0
    places = np.linspace(-end, end, KNOTS)
    places.flags.writeable = False
    return places
