"""Pictures of a game of images against the networks they are pictures of."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from ganlab.data.image_target import ImageTarget
from ganlab.data.sheet import ON_SCREEN, SHEET
from ganlab.games.two_player.game import TwoPlayerGame
from ganlab.games.two_player.scenes.images import ImageScene
from ganlab.lab.frame import FrameRequest
from ganlab.lab.scenes.camera import Camera
from ganlab.lab.session.evaluator import Evaluator
from tests.small_images import image_set, image_trainer, small_images

EVERYTHING = frozenset({"generated", "average", "d_real", "d_fake"})
KINDS = ["dcgan", "mlp-2014"]


@pytest.fixture(autouse=True)
def one_thread() -> None:
    torch.set_num_threads(1)


def trained(kind: str = "dcgan", conditional: bool = False) -> TwoPlayerGame:
    trainer = image_trainer(small_images(kind, conditional), image_set(side=12))
    trainer.run(4)
    return trainer


def camera_of(trainer: TwoPlayerGame) -> Camera:
    return Camera(ImageScene(trainer), clock=lambda: 0.0)


def pictures(trainer: TwoPlayerGame, views: frozenset[str] = EVERYTHING) -> dict[str, Any]:
    return camera_of(trainer).take(FrameRequest(views), version=1)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("conditional", [False, True])
def test_every_view_is_bytes_or_opinions(kind: str, conditional: bool) -> None:
    seen = pictures(trained(kind, conditional))
    assert set(seen) == EVERYTHING
    for name in ("generated", "average"):
        pixels = seen[name].pixels
        assert (pixels.dtype, pixels.shape) == (np.uint8, (ON_SCREEN, 12, 12))
        assert not pixels.flags.writeable
    for name, count in (("d_fake", ON_SCREEN), ("d_real", SHEET)):
        numbers = seen[name].numbers
        assert (numbers.dtype, numbers.shape) == (np.float32, (count,))
        assert ((numbers > 0) & (numbers < 1)).all()
        assert not numbers.flags.writeable


def test_the_opinions_are_of_the_images_that_are_shown() -> None:
    trainer = trained()
    seen = pictures(trainer)
    rows = torch.from_numpy(seen["generated"].pixels.reshape(ON_SCREEN, -1) / 255).float()
    d = trainer.discriminator.evaluate(rows).squeeze(1).sigmoid().detach().numpy()
    np.testing.assert_allclose(seen["d_fake"].numbers, d, atol=1e-3)
    alone = pictures(trainer, frozenset({"d_fake"}))["d_fake"].numbers
    np.testing.assert_array_equal(alone, seen["d_fake"].numbers)


def test_the_views_of_the_plane_have_no_meaning() -> None:
    assert pictures(trained(), frozenset({"noise", "heatmap", "mapping", "gradients"})) == {}


@pytest.mark.parametrize("kind", KINDS)
def test_the_noise_stays_the_same_and_the_images_follow_the_generator(kind: str) -> None:
    trainer = trained(kind)
    before = trainer.state()
    camera, request = camera_of(trainer), FrameRequest(frozenset({"generated"}))

    def taken(version: int) -> np.ndarray[Any, Any]:
        return np.array(vars(camera.take(request, version)["generated"])["pixels"])

    first = taken(1)
    np.testing.assert_array_equal(first, taken(2))
    trainer.run(5)
    assert not np.array_equal(first, taken(3))
    trainer.load(before)
    np.testing.assert_array_equal(first, taken(4))


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
    images = pictures(trainer, frozenset({"generated"}))["generated"].pixels
    expected = np.rint(np.arange(ON_SCREEN) % 3 / 4 * 255)
    np.testing.assert_array_equal(images, np.broadcast_to(expected[:, None, None], images.shape))


def test_pixels_are_rounded_and_not_cut() -> None:
    trainer = trained()
    vars(trainer.generator)["evaluate"] = lambda rows: torch.full((len(rows), 144), 0.999)
    assert (pictures(trainer, frozenset({"generated"}))["generated"].pixels == 255).all()


def test_the_real_images_are_told_with_their_classes() -> None:
    trainer = trained(conditional=True)
    asked: list[torch.Tensor] = []

    def look(rows: torch.Tensor) -> torch.Tensor:
        asked.append(rows)
        return rows[:, :1]

    vars(trainer.discriminator)["evaluate"] = look
    pictures(trainer, frozenset({"d_real"}))
    assert isinstance(trainer.target, ImageTarget)
    known, labels = trainer.target.image_set.images, trainer.target.image_set.labels
    assert labels is not None
    real = next(rows for rows in asked if len(rows) == SHEET)
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
