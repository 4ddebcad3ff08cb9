"""Every objective is played, on points and on images, and goes on bit for bit from a checkpoint."""

from __future__ import annotations

import numpy as np
import pytest

from ganlab.gan.objectives import OBJECTIVES
from ganlab.gan.trainer import Trainer
from tests.gan.test_trainer import same
from tests.small import small, trainer_of
from tests.small_images import image_set, image_trainer, small_images

ON_IMAGES = ("wasserstein", "relativistic", "f-kl")
"""One of each kind: the networks of images know no objective by name."""


def resumes(made: Trainer, again: Trainer) -> None:
    made.run(2)
    again.load(made.state())
    for trainer in (made, again):
        trainer.run(2)
    assert same(made.state(), again.state())
    rows = made.take_scalars()
    assert np.isfinite(rows).all()
    assert (rows[:, -1] > 0).all(), "G learns"


@pytest.mark.parametrize("name", OBJECTIVES)
def test_on_points(name: str) -> None:
    changes = {"game.objective": name}
    resumes(trainer_of(small(changes)), trainer_of(small(changes)))


@pytest.mark.parametrize("name", ON_IMAGES)
def test_on_images(name: str) -> None:
    experiment = small_images("mlp-2014").with_values({"game.objective": name})
    images = image_set(side=16)
    resumes(image_trainer(experiment, images), image_trainer(experiment, images))
