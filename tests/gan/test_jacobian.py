"""The game's Jacobian against finite differences of the passes written by hand."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from ganlab.experiment import Experiment
from ganlab.gan.play.jacobian import eigenvalues, jacobian
from ganlab.gan.play.size import parameters_of
from ganlab.interruptible import Cancelled
from ganlab.lab.figures.spectrum_job import (
    MOST,
    SpectrumQuestion,
    measure,
    why_not,
)
from tests.gan.test_play_gradients import GAMES, Minibatch, ways
from tests.small import both, small, trainer_of
from tests.small_images import small_images


@pytest.mark.parametrize("game", GAMES)
def test_a_product_with_it_is_a_finite_difference(game: str) -> None:
    batch = Minibatch(GAMES[game])
    told: list[tuple[int, int]] = []
    found = jacobian(batch.losses, batch.theta, batch.phi, lambda *news: told.append(news))
    n = len(batch.theta) + len(batch.phi)
    assert found.shape == (n, n)
    assert told[0] == (0, n)
    here = torch.cat([batch.theta, batch.phi])

    def field(place: torch.Tensor) -> np.ndarray:
        batch.theta.copy_(place[: len(batch.theta)])
        batch.phi.copy_(place[len(batch.theta) :])
        return -torch.cat(batch.gradients()).numpy()

    for way in ways(here):
        expected = (field(here + 1e-5 * way) - field(here - 1e-5 * way)) / 2e-5
        np.testing.assert_allclose(found @ way.numpy(), expected, rtol=1e-4, atol=1e-7)


def test_eigenvalues_of_the_bilinear_game() -> None:
    """V = xy: D climbs it in y, which comes first. λ = ±i; with two learning rates a step
    multiplies by 1 ± i √(η_D η_G)."""
    matrix = np.array([[0.0, 1.0], [-1.0, 0.0]])
    values, factors = eigenvalues(matrix, (0.1, 0.1), 1)
    assert sorted(values.imag) == pytest.approx([-1, 1])
    assert sorted(factors.imag) == pytest.approx([-0.1, 0.1])
    assert np.abs(factors) == pytest.approx(np.sqrt(1.01))
    _, uneven = eigenvalues(matrix, (0.4, 0.1), 1)
    assert sorted(uneven.imag) == pytest.approx([-0.2, 0.2])
    assert uneven.real == pytest.approx(1)


def test_the_work_says_where_it_stands_and_how_far_it_is() -> None:
    rates = both(kind="sgd", learning_rate=0.1)
    trainer = trainer_of(small({"game.generator.units": 3, "game.discriminator.units": 4} | rates))
    trainer.run(5)
    told: list[int] = []
    question = SpectrumQuestion(trainer.experiment, trainer.state())
    found = measure(question, lambda done, total: told.append(done), lambda: False)
    count = parameters_of(trainer.experiment, 2, 0)
    assert len(trainer.generator.parameters) + len(trainer.discriminator.parameters) == count
    assert found.step == 5
    assert found.rates == (0.1, 0.1)
    assert found.values.shape == found.factors.shape == (count,)
    assert told == sorted(told)
    with pytest.raises(Cancelled):
        measure(question, lambda done, total: None, lambda: True)


def test_what_has_none_says_why() -> None:
    assert f"up to {MOST:,}" in why_not(Experiment(), 2, 0)
    assert not why_not(small(), 2, 0)
    assert "for points" in why_not(small_images(), 64, 0)
    assert "two players" in why_not(Experiment().with_values({"game.kind": "moments"}), 2, 0)
    packs = small({"game.pack": 4})
    assert parameters_of(packs, 2, 0) == parameters_of(small(), 2, 0) + 8 * 6
