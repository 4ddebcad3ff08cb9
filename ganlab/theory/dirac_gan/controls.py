"""What one can move on the bench of the Dirac-GAN."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from ganlab.theory.bench import Controls, start_at
from ganlab.theory.dirac_gan.methods import METHODS, Strengths
from ganlab.theory.dirac_gan.training import Steps, Updates

Chosen = Literal[
    "gan",
    "non-saturating",
    "wgan",
    "wgan-gp",
    "instance-noise",
    "r1",
    "r1-critical",
    "consensus",
    "non-saturating-r1",
    "lsgan",
    "relativistic",
]


class DiracControls(Controls):
    """Where both players start, how they step, and how strong each remedy is."""

    method: Chosen = Field(
        "gan",
        title="Enlarged",
        description="The method that is shown large, with its eigenvalues.",
        json_schema_extra={"choices": {name: method.title for name, method in METHODS.items()}},
    )
    updates: Updates = Field(
        "simultaneous",
        title="Steps",
        description="Simultaneous: both players at once. Alternating: D first, then G against the "
        "new D.",
    )
    n_d: int = Field(
        1,
        ge=1,
        le=5,
        title="n_D",
        description="Steps of D before each of G, where the players alternate.",
    )
    generator_rate: float = Field(
        0.2, ge=0.001, le=2, title="Rate of G", description="The length of G's steps along θ."
    )
    discriminator_rate: float = Field(
        0.2, ge=0.001, le=2, title="Rate of D", description="The length of D's steps along ψ."
    )
    r1: float = Field(
        0.3,
        ge=0,
        le=3,
        title="γ of R1",
        description="Weight of (γ/2) E‖∇D‖²; critical is 1, where nothing turns any more.",
    )
    noise: float = Field(
        1.4,
        ge=0,
        le=3,
        title="Instance noise",
        description="Its standard deviation at first.",
    )
    annealed: bool = Field(
        True,
        title="Noise falls to 0",
        description="Along a line over the run, as those who proposed it anneal it (Sønderby et "
        "al. 2017); else it is held, as in the notebook of Mescheder et al. 2018, there at .7: "
        "that converges, too.",
    )
    consensus: float = Field(
        1.0,
        ge=0,
        le=3,
        title="Consensus weight",
        description="Of ½‖v‖², which both players descend as well.",
    )
    clip: float = Field(
        1.0, ge=0.01, le=3, title="Clip of WGAN", description="|ψ| is cut off here after each step."
    )
    penalty: float = Field(
        0.7, ge=0, le=3, title="WGAN-GP weight", description="Of (|ψ| - target)²/2."
    )
    target: float = Field(
        1.0, ge=0.01, le=3, title="WGAN-GP target", description="The slope of D that it asks for."
    )
    steps: int = Field(
        500, ge=1, le=500, title="Number of steps", description="That each method trains for."
    )
    theta: float = start_at(2, "θ at first", "Where G puts everything at first.")
    psi: float = start_at(2, "ψ at first", "The slope of D at first.")

    @property
    def strengths(self) -> Strengths:
        """Of the remedies."""
        return Strengths(
            self.r1, self.noise, self.annealed, self.consensus, self.clip, self.penalty, self.target
        )

    @property
    def stepping(self) -> Steps:
        """How both players step."""
        return Steps(self.updates, self.generator_rate, self.discriminator_rate, self.n_d)
