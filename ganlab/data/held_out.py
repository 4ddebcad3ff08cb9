"""Images that the generator has not learned from, to measure it against."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ganlab.data.errors import UnreadableImages
from ganlab.data.files.places import located
from ganlab.data.image_target import SUBSET_SEED, make_images, renumbered
from ganlab.data.images import ImageSet, choose, load_mnist, open_images, open_test_images
from ganlab.experiment import Data, ImageData
from ganlab.figures import counted

MOST_TESTED = 10_000
"""Images to measure against, at most: as many as MNIST has for testing."""
SHARE = 6
"""Where all images were learned from, one of so many is measured against."""


@dataclass(frozen=True)
class Split:
    """One set of images in two parts."""

    train: ImageSet
    test: ImageSet
    which: str
    """What `test` is, in words."""
    unseen: bool
    """Whether the generator never learned from `test`."""


def split(data: Data) -> Split:
    """The images of a document, and others to measure its generator against.

    MNIST has 10,000 of its own; so have many of a user's, beside or inside their file or folder
    under a name that says `t10k`, `test` or `val` for `train`. Else they are the images that the
    subset leaves out, and last a sixth of all, drawn by chance. Raises UnreadableImages or OSError,
    also where others are there than the document's record says.
    """
    learned_from(data)
    assert isinstance(data, ImageData)
    whole, beside, where = _read(data)
    train = choose(whole, data.classes, 0, SUBSET_SEED)
    test = None if beside is None else _like(beside, train, bool(data.classes))
    if test is not None:
        return Split(renumbered(train), renumbered(_few(test)), where, unseen=True)
    # The beginning of the very order that `choose` draws a subset from.
    order = np.random.default_rng(SUBSET_SEED).permutation(len(train.images))
    if 0 < data.subset < len(order):
        known, others = order[: data.subset], order[data.subset :]
        which = f"{counted(min(len(others), MOST_TESTED), 'image')} that the subset leaves out"
        return Split(_part(train, known), _few(_part(train, others)), which, unseen=True)
    others, known = np.split(order, [-(-len(order) // SHARE)])
    which = "a sixth of the images, which G has learned from as well: there are no others"
    return Split(_part(train, known), _few(_part(train, others)), which, unseen=False)


def learned_from(data: Data) -> ImageSet:
    """The images of a document; raises UnreadableImages where they are not there to be read, and
    where it has none."""
    if not isinstance(data, ImageData):
        raise UnreadableImages("These are points: there are no images.")
    target = make_images(data)
    if target.absent:
        raise UnreadableImages(target.absent)
    return target.image_set


def _read(data: ImageData) -> tuple[ImageSet, ImageSet | None, str]:
    """All images, those that are there to test with, if any, and what these are, in words."""
    if not data.path:
        return load_mnist("train"), load_mnist("test"), "MNIST's test images"
    path = located(data.path)
    whole = open_images(path, data.range)
    found = open_test_images(path, whole.facts.read_as)  # black and white are those of training
    if found is None:
        return whole.image_set, None, ""
    return whole.image_set, found[0].image_set, f"the images in {found[1]}"


def _like(others: ImageSet, train: ImageSet, chosen: bool) -> ImageSet | None:
    """Those of the other images that are of the classes learned, as far as classes were `chosen`;
    None where there are none, or none of that size."""
    if others.size != train.size:
        return None
    if not chosen:
        return others
    if others.labels is None:
        return None
    learned = set(renumbered(train).class_names)
    names = [name for name in renumbered(others).class_names if name in learned]
    return choose(others, names, 0, SUBSET_SEED) if names else None


def _part(image_set: ImageSet, chosen: NDArray[np.intp]) -> ImageSet:
    labels = None if image_set.labels is None else image_set.labels[chosen]
    return renumbered(replace(image_set, images=image_set.images[chosen], labels=labels))


def _few(image_set: ImageSet) -> ImageSet:
    return choose(image_set, (), MOST_TESTED, SUBSET_SEED)
