"""Games of every kind on the GPU, with few steps to play."""

from __future__ import annotations

import os
from typing import Any

import numpy as np

from ganlab.data import make_target
from ganlab.data.image_target import ImageTarget
from ganlab.data.target import Target
from ganlab.experiment import Experiment, ImageData
from ganlab.games.game import Game, make_game
from ganlab.gan.saving.checkpoint import Checkpoint
from ganlab.presets import load_preset
from tests.small import small
from tests.small_images import image_set, small_images

DEVICE = os.environ.get("GANLAB_GPU_TESTS", "cuda")
"""Where what is tested runs."""

TOLD = {"data.name": "ring-8", "game.conditional": True}
KINDS: dict[str, Experiment] = {
    "plane": small({"game.ema": 0.9}),
    "line": small({"data.name": "mixture-1d", "noise.dimension": 1, "game.ema": 0.9}),
    "told": small(TOLD | {"game.ema": 0.9}),
    "packed": small({"game.pack": 2}),
    "moments": small().with_values({"game.kind": "moments", "game.ema": 0.9}),
    "dcgan": small_images(),
    "dcgan-told": small_images(conditional=True),
    "mlp-2014": small_images("mlp-2014"),
    "mlp-2014-told": small_images("mlp-2014", conditional=True),
}
"""One of each kind of networks and data."""
POINTS = ("plane", "line", "told", "packed", "moments")
IMAGES = ("dcgan", "dcgan-told", "mlp-2014", "mlp-2014-told")


def target_of(experiment: Experiment) -> Target:
    """Its data; images are noise of 8 x 8, or of the size that presets are made for, where not some
    of MNIST's are asked for."""
    if not isinstance(experiment.data, ImageData) or experiment.data.subset:
        return make_target(experiment.data)
    if experiment.training.batch_size < 16:
        return ImageTarget(image_set())
    return ImageTarget(image_set(count=200, side=28, classes=10))


def game_of(experiment: Experiment, device: str = DEVICE, steps: int = 0) -> Game:
    """A game after so many steps."""
    game = make_game(experiment, target_of(experiment), device)
    game.run(steps)
    return game


def preset(name: str) -> Experiment:
    """One that ships."""
    return load_preset(name)


def assert_sound(game: Game, steps: int) -> None:
    """So many steps were played where they should be, and every number is finite."""
    rows = game.take_scalars()
    assert rows[:, 0].tolist() == list(range(1, steps + 1))
    assert np.isfinite(rows).all()
    checkpoint = game.state()
    assert (checkpoint.step, checkpoint.is_finite()) == (steps, True)
    assert game.device.type == DEVICE


def assert_same(one: Checkpoint, other: Checkpoint, but: tuple[str, ...] = ()) -> None:
    """Two states are equal bit for bit, in all but the parts with these names."""
    assert (one.step, one.counters) == (other.step, other.counters)
    left_out: Any = tuple(f"{part}/" for part in but)
    names = {name for name in one.arrays if not name.startswith(left_out)}
    assert names == {name for name in other.arrays if not name.startswith(left_out)}
    for name in sorted(names):
        np.testing.assert_array_equal(one.arrays[name], other.arrays[name], err_msg=name)
