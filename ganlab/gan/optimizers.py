"""How a gradient becomes a step: five optimizers over one flat vector of parameters.

torch.optim has all but the last, for lists of tensors of any kind; its bookkeeping would cost these
small networks a tenth of every iteration. The tests hold each against its counterpart there.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ganlab.experiment import Optimizer


class SGD:
    """θ ← θ − η g."""

    def __init__(self, parameters: Tensor, settings: Optimizer) -> None:
        self.parameters = parameters
        self.state: dict[str, Tensor] = {
            name: torch.zeros_like(parameters) for name in self.moments
        }
        """The moments by name, in the layout of the parameters."""
        self._roots = torch.empty_like(parameters)
        """Where √s is computed: for large networks new memory at every step is dear."""
        self.steps = 0
        self.adjust(settings)

    moments: tuple[str, ...] = ()

    def adjust(self, settings: Optimizer) -> None:
        """Take up new settings of the same kind, keeping the moments gathered so far."""
        self.momentum, self.decay = settings.momentum, settings.decay

    def step(self, gradient: Tensor, rate: float) -> None:
        """One step along `gradient`, (count,), with learning rate η = `rate`."""
        self.steps += 1
        self.descend(gradient, rate)

    def descend(self, gradient: Tensor, rate: float) -> None:
        """Change the parameters in place."""
        self.parameters.add_(gradient, alpha=-rate)


class Momentum(SGD):
    """v ← μ v + g,  θ ← θ − η v (Polyak 1964): what the 2014 paper used."""

    moments = ("velocity",)

    def descend(self, gradient: Tensor, rate: float) -> None:
        velocity = self.state["velocity"].mul_(self.momentum).add_(gradient)
        self.parameters.add_(velocity, alpha=-rate)


class RMSProp(SGD):
    """s ← α s + (1 − α) g²,  θ ← θ − η g / (√s + ε) (Tieleman and Hinton 2012)."""

    moments = ("square",)
    epsilon = 1e-8

    def descend(self, gradient: Tensor, rate: float) -> None:
        square = self.state["square"].mul_(self.decay)
        square.addcmul_(gradient, gradient, value=1 - self.decay)
        denominator = torch.sqrt(square, out=self._roots).add_(self.epsilon)
        self.parameters.addcdiv_(gradient, denominator, value=-rate)


class Adam(SGD):
    """m ← β₁ m + (1 − β₁) g,  s ← β₂ s + (1 − β₂) g²,
    θ ← θ − η m̂ / (√ŝ + ε),  m̂ = m / (1 − β₁ᵗ),  ŝ = s / (1 − β₂ᵗ) (Kingma and Ba 2015)."""

    moments: tuple[str, ...] = ("mean", "square")
    epsilon = 1e-8

    def __init__(self, parameters: Tensor, settings: Optimizer) -> None:
        super().__init__(parameters, settings)
        self._count = torch.zeros((), device=parameters.device)

    def descend(self, gradient: Tensor, rate: float) -> None:
        # What torch.optim.Adam(fused=True) calls: all of it in one walk over the parameters.
        torch._fused_adam_(
            [self.parameters],
            [gradient],
            [self.state["mean"]],
            [self.state["square"]],
            [],
            [self._count.fill_(self.steps)],
            lr=rate,
            beta1=self.momentum,
            beta2=self.decay,
            weight_decay=0.0,
            eps=self.epsilon,
            amsgrad=False,
            maximize=False,
        )


class OptimisticAdam(Adam):
    """θ ← θ − 2 η uₜ + η uₜ₋₁,  uₜ = m̂ₜ / (√ŝₜ + ε),  u₀ = 0: Adam's step, twice, and the last
    one taken back (Daskalakis et al. 2018, "Training GANs with optimism", Algorithm 1)."""

    moments = ("mean", "square", "last")

    def descend(self, gradient: Tensor, rate: float) -> None:
        mean = self.state["mean"].lerp_(gradient, 1 - self.momentum)
        square = self.state["square"].mul_(self.decay)
        square.addcmul_(gradient, gradient, value=1 - self.decay)
        # ŝ's correction is taken out of the root: √ŝ + ε = (√s + ε·c) / c with c = √(1 − β₂ᵗ).
        correction = math.sqrt(1 - self.decay**self.steps)
        scale = rate * correction / (1 - self.momentum**self.steps)
        denominator = torch.sqrt(square, out=self._roots).add_(self.epsilon * correction)
        last = self.state["last"]
        self.parameters.add_(last)
        torch.div(mean, denominator, out=last).mul_(scale)
        self.parameters.add_(last, alpha=-2)


KINDS: dict[str, type[SGD]] = {
    "sgd": SGD,
    "momentum": Momentum,
    "adam": Adam,
    "rmsprop": RMSProp,
    "optimistic-adam": OptimisticAdam,
}


def make_optimizer(parameters: Tensor, settings: Optimizer) -> SGD:
    """The optimizer that `settings` describe; it changes `parameters` in place."""
    return KINDS[settings.kind](parameters, settings)


DECAY, LEAST_RATE = 1.000004, 1e-6
"""Of the exponential schedule, from the mnist.yaml of Goodfellow et al. 2014."""


def scheduled_rate(settings: Optimizer, step: int, length: int) -> float:
    """The learning rate at a step, by the schedule:

    constant        η
    cosine          η · ½ (1 + cos(π · step / length)), and 0 from `length` on
    exponential     η / 1.000004^step, but no less than 10⁻⁶ (or η, where that is less)
    """
    rate = settings.learning_rate
    match settings.schedule:
        case "constant":
            return rate
        case "cosine":
            return rate * 0.5 * (1 + math.cos(math.pi * min(step / length, 1.0)))
        case "exponential":
            return max(rate * DECAY**-step, min(rate, LEAST_RATE))


def optimizer_arrays(optimizer: SGD) -> dict[str, NDArray[Any]]:
    """Its moments and its count as named, owned arrays."""
    arrays: dict[str, NDArray[Any]] = {
        name: moment.cpu().numpy().copy() for name, moment in optimizer.state.items()
    }
    return {**arrays, "steps": np.array(optimizer.steps, dtype=np.int64)}


def load_optimizer_arrays(optimizer: SGD, arrays: dict[str, NDArray[Any]]) -> None:
    """The inverse of `optimizer_arrays`; raises ValueError where something does not fit.

    Moments of another kind of optimizer are left out: it starts without.
    """
    for moment in optimizer.state.values():
        moment.zero_()
    optimizer.steps = 0
    for name, moment in optimizer.state.items():
        if name not in arrays:
            return
        if arrays[name].shape != tuple(moment.shape):
            raise ValueError(f"the saved optimizer's {name} has another size than the network")
    for name, moment in optimizer.state.items():
        moment.copy_(torch.from_numpy(np.array(arrays[name], dtype=np.float32)))
    optimizer.steps = int(arrays.get("steps", np.array(0)))
