"""Trains the classifier: on real digits for the file we ship, on generated ones for GAN-train."""

from __future__ import annotations

import math

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from ganlab.interruptible import Asked, ProgressCallback, check, never, silent
from ganlab.metrics.classifier import Classifier, as_input

BATCH = 128
LEARNING_RATE = 4e-3
"""The peak of the one cycle (Smith and Topin 2019)."""
WEIGHT_DECAY = 1e-2
SHIFT = 2
"""Pixels that a picture is moved at most, each way: shifted digits are digits still."""
_REPORT = 10
"""Batches between two looks at whether to stop."""


def train_classifier(
    images: NDArray[np.uint8],
    labels: NDArray[np.integer],
    *,
    classes: int,
    epochs: int,
    seed: int = 0,
    progress: ProgressCallback = silent,
    cancelled: Asked = never,
) -> Classifier:
    """A classifier trained on (n, H, W) images with (n,) labels below `classes`.

    Cross-entropy, AdamW, one cycle of the learning rate, random shifts. The same arguments give
    the same weights to the bit on one machine with the same number of threads. `progress` counts
    batches. Raises ValueError without images, and Cancelled.
    """
    if not len(images) or len(images) != len(labels):
        raise ValueError(f"there are {len(images)} images to learn from and {len(labels)} labels")
    batches = math.ceil(len(images) / BATCH)
    steps = batches * epochs
    random = torch.Generator().manual_seed(seed)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        classifier = Classifier(classes)
    optimizer = torch.optim.AdamW(classifier.parameters(), LEARNING_RATE, weight_decay=WEIGHT_DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, LEARNING_RATE, total_steps=max(steps, 2)
    )
    targets = torch.from_numpy(labels.astype(np.int64))
    classifier.train()
    for step in range(steps):
        if step % _REPORT == 0:
            check(cancelled)
            progress(step, steps)
        if step % batches == 0:
            order = torch.randperm(len(images), generator=random)
        chosen = order[step % batches :: batches]
        pixels = _shifted(as_input(images[chosen.numpy()]), random)
        loss = functional.cross_entropy(classifier(pixels), targets[chosen])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    progress(steps, steps)
    return classifier.eval()


def _shifted(pixels: Tensor, random: torch.Generator) -> Tensor:
    """Every (1, H, W) picture of a batch moved by up to SHIFT pixels each way; zeros come in."""
    n, _, height, width = pixels.shape
    offset = torch.randint(0, 2 * SHIFT + 1, (2, n, 1), generator=random)
    rows = (torch.arange(height) + offset[0])[:, :, None]
    columns = (torch.arange(width) + offset[1])[:, None, :]
    padded = functional.pad(pixels[:, 0], (SHIFT, SHIFT, SHIFT, SHIFT))
    return padded[torch.arange(n)[:, None, None], rows, columns][:, None]
