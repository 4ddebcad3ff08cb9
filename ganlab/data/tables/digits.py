"""Digits that double precision does not keep, where they are what tells numbers apart."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import numpy as np

from ganlab.data.target import Array

_FINEST = 1000
"""Steps from the lowest to the highest number; where there are fewer, it is seen."""


def digits_lost(column: str, exact: Iterable[Fraction | int], found: Array) -> list[str]:
    """One phrase where the numbers of a column are so far from 0 and so near to each other that
    many fall together; none elsewhere.

    `exact`: as the file has them, asked only where it may matter; `found`: (n,) as they are kept,
    NaN where there is none.
    """
    kept = found[np.isfinite(found)]
    if not len(kept):
        return []
    low, high = float(kept.min()), float(kept.max())
    step = float(np.spacing(max(abs(low), abs(high))))
    if high / _FINEST - low / _FINEST > step:
        return []
    numbers = list(exact)
    allowed = Fraction(max(numbers) - min(numbers)) / (2 * _FINEST)
    if not allowed or all(
        abs(Fraction(k) - e) <= allowed for k, e in zip(kept.tolist(), numbers, strict=True)
    ):
        return []
    return [
        f"digits of {column} behind the first 16: its numbers, from {low:.16g}, are kept in steps "
        f"of {step:.6g}; take a fixed number off them first"
    ]
