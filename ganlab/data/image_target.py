"""Images as a distribution: each of them as probable as any other."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ganlab.data.images import ImageSet, choose, load_mnist, read_images
from ganlab.data.target import Affine, Array
from ganlab.experiment import ImageData

SUBSET_SEED = 0
"""The same images for every seed of the game."""


class ImageTarget:
    """The empirical distribution over a set of images, as rows of pixels in [0, 1]."""

    modes = None
    view = Affine((0.0,), 1.0)
    network = Affine((0.0,), 1.0)
    """The networks take and give pixels in [0, 1]."""

    def __init__(self, image_set: ImageSet) -> None:
        self.image_set = image_set

    @property
    def dimension(self) -> int:
        """Pixels of an image."""
        height, width = self.image_set.size
        return height * width

    def sample(self, n: int, rng: np.random.Generator) -> Array:
        """Draw (n, pixels) with replacement."""
        images = self.image_set.images
        chosen = images[rng.integers(len(images), size=n)]
        return chosen.reshape(n, -1).astype(np.float64) / 255

    def chosen(self, n: int, seed: int) -> NDArray[np.intp]:
        """(n,) numbers of images drawn with replacement, the same for the same seed."""
        return np.random.default_rng(seed).integers(len(self.image_set.images), size=n)

    def log_density(self, points: NDArray[np.floating]) -> None:
        """Unknown: nobody knows how probable a digit is."""


@lru_cache(maxsize=2)
def make_images(data: ImageData) -> ImageTarget:
    """The images of a document; raises UnreadableImages or OSError in plain words.

    The classes are those that there are images of, counted from 0, so that a conditional generator
    of 3s and 7s is asked for these two alone.
    """
    image_set = read_images(Path(data.path)) if data.path else load_mnist("train")
    return ImageTarget(compact(choose(image_set, data.classes, data.subset, SUBSET_SEED)))


def compact(image_set: ImageSet) -> ImageSet:
    """The same images without the classes that none of them is of."""
    if image_set.labels is None:
        return image_set
    present, labels = np.unique(image_set.labels, return_inverse=True)
    names = tuple(image_set.class_names[number] for number in present)
    return replace(image_set, labels=labels.astype(np.uint8), class_names=names)
