"""What both players descend, of the logits of their samples, and the slopes of that.

The networks are trained from the *slopes*, the derivatives of the losses in each logit. They show
at a glance who still learns: minimax's generator gets −σ(a)/m, which vanishes once D is sure
(a → −∞), non-saturating's −σ(−a)/m, which does not.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from ganlab.gan.logits import Logits, averaged
from ganlab.values import dataclass


@dataclass(frozen=True)
class Cost:
    """What one sample costs a player, as a function of its logit."""

    of: Callable[[Logits], Logits]
    """Elementwise."""
    slope: Callable[[Logits], Logits]
    """Its derivative, elementwise."""


class Losses(Protocol):
    """Both players' losses. Logits have shape (..., m); losses average over the last dimension."""

    @property
    def paired(self) -> bool:
        """Whether a generated sample is judged against a real one: only then are real samples drawn
        in G's turn, too. Otherwise G's loss and slope may be given None for the logits of real."""

    def of_discriminator(self, real: Logits, fake: Logits) -> Logits:
        """What D minimises, (...)."""

    def discriminator_slopes(self, real: Logits, fake: Logits) -> tuple[Logits, Logits]:
        """The derivative of that in each logit."""

    def of_generator(self, real: Logits, fake: Logits) -> Logits:
        """What G minimises, (...)."""

    def generator_slope(self, real: Logits, fake: Logits) -> Logits:
        """The derivative of that in each logit of fake."""


@dataclass(frozen=True)
class Separate:
    """Each sample counts by itself."""

    real: Cost
    """What a real sample costs D."""
    fake: Cost
    """What a generated one costs D."""
    made: Cost
    """What a generated one costs G."""
    paired: bool = False

    def of_discriminator(self, real: Logits, fake: Logits) -> Logits:
        """E_x real(a(x)) + E_z fake(a(G(z)))."""
        return self.real.of(real).mean(-1) + self.fake.of(fake).mean(-1)

    def discriminator_slopes(self, real: Logits, fake: Logits) -> tuple[Logits, Logits]:
        """Of the mean: an m-th of each sample's own."""
        return averaged(self.real.slope(real)), averaged(self.fake.slope(fake))

    def of_generator(self, real: Logits, fake: Logits) -> Logits:
        """E_z made(a(G(z)))."""
        return self.made.of(fake).mean(-1)

    def generator_slope(self, real: Logits, fake: Logits) -> Logits:
        """An m-th of each sample's own."""
        return averaged(self.made.slope(fake))


@dataclass(frozen=True)
class Paired:
    """Real and generated samples count in pairs, by the difference of their logits."""

    cost: Cost
    """Of a pair, to D as a function of a(x) − a(G(z)), to G of a(G(z)) − a(x)."""
    paired: bool = True

    def of_discriminator(self, real: Logits, fake: Logits) -> Logits:
        """E cost(a(x) − a(G(z)))."""
        return self.cost.of(real - fake).mean(-1)

    def discriminator_slopes(self, real: Logits, fake: Logits) -> tuple[Logits, Logits]:
        """What raises the one lowers the other."""
        slope = averaged(self.cost.slope(real - fake))
        return slope, -slope

    def of_generator(self, real: Logits, fake: Logits) -> Logits:
        """E cost(a(G(z)) − a(x))."""
        return self.cost.of(fake - real).mean(-1)

    def generator_slope(self, real: Logits, fake: Logits) -> Logits:
        """Of each pair."""
        return averaged(self.cost.slope(fake - real))
