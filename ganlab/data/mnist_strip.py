"""The first few digits of MNIST, for a thumbnail: the rest is left packed."""

from __future__ import annotations

import gzip
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ganlab.assets import resource_path

_HEADER, _SIDE = 16, 28
"""Bytes of the IDX header, and pixels a side."""


@lru_cache(maxsize=2)
def first_digits(n: int) -> NDArray[np.uint8]:
    """(n, 28, 28) images, the first of the training set: a millisecond instead of half a second."""
    with gzip.open(resource_path("mnist", "train-images-idx3-ubyte.gz")) as file:
        file.seek(_HEADER)
        pixels = file.read(n * _SIDE**2)
    return np.frombuffer(pixels, np.uint8).reshape(n, _SIDE, _SIDE)
