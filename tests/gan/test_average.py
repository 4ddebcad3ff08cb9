"""The moving average of the generator, and the mean of all generators."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from ganlab.data.images import ImageSet
from ganlab.gan.average import WARM_UP, newest_share
from ganlab.metrics.evaluation import EVALUATION_SAMPLES, Reference, evaluate
from ganlab.presets import load_preset
from tests.small import both, trainer_of
from tests.small_images import image_trainer, small_images


@pytest.fixture(autouse=True)
def one_thread() -> None:
    torch.set_num_threads(1)


def test_the_average_follows_its_definition() -> None:
    trainer = image_trainer(small_images(changes={"game.ema": 0.25}))
    expected = trainer.generator.parameters.clone()
    for newest in (0.9, 9 / 11, 0.75, 0.75):  # 9 / (10 + step), until that is less than 3/4
        trainer.step()
        expected = (1 - newest) * expected + newest * trainer.generator.parameters
    torch.testing.assert_close(trainer.average.parameters, expected)


def test_an_average_that_forgets_nothing_is_the_mean_of_all_generators_since_it_is_warm() -> None:
    trainer = image_trainer(small_images(changes={"game.ema": 1}))
    trainer.rewind(WARM_UP)
    begun = (10 + WARM_UP) / 9  # generators, which the young average is a mean of
    total = begun * trainer.average.parameters
    for _ in range(6):
        trainer.step()
        total += trainer.generator.parameters
    torch.testing.assert_close(trainer.average.parameters, total / (begun + 6))
    # And that is how many they are: of two of its steps the newest has a share of 1 / n.
    assert newest_share(1, WARM_UP - 1) == pytest.approx(1 / begun, rel=1e-2)


def test_the_mean_is_not_far_behind_the_newest_generator_while_the_run_is_young() -> None:
    """A Gaussian on a line is learned within a hundred steps. The mean of all generators from the
    first on was 0.33 bits worse than G at step 50."""
    trainer = trainer_of(load_preset("gaussian-1d").with_values({"game.ema": 1}))
    reference = Reference(trainer.target)

    def js(average: bool) -> float:
        drawn = trainer.sample(EVALUATION_SAMPLES, seed=1, average=average)
        return evaluate(trainer.target, drawn, 0, reference=reference)["js_bits"]

    for steps in (50, 150):
        trainer.run(steps)
        assert js(average=True) < js(average=False) + 0.15


def test_the_mean_draws_images_as_good_while_the_run_is_young() -> None:
    """Batch normalisation's means of young generators fit no mean of their weights: the mean of all
    from the first on was off by three and four times as much as G."""
    rng = np.random.default_rng(3)
    images = rng.integers(0, 60, size=(64, 16, 16), dtype=np.uint8)
    images[:, 4:12, 4:12] += 180
    experiment = small_images(changes=both(learning_rate=2e-3) | {"game.ema": 1})
    trainer = image_trainer(experiment, ImageSet("squares", images, None, ()))
    real = torch.from_numpy(images.reshape(64, -1) / np.float32(255)).mean(0)

    def error(average: bool) -> float:
        """Of the mean image, grey levels."""
        drawn = trainer.generate(trainer.noise(200), average)
        return 255 * float((drawn.mean(0) - real).abs().mean())

    for steps in (50, 150):
        trainer.run(steps)
        assert error(average=True) < 1.5 * error(average=False)
