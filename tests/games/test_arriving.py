"""What arrives at G under each loss: the same as that of the loss that is played, and no trace."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from ganlab.games.two_player.scenes.arriving import arriving, logits
from ganlab.gan.batches.noise import sample_labelled_noise
from ganlab.theory.slopes.losses import LOSSES
from tests.small import small, trainer_of

PLAYED = {
    "minimax": "saturating",
    "non-saturating": "non-saturating",
    "least-squares": "least squares",
    "max-likelihood": "maximum likelihood",
    "wasserstein": "hinge",  # both are paid by −a
    "hinge": "hinge",
    "f-gan": "saturating",
    "f-jensen-shannon": "saturating",
}


def noise_of(trainer: Any, n: int = 64) -> torch.Tensor:
    chance = torch.Generator().manual_seed(3)
    return sample_labelled_noise(trainer.experiment.noise, trainer.classes, n, chance)


@pytest.mark.parametrize("objective", PLAYED)
def test_the_loss_that_is_played_is_the_trainers_own(objective: str) -> None:
    trainer = trainer_of(small({"game.objective": objective}))
    trainer.run(20)
    noise = noise_of(trainer)
    found = dict(zip(LOSSES, arriving(trainer, noise).numbers, strict=True))
    judged, gradient = trainer.generator_gradient(noise, None)
    assert found[PLAYED[objective]] == pytest.approx(float(gradient.norm()), rel=1e-4)
    made = trainer.generate(noise)
    assert logits(trainer, made).numbers == pytest.approx(judged.numpy(), abs=1e-5)


def test_every_loss_is_that_of_autograd() -> None:
    trainer = trainer_of(small())
    trainer.run(10)
    noise = noise_of(trainer)
    found = dict(zip(LOSSES, arriving(trainer, noise).numbers, strict=True))
    # The hinge's slope is -1 everywhere: the gradient of the mean logit.
    made = trainer.generator.run(noise)
    judged = trainer.discriminator.run(made.output)
    slope = torch.full_like(judged.output, -1 / len(noise))
    mean = made.parameter_gradient(judged.input_gradient(slope)).norm()
    assert found["hinge"] == pytest.approx(float(mean), rel=1e-4)
    assert found["saturating"] < found["hinge"]


def test_whoever_looks_leaves_no_trace() -> None:
    looked, alone = trainer_of(small()), trainer_of(small())
    noise = noise_of(looked)
    for trainer in (looked, alone):
        trainer.run(5)
        if trainer is looked:
            arriving(trainer, noise)
        trainer.run(5)
    assert torch.equal(looked.generator.parameters, alone.generator.parameters)
    assert torch.equal(looked.discriminator.parameters, alone.discriminator.parameters)


def test_frozen_generator_under_a_trained_d_loses_its_saturating_gradient() -> None:
    trainer = trainer_of(
        small({"game.train": "discriminator", "game.discriminator_optimizer.learning_rate": 0.02})
    )
    noise = noise_of(trainer)
    trainer.run(1)
    first = arriving(trainer, noise).numbers
    trainer.run(400)
    last = arriving(trainer, noise).numbers
    ratios = dict(zip(LOSSES, np.divide(last, first), strict=True))
    assert ratios["saturating"] < ratios["non-saturating"]
