"""Arrays of labels as people write them, and the names of the classes in them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ganlab.data.errors import UnreadableImages
from ganlab.data.images.class_names import clean_name
from ganlab.data.target import MOST_CLASSES

Labels = tuple[NDArray[np.uint8], tuple[str, ...]]
"""(n,) indices, and the names that they are indices of; some may have no image."""


def are_labels(array: NDArray[np.generic], count: int) -> bool:
    """Whether an array looks like the labels of `count` images, by its shape."""
    return array.shape in ((count,), (count, 1)) or (array.ndim == 2 and _is_one_hot(array, count))


def read_labels(array: NDArray[np.generic]) -> Labels:
    """Labels that are whole numbers of any type, truth values, words, a column, or one-hot rows.

    Classes are called as the data calls them, numbers from 0 to 255 with all between 0 and the
    highest, so that a class's number is its place. Raises UnreadableImages: the reason alone.
    """
    if array.ndim == 2 and array.shape[1] == 1:
        array = array[:, 0]
    if array.ndim == 2 and _is_one_hot(array, len(array)):
        return array.argmax(axis=1).astype(np.uint8), tuple(map(str, range(array.shape[1])))
    if array.ndim != 1 or not len(array):
        raise UnreadableImages(
            f"labels are one row of whole numbers or names, or one-hot; its shape is {array.shape}."
        )
    if array.dtype.kind in "US":
        return _of_words(array)
    if array.dtype.kind not in "biuf":
        raise UnreadableImages("labels are whole numbers or names.")
    return _of_numbers(array)


def _of_numbers(array: NDArray[np.generic]) -> Labels:
    if array.dtype.kind == "b":
        array = array.astype(np.uint8)
    plain = np.asarray(array)
    if plain.dtype.kind == "f":
        if not np.isfinite(plain).all() or (plain != np.rint(plain)).any():
            raise UnreadableImages("labels are whole numbers, and not all of its numbers are.")
        if np.abs(plain).max() >= 2**53:
            raise UnreadableImages("its numbers are too large for labels.")
        plain = plain.astype(np.int64)
    found, places = np.unique(plain, return_inverse=True)
    _check(len(found))
    low, high = int(found[0]), int(found[-1])
    if low >= 0 and high < MOST_CLASSES:
        return plain.astype(np.uint8), tuple(str(number) for number in range(high + 1))
    return places.astype(np.uint8), tuple(str(int(number)) for number in found)


def _of_words(array: NDArray[np.generic]) -> Labels:
    if array.dtype.kind == "S":
        try:
            array = np.char.decode(array.astype(np.bytes_), "utf-8")
        except UnicodeDecodeError:
            raise UnreadableImages("the names of its classes are not in UTF-8.") from None
    found, places = np.unique(array, return_inverse=True)
    names = [clean_name(str(name)) for name in found]
    if all(_is_whole(name) for name in names):
        return _of_numbers(np.array([int(name) for name in names], dtype=np.int64)[places])
    _check(len(names))
    if len(set(names)) < len(names) or not all(names):
        raise UnreadableImages("there are labels in it without a name, or alike but for spaces.")
    return places.astype(np.uint8), tuple(names)


def _is_one_hot(array: NDArray[np.generic], count: int) -> bool:
    rows, columns = array.shape
    if rows != count or not 2 <= columns <= MOST_CLASSES or array.dtype.kind not in "biuf":
        return False
    ones = np.asarray(array) == 1
    return bool((ones.sum(axis=1) == 1).all() and ((np.asarray(array) == 0) | ones).all())


def _is_whole(name: str) -> bool:
    digits = name.removeprefix("-")
    return digits.isascii() and digits.isdigit() and len(digits) < 16 and str(int(name)) == name


def _check(count: int) -> None:
    if count > MOST_CLASSES:
        raise UnreadableImages(f"it has {count:,} different labels; at most {MOST_CLASSES}.")
