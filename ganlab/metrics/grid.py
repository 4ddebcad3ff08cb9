"""Divergences estimated by counting samples in the cells of a grid.

A grid estimate of two *equal* distributions does not read 0: chance alone fills the cells
unequally. For K cells in use, n samples on one side and m on the other, the Jensen-Shannon
divergence reads, to first order (a chi-square with K - 1 degrees of freedom),

    E[JS] ≈ (K - 1) (1/n + 1/m) / (8 ln 2)   bits,

and KL four times as much. The grid and the sample sizes here keep that *floor* under 0.015 bits of
JS even for a density spread over the whole view (K = 26²: 675 · (1/10,000 + 1/50,000) / 5.55),
and the floor is measured and shown beside every figure; nothing is subtracted.

A person's m points are themselves but a sample of what they were drawn from: a generator that has
learned the law behind them, and not each of them by heart, differs from them by about as much. Of
few points that lie over many cells the grid is therefore coarser.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from ganlab.data.target import Array

CELLS = {1: 128, 2: 26}
"""Cells along an axis of the view [-1, 1], by dimension. Around them lies one more ring of cells,
which gathers everything outside: where no real sample is, generated ones must count as wrong."""

SMOOTHING = 0.01
"""Share of a uniform distribution mixed into both sides before KL, which is infinite without: it
then reads at most log2(1 + K / SMOOTHING), 16.2 bits in 2-D. Equal distributions stay equal."""


COARSEST = 4
"""Cells along an axis at the least."""
_MOST_BIAS = 0.02
"""JS, bits, that few points may read against the law behind them."""


def cells_for(points: NDArray[np.floating], known: int) -> int:
    """Cells along an axis for (n, d) real samples in view units, out of `known` points."""
    cells = CELLS[points.shape[1]]
    while cells > COARSEST:
        used = np.count_nonzero(histogram(points, cells))
        if (used - 1) / known <= 8 * math.log(2) * _MOST_BIAS:
            break
        cells -= 2
    return cells


def histogram(points: NDArray[np.floating], cells: int | None = None) -> Array:
    """Share of (n, d) view-unit points in each cell, flat; sums to 1. NaN counts as outside.

    `cells`: along an axis of the view, CELLS unless given.
    """
    dimension = points.shape[1]
    cells = cells or CELLS[dimension]
    place = np.nan_to_num((points + 1) * (cells / 2), nan=-1.0, posinf=np.inf, neginf=-np.inf)
    index = np.floor(np.clip(place, -1, cells)).astype(np.intp) + 1
    flat = index[:, 0] if dimension == 1 else index[:, 1] * (cells + 2) + index[:, 0]
    counts = np.bincount(flat, minlength=(cells + 2) ** dimension)
    return counts / max(len(points), 1)


def jensen_shannon(p: Array, q: Array) -> float:
    """JS(p ‖ q) of two histograms, bits: 0 when equal, 1 when they share no cell."""
    middle = (p + q) / 2
    return (_kl(p, middle) + _kl(q, middle)) / 2


def kullback_leibler(p: Array, q: Array) -> float:
    """KL(p ‖ q) of two histograms, bits, both smoothed (see SMOOTHING).

    With p the data and q the generator this is what maximum likelihood minimises: it punishes
    places where there is data and the generator never goes, a dropped mode above all.
    """
    uniform = SMOOTHING / len(p)
    return _kl((1 - SMOOTHING) * p + uniform, (1 - SMOOTHING) * q + uniform)


def _kl(p: Array, q: Array) -> float:
    used = p > 0
    return max(float(p[used] @ np.log2(p[used] / q[used])), 0.0)
