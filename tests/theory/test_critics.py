"""Small critics reach the optimum that theory says, many at once, the same for the same seed."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from ganlab.interruptible import Cancelled
from ganlab.theory.critics import LOGISTIC, WASSERSTEIN, Critics, Side, train
from ganlab.theory.densities import Mixture, nodes
from ganlab.theory.divergences.f_critics import F_GAN

P, Q = Mixture.gaussian(0, 1), Mixture.gaussian(0.6, 1.3)
X, W = nodes(P, Q, pieces=1, order=8)
F = {
    "KL": lambda u: u * np.log(u),
    "reverse KL": lambda u: -np.log(u),
    "Jeffrey": lambda u: (u - 1) * np.log(u),
    "Pearson": lambda u: (u - 1) ** 2,
    "Neyman": lambda u: (u - 1) ** 2 / u,
    "squared Hellinger": lambda u: (np.sqrt(u) - 1) ** 2,
    "Bhattacharyya": lambda u: 1 - np.sqrt(u),
    "total variation": lambda u: abs(u - 1) / 2,
    "Jensen-Shannon": lambda u: u * np.log(u) - (u + 1) * np.log((u + 1) / 2),
    "GAN": lambda u: u * np.log(u) - (u + 1) * np.log(u + 1),
}


def side(density: Mixture) -> Side:
    return Side.quadrature(X, W * density.pdf(X))


@pytest.mark.parametrize("name", F_GAN)
def test_bound_rises_to_its_divergence_and_not_above(name: str) -> None:
    u = np.exp(P.log_pdf(X) - Q.log_pdf(X))
    exact = W * Q.pdf(X) @ F[name](u)
    critics = Critics(2, seed=1, centre=0.3, scale=1.2)
    bound = train(critics, side(P), side(Q), F_GAN[name], steps=120, rate=2e-2)
    assert bound.shape == (121, 2)
    assert bound.max() <= exact + 1e-4
    short = 0.03 if name == "total variation" else 0.01
    assert bound[-1] == pytest.approx([exact, exact], abs=short)


@pytest.mark.parametrize("name", F_GAN)
@pytest.mark.parametrize("v", [-3.0, -0.5, 0.0, 0.7, 2.0])
def test_written_out_conjugates_are_conjugates(name: str, v: float) -> None:
    objective = F_GAN[name]
    t = objective.at_p(torch.tensor(v, dtype=torch.float64)).item()
    u = np.geomspace(1e-6, 1e6, 2_000_001)
    with np.errstate(over="ignore"):
        sup = (u * t - F[name](u)).max()
    got = objective.at_q(torch.tensor(v, dtype=torch.float64)).item()
    if name == "Pearson" and t < -2:
        assert got >= sup  # the paper's t²/4 + t goes on where u would be negative
    else:
        assert got == pytest.approx(sup, abs=2e-5)


def test_jeffreys_conjugate_has_the_slope_of_the_ratio() -> None:
    u = torch.tensor([0.05, 0.5, 1.0, 3.0, 40.0], dtype=torch.float64)
    t = (u.log() + 1 - 1 / u).requires_grad_()
    (slope,) = torch.autograd.grad(F_GAN["Jeffrey"].at_q(t).sum(), t)
    assert slope.numpy() == pytest.approx(u.numpy(), rel=1e-9)


def test_wasserstein_critic_finds_the_distance() -> None:
    drawn = np.random.default_rng(0).uniform(0, 1, (2, 256))
    shift = np.array([[0.8], [-0.4]])
    critics = Critics(2, seed=2, centre=0.5, scale=0.6)
    sides = Side.samples(drawn + shift), Side.samples(drawn)
    reached = train(critics, *sides, WASSERSTEIN, 120, rate=1e-2, gradient_penalty=10.0)
    assert reached[-1] == pytest.approx([0.8, 0.4], abs=0.06)


def test_same_seed_same_critic() -> None:
    def values(seed: int) -> list[float]:
        critics = Critics(1, seed)
        train(critics, side(P), side(Q), LOGISTIC, steps=5)
        return list(critics.values(np.linspace(-1, 1, 5))[0])

    assert values(3) == values(3) != values(4)


def test_progress_and_cancel() -> None:
    told: list[tuple[int, int]] = []
    train(Critics(1, 0), side(P), side(Q), LOGISTIC, 3, progress=lambda *done: told.append(done))
    assert told == [(1, 3), (2, 3), (3, 3)]
    with pytest.raises(Cancelled):
        train(Critics(1, 0), side(P), side(Q), LOGISTIC, 3, cancelled=lambda: True)
