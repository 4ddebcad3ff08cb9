"""Images as a distribution: each of them as probable as any other."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ganlab.data.errors import UnreadableImages
from ganlab.data.files.places import located
from ganlab.data.image_record import digest_of, record_of, remembered
from ganlab.data.images import ImageFacts, ImageSet, choose, load_mnist, open_images
from ganlab.data.images.formats.beside import labels_beside
from ganlab.data.target import Affine, Batch, ClassedTarget, counted_by_class
from ganlab.experiment import Experiment, ImageData
from ganlab.notation import PLACE

SUBSET_SEED = 0
"""The same images for every seed of the game."""


class ImageTarget(ClassedTarget):
    """The empirical distribution over a set of images, as rows of pixels in [0, 1]."""

    modes = None
    view = Affine((0.0,), 1.0)
    network = Affine((0.0,), 1.0)
    """The networks take and give pixels in [0, 1]."""

    def __init__(
        self, image_set: ImageSet, absent: str = "", facts: ImageFacts | None = None
    ) -> None:
        """`absent`: why the images are not there to learn from, in which case `image_set` is only
        the sheet that the run remembers of them; empty where they are. `facts`: how a person's own
        images were read, before any were chosen."""
        self.image_set = image_set
        self.class_names = image_set.class_names
        """Of the classes that there are images of; empty without labels."""
        self.absent = absent
        self.facts = facts

    @cached_property
    def digest(self) -> str:
        """By which these images are known again; see ImageRecord."""
        return digest_of(self.image_set)

    @property
    def dimension(self) -> int:
        """Pixels of an image."""
        height, width = self.image_set.size
        return height * width

    @property
    def counts(self) -> tuple[int, ...] | None:
        """See Target."""
        labels = None if self.absent else self.image_set.labels
        return counted_by_class(labels, len(self.class_names))

    @property
    def remarks(self) -> list[str]:
        """See Target."""
        return [] if self.facts is None else self.facts.remarks()

    def sample(self, n: int, rng: np.random.Generator) -> Batch:
        """Draw n images, with replacement."""
        images, labels = self.image_set.images, self.image_set.labels
        index = rng.integers(len(images), size=n)
        rows = images[index].reshape(n, -1).astype(np.float64) / 255
        return Batch(rows, None if labels is None else labels[index])

    def log_density(self, points: NDArray[np.floating], label: int | None = None) -> None:
        """Unknown: nobody knows how probable a digit is."""


def make_images(data: ImageData) -> ImageTarget:
    """The images of a document, or what its record remembers where they are not to be had.

    The classes are those that there are images of, counted from 0, so that a conditional generator
    of 3s and 7s is asked for these two alone. Never other images than those of the record: where
    these lie at the path now, the target is `absent`. Raises UnreadableImages in plain words where
    there is no record either.
    """
    try:
        target = _read(data.model_copy(update={"record": None}), _stamps(data.path))
    except UnreadableImages as error:
        if data.record is None:
            raise
        return ImageTarget(remembered(data.record), str(error))
    if data.record is None or data.record.digest == target.digest:
        return target
    now, then = len(target.image_set.images), data.record.count
    counted = f"{then:,} then, {now:,} now" if then != now else f"{now:,} of them, but others"
    return ImageTarget(
        remembered(data.record),
        f"The images in '{data.path}' are not those that this run learned from ({counted}).",
    )


def with_record(experiment: Experiment) -> Experiment:
    """The experiment with an absolute path to its images and a record of what is there now.

    An experiment of other data comes back as it is. Raises UnreadableImages where there is nothing
    to be read.
    """
    data = experiment.data
    if not isinstance(data, ImageData) or not data.path:
        return experiment
    place = str(located(data.path))
    target = make_images(data.model_copy(update={"path": place, "record": None}))
    if data.record is not None and data.record.digest == target.digest:
        record = data.record.model_copy(update={"place": place})
    else:
        record = record_of(target.image_set, place)
    classes, names = data.classes, target.image_set.class_names
    if any(name.startswith(PLACE) for name in classes) and len(names) == len(set(classes)):
        classes = names  # as older versions wrote them, by their places
    found = data.model_copy(update={"path": place, "classes": classes, "record": record})
    return experiment.model_copy(update={"data": found})


def images_at(experiment: Experiment, path: Path) -> tuple[Experiment, bool]:
    """The experiment with the images that lie at `path`, and whether they are its own.

    Others are taken up so that the networks may go on with them. Raises UnreadableImages, also
    where the networks do not fit them: another size or other classes.
    """
    data = experiment.data
    assert isinstance(data, ImageData)
    there = data.model_copy(update={"path": str(path), "record": None})
    found = with_record(experiment.model_copy(update={"data": there}))
    assert isinstance(found.data, ImageData)
    own, new = data.record, found.data.record
    if own is None or new is None or own.digest == new.digest:
        return found, True
    for what, of_own, of_new in (
        ("pixels", " x ".join(map(str, own.size)), " x ".join(map(str, new.size))),
        ("classes", ", ".join(own.class_names) or "none", ", ".join(new.class_names) or "none"),
    ):
        if of_own != of_new:
            raise UnreadableImages(
                f"The images in '{path}' are not those that this run learned from, and its "
                f"networks do not fit them: {what} {of_own} there, {of_new} here."
            )
    record = new.model_copy(update={"follows": own.digest})
    other = found.data.model_copy(update={"record": record})
    return found.model_copy(update={"data": other}), False


@lru_cache(maxsize=2)
def _read(data: ImageData, stamps: tuple[object, ...]) -> ImageTarget:
    """`stamps` tell what was at the path: when they are others, it is read again."""
    facts = None
    if data.path:
        read = open_images(located(data.path), data.range)
        whole, facts = read.image_set, read.facts
    else:
        whole = load_mnist("train")
    chosen = renumbered(choose(whole, data.classes, data.subset, SUBSET_SEED))
    return ImageTarget(chosen, facts=facts)


def _stamps(path: str) -> tuple[object, ...]:
    """Name, size and time of each file that the images at `path` may be read from."""
    if not path:
        return ()
    place = located(path)
    try:
        if place.is_dir():
            return tuple(sorted(_entries(place, depth=3)))
        files = (place, labels_beside(place))
        return tuple(_stamp(str(file), file.stat()) for file in files if file is not None)
    except OSError:
        return ()


def _stamp(name: str, stat: os.stat_result) -> tuple[str, int, int]:
    return name, stat.st_size, stat.st_mtime_ns


def _entries(folder: Path, depth: int) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_file():
                yield _stamp(entry.path, entry.stat())
            elif depth > 1 and entry.is_dir():
                yield from _entries(Path(entry.path), depth - 1)


def renumbered(image_set: ImageSet) -> ImageSet:
    """The same images without the classes that none of them is of."""
    if image_set.labels is None:
        return image_set
    present, labels = np.unique(image_set.labels, return_inverse=True)
    names = tuple(image_set.class_names[number] for number in present)
    return replace(image_set, labels=labels.astype(np.uint8), class_names=names)
