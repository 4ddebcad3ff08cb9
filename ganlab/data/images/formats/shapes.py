"""How the dimensions of an array are pictures: the ways in which people write them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ganlab.data.errors import UnreadableImages
from ganlab.data.images.levels import CHUNK
from ganlab.data.images.limits import LARGEST, SMALLEST, check_images

WAYS = "(n, H, W), (n, H, W, 1), (n, 1, H, W), (n, H·W) or (n, H, W, 3)"
_LUMA = np.array([299, 587, 114]) / 1000
"""Of red, green and blue: ITU-R BT.601, which Pillow takes as well."""


@dataclass(frozen=True)
class Layout:
    """An array of pictures, and how they lie in it."""

    array: NDArray[np.generic]
    size: tuple[int, int]
    """Height and width, pixels."""
    colours: int | None = None
    """The axis of red, green and blue; None: the pictures are grey."""

    @property
    def words(self) -> str | None:
        """What was done that might not have been meant; None where nothing was."""
        height, width = self.size
        if self.array.ndim == 2:
            return f"Rows of {height * width} numbers were read as pictures of {height} x {width}."
        count = len(self.array)
        if self.array.ndim == 3 and count == height != width:
            return (
                f"Read as {count} pictures of {height} x {width}; if there are {width} of "
                f"{height} x {height}, their number has to come first."
            )
        return None

    def raw(self) -> Iterator[NDArray[np.generic]]:
        """The numbers as they stand in the array, some pictures at a time."""
        for start in range(0, len(self.array), CHUNK):
            yield self.array[start : start + CHUNK]

    def pieces(self) -> Iterator[NDArray[np.generic]]:
        """The pictures as grey values, (m, H, W) at a time; colours become their brightness."""
        for piece in self.raw():
            if self.colours is not None:
                piece = _brightness(np.moveaxis(piece, self.colours, -1))
            yield piece.reshape(len(piece), *self.size)

    def coloured(self) -> bool:
        """Whether any picture has a pixel that is not grey."""
        if self.colours is None:
            return False
        for piece in self.raw():
            parts = np.moveaxis(piece, self.colours, 0)
            if (parts != parts[:1]).any():
                return True
        return False


def layout_of(array: NDArray[np.generic]) -> Layout:
    """How an array is pictures. Raises UnreadableImages: the reason alone, in words."""
    if array.dtype.kind not in "biuf":
        raise UnreadableImages("it is no NumPy array of real numbers.")
    return Layout(array, *_plan(array.shape))


def is_picture_shaped(shape: tuple[int, ...]) -> bool:
    """Whether `layout_of` takes an array of this shape."""
    try:
        _plan(shape)
    except UnreadableImages:
        return False
    return True


def _plan(shape: tuple[int, ...]) -> tuple[tuple[int, int], int | None]:
    """The size of the pictures and the axis of their colours; raises UnreadableImages."""
    colours = None
    match shape:
        case (_, height, width) | (_, height, width, 1) | (_, 1, height, width):
            size = height, width
        case (_, height, width, 3):
            size, colours = (height, width), 3
        case (_, 3, height, width):
            size, colours = (height, width), 1
        case (_, length):
            size = _square(shape, length)
        case _:
            raise UnreadableImages(f"its shape is {shape}; images are {WAYS}.")
    check_images((shape[0], *size))
    return size, colours


def _square(shape: tuple[int, ...], length: int) -> tuple[int, int]:
    """The size of pictures that are rows of `length` numbers: squares."""
    count, side = shape[0], math.isqrt(length)
    if length == 2:
        raise UnreadableImages(f"its shape is {shape}: rows of two numbers are points, no images.")
    if side * side != length or not SMALLEST <= side <= LARGEST:
        more = math.isqrt(length - 1) if length > 1 else 0
        label = SMALLEST <= more <= LARGEST and more * more == length - 1
        hint = f" A label before or after {length - 1} pixels goes into a file of its own."
        raise UnreadableImages(
            f"its shape is {shape}, and {length:,} numbers are no square picture with "
            f"{SMALLEST} to {LARGEST} pixels a side; images are {WAYS}.{hint if label else ''}"
        )
    if count == length:
        raise UnreadableImages(
            f"its shape is {shape}: is it one picture, or {count:,} rows of {side} x {side}? "
            f"Images are {WAYS}."
        )
    return side, side


def _brightness(piece: NDArray[np.generic]) -> NDArray[np.generic]:
    """(..., 3) -> (...): grey pixels keep their very value, whole numbers stay whole."""
    grey = (piece == piece[..., :1]).all(axis=-1)
    bright = piece.astype(np.float64) @ _LUMA
    if piece.dtype.kind in "iu":
        bright = np.rint(bright)
    return np.where(grey, piece[..., 0].astype(np.float64), bright)
