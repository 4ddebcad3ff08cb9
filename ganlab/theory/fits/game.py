"""The f-GAN game on the same screen: x = μ + σ z against a small critic, one game a divergence.

    min over μ, σ  max over T   E_p T(x) - E_z f*(T(μ + σ z)),   T = g_f(v)

Nowozin, Cseke and Tomioka 2016, section 3 and Table 2. Both expectations are taken over all of
their distribution at every step (nodes of a quadrature, not minibatches), so that what is left
between the game and the exact fit is the critic's and the play's own. Loads torch.
"""

from __future__ import annotations

from math import log, pi
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor

from ganlab.interruptible import Asked, ProgressCallback, check
from ganlab.theory.critics import Critics, Objective, one_thread
from ganlab.theory.densities import Mixture, nodes
from ganlab.theory.divergences.f_critics import F_GAN

if TYPE_CHECKING:
    from ganlab.theory.fits.controls import FitsControls

PLAYED = {
    "kl": "KL",
    "reverse_kl": "reverse KL",
    "js": "Jensen-Shannon",
    "jeffrey": "Jeffrey",
    "pearson": "Pearson",
    "hellinger": "squared Hellinger",
    "tv": "total variation",
}
"""Names of `search.WANTED`, and those of their bounds."""
OFF, WIDE = 0.5, 1.3
"""Where all games begin: N(mean + OFF std, (WIDE std)²), the best of none."""
ROUNDS = 500
CRITIC_STEPS = 3
"""Of the critics for one of the generators."""
AVERAGED = 0.2
"""The share of the last rounds over which μ and σ are averaged."""
CRITIC_RATE, GENERATOR_RATE = 4e-3, 1e-2
KEPT = 10
"""Of so many rounds one place of the path is kept."""


def run(
    controls: FitsControls, progress: ProgressCallback, cancelled: Asked
) -> dict[str, dict[str, Any]]:
    """The work of the bench. Raises Cancelled."""
    return play(controls.p, controls.seed, progress, cancelled)


@one_thread()
def play(
    p: Mixture, seed: int, progress: ProgressCallback, cancelled: Asked
) -> dict[str, dict[str, Any]]:
    """All games of `PLAYED` at once, from the same wrong start. For each name: `path` (n, 2) of μ
    and σ, `fit` (μ, σ) averaged over the last rounds, and `bound` F there. Raises Cancelled."""
    count = len(PLAYED)
    objective = _each([F_GAN[name] for name in PLAYED.values()])
    x, w = nodes(p, Mixture.gaussian(p.mean, p.variance), order=6, pieces=1)
    places, steps = (torch.as_tensor(some, dtype=torch.float32)[None] for some in (x, w))
    real = steps * torch.as_tensor(p.pdf(x), dtype=torch.float32)
    z, mass = _normal()
    critics = Critics(count, seed, p.mean, p.std)
    begin = p.mean + OFF * p.std, log(WIDE * p.std)
    theta = torch.tensor([begin] * count, requires_grad=True)
    ascent = torch.optim.Adam(critics.parameters(), CRITIC_RATE, betas=(0.5, 0.99))
    descent = torch.optim.Adam([theta], GENERATOR_RATE * p.std, betas=(0.5, 0.99))
    falling = [
        torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, ROUNDS)
        for optimizer in (ascent, descent)
    ]
    path = np.empty((ROUNDS, count, 2))
    for done in range(ROUNDS):
        check(cancelled)
        fake = steps * _density(places, theta.detach())
        for _ in range(CRITIC_STEPS):
            ascent.zero_grad()
            (-_bound(critics(places), real, fake, objective)).sum().backward()
            ascent.step()
        descent.zero_grad()
        moved = critics(theta[:, :1] + theta[:, 1:].exp() * z)
        (-(mass * objective.at_q(moved)).sum()).backward()
        descent.step()
        for schedule in falling:
            schedule.step()
        path[done, :, 0] = theta[:, 0].detach()
        path[done, :, 1] = theta[:, 1].detach().exp()
        progress(done + 1, ROUNDS)
    with torch.no_grad():
        fake = steps * _density(places, theta)
        bound = _bound(critics(places), real, fake, objective)
    last = path[-int(AVERAGED * ROUNDS) :].mean(0)
    return {
        name: {
            "path": path[::KEPT, i],
            "fit": (float(last[i, 0]), float(last[i, 1])),
            "bound": float(bound[i]),
        }
        for i, name in enumerate(PLAYED)
    }


def _bound(v: Tensor, real: Tensor, fake: Tensor, objective: Objective) -> Tensor:
    """F (count,) of critics' outputs (count, n) under weights of p and of q at the same n nodes: at
    nodes of their own a critic could tell the two apart by where they lie."""
    return (real * objective.at_p(v) - fake * objective.at_q(v)).sum(1)


def _density(x: Tensor, theta: Tensor) -> Tensor:
    """N(x; μ, σ²) at x (1, n) for theta (count, 2)."""
    sigma = theta[:, 1:].exp()
    return torch.exp(-(((x - theta[:, :1]) / sigma) ** 2) / 2) / (sigma * (2 * pi) ** 0.5)


def _each(objectives: list[Objective]) -> Objective:
    """Every critic its own."""

    def rows(side: str) -> Any:
        functions = [getattr(objective, side) for objective in objectives]

        def apply(v: Tensor) -> Tensor:
            return torch.stack([function(row) for function, row in zip(functions, v, strict=True)])

        return apply

    return Objective(rows("at_p"), rows("at_q"))


def _normal() -> tuple[Tensor, Tensor]:
    """Nodes (1, n) and weights (1, n) for E over z ~ N(0, 1)."""
    z = torch.linspace(-5, 5, 81)[None]
    mass = torch.exp(-z * z / 2)
    return z, mass / mass.sum()
