"""A checkpoint that takes a fifth of the room: to be drawn from, and to be trained on all the same.

What is left out is what a generator can be shown without: its moving average takes the place of the
weights that it averages, both optimizers begin anew, and weights are kept in half precision, 11
bits of each. Statistics of batch normalisation are few and stay as they are.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ganlab.gan.saving.checkpoint import Checkpoint

Arrays = dict[str, NDArray[Any]]

_KEPT = ("chance", "dropout")


def compact(checkpoint: Checkpoint, average: bool) -> Checkpoint:
    """The compact form of a checkpoint; `expanded` makes its arrays whole again.

    :param average: whether the run has a moving average, which is what people are shown of it.
    Raises ValueError for a weight that is not finite or beyond half precision (65,504).
    """
    shown = "average" if average else "generator"
    arrays: Arrays = {}
    for key, array in checkpoint.arrays.items():
        part, _, name = key.partition("/")
        if part == shown:
            arrays[f"generator/{name}"] = _half(array)
        elif part == f"{shown}_statistics":
            arrays[f"generator_statistics/{name}"] = array
        elif part == "discriminator":
            arrays[key] = _half(array)
        elif part in _KEPT:
            arrays[key] = array
    return Checkpoint(checkpoint.step, arrays, checkpoint.counters)


def expanded(arrays: Arrays) -> Arrays:
    """The arrays of a compact checkpoint as a trainer wants them; others come as they are.

    Compact are those that hold half precision. A moving average begins where the generator stands.
    """
    if all(array.dtype != np.float16 for array in arrays.values()):
        return arrays
    whole = {k: a.astype(np.float32) if a.dtype == np.float16 else a for k, a in arrays.items()}
    averages = {
        key.replace("generator", "average", 1): array.copy()
        for key, array in whole.items()
        if key.startswith(("generator/", "generator_statistics/"))
    }
    return averages | whole


def _half(array: NDArray[Any]) -> NDArray[np.float16]:
    if not (np.abs(array) <= np.finfo(np.float16).max).all():
        raise ValueError("a weight is not finite or too large for half precision")
    return array.astype(np.float16)
