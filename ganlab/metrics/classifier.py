"""A small convolutional classifier of handwritten digits: the ruler that images are measured with.

On pictures of 28x28 pixels the measures of this folder look through its eyes: at the class it
sees, how sure it is, and the features by which it tells digits apart. For photographs one would
take Inception v3; it is 400 times as large and has never seen a digit.
`packaging/models/train_classifier.py` makes the file that is shipped.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from ganlab.assets import resource_path
from ganlab.interruptible import Asked, ProgressCallback, check, never, silent

SIDE = 28
"""Pixels along a side of what it looks at; other sizes are resized to it."""
CLASSES = 10
FEATURES = 64
BATCH = 500
"""Images looked at together."""


@dataclass(frozen=True)
class Classified:
    """What the classifier makes of n images."""

    probabilities: NDArray[np.float32]
    """(n, classes); rows sum to 1."""
    features: NDArray[np.float32]
    """(n, FEATURES): the last hidden layer, not negative."""

    @property
    def classes(self) -> NDArray[np.intp]:
        """(n,) the likeliest class of each."""
        return self.probabilities.argmax(axis=1)


class Classifier(nn.Module):
    """Three convolutions with batch normalisation, then one hidden layer, whose units are the
    features. `forward` maps (n, 1, 28, 28) in [0, 1] to (n, classes) logits."""

    def __init__(self, classes: int = CLASSES) -> None:
        super().__init__()
        self.body = nn.Sequential(
            *_halving(1, 16),
            *_halving(16, 32),
            *_halving(32, 64),
            nn.Flatten(),
            nn.Linear(64 * (SIDE // 8) ** 2, FEATURES),
            nn.ReLU(),
        )
        self.head = nn.Linear(FEATURES, classes)

    def forward(self, images: Tensor) -> Tensor:
        return self.head(self.body(images))

    @torch.no_grad()
    def look(
        self, images: NDArray[Any], progress: ProgressCallback = silent, cancelled: Asked = never
    ) -> Classified:
        """What it makes of (n, H, W) images, uint8 or floats in [0, 1]; `progress` counts images.

        An image with a pixel that is no number has NaN for everything. Raises ValueError for
        other shapes and numbers, and Cancelled.
        """
        if images.ndim != 3 or 0 in images.shape[1:]:
            raise ValueError(f"images have the shape (n, height, width), not {images.shape}")
        if images.dtype != np.uint8 and images.dtype.kind != "f":
            raise ValueError(f"pixels are bytes or floats in [0, 1], not {images.dtype}")
        was_training = self.training
        self.eval()
        probabilities = np.empty((len(images), self.head.out_features), dtype=np.float32)
        features = np.empty((len(images), FEATURES), dtype=np.float32)
        for start in range(0, len(images), BATCH):
            check(cancelled)
            batch = slice(start, start + BATCH)
            seen = self.body(as_input(images[batch]))
            features[batch] = seen.numpy()
            probabilities[batch] = functional.softmax(self.head(seen), dim=1).numpy()
            progress(min(start + BATCH, len(images)), len(images))
        self.train(was_training)
        return Classified(probabilities, features)


def as_input(images: NDArray[Any]) -> Tensor:
    """(n, H, W) images, uint8 or floats in [0, 1], as (n, 1, 28, 28) float32 in [0, 1]."""
    pixels = torch.from_numpy(images.astype(np.float32))[:, None]
    if images.dtype == np.uint8:
        pixels /= 255
    if pixels.shape[2:] == (SIDE, SIDE):
        return pixels
    # Antialiased, so that a larger picture keeps its thin strokes.
    return functional.interpolate(pixels, (SIDE, SIDE), mode="bilinear", antialias=True)


def model_path() -> Path:
    """The shipped weights."""
    return resource_path("models", "mnist-classifier.safetensors")


def load_classifier(path: Path | None = None) -> Classifier:
    """The shipped classifier of digits, or one that the script wrote elsewhere."""
    classifier = Classifier()
    classifier.load_state_dict(load_file(path or model_path()))
    return classifier.eval()


def _halving(inputs: int, outputs: int) -> tuple[nn.Module, ...]:
    """A convolution that halves the picture; pooled first, so that the rest is a quarter's work."""
    return (
        nn.Conv2d(inputs, outputs, 3, padding=1, bias=False),
        nn.MaxPool2d(2),
        nn.BatchNorm2d(outputs),
        nn.ReLU(),
    )
