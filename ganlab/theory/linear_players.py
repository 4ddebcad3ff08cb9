"""The game in the playground that is nearest to those of the theory: two linear players."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ganlab.experiment import Experiment

FASTEST = 0.05
"""Longer steps would be over before they are seen."""


def linear_players(
    name: str,
    generator_rate: float,
    discriminator_rate: float,
    *,
    objective: str = "minimax",
    k: int = 1,
    r1: float = 0.0,
) -> Experiment:
    """D(x) = σ(ψx + c) against G(z) = az + θ on one Gaussian, both with plain gradient steps.

    This is the Dirac-GAN but for the spread of data and samples, which acts as instance noise: the
    players circle all the same, and come to rest in the end; with R1 they do so at once.
    """
    from ganlab.experiment import Experiment

    def sgd(rate: float) -> dict[str, object]:
        return {"kind": "sgd", "learning_rate": min(rate, FASTEST)}

    return Experiment.model_validate(
        {
            "name": name,
            "about": "A linear discriminator against a linear generator of one Gaussian, both with "
            "plain gradient steps: the Dirac-GAN, whose V is bilinear near the equilibrium as xy "
            "is. The mean of the samples circles that of the data. The spread of both acts as "
            "instance noise, so that the circles shrink; with R1 they do so at once.",
            "data": {"kind": "toy", "name": "gaussian-1d"},
            "noise": {"dimension": 1},
            "game": {
                "kind": "gan",
                "objective": objective,
                "k": k,
                "penalty": {"r1": r1},
                "generator": {"layers": 0},
                "discriminator": {"layers": 0},
                "generator_optimizer": sgd(generator_rate),
                "discriminator_optimizer": sgd(discriminator_rate),
            },
        }
    )
