"""How good a game's images are: what the command line says of them."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from ganlab.data.held_out import Split, split
from ganlab.data.images import ImageSet, are_digits
from ganlab.games.game import Game
from ganlab.gan.batches.noise import one_hot_rows, sample_labelled_noise
from ganlab.interruptible import Asked, ProgressCallback, check, never, silent, within
from ganlab.metrics.classifier import Classifier, load_classifier
from ganlab.metrics.image_evaluation import (
    COMPARED,
    DIGIT_SHARE,
    DRAWN,
    GAN_TRAINED,
    IMAGE_SAMPLES,
    WHOLE,
    ImageEvaluation,
    evaluate_images,
    gan_test,
    gan_train,
    if_any,
)
from ganlab.metrics.images import confidence, coverage, frechet
from ganlab.metrics.neighbours import nearest
from ganlab.metrics.parzen import VALIDATION, parzen_likelihood

Figures = dict[str, Any]
"""JSON values by name; None where a figure has no meaning."""

SEED = 1
"""Of the noise that is judged after training."""
BATCH = 500
"""Images generated at a time: a convolution keeps much of each."""
NEIGHBOURED, NEIGHBOURS_AT_ONCE = 1000, 100
"""Images whose nearest training image is looked for; between two parts of them one may stop."""

TRAINING_FIGURES = ("digits", "coverage", "confidence", "frechet", "frechet_floor", "gan_test")


def draw_images(
    game: Game,
    n: int,
    seed: int,
    progress: ProgressCallback = silent,
    cancelled: Asked = never,
    only: int | None = None,
) -> tuple[NDArray[np.uint8], NDArray[np.int64] | None]:
    """(n, H, W) images of the generator, or of its moving average if the run has one, and (n,)
    classes asked for, None where there are none; all of them of the class `only`, if one is given.
    Raises Cancelled."""
    chance = torch.Generator(game.device).manual_seed(seed)
    noise = sample_labelled_noise(game.experiment.noise, game.classes, n, chance)
    if only is not None:
        noise[:, -game.classes :] = one_hot_rows(torch.tensor(only), game.classes).to(noise)
    images = np.empty((n, *_set(game).size), dtype=np.uint8)
    flat = images.reshape(n, -1)
    for start in range(0, n, BATCH):
        check(cancelled)
        rows = game.generate(noise[start : start + BATCH], average=True)[:, : flat.shape[1]]
        flat[start : start + BATCH] = rows.mul(255).round_().byte().cpu().numpy()
        progress(min(start + BATCH, n), n)
    labels = noise[:, -game.classes :].argmax(1).cpu().numpy() if game.classes else None
    return images, labels


def training_figures(game: Game, cancelled: Asked = never) -> Figures:
    """What a training ends with: TRAINING_FIGURES, of 10,000 images, some 10 s. Raises Cancelled.

    None for what cannot be had of so few images, and for other images than MNIST's: the classifier
    knows nothing but digits.
    """
    figures: Figures = dict.fromkeys(TRAINING_FIGURES)
    if not knows_digits(game):
        return figures
    images, labels = draw_images(game, IMAGE_SAMPLES, SEED, cancelled=cancelled)
    classifier, parts = load_classifier(), split(game.experiment.data)
    seen = classifier.look(images, cancelled=cancelled)
    real = classifier.look(parts.test.images, cancelled=cancelled).features
    other = classifier.look(_drawn(parts.train.images, len(images)), cancelled=cancelled).features
    shares = coverage(seen.probabilities)
    figures |= {
        "digits": int((shares >= DIGIT_SHARE).sum()),
        "coverage": shares.tolist(),
        "confidence": confidence(seen.probabilities),
        "frechet": if_any(lambda: frechet(seen.features, real)),
        "frechet_floor": if_any(lambda: frechet(other, real)),
    }
    if labels is not None:
        figures["gan_test"] = float((seen.classes == _digits(game)[labels]).mean())
    return figures


def evaluation_figures(
    game: Game,
    n: int,
    seed: int,
    parzen: bool,
    progress: ProgressCallback = silent,
    cancelled: Asked = never,
) -> Figures:
    """Every figure of n ≥ 1 images of the generator; None for one that cannot be had, as of too few
    images. Raises ValueError where there are no real ones, and Cancelled.

    Those that look through the classifier, which knows nothing but digits, are None for other
    images than MNIST's.
    """
    parts = split(game.experiment.data)
    images, labels = draw_images(game, n, seed, within(progress, 0, DRAWN, WHOLE), cancelled)
    figures: Figures = {"held_out": parts.which, "digits": None}
    figures |= {field.name: None for field in fields(ImageEvaluation)}
    figures |= dict.fromkeys(("gan_test", "gan_train"))
    rest = within(progress, DRAWN, GAN_TRAINED if labels is None else COMPARED, WHOLE)
    if knows_digits(game):
        classifier = load_classifier()
        found = evaluate_images(
            images,
            parts.test,
            parts.train,
            classifier,
            parzen=parzen,
            progress=rest,
            cancelled=cancelled,
        )
        figures |= asdict(found)
        figures["coverage"] = list(found.coverage)
        figures["digits"] = sum(share >= DIGIT_SHARE for share in found.coverage)
        if labels is not None:
            figures["gan_test"] = _gan_test(game, classifier, images, labels)
    elif parzen:
        figures |= _parzen(images, parts, rest, cancelled)
    if labels is not None and parts.test.class_names == _set(game).class_names:
        rest = within(progress, COMPARED, GAN_TRAINED, WHOLE)
        figures["gan_train"] = if_any(
            lambda: gan_train(images, labels, parts.test, rest, cancelled)
        )
    alone = labels is None and figures["digits"] is None
    rest = within(progress, DRAWN if alone else GAN_TRAINED, WHOLE, WHOLE)
    return figures | _neighbours(game, images, parts, rest, cancelled)


def parzen_figures(
    game: Game,
    n: int,
    seed: int,
    progress: ProgressCallback = silent,
    cancelled: Asked = never,
) -> Figures:
    """Only the Parzen log-likelihood under n images. Raises ValueError and Cancelled."""
    images, _ = draw_images(game, n, seed, within(progress, 0, DRAWN, WHOLE), cancelled)
    parts = split(game.experiment.data)
    figures = _parzen(images, parts, within(progress, DRAWN, WHOLE, WHOLE), cancelled)
    return {"held_out": parts.which, **figures}


def knows_digits(game: Game) -> bool:
    """Whether the shipped classifier can judge a game's images: MNIST's, or some of them."""
    return are_digits(_set(game))


def _gan_test(
    game: Game, classifier: Classifier, images: NDArray[np.uint8], labels: NDArray[np.int64]
) -> float:
    return gan_test(classifier, images, _digits(game)[labels])


def _digits(game: Game) -> NDArray[np.int64]:
    """(classes,) the digit that each class of the game is."""
    return np.array([int(name) for name in _set(game).class_names], dtype=np.int64)


def _parzen(
    images: NDArray[np.uint8], parts: Split, progress: ProgressCallback, cancelled: Asked
) -> Figures:
    """As `evaluate_images` does it."""
    train = parts.train.images
    window = if_any(
        lambda: parzen_likelihood(
            images,
            train[len(train) * 5 // 6 :][:VALIDATION],
            parts.test.images,
            progress=progress,
            cancelled=cancelled,
        )
    )
    return {
        "parzen": window.mean if window else None,
        "parzen_error": window.standard_error if window else None,
        "parzen_sigma": window.sigma if window else None,
    }


def _neighbours(
    game: Game,
    images: NDArray[np.uint8],
    parts: Split,
    progress: ProgressCallback,
    cancelled: Asked,
) -> Figures:
    """Mean distance to the nearest image learned from, grey levels: generated images, and unseen
    real ones. Much smaller for the generated ones means that they were learnt by heart."""
    known, sets = _set(game).images, [images[:NEIGHBOURED]]
    if parts.unseen and len(parts.test.images):
        sets.append(parts.test.images[:NEIGHBOURED])
    found = []
    for number, asked in enumerate(sets):
        distances = np.empty(len(asked))
        for start in range(0, len(asked), NEIGHBOURS_AT_ONCE):
            check(cancelled)
            progress(number * len(asked) + start, len(sets) * len(asked))
            rows = slice(start, start + NEIGHBOURS_AT_ONCE)
            distances[rows] = nearest(asked[rows], known, 1)[1][:, 0]
        found.append(float(distances.mean()))
    progress(1, 1)
    generated, *real = found
    return {"neighbour_distance": generated, "neighbour_distance_real": real[0] if real else None}


def _drawn(images: NDArray[np.uint8], n: int) -> NDArray[np.uint8]:
    """n of them, spread by chance as in `evaluate_images`."""
    return images[np.sort(np.random.default_rng(0).permutation(len(images))[:n])]


def _set(game: Game) -> ImageSet:
    assert game.target.image_set is not None
    return game.target.image_set
