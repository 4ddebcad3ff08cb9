"""A set of small greyscale images with its classes, and some of them chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ganlab.data.errors import UnreadableImages
from ganlab.data.images.class_names import listed, place_of


@dataclass(frozen=True, eq=False)
class ImageSet:
    """Images and, where they are known, their classes. The arrays become read-only."""

    name: str
    images: NDArray[np.uint8]
    """(n, H, W), 0 is black and 255 is white."""
    labels: NDArray[np.uint8] | None
    """(n,), each the number of a class, an index into `class_names`."""
    class_names: tuple[str, ...]
    """Empty without labels."""
    known_as: str = ""
    """Which known data set they are, by what they hold; empty: none."""
    sheet: bool = False
    """Whether these are only those that `chosen` once drew from the set."""

    def __post_init__(self) -> None:
        self.images.setflags(write=False)
        if self.labels is not None:
            self.labels.setflags(write=False)

    @property
    def size(self) -> tuple[int, int]:
        """Height and width of each image, in pixels."""
        _, height, width = self.images.shape
        return height, width

    def chosen(self, n: int, seed: int) -> NDArray[np.intp]:
        """(n,) numbers of images drawn with replacement, the same for the same seed; of a sheet,
        which was drawn so, one after the other."""
        if self.sheet:
            return np.arange(n) % len(self.images)
        return np.random.default_rng(seed).integers(len(self.images), size=n)


def choose(image_set: ImageSet, classes: Sequence[str], subset: int, seed: int) -> ImageSet:
    """The images of some classes by name, () for all, and of those at most `subset`, 0 for all.

    The subset is drawn at random, the same for the same seed (0 or more), and a smaller one is part
    of a larger one; images keep their order, their labels and the names of all classes. Raises
    UnreadableImages where a class is unknown or there is no image of it.
    """
    labels = image_set.labels
    kept = np.arange(len(image_set.images))
    if classes:
        places = places_of(image_set, classes)
        assert labels is not None
        kept = np.flatnonzero(np.isin(labels, places))
    if 0 < subset < len(kept):
        kept = np.sort(np.random.default_rng(seed).permutation(kept)[:subset])
    if len(kept) == len(image_set.images):
        return image_set
    chosen = None if labels is None else labels[kept]
    return replace(image_set, images=image_set.images[kept], labels=chosen)


def places_of(image_set: ImageSet, classes: Sequence[str]) -> list[int]:
    """What the labels of these classes are; raises UnreadableImages as `choose` does."""
    name, names = image_set.name, image_set.class_names
    if image_set.labels is None:
        raise UnreadableImages(f"{name} has no labels, so its classes cannot be chosen.")
    present = np.unique(image_set.labels).tolist()
    places = []
    for said in classes:
        place = place_of(names, said)
        if place is None or place not in present:
            there = listed([names[number] for number in present])
            raise UnreadableImages(f"{name} has no class {said}: it has {there}.")
        places.append(place)
    return places
