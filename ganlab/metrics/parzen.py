"""The measure of the 2014 paper: log-likelihood of test images under a Parzen window on samples.

Around each of n generated images a Gaussian of one width σ; their mean is a density with

    log p(x) = log 1/n Σᵢ exp(-|x - xᵢ|²/2σ²) - (d/2) log 2πσ²   nats,

and σ is the one under which validation images are likeliest (Breuleux et al. 2011, section 5;
Goodfellow et al. 2014, section 5 and table 1, whose code this follows: `parzen_ll.py`). The paper
says itself that the estimate has high variance and does not do well in high dimensions: it is here
for history, and for comparison with published values. Pure numpy, double precision.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ganlab.data.target import Array
from ganlab.interruptible import Asked, ProgressCallback, check, never, silent

SIGMAS = tuple(float(sigma) for sigma in np.logspace(-1, 0, 10))
"""The authors' grid of widths, for pixels in [0, 1]."""
VALIDATION = 1000
"""Validation images the authors choose σ by."""

_ROWS = 250
"""Images measured at a time: 20 MB of distances to 10,000 samples."""
_NOTHING = -700.0
"""Below it exp is a denormal number or 0: slow to compute, and 1e-304 of the largest term."""


@dataclass(frozen=True)
class Parzen:
    """A cross-validated Parzen log-likelihood."""

    mean: float
    """Over the test images, nats an image."""
    standard_error: float
    """Of that mean: the standard deviation over the test images / √(their number)."""
    sigma: float
    """The width chosen, in pixels' units."""
    validation: tuple[tuple[float, float], ...]
    """(σ, mean log-likelihood of the validation images) for every width tried."""


def parzen_likelihood(
    samples: NDArray[Any],
    validation: NDArray[Any],
    test: NDArray[Any],
    sigmas: Sequence[float] = SIGMAS,
    progress: ProgressCallback = silent,
    cancelled: Asked = never,
) -> Parzen:
    """Choose σ on (v, ...) validation images, then measure (t, ...) test images under (n, ...)
    samples; all uint8 or floats in [0, 1].

    10,000 samples and test images take some 10 s on one core. `progress` counts images. NaN
    where a pixel is no number. Raises ValueError for an empty set, sets of different sizes of
    images and widths that are not positive; Cancelled.
    """
    if not len(sigmas) or min(sigmas) <= 0:
        raise ValueError("a Parzen window needs a positive width")
    whole = len(validation) + len(test)
    tried = log_likelihoods(
        validation,
        samples,
        sigmas,
        lambda done, total: progress(done, whole),
        cancelled,
    ).mean(axis=1)
    sigma = sigmas[int(tried.argmax())]
    (likelihoods,) = log_likelihoods(
        test,
        samples,
        [sigma],
        lambda done, total: progress(len(validation) + done, whole),
        cancelled,
    )
    return Parzen(
        mean=float(likelihoods.mean()),
        standard_error=float(likelihoods.std() / len(likelihoods) ** 0.5),
        sigma=float(sigma),
        validation=tuple(zip(map(float, sigmas), map(float, tried), strict=True)),
    )


def log_likelihoods(
    images: NDArray[Any],
    samples: NDArray[Any],
    sigmas: Sequence[float],
    progress: ProgressCallback = silent,
    cancelled: Asked = never,
) -> Array:
    """(widths, t): log p of each of (t, ...) images for every σ, nats; see `parzen_likelihood`."""
    if not len(images) or not len(samples) or images.shape[1:] != samples.shape[1:]:
        raise ValueError(
            f"a Parzen window of images {samples.shape} cannot measure images {images.shape}"
        )
    centres = _flat(samples)
    sizes = np.square(centres).sum(axis=1)
    dimension = centres.shape[1]
    found = np.empty((len(sigmas), len(images)))
    for start in range(0, len(images), _ROWS):
        check(cancelled)
        rows = slice(start, start + _ROWS)
        points = _flat(images[rows])
        squares = -2 * (points @ centres.T)
        squares += sizes
        squares += np.square(points).sum(axis=1)[:, None]
        nearest = squares.min(axis=1)
        squares -= nearest[:, None]
        for index, sigma in enumerate(sigmas):
            precision = 0.5 / sigma**2
            terms = squares * -precision
            np.exp(np.maximum(terms, _NOTHING, out=terms), out=terms)
            normaliser = dimension / 2 * np.log(2 * np.pi * sigma**2)
            # The nearest sample's term is taken out of the logarithm, where it would be 0.
            inside = np.log(terms.mean(axis=1)) - nearest * precision
            found[index, rows] = inside - normaliser
        progress(min(start + _ROWS, len(images)), len(images))
    return found


def _flat(images: NDArray[Any]) -> Array:
    """(n, pixels) in [0, 1]."""
    points = images.reshape(len(images), -1).astype(np.float64)
    if images.dtype == np.uint8:
        points /= 255
    return points
