"""What one can move on the bench of fits."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from ganlab.theory.bench import Controls
from ganlab.theory.densities import Mixture
from ganlab.theory.fits.mixtures import PlaneMixture

TITLES = {
    "kl": "KL(p‖q)",
    "reverse_kl": "KL(q‖p)",
    "js": "2 JS",
    "jeffrey": "Jeffrey",
    "pearson": "Pearson χ²",
    "hellinger": "Hellinger²",
    "tv": "TV",
    "mmd": "MMD²",
    "w1": "W1",
}
TABLE_2 = Mixture.read(".33 N(-1, .065) + .67 N(2, 2)")
"""What the f-GAN paper fits in its Table 2."""


class FitsControls(Controls):
    """What is to be fitted, on a line or in the plane, and which fit is looked at."""

    on: Literal["line", "plane"] = Field(
        "line",
        title="Densities on",
        description="A mixture on a line, fitted by nine divergences, or one in the plane, fitted "
        "by three.",
        json_schema_extra={"choices": {"line": "a line", "plane": "the plane"}},
    )
    divergence: Literal[
        "kl", "reverse_kl", "js", "jeffrey", "pearson", "hellinger", "tv", "mmd", "w1"
    ] = Field(
        "js",
        title="Divergence",
        description="Whose fit is drawn boldly beside p; the others stay thin.",
        json_schema_extra={"choices": dict(TITLES)},
    )
    p: Mixture = Field(
        TABLE_2,
        title="p on the line",
        description="The density that a Gaussian is fitted to; at first that of Table 2 of the "
        "f-GAN paper.",
    )
    plane: PlaneMixture = Field(
        PlaneMixture.read(".7 N(-1, 0, 1) + .3 N(3, 1.5, .3)"),
        title="p in the plane",
        description="The density that a round Gaussian is fitted to: N(x, y, variance).",
    )
    width: float = Field(
        1.0,
        ge=0.05,
        le=20,
        title="Width of the kernel",
        description="h of MMD's kernel exp(-|x - y|²/(2 h²)).",
    )
    seed: int = Field(
        1, ge=0, le=2**31 - 1, title="Seed", description="Of critics' first weights and of starts."
    )
