"""What is set on the bench of all divergences."""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import Field

from ganlab.theory.bench import Controls
from ganlab.theory.densities import Mixture
from ganlab.theory.divergences.between import DIVERGENCES, Pair, between

Name = Literal[
    "kl",
    "reverse_kl",
    "jeffrey",
    "js",
    "tv",
    "hellinger",
    "bhattacharyya",
    "bhattacharyya_distance",
    "pearson",
    "neyman",
    "gan",
    "w1",
    "mmd",
    "energy",
]
assert get_args(Name) == tuple(DIVERGENCES)
Sweep = Literal["here", "lines", "critics"]


class DivergencesControls(Controls):
    """Two densities, how far q is shifted, and the kernel of MMD."""

    p: Mixture = Field(
        Mixture.read("U(0, 1)"), title="p", description="The density that is compared."
    )
    q: Mixture = Field(
        Mixture.read("U(.5, 1.5)"), title="q", description="The density that it is compared with."
    )
    shift: float = Field(
        0.0, ge=-1, le=1, title="Shift φ", description="How far q is moved to the right."
    )
    width: float = Field(
        0.5,
        ge=0.02,
        le=10,
        title="Kernel width",
        description="σ of MMD's Gaussian kernel, in units of x: what is nearer counts as alike.",
    )
    shown: Name = Field(
        "js",
        title="Integrand",
        description="Which divergence's integrand is drawn large.",
        json_schema_extra={"form": False},
    )
    sweep: Sweep = Field(
        "here",
        title="Table of the sweep",
        description="What the table tells of the sweep: what critics read at this φ, JS and W1 at "
        "all 21 φ, or all of it at all 21 (for that alone the command line trains critics).",
        json_schema_extra={
            "choices": {
                "here": "critics at this φ",
                "lines": "JS and W1 at all φ",
                "critics": "JS, W1, critics at all φ",
            }
        },
    )
    seed: int = Field(0, ge=0, le=9999, title="Seed", description="Of the critics of the sweep.")

    @property
    def moved(self) -> Mixture:
        """q where it stands now."""
        return self.q.shifted(self.shift) if self.shift else self.q

    @property
    def pair(self) -> Pair:
        """p, and q where it stands now."""
        return between(self.p, self.moved, self.width)
