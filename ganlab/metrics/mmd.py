"""Maximum mean discrepancy: are two sets of points alike, seen through a kernel?

Gretton et al. 2012, "A kernel two-sample test", equation 3 (the unbiased estimate):

    MMD² = mean_{i≠j} k(xᵢ, xⱼ) + mean_{i≠j} k(yᵢ, yⱼ) - 2 mean_{i,j} k(xᵢ, yⱼ)
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Single = NDArray[np.float32]

WIDEST = 0.8
"""Bandwidth σ of the widest Gaussian kernel, view units."""
KERNELS = 3
"""The kernel is the mean of this many Gaussians, each a quarter as wide as the one before: 0.8, 0.2
and 0.05, from the spacing of modes to their width. A fixed ruler, the same all through training."""

_TINY = np.float32(5e-3)
_ROWS = 64
"""Rows of the kernel matrix at a time, so that its passes stay in the processor's cache."""


def kernel_sum(a: NDArray[np.floating], b: NDArray[np.floating]) -> float:
    """Σᵢⱼ k(aᵢ, bⱼ) of (n, d) and (m, d) points; k(x, x) = 1."""
    left, right = _columns(a), _columns(b)
    return sum(_block_sum(left[:, i : i + _ROWS], right) for i in range(0, len(a), _ROWS))


def sum_within(a: NDArray[np.floating]) -> float:
    """kernel_sum(a, a), in which hardly a pair is looked at twice."""
    columns, total = _columns(a), 0.0
    for i in range(0, len(a), _ROWS):
        rows, later = columns[:, i : i + _ROWS], columns[:, i + _ROWS :]
        total += _block_sum(rows, rows) + 2 * _block_sum(rows, later)
    return total


def _columns(points: NDArray[np.floating]) -> Single:
    """(n, d) points -> (d, n), so scaled that the widest kernel is exp(-d²). Single precision
    halves the time."""
    return np.ascontiguousarray((points / (WIDEST * 2**0.5)).astype(np.float32).T)


def _block_sum(left: Single, right: Single) -> float:
    """kernel_sum of (d, few) and (d, m) columns."""
    kernel, offset = np.zeros((2, left.shape[1], right.shape[1]), dtype=np.float32)
    for x, y in zip(left, right, strict=True):
        np.subtract.outer(x, y, out=offset)
        np.square(offset, out=offset)
        np.subtract(kernel, offset, out=kernel)
    np.exp(kernel, out=kernel)
    total = float(kernel.sum())
    tiny = np.full(right.shape[1], _TINY)  # with one number for all, numpy takes thrice as long
    for _narrower in range(KERNELS - 1):
        # exp(-d²/2(σ/4)²) is the 16th power of exp(-d²/2σ²). What is below _TINY has a power of
        # 1e-37, as good as 0; smaller ones would be denormal numbers, which are slow.
        np.maximum(kernel, tiny, out=kernel)
        for _ in range(4):
            np.square(kernel, out=kernel)
        total += float(kernel.sum())
    return total / KERNELS


def squared_mmd(
    x: NDArray[np.floating], y: NDArray[np.floating], within_x: float | None = None
) -> float:
    """Unbiased MMD² of (n, d) and (m, d) points in view units, n, m ≥ 2; NaN if any is not finite.

    Around 0, and as often below, for samples of one distribution; at most 2. `within_x` is
    ``sum_within(x)``, for callers who compare with the same x again and again.
    """
    n, m = len(x), len(y)
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        return float("nan")
    xx = sum_within(x) if within_x is None else within_x
    same = (xx - n) / (n * (n - 1)) + (sum_within(y) - m) / (m * (m - 1))
    return same - 2 * kernel_sum(x, y) / (n * m)
