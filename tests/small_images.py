"""A game of images small enough to be played in a test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from ganlab.data.image_target import ImageTarget
from ganlab.data.images import ImageSet
from ganlab.experiment import Experiment
from ganlab.games.two_player.game import TwoPlayerGame

_SMALL: dict[str, Any] = {
    "data": {"kind": "images"},
    "image_networks": {"kind": "dcgan", "channels": 8},
    "noise.dimension": 5,
    "training.batch_size": 8,
    "game.ema": 0.9,
}


def image_set(count: int = 30, side: int = 8, labelled: bool = True, classes: int = 3) -> ImageSet:
    """Noise, each image unlike all others; image i is of class i modulo the classes."""
    rng = np.random.default_rng(7)
    images = rng.integers(256, size=(count, side, side), dtype=np.uint8)
    labels = (np.arange(count) % classes).astype(np.uint8) if labelled else None
    names = tuple("abcdefghij"[:classes]) if labelled else ()
    return ImageSet("noise", images, labels, names)


def own_images(folder: Path, count: int, side: int, labelled: bool = True) -> Path:
    """A file of images of noise in `folder`; image i is of class i modulo 3."""
    rng = np.random.default_rng(0)
    images = rng.integers(0, 255, (count, side, side), dtype=np.uint8)
    np.save(folder / "own-images.npy", images)
    if labelled:
        np.save(folder / "own-labels.npy", np.arange(count, dtype=np.uint8) % 3)
    return folder / "own-images.npy"


def small_images(
    kind: str = "dcgan", conditional: bool = False, changes: dict[str, Any] | None = None
) -> Experiment:
    """DCGAN of width 8, or the 2014 perceptrons of 20 units; batch 8, with a moving average."""
    networks = {"kind": kind, "channels": 8, "units": 20}
    told = {"image_networks": networks, "game.conditional": conditional}
    game = Experiment().with_values(_SMALL | told)
    return game.with_values(changes or {})


def image_trainer(experiment: Experiment, images: ImageSet | None = None) -> TwoPlayerGame:
    """A fresh trainer on the CPU."""
    return TwoPlayerGame(experiment, ImageTarget(images or image_set()))
