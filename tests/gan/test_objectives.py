"""Each objective is a game of its own: its value, its equilibrium, how D's number is read."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from ganlab.gan.objectives import OBJECTIVES, Objective, softplus
from ganlab.gan.scores import UNIT, Scale, raw

WRITTEN = {"−log 4": -math.log(4), "−1/4": -0.25}
"""What the reference lines are called, as numbers."""

AXIS = np.linspace(-8, 8, 4001)
CELL = AXIS[1] - AXIS[0]


def bump(at: float) -> np.ndarray:
    """The density of N(at, 1) on AXIS."""
    density: np.ndarray = np.exp(-((AXIS - at) ** 2) / 2) / math.sqrt(2 * math.pi)
    return density


def best_logits(objective: Objective, p: np.ndarray, q: np.ndarray) -> np.ndarray:
    """The logit that minimises D's loss at each point, by search: no formula is taken on trust."""
    grid = np.linspace(-12, 12, 4801)
    # The loss is a mean over each kind of sample: at a point it is p f(a) + q g(a).
    of_real = np.array([objective.discriminator_loss(np.array([a]), np.zeros(1)) for a in grid])
    of_fake = np.array([objective.discriminator_loss(np.zeros(1), np.array([a])) for a in grid])
    best: np.ndarray = grid[np.argmin(np.outer(p, of_real) + np.outer(q, of_fake), axis=1)]
    return best


def value(objective: Objective, logits: np.ndarray, p: np.ndarray, q: np.ndarray) -> float:
    """V by quadrature."""
    nothing = np.array([objective.score.undecided])
    base = float(objective.discriminator_loss(nothing, nothing))
    real = [objective.discriminator_loss(np.array([a]), nothing) for a in logits]
    fake = [objective.discriminator_loss(nothing, np.array([a])) for a in logits]
    return base - float(p @ np.array(real) * CELL) - float(q @ np.array(fake) * CELL)


@pytest.mark.parametrize("name", OBJECTIVES)
def test_the_equilibrium_is_the_value_of_the_best_d_against_the_data_themselves(name: str) -> None:
    objective = OBJECTIVES[name]
    p = bump(0)[::10]
    undecided = best_logits(objective, p, p)
    np.testing.assert_allclose(undecided, objective.score.undecided, atol=0.006)
    told = objective.score.of_logits(torch.tensor([objective.score.undecided]))
    assert float(told[0]) == objective.score.scale.neutral
    assert objective.equilibrium == pytest.approx(WRITTEN[objective.equilibrium_text], abs=1e-12)
    a = torch.tensor([objective.score.undecided], dtype=torch.double)
    assert objective.equilibrium == pytest.approx(-float(objective.discriminator_loss(a, a)))
    assert objective.generator_equilibrium == pytest.approx(float(objective.generator_loss(a, a)))


@pytest.mark.parametrize("name", OBJECTIVES)
def test_a_change_that_counts_is_what_007_bits_lift_the_value_by(name: str) -> None:
    """Two Gaussians so far apart that their JS is 0.07 bits, and the best D between them."""
    objective, p, q = OBJECTIVES[name], bump(-0.32), bump(0.32)
    m = (p + q) / 2
    js = float(p @ np.log2(p / m) + q @ np.log2(q / m)) * CELL / 2
    assert js == pytest.approx(0.07, abs=0.005)
    few = slice(None, None, 10)
    logits = np.interp(AXIS, AXIS[few], best_logits(objective, p[few], q[few]))
    lift = value(objective, logits, p, q) - objective.equilibrium
    assert lift == pytest.approx(objective.near, rel=0.15)


def test_the_window_asks_a_loss_without_torch() -> None:
    a = np.array([-800.0, -1.0, 0.0, 3.0, 800.0])
    np.testing.assert_allclose(softplus(a), softplus(torch.from_numpy(a)).numpy())
    assert all(isinstance(o.equilibrium, float) for o in OBJECTIVES.values())


def test_a_scale_runs_from_generated_over_undecided_to_real() -> None:
    scale = Scale(neutral=-1.0, reach=2.0)
    assert scale.ends == (-3.0, 1.0)
    shares = scale.share(np.array([[-3.0, -1.0], [1.0, 3.0]], np.float32))
    assert shares.dtype == np.float32
    np.testing.assert_allclose(shares, [[0, 0.5], [1, 1.5]])
    belief = np.linspace(0, 1, 5)
    assert UNIT.share(belief) is belief
    assert raw(0.5, 0.5).scale == UNIT
