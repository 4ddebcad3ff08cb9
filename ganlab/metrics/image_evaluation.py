"""How good a generator of images is: every figure at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from ganlab.interruptible import Asked, ProgressCallback, never, silent, within
from ganlab.metrics.images import (
    confidence,
    coverage,
    frechet,
    inception_score,
    precision_recall,
)
from ganlab.metrics.parzen import VALIDATION, parzen_likelihood

if TYPE_CHECKING:
    from ganlab.data.images import ImageSet
    from ganlab.metrics.classifier import Classifier

T = TypeVar("T")

IMAGE_SAMPLES = 10_000
"""Generated images the figures are meant for; as many as MNIST has for testing."""
DIGIT_SHARE = 0.04
"""Of the images, from which on a digit counts as drawn: two fifths of its due."""
GAN_TRAIN_IMAGES = 10_000
"""Generated images a classifier learns from for GAN-train, at most."""
GAN_TRAIN_EPOCHS = 4

WHOLE = 1000
"""Of the work of all figures together; with it go DRAWN, COMPARED and GAN_TRAINED."""
DRAWN = 100
"""How much is done when there are images,"""
COMPARED = 600
"""when they were compared with real ones, where a classifier is still to learn from them,"""
GAN_TRAINED = 950
"""and when it has."""


@dataclass(frozen=True)
class ImageEvaluation:
    """The figures; None for what was not asked for, or cannot be had."""

    coverage: tuple[float, ...]
    """Share of the images in each class; sums to 1."""
    confidence: float
    """Mean probability of the class seen, 0 to 1."""
    confidence_real: float
    """The same of the test images."""
    score: float | None
    """Inception score, 1 to the number of classes."""
    score_std: float | None
    score_real: float | None
    """The same of the test images."""
    frechet: float | None
    """Squared Fréchet distance of the features from the test images'."""
    frechet_floor: float | None
    """The same of as many training images: what a perfect generator would read."""
    precision: float | None
    recall: float | None
    """Both 0 to 1."""
    parzen: float | None = None
    """Parzen log-likelihood of the test images, nats an image."""
    parzen_error: float | None = None
    parzen_sigma: float | None = None


def evaluate_images(
    fake: NDArray[np.uint8],
    test: ImageSet,
    train: ImageSet,
    classifier: Classifier,
    *,
    parzen: bool = False,
    progress: ProgressCallback = silent,
    cancelled: Asked = never,
) -> ImageEvaluation:
    """All figures of (n, H, W) generated images, n ≥ 1, against test and training images.

    σ of the Parzen window is chosen, as by its authors, on the first thousand images of the last
    sixth of the training set. `progress` counts thousandths of the work. What cannot be had of so
    few images is None. Raises ValueError for images of no size, and Cancelled.
    """
    ends = (80, 160, 240, 600, 1000) if parzen else (200, 400, 600, 1000)
    parts = [within(progress, a, b, 1000) for a, b in zip((0, *ends), ends, strict=False)]
    seen = classifier.look(fake, parts[0], cancelled)
    model = classifier.look(test.images, parts[1], cancelled)
    real = model.features
    # A set may be sorted by class: not simply the first ones.
    drawn = np.random.default_rng(0).permutation(len(train.images))[: len(fake)]
    other = classifier.look(train.images[np.sort(drawn)], parts[2], cancelled).features
    near = if_any(
        lambda: precision_recall(real, seen.features, progress=parts[3], cancelled=cancelled)
    )
    score = if_any(lambda: inception_score(seen.probabilities))
    score_real = if_any(lambda: inception_score(_mixed(model.probabilities)))
    window = None
    if parzen:
        validation = train.images[len(train.images) * 5 // 6 :][:VALIDATION]
        window = if_any(
            lambda: parzen_likelihood(
                fake, validation, test.images, progress=parts[4], cancelled=cancelled
            )
        )
    return ImageEvaluation(
        coverage=tuple(coverage(seen.probabilities).tolist()),
        confidence=confidence(seen.probabilities),
        confidence_real=confidence(model.probabilities),
        score=score[0] if score else None,
        score_std=score[1] if score else None,
        score_real=score_real[0] if score_real else None,
        frechet=if_any(lambda: frechet(seen.features, real)),
        frechet_floor=if_any(lambda: frechet(other, real)),
        precision=near[0] if near else None,
        recall=near[1] if near else None,
        parzen=window.mean if window else None,
        parzen_error=window.standard_error if window else None,
        parzen_sigma=window.sigma if window else None,
    )


def if_any(figure: Callable[[], T]) -> T | None:
    """A figure; None where it cannot be had, as of too few images. Raises Cancelled."""
    try:
        return figure()
    except ValueError:
        return None


def _mixed(probabilities: NDArray[np.float32]) -> NDArray[np.float32]:
    """The rows in no particular order: a set may be sorted by class."""
    return np.random.default_rng(0).permutation(probabilities)


def gan_test(
    classifier: Classifier, images: NDArray[np.uint8], labels: NDArray[np.integer]
) -> float:
    """Share of (n, H, W) images, each generated for one of (n,) labels, that show it.

    GAN-test of Shmelkov et al. 2018: the accuracy on generated images of a classifier trained on
    real ones, 0 to 1. Low when images do not show what was asked for. Raises ValueError when the
    numbers differ or there is no image.
    """
    if not len(images) or len(images) != len(labels):
        raise ValueError(f"there are {len(images)} images and {len(labels)} labels")
    return float((classifier.look(images).classes == labels).mean())


def gan_train(
    images: NDArray[np.uint8],
    labels: NDArray[np.integer],
    test: ImageSet,
    progress: ProgressCallback = silent,
    cancelled: Asked = never,
) -> float:
    """Accuracy on real test images of a classifier that has seen only generated ones, 0 to 1.

    GAN-train of Shmelkov et al. 2018. Low when images are poor or lack variety, whatever GAN-test
    says. Learns from the first 10,000 of (n, H, W) images with (n,) labels, for about half a
    minute on one core. Raises ValueError without images or labels, and Cancelled.
    """
    from ganlab.metrics.classifier_training import train_classifier

    if test.labels is None:
        raise ValueError(f"the images of {test.name} have no labels to test with")
    pupil = train_classifier(
        images[:GAN_TRAIN_IMAGES],
        labels[:GAN_TRAIN_IMAGES],
        classes=int(max(labels.max(initial=0), test.labels.max(initial=0))) + 1,
        epochs=GAN_TRAIN_EPOCHS,
        progress=within(progress, 0, 900, 1000),
        cancelled=cancelled,
    )
    seen = pupil.look(test.images, within(progress, 900, 1000, 1000), cancelled)
    return float((seen.classes == test.labels).mean())
