"""Both losses as functions of both players' parameters, for ways to play that differentiate them.

Algorithm 1 asks each player for the gradient of its own loss alone, whose passes are written by
hand. What goes through the other player's step, or through a gradient, is autograd's.
"""

from __future__ import annotations

from typing import Protocol

import torch
from torch import Tensor
from torch.nn.functional import linear

from ganlab.data.target import Target
from ganlab.gan.batches.noise import felt_of
from ganlab.gan.networks.perceptron import MLP
from ganlab.gan.objectives import Objective
from ganlab.gan.penalties.gradient import PENALTIES, GradientPenalty
from ganlab.gan.play.pack import packed
from ganlab.gan.players import Player
from ganlab.gan.settings import TwoPlayer


class Played(Protocol):
    """What is needed of a game to differentiate it."""

    settings: TwoPlayer
    objective: Objective
    generator: Player
    discriminator: Player
    target: Target
    classes: int
    chance: torch.Generator


LEAST = 1e-20
"""A square under a root: at 0 the root has no derivative."""


class Losses:
    """L_D and L_G on one minibatch, of D's parameters θ and G's φ, flat. Penalties on D's slope
    count in L_D as at every step."""

    def __init__(self, game: Played, noise: Tensor, real: Tensor) -> None:
        """:param noise: (n, columns), and (n, columns) `real` samples; n in whole packs.

        Raises TypeError where a player is no perceptron.
        """
        self._game, self._noise = game, noise
        self._real = packed(real, game.settings.pack)
        self._felt = felt_of(game.target.dimension, game.classes, game.settings.pack, noise.device)

    def of_discriminator(self, theta: Tensor, phi: Tensor) -> Tensor:
        """L_D(θ, φ), ()."""
        logits = self._judged(theta, self._real), self._judged(theta, self._made(phi))
        loss: Tensor = self._game.objective.discriminator_loss(*logits)
        for entry in PENALTIES:
            if weight := getattr(self._game.settings.penalty, entry.setting):
                loss = loss + weight * entry.factor * self._penalty(entry, theta, phi)
        return loss

    def of_generator(self, theta: Tensor, phi: Tensor) -> Tensor:
        """L_G(θ, φ), ()."""
        objective = self._game.objective
        real = self._judged(theta, self._real) if objective.paired else None
        loss: Tensor = objective.generator_loss(real, self._judged(theta, self._made(phi)))
        return loss

    def _made(self, phi: Tensor) -> Tensor:
        return packed(output(self._game.generator, phi, self._noise), self._game.settings.pack)

    def _judged(self, theta: Tensor, rows: Tensor) -> Tensor:
        return output(self._game.discriminator, theta, rows).squeeze(1)

    def _penalty(self, entry: GradientPenalty, theta: Tensor, phi: Tensor) -> Tensor:
        """E b(‖∇ₓ a(x)‖²), ()."""
        places = self._places(entry, phi)
        if not places.requires_grad:
            places = places.detach().requires_grad_()
        logits = self._judged(theta, places)
        (slopes,) = torch.autograd.grad(logits.sum(), places, create_graph=True)
        if self._felt is not None:
            slopes = slopes * self._felt
        squares = slopes.square().sum(1)
        return (squares if entry.bend is None else entry.bend(squares.clamp(min=LEAST))[0]).mean()

    def _places(self, entry: GradientPenalty, phi: Tensor) -> Tensor:
        if entry.at == "real":
            return self._real
        made = self._made(phi)
        if entry.at == "generated":
            return made
        return entry.at(self._real, made, self._game.chance, self._felt)


def output(player: Player, parameters: Tensor, x: Tensor) -> Tensor:
    """(n, outputs): what a perceptron would make of (n, inputs) with other parameters, flat."""
    if not isinstance(player, MLP):
        raise TypeError("only perceptrons are differentiated")
    weights, biases = player.split(parameters)
    bend, h = player.activation.module(), x
    for weight, bias in zip(weights[:-1], biases[:-1], strict=True):
        h = bend(linear(h, weight, bias))
    return player.shown(linear(h, weights[-1], biases[-1]), x)
