"""One way to pay the two players, and all that a person is told of it."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cached_property
from typing import Any

import numpy as np

from ganlab.figures import minus
from ganlab.gan.logits import Logits
from ganlab.gan.objectives.losses import Losses
from ganlab.gan.scores import Score
from ganlab.values import dataclass

Curve = Callable[[Any], Any]
"""A function of one variable, elementwise, of arrays of numpy's."""


@dataclass(frozen=True)
class Objective:
    """One loss variant. Logits have shape (..., m); losses average over the last dimension."""

    title: str
    group: str
    """Under which it is listed."""
    losses: Losses
    discriminator_formula: str
    generator_formula: str
    """LaTeX, as shown in the window."""
    value_formula: str
    """What D climbs, in plain text."""
    equilibrium_text: str
    """That at the equilibrium, as a reference line is called."""
    unit: str
    """Of V and of the losses; "" where they have none."""
    near: float
    """A change of V that counts: as much as a Jensen-Shannon divergence of 0.07 bits lifts the
    value of a perfect D above the equilibrium's. NaN where V has no size of its own, as it grows
    with whatever lets D be steeper: then V alone says nothing of who is near what."""
    ceiling: float
    """The most that V can be: a D that makes no mistake."""
    score: Score
    """How D's number is to be read."""
    about: str
    """One sentence: what it does to the game."""
    source: str
    value_title: str = "Value V(D, G)"
    value_symbol: str = "V(D,G)"
    """What it is called over its curve, and in a line."""
    best: Curve | None = None
    """log p_data/p_g -> the number of the D that climbs highest; None where what is best at a place
    is not decided by the two densities there."""
    log_ratio: Curve | None = None
    """A logit of D -> the log p_data/p_g of which it would be the best; None where D's number says
    no more than which of the two is larger, or not even that."""
    divergence: str = ""
    """The row of `ganlab.theory.f_divergences` that V is a lower bound of; "": of none."""

    @property
    def paired(self) -> bool:
        """Whether a generated sample is judged against a real one: only then are real samples drawn
        in G's turn, too. Otherwise G's loss and slope may be given None for the logits of real."""
        return self.losses.paired

    def discriminator_loss(self, real: Logits, fake: Logits) -> Logits:
        """What D minimises, (...), from the logits of real and of generated samples."""
        return self.losses.of_discriminator(real, fake)

    def discriminator_slopes(self, real: Logits, fake: Logits) -> tuple[Logits, Logits]:
        """The derivative of that in each logit."""
        return self.losses.discriminator_slopes(real, fake)

    def generator_loss(self, real: Logits, fake: Logits) -> Logits:
        """What G minimises, (...)."""
        return self.losses.of_generator(real, fake)

    def generator_slope(self, real: Logits, fake: Logits) -> Logits:
        """The derivative of that in each logit of fake."""
        return self.losses.generator_slope(real, fake)

    @property
    def sized(self) -> bool:
        """Whether V says by itself how near the equilibrium is."""
        return not math.isnan(self.near)

    @cached_property
    def equilibrium(self) -> float:
        """V(D, G) where p_g = p_data and D is at its best."""
        undecided = np.array([self.score.undecided])
        return 0.0 - float(self.discriminator_loss(undecided, undecided))

    def equilibrium_words(self, decimals: int) -> str:
        """That as it is written in a line: −log 4 = −1.386; 0."""
        value = minus(f"{self.equilibrium:z.{decimals}f}")
        plain = self.equilibrium_text.lstrip("−").isdecimal()
        return self.equilibrium_text if plain else f"{self.equilibrium_text} = {value}"

    @cached_property
    def generator_equilibrium(self) -> float:
        """What G's loss is there."""
        undecided = np.array([self.score.undecided])
        return float(self.generator_loss(undecided, undecided))
