"""Images that the generator has not learned from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ganlab.data import held_out
from ganlab.data.held_out import split
from ganlab.data.image_target import make_images
from ganlab.data.images import ImageSet, load_mnist
from ganlab.experiment import ImageData
from tests.data.test_images import idx
from tests.small_images import image_set


def rows(images: ImageSet) -> set[bytes]:
    return {image.tobytes() for image in images.images}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """60 labelled images, each unlike all others."""
    path = tmp_path / "train-images-idx3-ubyte"
    images = image_set(60)
    path.write_bytes(idx(images.images))
    assert images.labels is not None
    path.with_name("train-labels-idx1-ubyte").write_bytes(idx(images.labels))
    return path


def test_mnist_has_test_images_of_its_own() -> None:
    parts = split(ImageData(classes=(3, 7), subset=10))
    test = load_mnist("test")
    assert test.labels is not None
    assert len(parts.test.images) == np.isin(test.labels, [3, 7]).sum()
    assert parts.test.class_names == parts.train.class_names == ("3", "7")
    assert parts.unseen
    assert "MNIST" in parts.which


def test_a_file_for_testing_is_found_beside_the_other(file: Path) -> None:
    images = image_set(7)
    file.with_name("t10k-images-idx3-ubyte").write_bytes(idx(255 - images.images))
    parts = split(ImageData(path=str(file)))
    assert np.array_equal(parts.test.images, 255 - images.images)
    assert len(parts.train.images) == 60
    assert parts.unseen
    assert "t10k-images-idx3-ubyte" in parts.which


@pytest.mark.parametrize("classes", [(), (0, 2)])
def test_a_subset_leaves_others_that_were_not_learned_from(
    file: Path, classes: tuple[int, ...]
) -> None:
    data = ImageData(path=str(file), classes=classes, subset=25)
    parts, learned = split(data), rows(make_images(data).image_set)
    assert rows(parts.train) == learned
    assert not rows(parts.test) & learned
    assert len(parts.test.images) == (40 if classes else 60) - 25
    assert parts.unseen


def test_else_a_sixth_is_taken_and_it_is_said_that_it_was_learned_from(file: Path) -> None:
    parts = split(ImageData(path=str(file)))
    assert (len(parts.train.images), len(parts.test.images)) == (50, 10)
    assert not rows(parts.train) & rows(parts.test)
    assert not parts.unseen
    assert "learned from" in parts.which


def test_no_more_are_measured_than_mnist_has(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held_out, "MOST_TESTED", 4)
    parts = split(ImageData(path=str(file), subset=20))
    assert len(parts.test.images) == 4
    assert "4 images" in parts.which
