"""Each objective is a game of its own: its value, its equilibrium, how D's number is read."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from ganlab.gan.logits import exp, log_lambert, sigmoid, softplus, tanh
from ganlab.gan.objectives import OBJECTIVES, Objective
from ganlab.gan.objectives.f_gans import F_GANS
from ganlab.gan.objectives.losses import Separate
from ganlab.gan.scores import UNIT, Scale, raw
from ganlab.theory.densities import Mixture, nodes
from ganlab.theory.divergences.between import Pair
from ganlab.theory.divergences.f_divergences import F_DIVERGENCES

WRITTEN = {"−log 4": -math.log(4), "−1/4": -0.25, "0": 0.0, "−2": -2.0, "−log 2": -math.log(2)}
"""What the reference lines are called, as numbers."""

AXIS = np.linspace(-8, 8, 401)
CELL = AXIS[1] - AXIS[0]


def bump(at: float) -> np.ndarray:
    """The density of N(at, 1) on AXIS."""
    density: np.ndarray = np.exp(-((AXIS - at) ** 2) / 2) / math.sqrt(2 * math.pi)
    return density


GRID = np.linspace(-12, 12, 2401)
NOTHING = np.zeros(1)


def costs(objective: Objective) -> tuple[np.ndarray, np.ndarray]:
    """What a sample of either kind costs D at the logits of GRID, up to a constant."""
    loss = objective.discriminator_loss
    of_real, of_fake = loss(GRID[:, None], NOTHING), loss(NOTHING, GRID[:, None])
    return of_real - loss(NOTHING, NOTHING), of_fake


def best_logits(objective: Objective, p: np.ndarray, q: np.ndarray) -> np.ndarray:
    """The logit that minimises D's loss at each point, by search: no formula is taken on trust."""
    of_real, of_fake = costs(objective)
    best: np.ndarray = GRID[np.argmin(np.outer(p, of_real) + np.outer(q, of_fake), axis=1)]
    return best


def best_value(objective: Objective, p: np.ndarray, q: np.ndarray) -> float:
    """V of that D, by quadrature."""
    of_real, of_fake = costs(objective)
    least = (np.outer(p, of_real) + np.outer(q, of_fake)).min(axis=1)
    return -float(least.sum() * CELL)


SEPARATE = [n for n, o in OBJECTIVES.items() if not o.paired]
SIZED = [n for n, o in OBJECTIVES.items() if o.sized]


@pytest.mark.parametrize("name", OBJECTIVES)
def test_the_equilibrium_is_that_of_an_undecided_d(name: str) -> None:
    objective, score = OBJECTIVES[name], OBJECTIVES[name].score
    told = score.of_logits(torch.tensor([score.undecided], dtype=torch.double))
    assert float(told[0]) == pytest.approx(score.scale.neutral, abs=1e-12)
    assert objective.equilibrium == pytest.approx(WRITTEN[objective.equilibrium_text], abs=1e-12)
    a = torch.tensor([score.undecided], dtype=torch.double)
    assert objective.equilibrium == pytest.approx(-float(objective.discriminator_loss(a, a)))
    assert objective.generator_equilibrium == pytest.approx(float(objective.generator_loss(a, a)))


@pytest.mark.parametrize("name", SEPARATE)
def test_against_the_data_themselves_no_logit_is_better_than_the_undecided_one(name: str) -> None:
    objective = OBJECTIVES[name]
    of_real, of_fake = costs(objective)
    undecided = np.interp(objective.score.undecided, GRID, of_real + of_fake)
    assert undecided == pytest.approx((of_real + of_fake).min(), abs=1e-5)
    p = bump(0)
    assert best_value(objective, p, p) == pytest.approx(objective.equilibrium, abs=1e-4)


def test_a_d_that_sorts_pairs_is_best_when_it_is_the_log_ratio() -> None:
    """RpGAN between two distributions over three places: no direction climbs from there."""
    loss = OBJECTIVES["relativistic"].discriminator_loss
    p, q = np.array([0.5, 0.3, 0.2]), np.array([0.1, 0.3, 0.6])
    pairs = np.outer(p, q)

    def value(a: np.ndarray) -> float:
        costs = [[loss(np.array([x]), np.array([y])) for y in a] for x in a]
        return -float((pairs * np.array(costs)).sum())

    best = np.log(p / q)
    rng = np.random.default_rng(1)
    around = [value(best + 0.05 * rng.normal(size=3)) for _ in range(40)]
    assert max(around) < value(best)
    assert value(best) == pytest.approx(value(best + 7), abs=1e-12)
    assert value(best) > value(np.zeros(3)) == pytest.approx(-math.log(2))


