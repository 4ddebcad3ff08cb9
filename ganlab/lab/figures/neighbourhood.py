"""Is a generated image a copy of one that the generator learned from? What the window shows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ganlab.data.held_out import learned_from, split
from ganlab.data.images import ImageSet
from ganlab.experiment import Data
from ganlab.interruptible import Asked, check, never
from ganlab.metrics.neighbours import nearest

COUNT = 8
"""Training images shown beside one."""
MEASURED = 300
"""Real images whose nearest training image is looked for, to compare with."""
BATCH = 50
"""Of them at a time: between two batches the work can be stopped."""
ENOUGH = 10
"""Images of a class that speak for it."""
COPY = 0.5
"""An image nearer than this share of what is usual between real images is taken for a copy."""


@dataclass(frozen=True)
class Neighbourhood:
    """The training images closest to an image, nearest first."""

    images: NDArray[np.uint8]
    """(n, H, W)"""
    distances: tuple[float, ...]
    """Euclidean, over the pixels, in grey levels 0..255."""
    classes: tuple[str, ...]
    """Of each; empty where nobody knows them."""


@dataclass(frozen=True)
class Usual:
    """How far real images lie from the nearest training image: medians, in grey levels."""

    overall: float
    by_class: dict[str, float]
    """Of classes with enough images: two 1s lie closer to each other than two 8s."""
    unseen: bool
    """Whether the generator never learned from them; else the nearest other image was taken."""


def neighbourhood(
    pixels: NDArray[np.uint8], training: ImageSet, count: int = COUNT
) -> Neighbourhood:
    """The training images closest to one of (H, W) pixels; a quarter of a second for MNIST.

    Raises ValueError when the sizes differ.
    """
    indices, distances = nearest(pixels[None], training.images, count)
    near = indices[0]
    labels = () if training.labels is None else training.labels[near]
    return Neighbourhood(
        training.images[near],
        tuple(distances[0].tolist()),
        tuple(training.class_names[label] for label in labels),
    )


def usual_distances(data: Data, cancelled: Asked = never) -> Usual:
    """How far real images lie from those learned from, so that a distance says something.

    Some seconds for MNIST. Raises Cancelled, and UnreadableImages or OSError when the images are
    no longer there.
    """
    known, parts = learned_from(data), split(data)
    chance = np.random.default_rng(0).permutation(len(parts.test.images))[:MEASURED]
    found = np.empty(len(chance))
    # Images that were learned from are their own nearest ones.
    place = min(0 if parts.unseen else 1, len(known.images) - 1)
    for start in range(0, len(chance), BATCH):
        check(cancelled)
        rows = chance[start : start + BATCH]
        found[start : start + BATCH] = nearest(parts.test.images[rows], known.images, 2)[1][
            :, place
        ]
    by_class: dict[str, float] = {}
    if parts.test.labels is not None:
        labels = parts.test.labels[chance]
        for number, name in enumerate(parts.test.class_names):
            if (labels == number).sum() >= ENOUGH:
                by_class[name] = float(np.median(found[labels == number]))
    return Usual(float(np.median(found)), by_class, parts.unseen)
