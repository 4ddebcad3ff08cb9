"""A trainer's whole state as plain arrays: what resumes bit-exactly, here or in another process."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ganlab.values import dataclass


@dataclass(frozen=True)
class Checkpoint:
    """Both networks, both optimizers, the random generators and the step."""

    step: int
    arrays: dict[str, NDArray[Any]]
    """Named parameters and optimizer state, e.g. ``generator/0.weight``; owned copies."""
    counters: dict[str, Any]
    """The rest, as JSON values: random generator states, optimizer step counts."""

    @property
    def nbytes(self) -> int:
        """Bytes of its arrays."""
        return sum(array.nbytes for array in self.arrays.values())

    def is_finite(self) -> bool:
        """Whether every floating-point number in it is finite."""
        return all(bool(np.isfinite(a).all()) for a in self.arrays.values() if a.dtype.kind == "f")