@pytest.mark.parametrize("name", SIZED)
def test_a_change_that_counts_is_what_007_bits_lift_the_value_by(name: str) -> None:
    """Two Gaussians so far apart that their JS is 0.07 bits, and the best D between them."""
    objective, p, q = OBJECTIVES[name], bump(-0.32), bump(0.32)
    m = (p + q) / 2
    js = float(p @ np.log2(p / m) + q @ np.log2(q / m)) * CELL / 2
    assert js == pytest.approx(0.07, abs=0.005)
    if objective.paired:
        a = np.log(p / q)
        pairs = np.outer(p, q) * CELL**2
        best = -float((pairs * np.logaddexp(0, a[None] - a[:, None])).sum())
    else:
        best = best_value(objective, p, q)
    assert best - objective.equilibrium == pytest.approx(objective.near, rel=0.15)


@pytest.mark.parametrize("name", [n for n in SEPARATE if OBJECTIVES[n].best is not None])
def test_the_best_d_is_that_which_a_search_finds(name: str) -> None:
    objective, p, q = OBJECTIVES[name], bump(-0.3)[120:281:2], bump(0.3)[120:281:2]
    found = objective.score.of_logits(best_logits(objective, p, q))
    assert objective.best is not None
    told = objective.best(np.log(p / q))
    sure = abs(np.log(p / q)) > 0.05  # a sign hangs on nothing where both are the same
    tight = "total" not in name
    np.testing.assert_allclose(found[sure], told[sure], atol=0.02 if tight else 0.03, rtol=0.01)


@pytest.mark.parametrize("name", [n for n, o in OBJECTIVES.items() if o.log_ratio is not None])
def test_a_ds_ratio_is_that_of_which_it_would_be_the_best(name: str) -> None:
    objective, logits = OBJECTIVES[name], np.linspace(-0.9, 0.9, 37) / 2 + 0.5
    assert objective.log_ratio is not None
    assert objective.best is not None
    back = objective.best(objective.log_ratio(logits))
    np.testing.assert_allclose(back, objective.score.of_logits(logits), atol=1e-9)


@pytest.mark.parametrize("name", F_GANS)
def test_an_f_gans_value_is_a_bound_of_its_divergence_that_its_best_d_touches(name: str) -> None:
    """Of the divergence as the theory room knows it, whatever D says."""
    losses = OBJECTIVES[name].losses
    assert isinstance(losses, Separate)
    objective, p, q = OBJECTIVES[name], Mixture.gaussian(-0.4, 1), Mixture.gaussian(0.4, 1.2)
    f = F_DIVERGENCES[objective.divergence]
    exact = f.value(Pair(p, q))
    x, w = nodes(p, q)
    u = np.exp(p.log_pdf(x) - q.log_pdf(x))
    rng = np.random.default_rng(0)
    for logits in [np.zeros_like(x), *(a * x + b for a, b in rng.normal(size=(20, 2)))]:
        of_real = -losses.real.of(logits)
        of_fake = losses.fake.of(logits)
        assert float(w @ (p.pdf(x) * of_real - q.pdf(x) * of_fake)) <= exact + 1e-9
    assert objective.best is not None
    t = objective.best(np.log(u))
    np.testing.assert_allclose(t, f.slope(u), rtol=1e-9, atol=1e-9)
    assert objective.ceiling >= exact
    assert objective.unit == f.unit
    v = np.linspace(-3, 3, 61)
    np.testing.assert_allclose(objective.score.of_logits(v), f.activation(v), rtol=1e-6, atol=1e-9)
    tight = v > -2 if name == "f-pearson" else v < 99  # the paper's parabola goes on below
    conjugate = losses.fake.of(v)
    np.testing.assert_allclose(conjugate[tight], f.conjugate(f.activation(v))[tight], atol=1e-6)
    assert (conjugate >= f.conjugate(f.activation(v)) - 1e-6).all()


def test_the_window_asks_a_loss_without_torch() -> None:
    a = np.array([-800.0, -1.0, 0.0, 3.0, 800.0])
    for function in (softplus, sigmoid, tanh, exp, log_lambert):
        of_tensor = function(torch.from_numpy(a)).numpy()
        np.testing.assert_allclose(function(a), of_tensor, rtol=1e-12, atol=1e-15)
    assert all(isinstance(o.equilibrium, float) for o in OBJECTIVES.values())


def test_a_scale_runs_from_generated_over_undecided_to_real() -> None:
    scale = Scale(neutral=-1.0, below=2.0, above=2.0)
    assert scale.ends == (-3.0, 1.0)
    shares = scale.share(np.array([[-3.0, -1.0], [1.0, 3.0]], np.float32))
    assert shares.dtype == np.float32
    np.testing.assert_allclose(shares, [[0, 0.5], [1, 1.5]])
    belief = np.linspace(0, 1, 5)
    assert UNIT.share(belief) is belief
    assert raw(0.5, 0.5).scale == UNIT
