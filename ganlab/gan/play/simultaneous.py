"""Simultaneous updates: both players move from the same point.

    θ_{t+1} = θ_t − η ∇_θ L_D(θ_t, φ_t)
    φ_{t+1} = φ_t − η ∇_φ L_G(θ_t, φ_t)

Mescheder, Nowozin and Geiger 2017, "The numerics of GANs", Algorithm 1. D moves in its own turn, as
a person sees; in G's, G answers D as it was when the iteration began: that comes to the same. With
several steps to a turn each of G's answers that same D.
"""

from __future__ import annotations

from ganlab.gan.play.duel import Duel, Updates, standing

BEFORE = "before_discriminator"


class Simultaneous(Updates):
    """G answers D as it was before its turn."""

    keeps = (BEFORE,)

    def discriminator_step(self, duel: Duel) -> None:
        """One step of D."""
        if BEFORE not in self.kept:
            self.kept[BEFORE] = duel.discriminator.parameters.clone()
        duel.discriminator_step()

    def generator_step(self, duel: Duel) -> None:
        """One step of G, against the D of the iteration's beginning."""
        with standing(duel.discriminator, self.kept.get(BEFORE, duel.discriminator.parameters)):
            duel.generator_step()
