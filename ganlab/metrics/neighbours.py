"""The training images closest to a generated one, so that anyone sees whether it was learnt by
heart. Pure numpy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ganlab.data.target import Array

_BLOCK = 4096
"""Training images in floating point at a time: 13 MB of 28x28."""
_SPARE = 16
"""More candidates than asked for: single precision may confuse the order of near ones."""


def nearest(
    images: NDArray[np.uint8], training: NDArray[np.uint8], count: int
) -> tuple[NDArray[np.intp], Array]:
    """The `count` training images closest to each of (n, H, W) images, of (N, H, W).

    Returns (n, count) indices, nearest first, and (n, count) Euclidean distances over the pixels,
    in grey levels 0..255; of equally near ones the first come first. Fewer when there are fewer.
    Single precision and |a|² + |b|² - 2ab find the candidates, integers measure them. Raises
    ValueError when the sizes differ.
    """
    if images.shape[1:] != training.shape[1:]:
        raise ValueError(
            f"images of {_size(images)} pixels have no neighbours among ones of {_size(training)}"
        )
    asked = images.reshape(len(images), -1)
    known = training.reshape(len(training), -1)
    count = min(count, len(known))
    candidates = _candidates(asked, known, min(count + _SPARE, len(known)))
    indices = np.empty((len(asked), count), dtype=np.intp)
    squares = np.empty((len(asked), count))
    for row, (image, near) in enumerate(zip(asked, candidates, strict=True)):
        offsets = known[near].astype(np.int64) - image
        exact = np.square(offsets).sum(axis=1)
        chosen = np.lexsort((near, exact))[:count]
        indices[row], squares[row] = near[chosen], exact[chosen]
    return indices, np.sqrt(squares)


def _candidates(asked: NDArray[np.uint8], known: NDArray[np.uint8], count: int) -> NDArray[np.intp]:
    """(n, count) indices of about the nearest, in no order."""
    left = -2 * asked.astype(np.float32)
    squares = np.empty((len(left), len(known)), dtype=np.float32)
    for start in range(0, len(known), _BLOCK):
        right = known[start : start + _BLOCK].astype(np.float32)
        # |a|² is the same along a row and changes no order.
        np.matmul(left, right.T, out=squares[:, start : start + _BLOCK])
        squares[:, start : start + _BLOCK] += np.einsum("ij,ij->i", right, right)
    if count == len(known):
        return np.broadcast_to(np.arange(count), squares.shape)
    return np.argpartition(squares, count, axis=1)[:, :count]


def _size(images: NDArray[np.uint8]) -> str:
    return "x".join(str(side) for side in images.shape[1:])
