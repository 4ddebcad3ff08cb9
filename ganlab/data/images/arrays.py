"""Images and labels out of NumPy's `.npy` files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ganlab.data.errors import UnreadableImages, naming
from ganlab.data.images.limits import check_images

_CHUNK = 1000
"""Images that are converted at a time: one that is 64 x 64 takes 32 KB as float64."""
_SLACK = 1e-3
"""How far rounding may have carried values past 0 and 1, or past 255."""


def read_image_array(path: Path) -> NDArray[np.uint8]:
    """Read (n, H, W) images as uint8, 0 to 255.

    The file holds whole numbers 0 to 255, real numbers 0 to 1 (1 is white) or, where any is above
    1, 0 to 255, or truth values. Raises UnreadableImages: one sentence with the file's name.
    """
    with naming(path):
        array = _open(path)
        check_images(array.shape)
        low, high = _range(array)
        if low < -_SLACK or high > 255 + _SLACK:
            raise UnreadableImages(
                f"its values go from {low:g} to {high:g}; they must be from 0 to 1 or 0 to 255."
            )
        whole = array.dtype.kind in "iu"
        scale = 1.0 if whole or high > 1 + _SLACK else 255.0
        images = np.empty(array.shape, dtype=np.uint8)
        for start in range(0, len(array), _CHUNK):
            values = array[start : start + _CHUNK].astype(np.float64)
            images[start : start + _CHUNK] = np.rint((values * scale).clip(0, 255))
        return images


def read_label_array(path: Path) -> NDArray[np.uint8]:
    """Read (n,) labels, whole numbers 0 to 255. Raises UnreadableImages, as above."""
    with naming(path):
        array = _open(path)
        if array.ndim != 1 or array.dtype.kind not in "iu":
            raise UnreadableImages("labels are one row of whole numbers.")
        if not len(array) or array.min() < 0 or array.max() > 255:
            raise UnreadableImages("labels are whole numbers from 0 to 255.")
        return array.astype(np.uint8)


def _open(path: Path) -> NDArray[np.generic]:
    """The file's array of numbers, mapped: a header that claims too much takes no memory."""
    try:
        array = np.lib.format.open_memmap(path, mode="r")  # never a pickle
    except OSError:
        raise
    except Exception:  # a damaged header can be any Python literal, so almost anything is raised
        raise UnreadableImages("it is no NumPy array of numbers, or damaged.") from None
    if array.dtype.kind not in "fiub":
        raise UnreadableImages("it is no NumPy array of real numbers.")
    return array


def _range(array: NDArray[np.generic]) -> tuple[float, float]:
    """The smallest and the largest value, all of them finite; raises UnreadableImages."""
    low, high = np.inf, -np.inf
    for start in range(0, len(array), _CHUNK):
        piece = array[start : start + _CHUNK]
        ends = float(np.min(piece)), float(np.max(piece))
        if not np.isfinite(ends).all():
            raise UnreadableImages("there are values in it that are no finite numbers.")
        low, high = min(low, ends[0]), max(high, ends[1])
    return low, high
