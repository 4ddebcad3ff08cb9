"""torch's optimizers over one flat vector of parameters, made from an experiment's Optimizer."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ganlab.experiment import Optimizer

MOMENTS: dict[type[torch.optim.Optimizer], set[str]] = {
    torch.optim.SGD: {"momentum_buffer"},
    torch.optim.Adam: {"step", "exp_avg", "exp_avg_sq"},
    torch.optim.RMSprop: {"step", "square_avg"},
}
"""What each keeps between steps."""


def make_optimizer(parameters: Tensor, settings: Optimizer) -> torch.optim.Optimizer:
    """The optimizer that `settings` describe, over one tensor."""
    rate, momentum = settings.learning_rate, settings.momentum
    match settings.kind:
        case "sgd":
            return torch.optim.SGD([parameters], lr=rate, fused=True)
        case "momentum":
            return torch.optim.SGD([parameters], lr=rate, momentum=momentum, fused=True)
        case "adam":
            return torch.optim.Adam(
                [parameters], lr=rate, betas=(momentum, settings.decay), fused=True
            )
        case "rmsprop":
            return torch.optim.RMSprop([parameters], lr=rate, alpha=settings.decay)


def adjust_optimizer(optimizer: torch.optim.Optimizer, settings: Optimizer) -> None:
    """Take up new settings of the same kind, keeping the moments gathered so far."""
    group = optimizer.param_groups[0]
    match settings.kind:
        case "momentum":
            group["momentum"] = settings.momentum
        case "adam":
            group["betas"] = (settings.momentum, settings.decay)
        case "rmsprop":
            group["alpha"] = settings.decay


def scheduled_rate(settings: Optimizer, step: int, length: int) -> float:
    """The learning rate at a step: η, or η·½(1 + cos(π·step/length)) and 0 from `length` on."""
    if settings.schedule == "constant":
        return settings.learning_rate
    share = min(step / length, 1.0)
    return settings.learning_rate * 0.5 * (1 + math.cos(math.pi * share))


def optimizer_arrays(optimizer: torch.optim.Optimizer) -> dict[str, NDArray[Any]]:
    """Its moments and counts as named, owned arrays; empty before the first step."""
    state: dict[str, Any] = next(iter(optimizer.state.values()), {})
    return {
        name: value.detach().cpu().numpy().copy()
        for name, value in state.items()
        if isinstance(value, Tensor)
    }


def load_optimizer_arrays(
    optimizer: torch.optim.Optimizer, parameters: Tensor, arrays: dict[str, NDArray[Any]]
) -> None:
    """The inverse of `optimizer_arrays`; raises ValueError where a size differs.

    The moments of another kind of optimizer mean nothing to this one: it then starts afresh. That
    happens when the kind was changed live after the snapshot which is now restored.
    """
    if set(arrays) != MOMENTS[type(optimizer)]:
        return
    for name, array in arrays.items():
        if array.ndim and array.shape != tuple(parameters.shape):
            raise ValueError(f"the saved optimizer's {name} has another size than the network")
    # A count is a 0-d tensor that torch keeps on the CPU unless the optimizer is fused.
    optimizer.state[parameters] = {
        name: torch.from_numpy(np.array(array, dtype=np.float32)).to(parameters.device)
        for name, array in arrays.items()
    }
