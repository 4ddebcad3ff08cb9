"""Are these handwritten digits? The shipped classifier's answer, computed without torch.

The window reads images too, and its process loads no torch. The network is that of
`ganlab.metrics.classifier`; for a few hundred images numpy is quick enough.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ganlab.assets import resource_path

SIDE = 28
"""Pixels along a side of what the classifier looks at."""
ASKED = 256
"""Images that are looked at, drawn by chance from all."""
SURE = 0.97
"""Least mean confidence: the classifier's on MNIST is 0.99, on printed digits 0.92, on letters and
other signs 0.75 to 0.85, on inverted digits 0.6."""
AGREED = 0.9
"""Least share of labels that it agrees with, where there are labels; of MNIST's 0.995."""
SEVERAL = 3
"""Least different digits among images without labels that are not of MNIST."""
FRAME = 0.01
"""Most light in the outermost pixels, relative to the rest: digits stand in the middle of black. Of
noise, whose every pixel is as light, the classifier is as sure as of digits."""
_EPSILON = 1e-5

Weights = dict[str, NDArray[np.float32]]


def shows_digits(images: NDArray[np.uint8], digits: NDArray[np.integer] | None) -> bool:
    """Whether (n, H, W) images are handwritten digits, white on black and upright, those that the
    shipped classifier can judge; `digits`: (n,) which they are said to be, where that is known."""
    if images.shape[1:] != (SIDE, SIDE):
        return False
    chosen = np.sort(np.random.default_rng(0).permutation(len(images))[:ASKED])
    asked = images[chosen]
    inside = asked[:, 1:-1, 1:-1].sum(dtype=np.int64)
    if not inside or asked.sum(dtype=np.int64) - inside > FRAME * inside:
        return False
    probabilities = classify(asked)
    if probabilities.max(axis=1).mean() < SURE:
        return False
    if digits is None:
        return True
    return bool((probabilities.argmax(axis=1) == digits[chosen]).mean() >= AGREED)


def shows_several(images: NDArray[np.uint8]) -> bool:
    """Whether the classifier sees different digits in (n, 28, 28) images: of bars that are all
    alike it is as sure as of digits."""
    return len(np.unique(classify(images[:ASKED]).argmax(axis=1))) >= SEVERAL


def classify(images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """(n, 28, 28) images -> (n, 10) probabilities of the digits, as `Classifier.look` gives."""
    weights = _weights()
    x: NDArray[np.float32] = images[:, None].astype(np.float32) / np.float32(255)
    for convolution in (0, 4, 8):
        x = _halved(x, weights, f"body.{convolution}", f"body.{convolution + 2}")
    hidden = _linear(x.reshape(len(x), -1), weights, "body.13")
    logits = _linear(np.maximum(hidden, 0), weights, "head")
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    probabilities: NDArray[np.float32] = odds / odds.sum(axis=1, keepdims=True)
    return probabilities


def _halved(
    x: NDArray[np.float32], weights: Weights, convolution: str, normalisation: str
) -> NDArray[np.float32]:
    """A 3 x 3 convolution, the largest of each 2 x 2, batch normalisation, ReLU."""
    padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (3, 3), axis=(2, 3))
    kernel = weights[f"{convolution}.weight"]
    y = np.tensordot(windows, kernel, ((1, 4, 5), (1, 2, 3))).transpose(0, 3, 1, 2)
    n, channels, height, width = y.shape
    pairs = y[:, :, : height // 2 * 2, : width // 2 * 2]
    largest = pairs.reshape(n, channels, height // 2, 2, width // 2, 2).max(axis=(3, 5))
    mean, variance, scale, shift = (
        weights[f"{normalisation}.{name}"][:, None, None]
        for name in ("running_mean", "running_var", "weight", "bias")
    )
    y = (largest - mean) / np.sqrt(variance + _EPSILON) * scale + shift
    return np.maximum(y, 0)


def _linear(x: NDArray[np.float32], weights: Weights, name: str) -> NDArray[np.float32]:
    y: NDArray[np.float32] = x @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]
    return y


@lru_cache(maxsize=1)
def _weights() -> Weights:
    from safetensors.numpy import load_file

    weights: Weights = load_file(resource_path("models", "mnist-classifier.safetensors"))
    return weights
