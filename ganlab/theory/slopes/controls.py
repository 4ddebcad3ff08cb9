"""What one can move on the bench of slopes."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from ganlab.theory.bench import Controls
from ganlab.theory.densities import Mixture

FARTHEST = 12.0
"""The logit runs from minus this to this."""


class Slopes(Controls):
    """Where the slopes are read, and two densities between which D is at its best or is trained."""

    logit: float = Field(
        -3.0,
        ge=-FARTHEST,
        le=FARTHEST,
        title="Logit a",
        description="What D says of a generated sample: D = σ(a); below 0 it takes it for "
        "generated.",
    )
    axis: Literal["logit", "D"] = Field(
        "logit",
        title="Against",
        description="Whether losses and slopes are drawn against the logit a or against D = σ(a).",
    )
    p_data: Mixture = Field(
        Mixture.read("N(-1, .01)"),
        title="p_data",
        description="The data of the identities below, and of D that is trained while G is held.",
    )
    p_g: Mixture = Field(
        Mixture.read("N(1, .01)"),
        title="p_g",
        description="What the generator makes: x = mean + width z for each part; the gradients "
        "that arrive are in its means and widths.",
    )
    seed: int = Field(
        0,
        ge=0,
        le=2**31 - 1,
        title="Seed",
        description="Of the first weights of D.",
    )
