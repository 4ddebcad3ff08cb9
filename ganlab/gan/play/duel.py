"""What a way to play needs of the game, and how a player is made to stand somewhere else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from torch import Tensor


class Player(Protocol):
    """A network: all its parameters in one flat vector, (count,), which is changed in place."""

    parameters: Tensor


class Duel(Protocol):
    """Two players and their next gradients; those are good until the next is asked for."""

    @property
    def discriminator(self) -> Player: ...
    @property
    def generator(self) -> Player: ...

    def discriminator_step(self) -> None:
        """Algorithm 1's: one step of D from where both players stand."""

    def generator_step(self) -> None:
        """Algorithm 1's: one step of G from where both players stand."""

    def discriminator_slope(self) -> Tensor:
        """∇L_D in D's parameters where both players stand, flat, on the next minibatch."""

    def generator_slope(self) -> Tensor:
        """∇L_G in G's parameters where both players stand, flat, on the next minibatch."""

    def move_discriminator(self, gradient: Tensor) -> None:
        """One step of D's optimizer, unless D is frozen."""

    def move_generator(self, gradient: Tensor) -> None:
        """One step of G's optimizer, unless G is frozen."""

    def follow(self) -> None:
        """G's moving average, if there is one, goes after G."""


class Updates:
    """How a turn's step is taken: as in Algorithm 1. Others subclass it.

    What a way must know for the rest of an iteration it keeps under the names of `keeps`, each of
    which ends in the player whose parameters they are like; it is saved with the networks.
    """

    keeps: tuple[str, ...] = ()

    def __init__(self) -> None:
        self.kept: dict[str, Tensor] = {}

    def discriminator_step(self, duel: Duel) -> None:
        """One step of D."""
        duel.discriminator_step()

    def generator_step(self, duel: Duel) -> None:
        """One step of G."""
        duel.generator_step()

    def finish(self) -> None:
        """The iteration is over."""
        self.kept.clear()


@contextmanager
def standing(player: Player, place: Tensor) -> Iterator[None]:
    """Within the block the player stands at `place`, (count,), and after it where it stood."""
    here = player.parameters.clone()
    player.parameters.copy_(place)
    try:
        yield
    finally:
        player.parameters.copy_(here)
