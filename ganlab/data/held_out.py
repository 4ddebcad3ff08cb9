"""Images that the generator has not learned from, to measure it against."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ganlab.data.errors import UnreadableImages
from ganlab.data.image_target import SUBSET_SEED, compact, make_images
from ganlab.data.images import ImageSet, choose, load_mnist, read_images
from ganlab.data.places import located
from ganlab.experiment import ImageData

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


def split(data: ImageData) -> Split:
    """The images of a document, and others to measure its generator against.

    MNIST has 10,000 of its own; so have most of a user's IDX files, in the file beside theirs that
    has `t10k` or `test` in its name for `train`. Else they are the images that the subset leaves
    out, and last a sixth of all, drawn by chance. Raises UnreadableImages or OSError, also where
    others are there than the document's record says.
    """
    if absent := make_images(data).absent:
        raise UnreadableImages(absent)
    path = located(data.path)
    beside = None if not data.path else _test_file(path)
    whole = read_images(path) if data.path else load_mnist("train")
    train = choose(whole, data.classes, 0, SUBSET_SEED)
    if not data.path or beside is not None:
        test = load_mnist("test") if beside is None else read_images(beside)
        if test.images.shape[1:] == train.images.shape[1:]:
            test = _few(choose(test, data.classes, 0, SUBSET_SEED))
            which = "MNIST's test images" if beside is None else f"the images in {beside.name}"
            return Split(compact(train), compact(test), which, unseen=True)
    # The beginning of the very order that `choose` draws a subset from.
    order = np.random.default_rng(SUBSET_SEED).permutation(len(train.images))
    if 0 < data.subset < len(order):
        known, others = order[: data.subset], order[data.subset :]
        which = f"{min(len(others), MOST_TESTED):,} images that the subset leaves out"
        return Split(_part(train, known), _few(_part(train, others)), which, unseen=True)
    others, known = np.split(order, [-(-len(order) // SHARE)])
    which = "a sixth of the images, which G has learned from as well: there are no others"
    return Split(_part(train, known), _few(_part(train, others)), which, unseen=False)


def _test_file(path: Path) -> Path | None:
    """train-images-idx3-ubyte.gz -> t10k-images-idx3-ubyte.gz, if it is there."""
    names = [path.name.replace("train", word) for word in ("t10k", "test")]
    candidates = (path.with_name(name) for name in names if name != path.name)
    return next((candidate for candidate in candidates if candidate.is_file()), None)


def _part(image_set: ImageSet, chosen: NDArray[np.intp]) -> ImageSet:
    labels = None if image_set.labels is None else image_set.labels[chosen]
    return compact(replace(image_set, images=image_set.images[chosen], labels=labels))


def _few(image_set: ImageSet) -> ImageSet:
    return choose(image_set, (), MOST_TESTED, SUBSET_SEED)
