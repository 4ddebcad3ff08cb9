"""Extra-gradient: look where the step would lead, and take it by the gradient found there.

    ω̃ = ω_t − η F(ω_t),   ω_{t+1} = ω_t − η F(ω̃),   ω = (θ, φ),  F = (∇_θ L_D, ∇_φ L_G)

Korpelevich 1976; for adversarial networks Gidel et al. 2019, "A variational inequality perspective
on generative adversarial networks", Algorithm 3; where the optimizer remembers, as Adam does, it
takes up both gradients, as in Algorithm 4. Each of them has a minibatch of its own.

D's turn looks ahead for both players and moves D; G's moves G by its gradient at the same place.
Where a turn has several steps, each later one looks ahead anew for its own player. Figures of an
iteration are those of the place that was looked ahead to, whose gradients the players followed.
"""

from __future__ import annotations

from torch import Tensor

from ganlab.gan.play.duel import Duel, Updates, standing

D, G = "ahead_discriminator", "ahead_generator"


class ExtraGradient(Updates):
    """Both players step by the gradient of the place where both would be."""

    keeps = (D, G)

    def discriminator_step(self, duel: Duel) -> None:
        """One step of D."""
        if G in self.kept:
            with standing(duel.generator, self.kept[G]):
                self.kept[D] = _ahead_of_d(duel)
        else:
            self._look_ahead(duel)
        with (
            standing(duel.discriminator, self.kept[D]),
            standing(duel.generator, self.kept[G]),
        ):
            gradient = duel.discriminator_slope()
        duel.move_discriminator(gradient)

    def generator_step(self, duel: Duel) -> None:
        """One step of G."""
        if D not in self.kept:
            self._look_ahead(duel)
        elif G not in self.kept:
            with standing(duel.discriminator, self.kept[D]):
                self.kept[G] = _ahead_of_g(duel)
        with (
            standing(duel.discriminator, self.kept[D]),
            standing(duel.generator, self.kept.pop(G)),
        ):
            gradient = duel.generator_slope()
        duel.move_generator(gradient)
        duel.follow()

    def _look_ahead(self, duel: Duel) -> None:
        """For both players from where they stand."""
        of_g = _ahead_of_g(duel)
        self.kept[D], self.kept[G] = _ahead_of_d(duel), of_g


def _ahead_of_d(duel: Duel) -> Tensor:
    """Where D would be after a step; it stays where it is."""
    gradient, here = duel.discriminator_slope(), duel.discriminator.parameters
    with standing(duel.discriminator, here):
        duel.move_discriminator(gradient)
        return here.clone()


def _ahead_of_g(duel: Duel) -> Tensor:
    """Where G would be after a step; it stays where it is."""
    gradient, here = duel.generator_slope(), duel.generator.parameters
    with standing(duel.generator, here):
        duel.move_generator(gradient)
        return here.clone()
