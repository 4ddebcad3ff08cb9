"""The stream of real images: every image once an epoch, and bit for bit from where it stood."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from ganlab.data.image_target import ImageTarget
from ganlab.gan.batches.real_images import ImageStream
from tests.small_images import image_set

COUNT, PIXELS, CLASSES = 30, 64, 3
TARGET = ImageTarget(image_set(COUNT))
ROWS = TARGET.image_set.images.reshape(COUNT, PIXELS).astype(np.float32) / np.float32(255)


def stream(classes: int = 0, seed: int = 1) -> ImageStream:
    return ImageStream(TARGET, classes, seed, torch.device("cpu"))


def numbers(rows: torch.Tensor) -> NDArray[np.intp]:
    """Which image each row is; fails for a row that is none."""
    matches = (rows[:, None, :PIXELS].numpy() == ROWS).all(axis=2)
    assert (matches.sum(axis=1) == 1).all()
    return matches.argmax(axis=1)


@given(batches=st.lists(st.integers(1, 3 * COUNT), min_size=1, max_size=6))
def test_whatever_the_batches_every_image_comes_once_an_epoch(batches: list[int]) -> None:
    images = stream()
    taken = np.concatenate([numbers(images.next(n)) for n in batches])
    for start in range(0, len(taken), COUNT):
        epoch = taken[start : start + COUNT]
        assert len(np.unique(epoch)) == len(epoch)


def test_each_epoch_has_an_order_of_its_own_and_each_seed() -> None:
    images = stream()
    first, second = numbers(images.next(COUNT)), numbers(images.next(COUNT))
    assert not np.array_equal(first, second)
    assert not np.array_equal(first, numbers(stream(seed=2).next(COUNT)))


def test_the_order_does_not_depend_on_the_batches() -> None:
    whole, pieces = stream(), stream()
    expected = whole.next(2 * COUNT + 5)
    found = torch.cat([pieces.next(n) for n in (7, 23, 1, COUNT, 4)])
    assert torch.equal(expected, found)


def test_pixels_run_from_0_to_1_and_the_class_stands_behind_them() -> None:
    rows = stream(CLASSES).next(COUNT)
    assert rows.shape == (COUNT, PIXELS + CLASSES)
    assert rows.dtype == torch.float32
    pixels = rows[:, :PIXELS]
    assert (float(pixels.min()), float(pixels.max())) == (0.0, 1.0)
    assert TARGET.image_set.labels is not None
    expected = np.eye(CLASSES)[TARGET.image_set.labels[numbers(rows)]]
    np.testing.assert_array_equal(rows[:, PIXELS:].numpy(), expected)


@pytest.mark.parametrize("taken", [0, 1, 13, COUNT - 1, COUNT, COUNT + 1, 5 * COUNT + 3])
def test_it_goes_on_bit_for_bit_from_anywhere_in_an_epoch(taken: int) -> None:
    images = stream(CLASSES)
    if taken:
        images.next(taken)
    state = json.loads(json.dumps(images.state()))
    again = stream(CLASSES, seed=99)
    again.load(state)
    for n in (8, COUNT, 3):
        assert torch.equal(images.next(n), again.next(n))


@pytest.mark.parametrize("position", [-1, COUNT + 1, "x", None])
def test_a_damaged_position_is_refused(position: Any) -> None:
    images = stream()
    with pytest.raises((TypeError, ValueError)):
        images.load(images.state() | {"position": position})


def test_images_without_labels_cannot_have_classes() -> None:
    target = ImageTarget(image_set(labelled=False))
    with pytest.raises(ValueError, match="noise has no labels"):
        ImageStream(target, CLASSES, 1, torch.device("cpu"))
