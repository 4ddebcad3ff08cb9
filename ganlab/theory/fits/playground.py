"""The game in the playground that fits one Gaussian to the mixture of the bench."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

import numpy as np

from ganlab.experiment import Experiment, PointsData
from ganlab.presets import load_preset
from ganlab.theory.fits.mixtures import PlaneMixture
from ganlab.theory.playground import curve_of

if TYPE_CHECKING:
    from ganlab.theory.fits.controls import FitsControls

DRAWS = 4000
"""Of p in the plane."""
_ABOUT = (
    "A generator without a hidden layer makes one Gaussian, whatever the data: the one nearest to "
    "this mixture, as far as its discriminator tells."
)


def experiment(controls: FitsControls) -> Experiment:
    """A linear generator, which makes one Gaussian, against p on the line or in the plane."""
    shared = {"game.generator.layers": 0, "seed": controls.seed, "about": _ABOUT}
    if controls.on == "plane":
        data = _points(controls.plane, controls.seed)
        return load_preset("gaussians").with_values(
            {**shared, "data": data, "name": "one Gaussian in the plane"}
        )
    return load_preset("mixture-1d").with_values(
        {**shared, "data": curve_of(controls.p), "name": "one Gaussian"}
    )


def _points(p: PlaneMixture, seed: int) -> PointsData:
    values = p.sample(DRAWS, np.random.default_rng(seed)).astype("<f4")
    return PointsData(source="a mixture", values=b64encode(values.tobytes()).decode())
