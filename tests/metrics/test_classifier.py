"""The classifier that ships, the script that makes it, and what it is used for."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from ganlab.data.images import ImageSet, load_mnist
from ganlab.interruptible import Cancelled
from ganlab.metrics.classifier import FEATURES, Classified, Classifier, load_classifier, model_path
from ganlab.metrics.classifier_training import train_classifier
from ganlab.metrics.image_evaluation import evaluate_images, gan_test, gan_train
from tests.commands import run_script

SCRIPT = Path(__file__).parents[2] / "packaging" / "models" / "train_classifier.py"


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> None:
    torch.set_num_threads(1)


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return load_classifier()


@pytest.fixture(scope="module")
def test_set() -> ImageSet:
    return load_mnist("test")


@pytest.fixture(scope="module")
def train_set() -> ImageSet:
    return load_mnist("train")


@pytest.fixture(scope="module")
def judged(classifier: Classifier, test_set: ImageSet) -> Classified:
    return classifier.look(test_set.images)


def few(images: ImageSet, n: int) -> ImageSet:
    """Spread over the whole set: one half of MNIST's test images is harder than the other."""
    chosen = slice(None, None, len(images.images) // n)
    return replace(images, images=images.images[chosen], labels=labels_of(images)[chosen])


def labels_of(images: ImageSet) -> NDArray[np.uint8]:
    assert images.labels is not None
    return images.labels


def test_the_shipped_classifier_is_right_in_99_of_100(
    judged: Classified, test_set: ImageSet
) -> None:
    accuracy = (judged.classes == labels_of(test_set)).mean()
    assert accuracy >= 0.99
    card = json.loads(model_path().with_suffix(".json").read_text())
    # Another machine may round the last bits of a convolution otherwise.
    assert accuracy == pytest.approx(card["accuracy"], abs=5e-4)


def test_the_card_is_of_the_shipped_file() -> None:
    card = json.loads(model_path().with_suffix(".json").read_text())
    data = model_path().read_bytes()
    assert hashlib.sha256(data).hexdigest() == card["sha256"]
    assert len(data) == card["bytes"] < 300_000
    assert (card["images"], card["test_images"]) == (60_000, 10_000)


def test_what_it_makes_of_images(judged: Classified) -> None:
    assert judged.probabilities.shape == (10_000, 10)
    np.testing.assert_allclose(judged.probabilities.sum(axis=1), 1, rtol=1e-5)
    assert judged.features.shape == (10_000, FEATURES)
    assert judged.features.dtype == np.float32


def test_bytes_and_shares_of_white_look_the_same(
    classifier: Classifier, test_set: ImageSet
) -> None:
    images = test_set.images[:50]
    shares = (images / 255).astype(np.float32)
    np.testing.assert_allclose(
        classifier.look(images).probabilities, classifier.look(shares).probabilities, atol=1e-5
    )


@pytest.mark.parametrize("factor", [2, 0.5])
def test_digits_of_another_size_are_still_read(
    classifier: Classifier, test_set: ImageSet, factor: float
) -> None:
    images = test_set.images[:300]
    if factor > 1:
        images = images.repeat(2, axis=1).repeat(2, axis=2)
    else:
        images = images.reshape(-1, 14, 2, 14, 2).mean(axis=(2, 4)).astype(np.uint8)
    assert (classifier.look(images).classes == labels_of(test_set)[:300]).mean() > 0.9


def test_looking_tells_how_far_it_is_and_stops(classifier: Classifier, test_set: ImageSet) -> None:
    shown: list[tuple[int, int]] = []
    classifier.look(test_set.images[:700], lambda *at: shown.append(at))
    assert shown == [(500, 700), (700, 700)]
    with pytest.raises(Cancelled):
        classifier.look(test_set.images[:700], cancelled=lambda: True)


def test_no_image_is_no_row(classifier: Classifier) -> None:
    seen = classifier.look(np.empty((0, 28, 28), np.uint8))
    assert seen.probabilities.shape == (0, 10)
    assert seen.features.shape == (0, FEATURES)


@pytest.mark.parametrize(
    ("images", "word"),
    [
        (np.zeros((28, 28), np.uint8), "shape"),
        (np.zeros((3, 0, 28), np.uint8), "shape"),
        (np.zeros((3, 28, 28), np.int64), "bytes or floats"),
    ],
)
def test_what_it_cannot_look_at_is_said(
    classifier: Classifier, images: NDArray[np.generic], word: str
) -> None:
    with pytest.raises(ValueError, match=word):
        classifier.look(images)


def test_the_script_makes_the_same_file_every_time(tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("a.safetensors", "b.safetensors")]
    try:
        for file in files:
            assert run_script(SCRIPT, "--images", "60", "--epochs", "1", "--out", file) == 0
    finally:
        torch.use_deterministic_algorithms(False)
    first, second = (file.read_bytes() for file in files)
    assert first == second
    card = json.loads(files[0].with_suffix(".json").read_text())
    assert card["sha256"] == hashlib.sha256(first).hexdigest()
    assert card["epochs"] == 1
    assert len(load_classifier(files[0]).state_dict()) == len(load_classifier().state_dict())


def test_training_depends_on_its_seed_alone(train_set: ImageSet) -> None:
    images, labels = train_set.images[:256], labels_of(train_set)[:256]

    def weights(seed: int) -> torch.Tensor:
        torch.rand(1)
        made = train_classifier(images, labels, classes=10, epochs=1, seed=seed)
        return torch.cat([p.detach().flatten() for p in made.parameters()])

    before = torch.random.get_rng_state()
    once = weights(1)
    assert torch.equal(once, weights(1))
    assert not torch.equal(once, weights(2))
    torch.random.set_rng_state(before)


def test_training_stops_when_asked_and_needs_images(train_set: ImageSet) -> None:
    images, labels = train_set.images[:256], labels_of(train_set)[:256]
    with pytest.raises(Cancelled):
        train_classifier(images, labels, classes=10, epochs=1, cancelled=lambda: True)
    with pytest.raises(ValueError, match="0 images to learn from"):
        train_classifier(images[:0], labels[:0], classes=10, epochs=1)
    with pytest.raises(ValueError, match="255 labels"):
        train_classifier(images, labels[:255], classes=10, epochs=1)


def test_an_evaluation_of_real_digits(
    classifier: Classifier, train_set: ImageSet, test_set: ImageSet
) -> None:
    """Training images pass for a generator that is as good as its floor."""
    shown: list[float] = []
    found = evaluate_images(
        train_set.images[31::60],
        few(test_set, 1000),
        few(train_set, 6000),
        classifier,
        parzen=True,
        progress=lambda done, total: shown.append(done / total),
    )
    assert sum(found.coverage) == pytest.approx(1)
    assert min(found.coverage) > 0.05
    assert found.confidence > 0.97
    assert found.score is not None
    assert 9 < found.score < 10
    assert found.frechet is not None
    assert found.frechet_floor is not None
    assert found.frechet < 3 * found.frechet_floor
    assert found.precision is not None
    assert found.recall is not None
    assert min(found.precision, found.recall) > 0.8
    assert found.parzen is not None
    assert found.parzen_error is not None
    assert found.parzen > 0
    assert found.parzen_error < 20
    assert shown == sorted(shown)
    assert shown[-1] == 1


def test_an_evaluation_of_noise(
    classifier: Classifier, train_set: ImageSet, test_set: ImageSet
) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (200, 28, 28), dtype=np.uint8)
    found = evaluate_images(noise, few(test_set, 400), few(train_set, 400), classifier)
    assert found.frechet is not None
    assert found.frechet_floor is not None
    assert found.frechet > 10 * found.frechet_floor
    assert found.recall == 0
    assert (found.parzen, found.parzen_error, found.parzen_sigma) == (None, None, None)
    with pytest.raises(Cancelled):
        evaluate_images(noise, test_set, train_set, classifier, cancelled=lambda: True)


def test_gan_test_counts_the_digits_that_were_asked_for(
    classifier: Classifier, test_set: ImageSet
) -> None:
    images, labels = test_set.images[:500], labels_of(test_set)[:500]
    assert gan_test(classifier, images, labels) > 0.97
    assert gan_test(classifier, images, (labels + 1) % 10) < 0.03
    with pytest.raises(ValueError, match="500 images and 499 labels"):
        gan_test(classifier, images, labels[1:])


def test_gan_train_tells_variety_from_one_example_a_digit(
    train_set: ImageSet, test_set: ImageSet
) -> None:
    learnt, small = few(train_set, 750), few(test_set, 500)
    varied, labels = learnt.images, labels_of(learnt)
    first = np.array([np.flatnonzero(labels == digit)[0] for digit in range(10)])
    good = gan_train(varied, labels, small)
    assert good > 0.7
    assert gan_train(varied[first[labels]], labels, small) < good - 0.1
    with pytest.raises(ValueError, match="no labels"):
        gan_train(varied, labels, replace(small, labels=None, class_names=()))
    with pytest.raises(Cancelled):
        gan_train(varied, labels, small, cancelled=lambda: True)
