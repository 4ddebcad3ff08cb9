"""Everything that can be seen of a game, and every figure of it, comes from the GPU."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from ganlab.experiment import Experiment
from ganlab.games.game import Game
from ganlab.games.shown.views import Look
from ganlab.gan.trainer import Trainer
from ganlab.lab.commands import DrawImages, FindDirections
from ganlab.lab.figures.images import draw_images as sheet_of
from ganlab.lab.scenes.latent import draw_images, find_directions
from ganlab.lab.session.evaluator import SEED
from ganlab.metrics.evaluation import evaluate
from tests.gpu.games import DEVICE, IMAGES, KINDS, POINTS, game_of

OTHERS: dict[str, Experiment] = {
    "wasserstein": KINDS["plane"].with_values({"game.objective": "wasserstein"}),
    "kl": KINDS["plane"].with_values({"game.objective": "f-kl"}),
    "told-kl": KINDS["told"].with_values({"game.objective": "f-kl"}),
    "paired": KINDS["plane"].with_values({"game.objective": "relativistic"}),
    "noise-1": KINDS["plane"].with_values({"noise.dimension": 1}),
}
ALL = KINDS | OTHERS
LOOKS = [Look(pointed=(0.1, 0.2)), Look(pointed=(0.1, 0.2), label=1, fine=True, equal_units=True)]


def seen(game: Game, look: Look) -> dict[str, dict[str, np.ndarray]]:
    """Every array of every picture, by its view."""
    scene, found = game.scene(), {}
    scene.begin()
    for view in scene.views:
        if view.taken:
            picture = scene.takers[view.name](look)
            arrays = {
                field.name: getattr(picture, field.name) for field in dataclasses.fields(picture)
            }
            found[view.name] = {n: a for n, a in arrays.items() if isinstance(a, np.ndarray)}
    assert scene.scale is not None
    return found


@pytest.mark.parametrize("look", LOOKS, ids=["whole", "one class"])
@pytest.mark.parametrize("name", ALL)
def test_every_view_is_taken_and_is_like_that_of_the_cpu(name: str, look: Look) -> None:
    experiment = ALL[name]
    here, there = (seen(game_of(experiment, device, 2), look) for device in (DEVICE, "cpu"))
    assert here.keys() == there.keys()
    for view, arrays in there.items():
        for part, expected in arrays.items():
            found = here[view][part]
            assert (found.dtype, found.shape) == (expected.dtype, expected.shape), view
            assert not found.flags.writeable, view
            np.testing.assert_array_equal(np.isfinite(found), np.isfinite(expected), view)


@pytest.mark.parametrize("name", [*POINTS, *OTHERS])
def test_points_are_evaluated(name: str) -> None:
    game = game_of(ALL[name], steps=3)
    drawn = game.batch(500, SEED)
    figures = evaluate(game.target, drawn.rows, game.iteration, labels=drawn.labels)
    assert np.isfinite(figures["js_bits"])
    assert all(isinstance(value, float) for value in game.figures().values())


@pytest.mark.parametrize("average", [True, False])
@pytest.mark.parametrize("name", IMAGES)
def test_images_are_drawn(name: str, average: bool) -> None:
    game = game_of(KINDS[name], steps=3)
    columns = KINDS[name].noise.dimension
    noise = np.random.default_rng(0).normal(size=(7, columns)).astype(np.float32)
    labels = np.arange(7) % 3 if game.classes else None
    drawn = draw_images(game, DrawImages(noise, labels, 1, average), 1)
    assert drawn.images.shape == (7, 8, 8)
    found = find_directions(game, FindDirections(3, average), 1)
    assert found.vectors.shape == (3, columns)
    images, asked = sheet_of(game, 30, 1)
    assert images.shape == (30, 8, 8)
    assert (asked is not None) == bool(game.classes)
    if game.classes:
        only = sheet_of(game, 5, 1, only=2)[1]
        assert only is not None
        assert only.tolist() == [2] * 5


def test_the_jacobian_is_that_of_the_cpu() -> None:
    from ganlab.gan.play.jacobian import jacobian_of

    found = []
    for device in (DEVICE, "cpu"):
        game = game_of(KINDS["plane"], device)
        assert isinstance(game, Trainer)
        real = game.real.fixed(64, 1)
        found.append(jacobian_of(game, real.clone(), real)[0])
    np.testing.assert_allclose(found[0], found[1], atol=1e-6)
