"""What every iteration of moment matching measures, and its curves."""

from __future__ import annotations

import math

from ganlab.experiment import Experiment
from ganlab.games.columns import STEP, Column
from ganlab.games.shown.cards import Card, Page, Reference, Series

_LOSS = Column("loss", "loss", "", "generated", "diamond", "loss", summary=True)
_MEANS = Column("mean_difference", "difference of means", "networks' units", summary=True)
_COVARIANCES = Column(
    "covariance_difference",
    "difference of covariances",
    "networks' units²",
    "muted",
    "square",
    summary=True,
)
_GRADIENT = Column(
    "generator_gradient", "generator gradient norm", "", "generated", "diamond", "gradient"
)
COLUMNS = (STEP, _LOSS, _MEANS, _COVARIANCES, _GRADIENT)
"""In the order of `MomentGame.take_scalars`."""


def cards(experiment: Experiment) -> tuple[Card, ...]:
    """Top to bottom."""
    return (
        (
            Page(
                "Loss",
                "What G descends: the squared difference of the means, and, weighted, of the "
                "covariances.\nAt 0 generated and real samples agree in both.",
                (Series(_LOSS, ""),),
                (Reference("0", 0.0),),
                limits=(0.0, math.inf),
            ),
            Page(
                "Gradient norm",
                "The length of G's gradient. It vanishes with the loss.",
                (Series(_GRADIENT, "G"),),
                limits=(0.0, math.inf),
            ),
        ),
        (
            Page(
                "Moments",
                "How far apart the means and the covariances of generated and real samples are,\n"
                "of one minibatch: chance keeps either a little above 0.",
                (Series(_MEANS, "means"), Series(_COVARIANCES, "covariances")),
                (Reference("0", 0.0),),
                limits=(0.0, math.inf),
            ),
        ),
    )
