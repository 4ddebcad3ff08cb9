"""The same Algorithm 1, played for images."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from ganlab.data.image_target import ImageTarget
from ganlab.gan.columns import SCALARS
from ganlab.gan.saving.checkpoint import Checkpoint
from tests.gan.test_trainer import same
from tests.small import both
from tests.small_images import image_set, image_trainer, small_images

KINDS = ["dcgan", "mlp-2014"]
GAMES = [(kind, conditional) for kind in KINDS for conditional in (False, True)]


@pytest.fixture(autouse=True)
def one_thread() -> None:
    torch.set_num_threads(1)


@pytest.mark.parametrize(("kind", "conditional"), GAMES)
def test_the_same_seed_plays_the_same_game_bit_for_bit(kind: str, conditional: bool) -> None:
    first, second = (image_trainer(small_images(kind, conditional)) for _ in range(2))
    first.run(12)
    for _ in range(4):  # in other portions, with looks in between
        second.run(3)
        second.take_scalars()
        second.sample(4, seed=3)
        second.generate(second.noise(0), average=True)
    assert same(first.state(), second.state())
    other = image_trainer(small_images(kind, conditional, {"seed": 2}))
    other.run(12)
    assert not torch.equal(first.generator.parameters, other.generator.parameters)


@pytest.mark.parametrize("optimizer", ["adam", "momentum"])
@pytest.mark.parametrize(("kind", "conditional"), GAMES)
def test_a_resumed_run_goes_on_bit_for_bit(kind: str, conditional: bool, optimizer: str) -> None:
    """In the middle of an epoch: 7 batches of 8 of 30 images. D is deep enough to normalise."""
    images = image_set(side=16)
    experiment = small_images(
        kind, conditional, both(kind=optimizer, learning_rate=1e-3) | {"game.penalty.r1": 0.1}
    )
    whole, half = image_trainer(experiment, images), image_trainer(experiment, images)
    whole.run(7)
    state = whole.state()
    half.run(2)  # whatever it did before is forgotten
    half.load(state)
    assert same(half.state(), state)
    whole.run(6)
    half.run(6)
    assert same(whole.state(), half.state())
    assert np.array_equal(whole.sample(5, 1), half.sample(5, 1))


def test_a_checkpoint_holds_all_that_dropout_and_batch_norm_need() -> None:
    def parts(kind: str) -> set[str]:
        trainer = image_trainer(small_images(kind), image_set(side=16))
        trainer.run(2)
        return {name.partition("/")[0] for name in trainer.state().arrays}

    assert {"generator_statistics", "average_statistics"} <= parts("dcgan")
    assert "dropout" in parts("mlp-2014")


def test_the_average_has_statistics_of_its_own() -> None:
    trainer = image_trainer(small_images())
    trainer.run(10)
    raw, mean = trainer.generator.statistics, trainer.average.statistics
    assert len(raw)
    assert not torch.equal(raw, mean)
    with_them = trainer.generate(noise := trainer.noise(6), average=True)
    trainer.average.statistics.copy_(raw)
    assert not torch.equal(with_them, trainer.generate(noise, average=True))


@pytest.mark.parametrize("kind", KINDS)
def test_looking_at_the_average_leaves_the_network_as_it_was(kind: str) -> None:
    trainer = image_trainer(small_images(kind))
    trainer.run(5)
    noise = trainer.noise(6)
    before = trainer.state()
    raw = trainer.generate(noise)
    average = trainer.generate(noise, average=True)
    assert not torch.equal(raw, average)
    assert torch.equal(raw, trainer.generate(noise))
    assert same(before, trainer.state())


@pytest.mark.parametrize(("kind", "conditional"), GAMES)
def test_r1_flattens_the_discriminator(kind: str, conditional: bool) -> None:
    def slope(r1: float) -> float:
        changes = both(learning_rate=1e-3) | {"game.penalty.r1": r1, "game.k": 2}
        trainer = image_trainer(small_images(kind, conditional, changes))
        trainer.run(15)
        real = trainer.real.next(24)
        judged = trainer.discriminator.run(real)
        return float(judged.squared_input_gradient(24)[0])

    assert slope(50.0) < slope(0.0)


@pytest.mark.parametrize("kind", KINDS)
def test_every_live_setting_changes_under_way(kind: str) -> None:
    trainer = image_trainer(small_images(kind))
    changes: dict[str, Any] = {}
    for change in (
        {"training.batch_size": 5},
        {"game.k": 2, "game.g": 2},
        {"game.objective": "minimax"},
        {"game.objective": "least-squares"},
        {"game.penalty.r1": 1.0},
        {"game.generator_optimizer.kind": "rmsprop", "game.discriminator_optimizer.kind": "sgd"},
        {"game.ema": 0.0},
        {"game.generator_optimizer.learning_rate": 1e-4},
    ):
        changes |= change
        trainer.apply(small_images(kind, changes=changes), trainer.target)
        trainer.run(2)
    rows = trainer.take_scalars()
    assert list(rows[:, SCALARS.index("step")]) == list(range(1, 17))
    assert np.isfinite(rows).all()


def test_samples_are_rows_of_pixels() -> None:
    trainer = image_trainer(small_images(conditional=True))
    trainer.run(2)
    rows = trainer.sample(9, seed=4)
    assert rows.shape == (9, 64)
    assert 0 <= rows.min() <= rows.max() <= 1
    assert np.array_equal(rows, trainer.sample(9, seed=4))


def test_conditional_players_need_labels_and_say_so_in_one_sentence() -> None:
    with pytest.raises(ValueError, match="noise has no labels") as caught:
        image_trainer(small_images(conditional=True), image_set(labelled=False))
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_checkpoint_of_another_game_is_refused(kind: str) -> None:
    other = next(name for name in KINDS if name != kind)
    foreign = image_trainer(small_images(other)).state()
    with pytest.raises(ValueError, match="saved network"):
        image_trainer(small_images(kind)).load(foreign)


def test_images_of_another_size_or_number_of_classes_refuse_a_checkpoint() -> None:
    state = image_trainer(small_images(conditional=True)).state()
    for images in (image_set(side=12), image_set(classes=2)):
        with pytest.raises(ValueError, match="saved network"):
            image_trainer(small_images(conditional=True), images).load(state)


def test_spoilt_statistics_are_no_good_state() -> None:
    trainer = image_trainer(small_images())
    trainer.run(1)
    state = trainer.state()
    name = next(name for name in state.arrays if name.startswith("generator_statistics/"))
    spoilt = np.full_like(state.arrays[name], np.nan)
    assert not Checkpoint(1, state.arrays | {name: spoilt}, state.counters).is_finite()


def test_a_generator_of_perceptrons_begins_at_the_mean_image() -> None:
    images = image_set()
    trainer = image_trainer(small_images("mlp-2014"), images)
    assert isinstance(trainer.target, ImageTarget)
    mean = images.images.reshape(len(images.images), -1).mean(axis=0) / 255
    assert np.abs(trainer.sample(400, 1).mean(axis=0) - mean).max() < 0.2
