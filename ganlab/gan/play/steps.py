"""The steps of optimizers.py once more, as functions that autograd can differentiate.

There they change parameters and moments in place, for speed; here each gives new ones. The tests
hold the two against each other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from ganlab.gan.optimizers import SGD, Adam, Momentum, OptimisticAdam, RMSProp

LEAST = 1e-20
"""A square under a root: at 0 the root has no derivative. Far below any ε²."""


@dataclass(frozen=True)
class Place:
    """Where an optimizer stands: parameters, (count,), its moments by name, and its steps."""

    parameters: Tensor
    moments: dict[str, Tensor]
    steps: int


def place_of(optimizer: SGD) -> Place:
    """Where it stands now."""
    return Place(optimizer.parameters, dict(optimizer.state), optimizer.steps)


def stepped(
    optimizer: SGD, place: Place, gradient: Tensor, rate: float, bound: float = 0.0
) -> Place:
    """Where it would stand after a step against a gradient, (count,), at a learning rate; its
    parameters then clipped to ±`bound`, unless that is 0."""
    step, moments = _STEPS[type(optimizer)](optimizer, place, gradient, rate)
    there = place.parameters - step
    clipped = there.clamp(-bound, bound) if bound else there
    return Place(clipped, moments, place.steps + 1)


Step = Callable[[SGD, Place, Tensor, float], tuple[Tensor, dict[str, Tensor]]]
"""-> what is taken from the parameters, and the new moments."""


def _sgd(of: SGD, place: Place, gradient: Tensor, rate: float) -> tuple[Tensor, dict[str, Tensor]]:
    return rate * gradient, {}


def _momentum(
    of: SGD, place: Place, gradient: Tensor, rate: float
) -> tuple[Tensor, dict[str, Tensor]]:
    velocity = of.momentum * place.moments["velocity"] + gradient
    return rate * velocity, {"velocity": velocity}


def _rmsprop(
    of: SGD, place: Place, gradient: Tensor, rate: float
) -> tuple[Tensor, dict[str, Tensor]]:
    square = torch.lerp(gradient.square(), place.moments["square"], of.decay)
    return rate * gradient / (_root(square) + RMSProp.epsilon), {"square": square}


def _adam(of: SGD, place: Place, gradient: Tensor, rate: float) -> tuple[Tensor, dict[str, Tensor]]:
    mean = torch.lerp(gradient, place.moments["mean"], of.momentum)
    square = torch.lerp(gradient.square(), place.moments["square"], of.decay)
    unbiased = mean / (1 - of.momentum ** (place.steps + 1))
    root = _root(square / (1 - of.decay ** (place.steps + 1)))
    return rate * unbiased / (root + Adam.epsilon), {"mean": mean, "square": square}


def _optimistic(
    of: SGD, place: Place, gradient: Tensor, rate: float
) -> tuple[Tensor, dict[str, Tensor]]:
    step, moments = _adam(of, place, gradient, rate)
    return 2 * step - place.moments["last"], {**moments, "last": step}


def _root(square: Tensor) -> Tensor:
    return square.clamp(min=LEAST).sqrt()


_STEPS: dict[type[SGD], Step] = {
    SGD: _sgd,
    Momentum: _momentum,
    RMSProp: _rmsprop,
    Adam: _adam,
    OptimisticAdam: _optimistic,
}
