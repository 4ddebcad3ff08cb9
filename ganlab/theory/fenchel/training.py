"""T trained to make the variational bound large, by quadrature: what it reaches, it proves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor

from ganlab.data.target import Array
from ganlab.interruptible import Asked, ProgressCallback, never, show_so_far, silent
from ganlab.theory.critics import Critics, Objective, Side, train
from ganlab.theory.densities import nodes
from ganlab.theory.divergences.f_critics import F_GAN

if TYPE_CHECKING:
    from ganlab.theory.fenchel.bench import FenchelControls

STEPS = 800
LARGEST = 20.0
"""Nats of a ratio that a trained T can tell."""


def train_critic(
    controls: FenchelControls,
    progress: ProgressCallback = silent,
    cancelled: Asked = never,
) -> dict[str, Any]:
    """A perceptron V with T = g_f(V(x)), Adam on F(T). Returns `x` and `t` (n,), T on a grid, and
    `bound` (steps + 1,), F(T) while it learned; shows as much while it goes on. Raises
    Cancelled."""
    p, q = controls.p, controls.q
    objective = _held(F_GAN[controls.f])
    low, high = min(p.ends[0], q.ends[0]), max(p.ends[1], q.ends[1])
    centre, scale = (p.mean + q.mean) / 2, max((p.std + q.std) / 2, abs(p.mean - q.mean) / 2)
    # The same nodes on both sides: there the bound holds at every one of them.
    x, w = nodes(p, q, order=8, pieces=1, also=controls.pair.turns)
    real, fake = (Side.quadrature(x, density.pdf(x) * w) for density in (p, q))
    critics = Critics(1, controls.seed, centre, scale)
    grid = np.union1d(np.linspace(low, high, 401), x)  # fine where p and q are

    def learned(bound: Array) -> dict[str, Any]:
        v = torch.as_tensor(critics.values(grid))
        return {"x": grid, "t": objective.at_p(v).numpy()[0], "bound": bound}

    def look(history: list[Tensor]) -> None:
        show_so_far(progress, lambda: learned(torch.cat(history).double().numpy()))

    history = train(critics, real, fake, objective, STEPS, 1e-2, 0.0, 0, progress, cancelled, look)
    return learned(history[:, 0])


def _held(objective: Objective) -> Objective:
    """The same of a V that stays within ±`LARGEST`, smoothly: where a divergence is infinite, e^V
    would grow until it is no number."""

    def hold(v: Tensor) -> Tensor:
        return LARGEST * torch.tanh(v / LARGEST)

    return Objective(lambda v: objective.at_p(hold(v)), lambda v: objective.at_q(hold(v)))
