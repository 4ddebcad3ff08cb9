"""Sets of small greyscale images: MNIST, which ships with ganlab, and a user's own."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ganlab.assets import resource_path
from ganlab.data.errors import UnreadableImages, naming
from ganlab.data.image_families import Family, family_of
from ganlab.data.images.arrays import read_image_array, read_label_array
from ganlab.data.images.folder import read_folder
from ganlab.data.images.idx import read_idx
from ganlab.data.images.image_set import ImageSet
from ganlab.data.images.limits import check_images

_MNIST = {"train": "train-images-idx3-ubyte.gz", "test": "t10k-images-idx3-ubyte.gz"}


def load_mnist(part: Literal["train", "test"]) -> ImageSet:
    """The 60,000 training or the 10,000 test images of MNIST, 28 x 28, classes 0 to 9.

    White digits on black (Y. LeCun and C. Cortes; resources/mnist/NOTICE).
    """
    return read_images(resource_path("mnist", _MNIST[part]))


def read_images(path: Path) -> ImageSet:
    """Read a user's images, 8 x 8 to 64 x 64 pixels.

    `path` is an IDX file, gzipped or not; a `.npy` array (n, H, W); or a folder of PNG pictures,
    whose subfolders are classes. The labels of a file are found beside it, in the file that has
    `labels` in its name where this one has `images`. Raises UnreadableImages: one sentence that
    names the file.
    """
    if path.is_dir():
        return ImageSet(path.resolve().name, *read_folder(path))
    array = path.suffix.lower() == ".npy"
    images = read_image_array(path) if array else _read_idx_images(path)
    family = family_of(path) or Family(_title(path), ())
    if family.transposed:
        _transpose(images)
    beside = _labels_beside(path)
    if beside is None:
        return ImageSet(family.title, images, None, ())
    labels = read_label_array(beside) if array else _read_idx_labels(beside)
    if len(labels) != len(images):
        raise UnreadableImages(
            f"'{path.name}' has {len(images):,} images and '{beside.name}' has {len(labels):,} "
            "labels; there must be a label for each image."
        )
    labels, names = _named(labels, family)
    return ImageSet(family.title, images, labels, names)


def are_digits(image_set: ImageSet) -> bool:
    """Whether these are MNIST's handwritten digits, or some of them."""
    named = all(name.isdigit() and len(name) == 1 for name in image_set.class_names)
    return image_set.name == "MNIST" and image_set.size == (28, 28) and named


def _read_idx_images(path: Path) -> NDArray[np.uint8]:
    images = read_idx(path)
    with naming(path):
        if images.ndim == 1:
            raise UnreadableImages("it holds labels; choose the file with the images.")
        check_images(images.shape)
    return images


def _read_idx_labels(path: Path) -> NDArray[np.uint8]:
    labels = read_idx(path)
    with naming(path):
        if labels.ndim != 1:
            raise UnreadableImages("it has the name of a file of labels and holds none.")
    return labels


def _labels_beside(path: Path) -> Path | None:
    """train-images-idx3-ubyte.gz -> train-labels-idx1-ubyte.gz, or the same not gzipped."""
    if "images" not in path.name:
        return None
    labels = path.with_name(path.name.replace("images", "labels").replace("idx3", "idx1"))
    other = labels.with_suffix("") if labels.suffix == ".gz" else Path(f"{labels}.gz")
    return next((candidate for candidate in (labels, other) if candidate.is_file()), None)


def _named(labels: NDArray[np.uint8], family: Family) -> tuple[NDArray[np.uint8], tuple[str, ...]]:
    """Labels that count from 0, and the names of the classes: numbers where they have no other."""
    low, high = int(labels.min()), int(labels.max())
    if family.first_label <= low and high < family.first_label + len(family.class_names):
        return labels - np.uint8(family.first_label), family.class_names
    return labels, tuple(str(number) for number in range(high + 1))


def _transpose(images: NDArray[np.uint8]) -> None:
    """Exchange the rows and columns of each (H, H) image in place, so that no second set exists."""
    if images.shape[1] == images.shape[2]:
        for start in range(0, len(images), 1000):
            piece = images[start : start + 1000]
            piece[:] = piece.transpose(0, 2, 1).copy()


def _title(path: Path) -> str:
    return path.name.removesuffix(".gz").removesuffix(".npy")
