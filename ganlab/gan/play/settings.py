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
    unrolled: int = Field(
        0,
        ge=0,
        le=10,
        title="Unrolled steps",
        description=f"D's steps that G looks ahead; 0 is off. {help_of('game.play.unrolled')}",
    )
    consensus: float = Field(
        0.0,
        ge=0.0,
        le=100.0,
        title="Consensus, γ",
        description=f"Weight of consensus; 0 is off. {help_of('game.play.consensus')}",
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

    def parts(self, pack: int) -> list[str]:
        """What is in use, each in a few words: "extra-gradient", "packs of 2"."""
        parts: list[str] = [] if self.updates == "alternating" else [self.updates]
        parts += [f"unrolled {self.unrolled}"] if self.unrolled else []
        parts += [f"consensus {self.consensus:g}"] if self.consensus else []
        parts += [f"lookahead {self.lookahead}"] if self.lookahead else []
        return parts + ([f"packs of {pack}"] if pack > 1 else [])

    def summary(self, pack: int) -> str:
        """All of it; "": Algorithm 1."""
        return ", ".join(self.parts(pack))
