"""Everything a person can set of the two-player game. Imports neither torch nor Qt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field, field_validator

from ganlab.document import GameSettings, ImageNetworks, Network, Optimizer, Penalty
from ganlab.figures import exact
from ganlab.gan.objectives import OBJECTIVES
from ganlab.gan.penalties.table import summary
from ganlab.gan.play.settings import Play
from ganlab.gan.play.table import help_of


class TwoPlayer(GameSettings):
    """A generator against a discriminator: Goodfellow et al. 2014, Algorithm 1."""

    LIVE: ClassVar[frozenset[str]] = frozenset(
        {
            "objective",
            "penalty",
            "play",
            "generator_optimizer",
            "discriminator_optimizer",
            "k",
            "g",
            "ema",
            "train",
        }
    )

    kind: Literal["gan"] = "gan"
    generator: Network = Field(default_factory=Network)
    discriminator: Network = Field(default_factory=Network)
    image_networks: ImageNetworks = Field(default_factory=ImageNetworks)
    conditional: bool = Field(
        False,
        title="Conditional",
        description="Both players are told the class of a sample: G draws what it is asked for, D "
        "judges whether it is a real one of that class (Mirza and Osindero 2014).",
    )
    objective: str = Field(
        "non-saturating",
        title="Loss variant",
        description="What the generator wants: which of D's mistakes it is paid for.",
    )
    penalty: Penalty = Field(default_factory=Penalty)
    play: Play = Field(default_factory=Play)
    pack: int = Field(
        1,
        ge=1,
        le=4,
        title="Packed samples",
        description=f"Samples that D judges at once; 1 is as usual. {help_of('game.pack')}",
    )
    generator_optimizer: Optimizer = Field(default_factory=Optimizer)
    discriminator_optimizer: Optimizer = Field(default_factory=Optimizer)
    k: int = Field(
        1,
        ge=1,
        le=20,
        title="k, discriminator steps",
        description="Discriminator steps before each turn of the generator. "
        "More keep D closer to its best.",
    )
    g: int = Field(
        1, ge=1, le=10, title="Generator steps", description="Generator steps in each of its turns."
    )
    ema: float = Field(
        0.0,
        ge=0.0,
        le=1.0,
        title="Moving average of G",
        description="Decay of an exponential moving average of G's weights; 0 is off. "
        "Calms the last wobble; while a run is young, the average forgets faster. "
        "1 is the plain mean of all generators since step 1,000.",
    )
    train: Literal["both", "discriminator", "generator"] = Field(
        "both",
        title="Train",
        description="Who learns: both players, or D or G alone while the other is frozen.",
    )

    @field_validator("objective")
    @classmethod
    def _known_objective(cls, name: str) -> str:
        if name not in OBJECTIVES:
            raise ValueError(f"'{name}' is not a loss variant; there are {', '.join(OBJECTIVES)}")
        return name

    def optimizers(self) -> Mapping[str, Optimizer]:
        """D's and G's."""
        return {"D": self.discriminator_optimizer, "G": self.generator_optimizer}

    @property
    def has_average(self) -> bool:
        """Whether a moving average of G is kept."""
        return self.ema > 0

    @property
    def told(self) -> bool:
        """Whether both players are told the class of a sample."""
        return self.conditional

    @property
    def recipe(self) -> str:
        """The loss variant, D's updates to each of G's turns, penalties and constraints on D, and
        the way to play where it is not Algorithm 1's."""
        r1 = [f"R1 {exact(self.penalty.r1)}"] if self.penalty.r1 else []
        beyond = [text for text in (summary(self.penalty), self.play.summary(self.pack)) if text]
        return ", ".join([f"objective {self.objective}", f"k = {self.k}", *r1, *beyond])

    def refusal(self, images: bool) -> str:
        """Conditional packs of images have no place for several classes; what goes through
        another's step costs too much with images, and knows no constraints."""
        if images and (self.play.unrolled or self.play.consensus):
            return (
                "Unrolled steps and consensus optimisation are for points: with images their "
                "gradients would cost many times a step. Set both to 0."
            )
        if images and self.conditional and self.pack > 1:
            return (
                "D judges packs of images only where it is told no classes: "
                "choose 1 packed sample, or switch Conditional off."
            )
        beyond = ", ".join(self.not_differentiated)
        if beyond and (self.play.unrolled or self.play.consensus):
            return (
                "Unrolled steps and consensus optimisation go through D's loss with penalties on "
                f"its slope alone: switch off {beyond}, or set both to 0."
            )
        return ""

    @property
    def not_differentiated(self) -> list[str]:
        """Titles of what is set of constraints on D that are no term of its loss, so that ways to
        play that differentiate it know nothing of them. Clipped weights are known."""
        fields = Penalty.model_fields
        names = ("spectral", "instance_noise", "smoothing", "dropout")
        return [fields[name].title or name for name in names if getattr(self.penalty, name)]


def two_player(game: GameSettings) -> TwoPlayer:
    """The same, known to be those of a two-player game; raises TypeError for another."""
    if not isinstance(game, TwoPlayer):
        raise TypeError(f"a game of kind '{game.kind}' has no discriminator")
    return game
