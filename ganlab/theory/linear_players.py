"""The game in the playground that is nearest to those of the theory: two linear players."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ganlab.experiment import Experiment


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

    Near the equilibrium this is the Dirac-GAN, and its V is bilinear as xy is: without a penalty
    the two circle, with R1 they come to rest.
    """
    from ganlab.experiment import Experiment

    def sgd(rate: float) -> dict[str, object]:
        return {"kind": "sgd", "learning_rate": min(rate, 1.0)}

    return Experiment.model_validate(
        {
            "name": name,
            "about": "A linear discriminator against a linear generator of one Gaussian, both with "
            "plain gradient steps. Near the equilibrium V is bilinear, as xy is: without a penalty "
            "the players circle, with R1 they come to rest.",
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
