"""How the two players take their steps, as a person sets it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from ganlab.document.base import Document
from ganlab.gan.play.table import help_of


class Play(Document):
    """Beside Algorithm 1; as it begins, nothing is."""

    updates: Literal["alternating", "simultaneous", "extra-gradient"] = Field(
        "alternating", title="Updates", description=help_of("game.play.updates")
    )
    lookahead: int = Field(
        0,
        ge=0,
        le=10_000,
        title="Lookahead, k",
        description=f"Iterations between two returns to the slow weights; 0 is off. "
        f"{help_of('game.play.lookahead')}",
    )
    lookahead_share: float = Field(
        0.5,
        ge=0.0,
        le=1.0,
        title="Lookahead, α",
        description="The share of the way that lookahead's slow weights come after the players; "
        "with 1 it does nothing.",
    )

    def summary(self, pack: int) -> str:
        """What is in use, in a few words: "extra-gradient, packs of 2"; "": Algorithm 1."""
        parts: list[str] = [] if self.updates == "alternating" else [self.updates]
        parts += [f"lookahead {self.lookahead}"] if self.lookahead else []
        parts += [f"packs of {pack}"] if pack > 1 else []
        return ", ".join(parts)
