"""Experiments of the playground in which statements of the theory can be seen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from ganlab.data.target import Array
from ganlab.theory.densities import Mixture

if TYPE_CHECKING:
    from ganlab.experiment import CurveData, Experiment

PLACES = 480
"""Of the curve of a density."""
REACH = 4.0
"""Standard deviations of a Gaussian that the curve goes to either side."""
FASTEST = 0.05
"""Longer steps of linear players would be over before they are seen."""


def curve_of(p: Mixture, edges: Array | None = None) -> CurveData:
    """p as data on a line: its mean height in each cell between even `edges`, so that no mass is
    missed however narrow a part is; PLACES cells as far as p reaches where no edges are given."""
    from ganlab.experiment import CurveData

    if edges is None:
        edges = np.linspace(*_reach(p), PLACES + 1)
    places, wide = (edges[1:] + edges[:-1]) / 2, edges[1] - edges[0]
    heights = np.diff(p.cdf(edges)) / wide
    return CurveData(low=places[0], high=places[-1], heights=tuple(heights.tolist()))


def _reach(p: Mixture) -> tuple[float, float]:
    ends = [
        part.ends
        if part.kind == "U"
        else (part.a - REACH * part.width, part.a + REACH * part.width)
        for part in p.parts
    ]
    return min(low for low, _ in ends), max(high for _, high in ends)


def on_a_line(
    name: str, about: str, p: Mixture, changes: Mapping[str, object] | None = None
) -> Experiment:
    """A game of two small networks whose data are p and whose D nothing holds back, so that its
    best is that of the theory; `changes` by dotted names, as `--set` takes them."""
    from ganlab.presets import load_preset

    return load_preset("mixture-1d").with_values(
        {
            "name": name,
            "about": about,
            "data": curve_of(p),
            "game.penalty.r1": 0.0,
            **(changes or {}),
        }
    )


def linear_players(
    name: str, generator_rate: float, discriminator_rate: float, changes: Mapping[str, object]
) -> Experiment:
    """D(x) = σ(ψx + c) against G(z) = az + θ on one Gaussian, both with plain gradient steps, and
    with `changes` by dotted names.

    This is the Dirac-GAN but for the spread of data and samples. Where D's loss is curved it acts
    as instance noise: the players circle all the same, and come to rest in the end.
    """
    from ganlab.experiment import Experiment

    def sgd(rate: float) -> dict[str, object]:
        return {"kind": "sgd", "learning_rate": min(rate, FASTEST)}

    linear = Experiment.model_validate(
        {
            "name": name,
            "about": "A linear discriminator against a linear generator of one Gaussian, both with "
            "plain gradient steps: the Dirac-GAN, whose V is bilinear near the equilibrium as xy "
            "is. The mean of the samples circles that of the data. Where D's loss is curved, the "
            "spread of both acts as instance noise and the circles shrink, with R1 at once; "
            "Wasserstein's is straight, and they do not.",
            "data": {"kind": "toy", "name": "gaussian-1d"},
            "noise": {"dimension": 1},
            "game": {
                "kind": "gan",
                "objective": "minimax",
                "generator": {"layers": 0},
                "discriminator": {"layers": 0},
                "generator_optimizer": sgd(generator_rate),
                "discriminator_optimizer": sgd(discriminator_rate),
            },
        }
    )
    return linear.with_values(changes)
