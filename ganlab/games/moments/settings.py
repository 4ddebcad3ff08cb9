"""Everything a person can set of moment matching. Imports neither torch nor Qt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field

from ganlab.document import GameSettings, Network, Optimizer


class Moments(GameSettings):
    """A generator whose samples are to have the means and covariances of the data."""

    LIVE: ClassVar[frozenset[str]] = frozenset({"covariances", "generator_optimizer", "ema"})

    kind: Literal["moments"] = "moments"
    generator: Network = Field(default_factory=Network)
    covariances: float = Field(
        1.0,
        ge=0.0,
        le=100.0,
        title="Covariances",
        description="Weight w of the covariances beside the means; with 0 only the means are "
        "matched, and all samples may sit in one place.",
    )
    generator_optimizer: Optimizer = Field(default_factory=Optimizer)
    ema: float = Field(
        0.0,
        ge=0.0,
        le=1.0,
        title="Moving average of G",
        description="Decay of an exponential moving average of G's weights; 0 is off, 1 is the "
        "plain mean of all generators since step 1,000.",
    )

    def optimizers(self) -> Mapping[str, Optimizer]:
        """G's."""
        return {"G": self.generator_optimizer}

    @property
    def has_average(self) -> bool:
        """Whether a moving average of G is kept."""
        return self.ema > 0

    @property
    def recipe(self) -> str:
        """What is matched."""
        return f"moments matched, covariances weighted by {self.covariances:g}"


def moments(game: GameSettings) -> Moments:
    """The same, known to be those of moment matching; raises TypeError for another game."""
    if not isinstance(game, Moments):
        raise TypeError(f"a game of kind '{game.kind}' matches no moments")
    return game
