"""Generated samples as a file of numbers, or of images as a picture."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ganlab.atomic import atomic_write

SUFFIXES = (".npy", ".csv")
"""Of points."""
IMAGE_SUFFIXES = (*SUFFIXES, ".png")
MOST_ON_SHEET = 10_000


def write_samples(path: Path, samples: NDArray[np.floating] | NDArray[np.uint8]) -> None:
    """Write (n, d) points or (n, H, W) images, uint8.

    .npy as they are; .csv one sample a line, no header: points with every digit they have, the
    pixels of an image row by row in [0, 1]; .png the images side by side. The first two can be
    taken up again as data. Raises ValueError for another name, and OSError, after which an old
    file is as it was.
    """
    images = samples.ndim == 3
    suffixes, suffix = IMAGE_SUFFIXES if images else SUFFIXES, path.suffix.lower()
    if suffix not in suffixes:
        raise ValueError(f"the name has to end in {' or '.join(suffixes)}")
    if suffix == ".png":
        _write_sheet(path, samples)
        return
    with atomic_write(path) as file:
        if suffix == ".npy":
            np.save(file, samples, allow_pickle=False)
        else:
            rows = samples.reshape(len(samples), -1) / 255 if images else samples
            # 17 digits tell every double from its neighbours: points may lie far from 0.
            np.savetxt(file, rows, fmt="%.9g" if images else "%.17g", delimiter=",")


def sheet(images: NDArray[Any]) -> NDArray[Any]:
    """(n, H, W) images, n ≥ 1, row by row in a square of them, as one image; 0 where none is."""
    n, height, width = images.shape
    columns = math.isqrt(n - 1) + 1
    rows = -(-n // columns)
    cells = np.zeros((rows * columns, height, width), dtype=images.dtype)
    cells[:n] = images
    joined = cells.reshape(rows, columns, height, width).swapaxes(1, 2)
    return joined.reshape(rows * height, columns * width)


def _write_sheet(path: Path, images: NDArray[Any]) -> None:
    from PIL import Image

    if len(images) > MOST_ON_SHEET:
        raise ValueError(f"at most {MOST_ON_SHEET:,} images fit into one picture")
    with atomic_write(path) as file:
        Image.fromarray(sheet(images)).save(file, format="PNG")
