"""Pictures of a game of images against the networks they are pictures of."""

from __future__ import annotations

from typing import Any, get_args

import numpy as np
import pytest
import torch

from ganlab.data.image_target import ImageTarget
from ganlab.games.two_player.game import TwoPlayerGame
from ganlab.lab.frame import SHOWN_REAL, FrameRequest, Layer
from ganlab.lab.scenes.camera import Camera
from ganlab.lab.session.evaluator import Evaluator
from tests.small_images import image_set, image_trainer, small_images

EVERYTHING: frozenset[Layer] = frozenset(get_args(Layer))
KINDS = ["dcgan", "mlp-2014"]


@pytest.fixture(autouse=True)
def one_thread() -> None:
    torch.set_num_threads(1)


def trained(kind: str = "dcgan", conditional: bool = False) -> TwoPlayerGame:
    trainer = image_trainer(small_images(kind, conditional), image_set(side=12))
    trainer.run(4)
    return trainer


def pictures(
    trainer: TwoPlayerGame, layers: frozenset[Layer] = EVERYTHING, n: int = 7
) -> dict[str, Any]:
    camera = Camera(trainer, clock=lambda: 0.0)
    return camera.take(FrameRequest(layers, images=n), hurry=False, version=1)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("conditional", [False, True])
def test_every_layer_is_bytes_or_opinions_and_belongs_to_the_frame(
    kind: str, conditional: bool
) -> None:
    seen = pictures(trained(kind, conditional))
    assert set(seen) == {"images", "average_images", "d_images", "d_real", "d_fake"}
    for name in ("images", "average_images"):
        assert (seen[name].dtype, seen[name].shape) == (np.uint8, (7, 12, 12))
    for name, count in (("d_images", 7), ("d_fake", 7), ("d_real", SHOWN_REAL)):
        assert (seen[name].dtype, seen[name].shape) == (np.float32, (count,))
        assert ((seen[name] > 0) & (seen[name] < 1)).all()
    assert not any(array.flags.writeable for array in seen.values())
    np.testing.assert_array_equal(seen["d_images"], seen["d_fake"])


def test_the_layers_of_the_plane_have_no_meaning() -> None:
    assert pictures(trained(), frozenset({"generated", "heatmap", "mapping", "gradients"})) == {}


@pytest.mark.parametrize("kind", KINDS)
def test_the_noise_stays_the_same_and_the_images_follow_the_generator(kind: str) -> None:
    trainer = trained(kind)
    before = trainer.state()
    camera = Camera(trainer, clock=lambda: 0.0)
    request = FrameRequest(frozenset({"images"}), images=5)
    first = camera.take(request, 1)["images"]
    np.testing.assert_array_equal(first, camera.take(request, 2)["images"])
    trainer.run(5)
    assert not np.array_equal(first, camera.take(request, 3)["images"])
    trainer.load(before)
    np.testing.assert_array_equal(first, camera.take(request, 4)["images"])


@pytest.mark.parametrize("layer", ["images", "average_images"])
def test_each_layer_alone_has_as_many_images_as_are_asked_for(layer: Layer) -> None:
    assert len(pictures(trained(), frozenset({layer}), n=13)[layer]) == 13


def test_taking_pictures_leaves_the_game_as_it_was() -> None:
    looked_at, alone = trained(), trained()
    for _ in range(3):
        pictures(looked_at)
        looked_at.run(1)
    alone.run(3)
    assert torch.equal(looked_at.generator.parameters, alone.generator.parameters)
    assert torch.equal(looked_at.generator.statistics, alone.generator.statistics)


def test_a_conditional_generator_draws_the_classes_in_turn() -> None:
    """A generator that shows its label and nothing else: class c makes every pixel c/4."""
    trainer = trained(conditional=True)

    def show(rows: torch.Tensor) -> torch.Tensor:
        label = rows[:, -3:]
        return torch.cat([(label.argmax(1) / 4)[:, None].repeat(1, 144), label], 1)

    vars(trainer.generator)["evaluate"] = show
    images = pictures(trainer, frozenset({"images"}), n=8)["images"]
    expected = np.rint(np.arange(8) % 3 / 4 * 255)
    np.testing.assert_array_equal(images, np.broadcast_to(expected[:, None, None], images.shape))


def test_pixels_are_rounded_and_not_cut() -> None:
    trainer = trained()
    vars(trainer.generator)["evaluate"] = lambda rows: torch.full((len(rows), 144), 0.999)
    assert (pictures(trainer, frozenset({"images"}))["images"] == 255).all()


def test_the_real_images_are_told_with_their_classes() -> None:
    trainer = trained(conditional=True)
    asked: list[torch.Tensor] = []

    def look(rows: torch.Tensor) -> torch.Tensor:
        asked.append(rows)
        return rows[:, :1]

    vars(trainer.discriminator)["evaluate"] = look
    pictures(trainer, frozenset({"predictions"}))
    assert isinstance(trainer.target, ImageTarget)
    known, labels = trainer.target.image_set.images, trainer.target.image_set.labels
    assert labels is not None
    real = next(rows for rows in asked if len(rows) == SHOWN_REAL)
    flat = known.reshape(len(known), -1).astype(np.float32) / 255
    for row in real[:20].numpy():
        (number,) = np.flatnonzero((flat == row[:144]).all(axis=1))
        assert row[144:].argmax() == labels[number]


def test_images_are_not_judged_on_the_planes_grid() -> None:
    trainer = trained()
    now = [0.0]
    judge = Evaluator(trainer, lambda: now[0])
    now[0] = 1e9
    trainer.run(1)
    judge.restart()
    assert judge.due == float("inf")
    judge.look(hurry=False)
    assert judge.told() == ()
