"""Small critics of one real variable, trained by Adam to make a difference of expectations large.

Any number of independent critics are trained at once, one a row of every array: a sweep or a
repetition costs hardly more than one of them. Only what a bench's work names may import this
module: it loads torch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from ganlab.data.target import Array
from ganlab.interruptible import Asked, ProgressCallback, check, never, silent


@dataclass(frozen=True)
class Objective:
    """A critic's output v is rewarded with E_p a(v(x)) - E_q b(v(x)).

    Every variational bound has this form: a = g_f, the output activation, gives T(x) = a(v(x)),
    and b = f* ∘ g_f (Nowozin, Cseke and Tomioka 2016, equation 5).
    """

    at_p: Callable[[Tensor], Tensor]
    at_q: Callable[[Tensor], Tensor]


LOGISTIC = Objective(functional.logsigmoid, functional.softplus)
"""V(D, G) = E_p log D + E_q log(1 - D), D = σ(v) (Goodfellow et al. 2014, equation 1)."""
WASSERSTEIN = Objective(lambda v: v, lambda v: v)
"""E_p v - E_q v: Wasserstein-1 where |v'| ≤ 1 (Arjovsky, Chintala and Bottou 2017, equation 2)."""


@dataclass(frozen=True)
class Side:
    """Where an expectation is taken: points (critics, n), or (1, n) if they are the same for all,
    and weights of the same shape, the sum of each row 1: p(x) w of a quadrature, or 1/n."""

    points: Tensor
    weights: Tensor

    @classmethod
    def samples(cls, drawn: Array) -> Side:
        """Equally likely draws, (n,) for all critics or (critics, n)."""
        points = _rows(drawn)
        return cls(points, torch.full_like(points, 1 / points.shape[1]))

    @classmethod
    def quadrature(cls, points: Array, weights: Array) -> Side:
        """Nodes and weight times density, both (n,) or (critics, n)."""
        return cls(*torch.broadcast_tensors(_rows(points), _rows(weights)))

    def mean(self, values: Tensor) -> Tensor:
        """E of values at the points, (critics,)."""
        return (self.weights * values).sum(1)


GAIN = 4.0
"""Of the outputs. Adam moves every weight about as fast: this is how soon a critic can say much."""
RAMP = 0.1
"""Share of the steps in which a penalty comes in: first a slope finds its sign, which a penalty for
slopes other than 1 would not let it change."""


class Critics(nn.Module):
    """`count` perceptrons v: R -> R with two hidden layers of `width`. Inputs are standardised by
    `centre` and `scale`; the units of the first layer bend at places spread over ±2 of them."""

    def __init__(
        self, count: int, seed: int, centre: float = 0.0, scale: float = 1.0, width: int = 24
    ) -> None:
        super().__init__()
        draw = torch.Generator().manual_seed(seed)
        self.centre, self.scale = centre, scale
        slopes = torch.randn(count, 1, width, generator=draw)
        places = torch.rand(count, 1, width, generator=draw) * 4 - 2
        self.weights = nn.ParameterList(
            [
                nn.Parameter(slopes),
                nn.Parameter(torch.randn(count, width, width, generator=draw) / width**0.5),
                nn.Parameter(torch.randn(count, width, 1, generator=draw) / width**0.5 / 10 / GAIN),
            ]
        )
        self.biases = nn.ParameterList(
            [
                nn.Parameter(-slopes * places),
                nn.Parameter(torch.zeros(count, 1, width)),
                nn.Parameter(torch.zeros(count, 1, 1)),
            ]
        )

    def forward(self, x: Tensor) -> Tensor:
        """v (count, n) at x, (count, n) or (1, n)."""
        count = len(self.weights[0])
        h = ((x - self.centre) / self.scale).expand(count, -1).unsqueeze(2)
        for weight, bias in zip(self.weights[:-1], self.biases[:-1], strict=True):
            h = functional.silu(torch.baddbmm(bias, h, weight))
        return GAIN * torch.baddbmm(self.biases[-1], h, self.weights[-1]).squeeze(2)

    @torch.no_grad()
    def values(self, x: Array) -> Array:
        """v of every critic on a grid: x (n,) or (count, n) -> (count, n)."""
        values: Array = self(_rows(x)).double().numpy()
        return values


def estimate(critics: Critics, p: Side, q: Side, objective: Objective) -> Tensor:
    """E_p a(v) - E_q b(v) of every critic, (count,)."""
    return p.mean(objective.at_p(critics(p.points))) - q.mean(objective.at_q(critics(q.points)))


@contextmanager
def one_thread() -> Iterator[None]:
    """Small matrices: more threads only wait for each other. A decorator, too."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


@one_thread()
def train(
    critics: Critics,
    p: Side,
    q: Side,
    objective: Objective,
    steps: int,
    rate: float = 5e-3,
    gradient_penalty: float = 0.0,
    seed: int = 0,
    progress: ProgressCallback = silent,
    cancelled: Asked = never,
    look: Callable[[list[Tensor]], None] | None = None,
) -> Array:
    """Adam's ascent of the objective on all of both sides at every step, the rate falling to 0 as a
    cosine. Returns the objective before each step and at the end, (steps + 1, count).

    `gradient_penalty` is the λ of E(|v'(x)| - 1)² between draws of both sides (Gulrajani et al.
    2017, equation 3). `look` is called after every step with the objective before each so far,
    (count,) each. Raises Cancelled.
    """
    optimizer = torch.optim.Adam(critics.parameters(), rate, betas=(0.9, 0.99))
    falling = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    draw = torch.Generator().manual_seed(seed)
    history = []
    for done in range(steps):
        check(cancelled)
        reached = estimate(critics, p, q, objective)
        history.append(reached.detach())
        loss = -reached.sum()
        if gradient_penalty:
            weight = gradient_penalty * min(1.0, done / (RAMP * steps))
            loss = loss + weight * slope_penalty(critics, p, q, draw).sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        falling.step()
        progress(done + 1, steps)
        if look is not None:
            look(history)
    with torch.no_grad():
        history.append(estimate(critics, p, q, objective))
    return torch.stack(history).double().numpy()


def slope_penalty(critics: Critics, p: Side, q: Side, draw: torch.Generator) -> Tensor:
    """E(|v'(x)| - 1)², x uniform between a draw of p and a draw of q, (count,)."""
    n, count = p.points.shape[1], len(critics.weights[0])
    real, fake = (
        side.points.expand(count, -1).gather(
            1, torch.multinomial(side.weights.expand(count, -1), n, True, generator=draw)
        )
        for side in (p, q)
    )
    share = torch.rand(real.shape, generator=draw)
    between = (share * real + (1 - share) * fake).requires_grad_()
    (slopes,) = torch.autograd.grad(critics(between).sum(), between, create_graph=True)
    return ((slopes.abs() - 1) ** 2).mean(1)


def _rows(values: Array) -> Tensor:
    return torch.as_tensor(np.atleast_2d(values), dtype=torch.float32)
