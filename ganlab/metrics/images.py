"""How good generated images are, from what a classifier makes of them. Pure numpy.

Probabilities are (n, m): a row an image, a column a class; features are (n, d), the last hidden
layer of the classifier (`ganlab.metrics.classifier`).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ganlab.data.target import Array
from ganlab.interruptible import Asked, ProgressCallback, check, never, silent, within

NEIGHBOURS = 3
"""k of precision and recall, as published."""
BLOCK = 500
"""Rows of a distance matrix held at a time: 40 MB against 10,000."""


def coverage(probabilities: NDArray[np.floating]) -> Array:
    """(m,) share of the images whose likeliest class is each; sums to 1. NaN for no image."""
    n, m = probabilities.shape
    if not n:
        return np.full(m, np.nan)
    return np.bincount(probabilities.argmax(axis=1), minlength=m) / n


def confidence(probabilities: NDArray[np.floating]) -> float:
    """Mean probability of the likeliest class, 1/m to 1. NaN for no image."""
    if not len(probabilities):
        return float("nan")
    return float(probabilities.max(axis=1).mean(dtype=np.float64))


def inception_score(probabilities: NDArray[np.floating], splits: int = 10) -> tuple[float, float]:
    """The Inception score's mean and standard deviation over `splits` parts of the images.

    exp(E KL(p(y|x) ‖ p(y))), p(y) the part's mean (Salimans et al. 2016, section 4): 1 when all
    images look alike to the classifier, m when it is sure of each and every class is as frequent.
    Through a classifier of MNIST it is called the MNIST score. Images must come in no particular
    order. Raises ValueError for fewer images than splits.
    """
    if not 1 <= splits <= len(probabilities):
        raise ValueError(f"{len(probabilities)} images cannot be split into {splits} parts")
    scores = []
    for part in np.array_split(probabilities.astype(np.float64), splits):
        # p log p is 0 at 0, and where p(y) is 0 every p(y|x) is.
        each = np.sum(_times_log(part), axis=1).mean()
        scores.append(np.exp(each - _times_log(part.mean(axis=0)).sum()))
    return float(np.mean(scores)), float(np.std(scores))


def frechet(a: NDArray[np.floating], b: NDArray[np.floating]) -> float:
    """Squared Fréchet distance of the Gaussians fitted to (n, d) and (k, d) features, n, k ≥ 2.

    |μ_a - μ_b|² + Tr(Σ_a + Σ_b - 2 (Σ_a Σ_b)^½)  (Dowson and Landau 1982; Heusel et al. 2017, the
    FID). Σ_a Σ_b has the eigenvalues of the symmetric S Σ_b S with S = Σ_a^½, so the trace needs
    no root of a matrix that is not symmetric, whose rounding errors are complex. It reads too
    high by about 1/n: compare equal numbers of images only. NaN if any feature is not finite;
    raises ValueError for fewer than two images a side.
    """
    if min(len(a), len(b)) < 2:
        raise ValueError("the Fréchet distance needs two images a side")
    if not (np.isfinite(a).all() and np.isfinite(b).all()):
        return float("nan")
    mean_a, covariance_a = _moments(a)
    mean_b, covariance_b = _moments(b)
    values, vectors = np.linalg.eigh(covariance_a)
    root = vectors * np.sqrt(values.clip(0)) @ vectors.T
    crossed = np.sqrt(np.linalg.eigvalsh(root @ covariance_b @ root).clip(0)).sum()
    spread = np.trace(covariance_a) + np.trace(covariance_b) - 2 * crossed
    return max(float(np.square(mean_a - mean_b).sum() + spread), 0.0)


def precision_recall(
    real: NDArray[np.floating],
    fake: NDArray[np.floating],
    k: int = NEIGHBOURS,
    block: int = BLOCK,
    progress: ProgressCallback = silent,
    cancelled: Asked = never,
) -> tuple[float, float]:
    """Improved precision and recall of (n, d) real and (m, d) generated features.

    Around every point a ball to its k-th nearest neighbour in its own set; precision is the share
    of generated points in some real ball, recall the share of real points in some generated ball
    (Kynkäänniemi et al. 2019, equations 1 and 2; k = 3 as there). Precision is how good samples
    are, recall how much of the data they reach. NaN if any feature is not finite; raises ValueError
    unless both sets have more than k points, and Cancelled.
    """
    if min(len(real), len(fake)) <= k:
        raise ValueError(f"precision and recall need more than {k} images a side")
    if not (np.isfinite(real).all() and np.isfinite(fake).all()):
        return float("nan"), float("nan")
    reach_real = _reach(real, k, block, within(progress, 0, 1, 3), cancelled)
    reach_fake = _reach(fake, k, block, within(progress, 1, 2, 3), cancelled)
    good = np.empty(len(fake), dtype=bool)
    reached = np.zeros(len(real), dtype=bool)
    for start in range(0, len(fake), block):
        check(cancelled)
        rows = slice(start, start + block)
        squares = _squares(fake[rows], real)
        good[rows] = (squares <= reach_real).any(axis=1)
        reached |= (squares <= reach_fake[rows, None]).any(axis=0)
    progress(3, 3)
    return float(good.mean()), float(reached.mean())


def _times_log(p: Array) -> Array:
    """p log p, 0 at p = 0."""
    return p * np.log(np.where(p > 0, p, 1.0))


def _moments(features: NDArray[np.floating]) -> tuple[Array, Array]:
    """Mean and unbiased covariance."""
    points = features.astype(np.float64)
    return points.mean(axis=0), np.atleast_2d(np.cov(points, rowvar=False))


def _reach(
    points: NDArray[np.floating], k: int, block: int, progress: ProgressCallback, cancelled: Asked
) -> Array:
    """(n,) squared distance of each point to its k-th nearest other, and a hair more."""
    reach = np.empty(len(points))
    for start in range(0, len(points), block):
        check(cancelled)
        rows = slice(start, start + block)
        squares = _squares(points[rows], points)
        # Place 0 is the point itself.
        squares.partition(k, axis=1)
        reach[rows] = squares[:, k]
        progress(min(start + block, len(points)), len(points))
    return reach + _HAIR * float(np.square(points.astype(np.float64)).sum(axis=1).max())


def _squares(a: NDArray[Any], b: NDArray[Any]) -> Array:
    """(n, m) squared distances, less exact than a hair."""
    left, right = a.astype(np.float64), b.astype(np.float64)
    squares = (-2 * left) @ right.T
    squares += np.square(left).sum(axis=1)[:, None]
    squares += np.square(right).sum(axis=1)
    return squares


_HAIR = 1e-12
"""Of a squared length: more than double precision loses in |a|² + |b|² - 2ab, so that a point lies
within a ball of radius 0 around its own place; less than features in single precision know."""
