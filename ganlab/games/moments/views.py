"""What can be seen of moment matching."""

from __future__ import annotations

from ganlab.experiment import Experiment
from ganlab.games.shown.plane_views import (
    GENERATED,
    MAPPING,
    NOISE,
    P_G,
    REAL,
    average,
    density,
)
from ganlab.games.shown.views import View


def views(experiment: Experiment) -> tuple[View, ...]:
    """In the order of their chips: the keys 1 to n switch them."""
    return (
        REAL,
        GENERATED,
        average(experiment.game.has_average),
        MAPPING,
        View(
            "gradients",
            "arrows",
            of="generated",
            depth=5,
            share=0.003,
            label="gradients",
            about="Where the loss pulls each generated sample: all of them towards the mean of the "
            "data, and out or in until they spread as widely. Whether a sample lies near the data "
            "makes no difference.",
            on_at_first=True,
            colour="generated",
        ),
        *density(experiment),
        NOISE,
        P_G,
    )
