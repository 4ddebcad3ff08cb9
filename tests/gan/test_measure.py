"""Figures of a step measured after it: those of its networks by plain torch, disturbing nothing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from ganlab.gan.batches.noise import sample_noise
from ganlab.gan.columns import SCALARS
from ganlab.gan.divergence import Diverged
from ganlab.gan.measure import POINTS, SEED, measure
from ganlab.gan.settings import two_player
from ganlab.gan.trainer import Trainer
from tests.gan.test_trainer import same
from tests.small import small, trainer_of
from tests.small_images import image_set, image_trainer, small_images


def figures(trainer: Trainer) -> dict[str, float]:
    return dict(zip(SCALARS, measure(trainer)[0].tolist(), strict=True))


GAMES: dict[str, dict[str, Any]] = {
    "plane": {},
    "plane, R1 and momentum": {
        "game.penalty.r1": 0.5,
        "game.discriminator_optimizer.kind": "momentum",
    },
    "minimax in one dimension": {"data.name": "mixture-1d", "game.objective": "minimax"},
    "least squares": {"game.objective": "least-squares"},
}


@pytest.mark.parametrize("game", GAMES)
def test_the_figures_are_those_that_plain_torch_computes_of_the_networks(game: str) -> None:
    trainer = trainer_of(small(GAMES[game]))
    trainer.run(30)
    told = figures(trainer)
    e, n = trainer.experiment, POINTS
    z = sample_noise(e.noise, n, torch.Generator().manual_seed(SEED))
    real = trainer.real.fixed(n, SEED)
    fake = trainer.generator(z)
    on_real, on_fake = trainer.discriminator(real)[:, 0], trainer.discriminator(fake)[:, 0]
    loss = float(trainer.objective.discriminator_loss(on_real, on_fake))
    score = trainer.objective.score
    assert told["step"] == 30
    assert told["value"] == pytest.approx(-loss, rel=1e-5)
    assert told["generator_loss"] == pytest.approx(
        float(trainer.objective.generator_loss(on_real, on_fake)), rel=1e-5
    )
    assert told["d_real"] == pytest.approx(float(score.of_logits(on_real).mean()), rel=1e-5)
    assert told["d_fake"] == pytest.approx(float(score.of_logits(on_fake).mean()), rel=1e-5)
    assert (told["discriminator_loss"] > loss + 1e-6) == (two_player(e.game).penalty.r1 > 0)


@pytest.mark.parametrize("game", GAMES)
def test_the_norms_are_those_of_the_losses_finite_differences(game: str) -> None:
    """How much a loss changes along its own gradient, for a short way."""
    trainer = trainer_of(small(GAMES[game]))
    trainer.run(30)
    told = figures(trainer)
    for network, loss, norm in (
        (trainer.discriminator, "discriminator_loss", "discriminator_gradient"),
        (trainer.generator, "generator_loss", "generator_gradient"),
    ):
        before = network.parameters.clone()
        slope = gradient_of(trainer, network.parameters is trainer.discriminator.parameters)
        assert told[norm] == pytest.approx(float(slope.norm()), rel=1e-4)
        losses = []
        for sign in (1, -1):
            network.parameters.copy_(before + sign * 1e-2 * slope / slope.norm())
            losses.append(figures(trainer)[loss])
        network.parameters.copy_(before)
        assert (losses[0] - losses[1]) / 2e-2 == pytest.approx(told[norm], rel=0.05)


def gradient_of(trainer: Trainer, of_d: bool) -> Tensor:
    z = sample_noise(trainer.experiment.noise, POINTS, torch.Generator().manual_seed(SEED))
    real = trainer.real.fixed(POINTS, SEED)
    if of_d:
        return trainer.discriminator_gradient(real, trainer.generator(z))[2].clone()
    return trainer.generator_gradient(z, real if trainer.objective.paired else None)[1].clone()


def test_a_single_step_is_measured_after_it() -> None:
    trainer = trainer_of(small())
    trainer.run(40)
    trainer.measure()
    before = trainer.take_scalars()[-1]
    trainer.generator_step()
    trainer.finish_iteration()
    trainer.measure()
    rows = trainer.take_scalars()
    assert rows[:, 0].tolist() == [41, 41], "as it was taken, and what it came to"
    np.testing.assert_array_equal(rows[-1], measure(trainer)[0])
    value = SCALARS.index("value")
    assert rows[-1, value] < before[value]


def test_there_is_nothing_to_measure_of_an_untouched_game() -> None:
    trainer = trainer_of(small())
    trainer.measure()
    assert len(trainer.take_scalars()) == 0


def test_ds_half_of_an_iteration_has_half_a_step() -> None:
    trainer = trainer_of(small())
    trainer.take("discriminator")
    trainer.measure()
    assert trainer.take_scalars()[:, 0].tolist() == [0.5]
    trainer.generator_step()
    trainer.finish_iteration()
    trainer.measure()
    assert trainer.take_scalars()[-1, 0] == 1


def test_numbers_that_are_none_are_a_divergence() -> None:
    trainer = trainer_of(small())
    trainer.run(3)
    trainer.discriminator.parameters.fill_(float("nan"))
    with pytest.raises(Diverged, match="step 3"):
        trainer.measure()


@pytest.mark.parametrize("kind", ["plane", "dcgan", "mlp-2014"])
@pytest.mark.parametrize("conditional", [False, True])
def test_measuring_disturbs_nothing_and_a_checkpoint_gives_the_same_again(
    kind: str, conditional: bool
) -> None:
    """Batch normalisation's statistics, which units drop out, all streams of chance."""

    def made() -> Trainer:
        if kind == "plane":
            return trainer_of(small({"game.ema": 0.9}))
        return image_trainer(small_images(kind, conditional), image_set(side=16))

    watched, alone, resumed = made(), made(), made()
    watched.run(7)
    alone.run(7)
    told = [figures(watched) for _ in range(2)]
    assert told[0] == told[1]
    assert same(watched.state(), alone.state())
    resumed.load(watched.state())
    assert figures(resumed) == told[0]
    watched.run(3)
    alone.run(3)
    assert same(watched.state(), alone.state())
