"""A checkpoint that takes a fifth of the room: to be drawn from, and to be trained on all the same.

What is left out is what a generator can be shown without: its moving average takes the place of the
weights that it averages, optimizers and ways to play begin anew, and weights are kept in half
precision, 11 bits of each. Statistics of batch normalisation are few and stay as they are.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ganlab.gan.saving.checkpoint import Checkpoint
from ganlab.gan.saving.names import (
    AVERAGE,
    GENERATOR,
    Arrays,
    is_kept,
    is_optimizer,
    joined,
    parted,
    statistics_of,
)


def compact(checkpoint: Checkpoint, average: bool) -> Checkpoint:
    """The compact form of a checkpoint; `expanded` makes its arrays whole again.

    :param average: whether the run has a moving average, which is what people are shown of it.
    Raises ValueError for a weight that is not finite or beyond half precision (65,504).
    """
    parts = parted(checkpoint.arrays)
    shown = AVERAGE if average else GENERATOR
    generator, statistics = parts[shown], parts.get(statistics_of(shown), {})
    kept = {
        part: named
        for part, named in parts.items()
        if part not in (AVERAGE, statistics_of(AVERAGE))
        and not (is_optimizer(part) or is_kept(part))
    }
    kept |= {GENERATOR: generator, statistics_of(GENERATOR): statistics}
    whole = {part for part in kept if part.endswith(statistics_of(""))}
    slim = {
        part: named if part in whole else {name: _slim(array) for name, array in named.items()}
        for part, named in kept.items()
    }
    return Checkpoint(checkpoint.step, joined(slim), checkpoint.counters)


def expanded(arrays: Arrays) -> Arrays:
    """The arrays of a compact checkpoint as a game wants them; others come as they are.

    Compact are those that hold half precision. A moving average begins where the generator stands.
    """
    if all(array.dtype != np.float16 for array in arrays.values()):
        return arrays
    whole = {k: a.astype(np.float32) if a.dtype == np.float16 else a for k, a in arrays.items()}
    parts = parted(whole)
    begun = {
        AVERAGE: parts.get(GENERATOR, {}),
        statistics_of(AVERAGE): parts.get(statistics_of(GENERATOR), {}),
    }
    return {key: array.copy() for key, array in joined(begun).items()} | whole


def _slim(array: NDArray[Any]) -> NDArray[Any]:
    """Weights in half precision; a stream of chance as it is."""
    if array.dtype.kind != "f":
        return array
    if not (np.abs(array) <= np.finfo(np.float16).max).all():
        raise ValueError("a weight is not finite or too large for half precision")
    return array.astype(np.float16)
