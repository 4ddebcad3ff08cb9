"""What images are is told by what they hold."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from ganlab.assets import resource_path
from ganlab.data.images import known as known_sets
from ganlab.data.images import load_mnist, open_images
from ganlab.data.images.digits import classify, shows_digits
from ganlab.data.images.known import DIGITS, Family, recognise
from ganlab.metrics.classifier import load_classifier

MNIST = load_mnist("test")
SOME = MNIST.images[:300].copy()
assert MNIST.labels is not None
THEIR_DIGITS = MNIST.labels[:300].astype(np.int64)
RNG = np.random.default_rng(3)


def letters(signs: str) -> NDArray[np.uint8]:
    """(200, 28, 28): printed signs, each turned a little."""
    font = ImageFont.truetype(str(resource_path("fonts", "Inter-Bold.otf")), 22)
    images = []
    for number in range(200):
        image = Image.new("L", (28, 28))
        draw = ImageDraw.Draw(image)
        draw.text((14, 14), signs[number % len(signs)], 255, font=font, anchor="mm")
        images.append(np.asarray(image.rotate(float(RNG.uniform(-12, 12)))))
    return np.array(images)


def test_the_classifier_without_torch_is_the_classifier() -> None:
    expected = load_classifier().look(SOME).probabilities
    np.testing.assert_allclose(classify(SOME), expected, atol=1e-5)


@pytest.mark.parametrize("labelled", [True, False])
def test_digits_are_known_without_a_name(labelled: bool) -> None:
    found = recognise(None, SOME, THEIR_DIGITS if labelled else None)
    assert found == Family("MNIST", DIGITS)


@pytest.mark.parametrize("digit", range(10))
def test_one_digit_alone_is_known(digit: int) -> None:
    assert recognise(None, MNIST.images[MNIST.labels == digit], None) is not None


def test_bars_that_are_all_alike_are_no_digits() -> None:
    bars = np.zeros((20, 28, 28), np.uint8)
    for place, bar in enumerate(bars):
        bar[5:23, 12 + place % 3 : 15 + place % 3] = 255
    assert shows_digits(bars, None)  # to the classifier each is a one
    assert recognise(None, bars, None) is None


def test_digits_of_others_are_digits_and_not_mnist() -> None:
    black_or_white = np.where(SOME > 127, 255, 0).astype(np.uint8)
    found = recognise(None, black_or_white, THEIR_DIGITS)
    assert found is not None
    assert found.title == "handwritten digits"


def test_digits_that_lie_on_their_side_are_turned_upright() -> None:
    found = recognise(None, SOME.transpose(0, 2, 1).copy(), THEIR_DIGITS)
    assert found is not None
    assert found.transposed
    assert found.class_names == DIGITS


def test_it_is_said_that_they_were_turned(tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", SOME.transpose(0, 2, 1))
    read = open_images(tmp_path / "a.npy")
    np.testing.assert_array_equal(read.image_set.images, SOME)
    assert any("turned upright" in note for note in read.facts.notes)


UNKNOWN = {
    "inverted": 255 - SOME,
    "letters": letters("ABCDEFGHIJ"),
    "other numerals": letters("αβγδεζηθικ"),
    "mirrored": SOME[:, :, ::-1].copy(),
    "noise": RNG.integers(0, 256, (200, 28, 28), dtype=np.uint8),
    "thin noise": (RNG.random((200, 28, 28)) < 0.2).astype(np.uint8) * np.uint8(255),
    "black": np.zeros((200, 28, 28), np.uint8),
    "white": np.full((200, 28, 28), 255, np.uint8),
    "another size": np.zeros((20, 16, 16), np.uint8),
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_the_classifier_cannot_judge_is_unknown(name: str) -> None:
    assert recognise(None, UNKNOWN[name], None) is None


def test_labels_that_disagree_make_them_unknown() -> None:
    assert recognise(None, SOME, (THEIR_DIGITS + 1) % 10) is None
    assert recognise(None, SOME, THEIR_DIGITS + 100) is None


def test_a_published_file_is_known_by_its_digest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "whatever"
    file.write_bytes(b"as it was published")
    clothes = Family("Fashion-MNIST", ("T-shirt", "Trouser"))
    digest = hashlib.md5(file.read_bytes(), usedforsecurity=False).hexdigest()
    monkeypatch.setitem(known_sets.PUBLISHED, digest, clothes)
    assert recognise(file, UNKNOWN["noise"], None) is clothes
    file.write_bytes(b"something else")
    assert recognise(file, UNKNOWN["noise"], None) is None
