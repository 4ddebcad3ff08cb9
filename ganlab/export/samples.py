"""Generated samples as a file of numbers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ganlab.atomic import atomic_write

SUFFIXES = (".npy", ".csv")


def write_samples(path: Path, samples: NDArray[np.floating]) -> None:
    """Write (n, d) samples: .npy as they are; .csv one sample a line, nine digits, no header.

    Either can be taken up again as points. Raises ValueError for another name, and OSError, after
    which an old file is as it was.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise ValueError(f"the name has to end in {' or '.join(SUFFIXES)}")
    with atomic_write(path) as file:
        if suffix == ".npy":
            np.save(file, samples, allow_pickle=False)
        else:
            np.savetxt(file, samples, fmt="%.9g", delimiter=",")
