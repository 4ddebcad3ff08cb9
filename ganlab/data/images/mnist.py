"""The MNIST digits that ship with ganlab."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ganlab.assets import resource_path
from ganlab.data.images.formats.idx import read_idx

FILES = {"train": "train-images-idx3-ubyte.gz", "test": "t10k-images-idx3-ubyte.gz"}


def mnist_images(part: Literal["train", "test"]) -> NDArray[np.uint8]:
    """(60,000, 28, 28) images to learn from, or 10,000 to test with; white digits on black.

    Y. LeCun and C. Cortes; resources/mnist/NOTICE.
    """
    return read_idx(resource_path("mnist", FILES[part])).astype(np.uint8, copy=False)
