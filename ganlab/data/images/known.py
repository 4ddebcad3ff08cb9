"""MNIST and its relatives, known by what they hold; never by a name.

A file as it was published is known by its digest, handwritten digits by the classifier's confidence
in them and, where there are labels, by its agreement with these.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import ascii_lowercase, ascii_uppercase, digits

import numpy as np
from numpy.typing import NDArray

from ganlab.data.images.digits import shows_digits, shows_several
from ganlab.data.images.mnist import mnist_images


@dataclass(frozen=True)
class Family:
    """What the files of one data set have in common."""

    title: str
    class_names: tuple[str, ...]
    first_label: int = 0
    """The number that the files give the first class."""
    transposed: bool = False
    """Rows and columns are exchanged in the files."""
    published: bool = True
    """Whether they are the files of that name, and not only of their kind."""


MNIST = "MNIST"
DIGITS = tuple(digits)
_HANDWRITTEN = Family("handwritten digits", DIGITS, published=False)
_TURNED = Family("handwritten digits", DIGITS, transposed=True, published=False)

# Lower-case letters that look like their capitals share a class with them.
_MERGED = tuple(digits + ascii_uppercase + "abdefghnqrt")
_LETTERS = Family("EMNIST Letters", tuple(ascii_uppercase), 1, True)
_BY_CLASS = Family("EMNIST ByClass", tuple(digits + ascii_uppercase + ascii_lowercase), 0, True)
_BY_MERGE = Family("EMNIST ByMerge", _MERGED, 0, True)
_BALANCED = Family("EMNIST Balanced", _MERGED, 0, True)
_EMNIST_DIGITS = Family("EMNIST Digits", DIGITS, 0, True)
_EMNIST_MNIST = Family("EMNIST MNIST", DIGITS, 0, True)

DIGIT_SETS = frozenset(f.title for f in (_HANDWRITTEN, _EMNIST_DIGITS, _EMNIST_MNIST)) | {MNIST}
"""The sets that the classifier can judge."""

_CLOTHES = ("T-shirt", "Trouser", "Pullover", "Dress", "Coat")
_SHOES_AND_MORE = ("Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot")
_FASHION = Family("Fashion-MNIST", _CLOTHES + _SHOES_AND_MORE)
_KUZUSHIJI = Family("KMNIST", ("o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"))

PUBLISHED = {
    "8d4fb7e6c68d591d4c3dfef9ec88bf0d": _FASHION,
    "bef4ecab320f06d8554ea6380940ec79": _FASHION,
    "bdb82020997e1d708af4cf47b453dcf7": _KUZUSHIJI,
    "5c965bf0a639b31b8f53240b1b52f4d7": _KUZUSHIJI,
    "712dda0bd6f00690f32236ae4325c377": _BY_CLASS,
    "1435209e34070a9002867a9ab50160d7": _BY_CLASS,
    "4a792d4df261d7e1ba27979573bf53f3": _BY_MERGE,
    "8eb5d34c91f1759a55831c37ec2a283f": _BY_MERGE,
    "4041b0d6f15785d3fa35263901b5496b": _BALANCED,
    "6818d20fe2ce1880476f747bbc80b22b": _BALANCED,
    "8795078f199c478165fe18db82625747": _LETTERS,
    "382093a19703f68edac6d01b8dfdfcad": _LETTERS,
    "d2662ecdc47895a6bbfce25de9e9a677": _EMNIST_DIGITS,
    "a159b8b3bd6ab4ed4793c1cb71a2f5cc": _EMNIST_DIGITS,
    "3663598a39195d030895b6304abb5065": _EMNIST_MNIST,
    "fb51b6430fc4dd67deaada1bf25d4524": _EMNIST_MNIST,
}
"""The files of images for training and for testing as their authors published them, gzipped, by the
MD5 that they published with them (H. Xiao et al. 2017, T. Clanuwat et al. 2018, G. Cohen et al.
2017)."""


def recognise(
    path: Path | None, images: NDArray[np.uint8], labels: NDArray[np.integer] | None
) -> Family | None:
    """Which data set (n, H, W) images are of, read from the file `path` if from one; None: unknown.

    `labels`: (n,) the numbers that the data give their classes, if those are numbers.
    """
    if path is not None and (published := PUBLISHED.get(_md5(path))) is not None:
        return published
    if labels is not None and not ((labels >= 0) & (labels < len(DIGITS))).all():
        return None  # something else than digits, perhaps with digits among it
    if shows_digits(images, labels):
        if _are_of_mnist(images):
            return Family(MNIST, DIGITS)
        return _HANDWRITTEN if labels is not None or shows_several(images) else None
    turned = images.transpose(0, 2, 1)
    if shows_digits(turned, labels) and (labels is not None or shows_several(turned)):
        return _TURNED
    return None


def _md5(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()


def _are_of_mnist(images: NDArray[np.uint8]) -> bool:
    """Whether each of some of them is in MNIST, pixel by pixel."""
    known = _of_mnist()
    chosen = np.random.default_rng(0).permutation(len(images))[:100]
    return all(_print(images[number]) in known for number in chosen)


@lru_cache(maxsize=1)
def _of_mnist() -> frozenset[bytes]:
    """A short digest of each of MNIST's 70,000 images."""
    return frozenset(_print(image) for part in ("train", "test") for image in mnist_images(part))


def _print(image: NDArray[np.uint8]) -> bytes:
    return hashlib.blake2b(np.ascontiguousarray(image).data, digest_size=8).digest()
