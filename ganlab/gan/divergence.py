"""When a training has blown up."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

EXPLODED = 1e4
"""A parameter this large is a run that diverged: healthy ones here stay below 100."""


class Diverged(ArithmeticError):
    """A number stopped being finite, or a parameter exploded."""

    def __init__(self, step: int, what: str) -> None:
        super().__init__(f"Training diverged at step {step:,}: {what}.")
        self.step = step


def check_weights(step: int, networks: Mapping[str, Tensor]) -> None:
    """Raise Diverged where one of the flat vectors of parameters, by their network's name, is not
    sound at this step."""
    for name, parameters in networks.items():
        least, most = parameters.aminmax()  # both NaN where one is
        largest = max(-float(least), float(most))
        if not largest < EXPLODED:
            raise Diverged(step, f"the {name}'s weights exploded ({largest:.3g})")


def check_rows(rows: NDArray[np.float64], gradients: int) -> None:
    """Raise Diverged where a number of (n, columns) rows is not finite. The step stands first, the
    norms of so many gradients last."""
    bad = np.flatnonzero(~np.isfinite(rows).all(axis=1))
    if len(bad):
        first = rows[bad[0]]
        what = "a gradient" if np.isfinite(first[:-gradients]).all() else "a loss"
        raise Diverged(int(first[0]), f"{what} is no longer a finite number")
