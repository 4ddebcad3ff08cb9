"""Which points lie so far out that they would make the rest invisible.

A value is an *outlier* of its column when it lies outside the middle 90 % by more than twice their
width. These are the fences of Tukey (Exploratory Data Analysis, 1977, section 2D: values outside
the quartiles by more than three times their distance are "far out") around a wider middle: a mode
that holds a twentieth of the points is no outlier, and neither is the tail of an exponential
distribution (one value in 7,000) or of a normal one (beyond 8 standard deviations: none).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from ganlab.data.target import Array

SIDES = (0.05, 0.01)
"""Share of a column on either side of its middle. The second is for columns whose first middle has
no width: most of their values are the same."""
REACH = 2.0
"""How many widths of the middle a value may lie outside it."""
LEAST = 21
"""Fewer rows have no outliers: each is a twentieth of them or more."""
NAMED = 5
"""Rows that a message names."""


def outlying(points: Array) -> NDArray[np.bool_]:
    """(n, d) finite points -> (n,): whether any coordinate is an outlier of its column."""
    far = np.zeros(len(points), dtype=bool)
    for column in points.T:
        low, high = fences(column)
        far |= (column < low) | (column > high)
    return far


def fences(values: Array) -> tuple[float, float]:
    """Beyond which of (n,) finite values one is an outlier; infinite where there are too few."""
    n = len(values)
    if n < LEAST:
        return -math.inf, math.inf
    for side in SIDES:
        out = math.ceil(side * n)
        middle = np.partition(values, (out, n - 1 - out))
        low, high = float(middle[out]), float(middle[n - 1 - out])
        if high > low:
            break
    reach = REACH * (high - low)
    return low - reach, high + reach


def name_outliers(
    points: Array,
    found: NDArray[np.integer],
    rows: NDArray[np.integer] | None = None,
) -> str:
    """Those `found` among (n, 2) points, counted from 0, in words; "" if there are none.

    `rows`: (n,) what a person calls each row of the file; without them points are counted from 1.
    """
    word, number = ("point", found + 1) if rows is None else ("row", rows[found])
    if not len(found):
        return ""
    if len(found) == 1:
        x, y = points[found[0]].tolist()
        return f"1 outlier ({word} {number[0]:,}: {x:.10g}, {y:.10g})"
    more = f" and {len(found) - NAMED:,} more" if len(found) > NAMED else ""
    named = ", ".join(f"{i:,}" for i in number[:NAMED])
    return f"{len(found):,} outliers ({word}s {named}{more})"
