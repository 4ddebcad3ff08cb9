"""What a set of images may be: how small, how large, how many bytes."""

from __future__ import annotations

from ganlab.data.errors import UnreadableImages

SMALLEST, LARGEST = 8, 64
"""Pixels on each side of an image."""
MOST_BYTES = 600_000_000
"""Of one set, a byte a pixel. EMNIST ByClass, the largest of MNIST's family, has 547 million."""


def check_images(shape: tuple[int, ...]) -> None:
    """Whether an array of this shape is (n, H, W) images within the limits.

    Raises UnreadableImages: the reason alone, without the file's name.
    """
    if len(shape) != 3:
        raise UnreadableImages(f"its shape is {shape}; images are (number, height, width).")
    count, height, width = shape
    check_size(height, width)
    if not count:
        raise UnreadableImages("there are no images in it.")
    if count * height * width > MOST_BYTES:
        raise UnreadableImages(
            f"{count:,} images of {height} x {width} pixels are too many: "
            f"at most {MOST_BYTES // 10**6} million pixels are read."
        )


def check_size(height: int, width: int) -> None:
    """Whether one image may have this size in pixels; raises UnreadableImages, the reason alone."""
    if not (SMALLEST <= height <= LARGEST and SMALLEST <= width <= LARGEST):
        raise UnreadableImages(
            f"it is {height} x {width} pixels; each side must have {SMALLEST} to {LARGEST}."
        )
