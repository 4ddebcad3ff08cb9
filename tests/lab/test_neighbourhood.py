"""The training images nearest to one, and how far real images lie from theirs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ganlab.data.image_target import make_images
from ganlab.experiment import ImageData
from ganlab.interruptible import Cancelled
from ganlab.lab.figures.neighbourhood import COUNT, neighbourhood, usual_distances
from tests.small_images import own_images

N, SIDE = 60, 8


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Images of noise; image i is of class i modulo 3."""
    return own_images(tmp_path, N, SIDE)


def distances(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """(n, m) of (n, H, W) and (m, H, W), the long way."""
    return np.sqrt(np.square(a[:, None].astype(float) - b[None]).sum(axis=(2, 3)))


def test_a_training_image_is_its_own_nearest(file: Path) -> None:
    known = make_images(ImageData(path=str(file))).image_set
    near = neighbourhood(known.images[7], known)
    assert len(near.images) == len(near.distances) == COUNT
    np.testing.assert_array_equal(near.images[0], known.images[7])
    assert near.distances[0] == 0
    expected = np.sort(distances(known.images[7:8], known.images)[0])[:COUNT]
    np.testing.assert_allclose(near.distances, expected)
    order = np.argsort(distances(known.images[7:8], known.images)[0])[:COUNT]
    assert near.classes == tuple(known.class_names[i % 3] for i in order)


def test_fewer_images_have_fewer_neighbours(file: Path) -> None:
    known = make_images(ImageData(path=str(file), subset=5)).image_set
    assert len(neighbourhood(known.images[0], known).distances) == 5


def test_real_images_are_compared_with_those_learned_from(file: Path) -> None:
    data = ImageData(path=str(file), subset=20)
    known, everything = make_images(data).image_set, make_images(ImageData(path=str(file)))
    usual = usual_distances(data)
    apart = distances(everything.image_set.images, known.images)
    left_out = apart.min(axis=1) > 0
    assert left_out.sum() == N - 20
    assert usual.unseen
    assert usual.overall == pytest.approx(np.median(apart[left_out].min(axis=1)))
    for name, median in usual.by_class.items():
        mine = left_out & (np.arange(N) % 3 == int(name))
        assert median == pytest.approx(np.median(apart[mine].min(axis=1)))
    assert usual.by_class


def test_where_all_were_learned_from_an_image_is_not_its_own_neighbour(file: Path) -> None:
    usual = usual_distances(ImageData(path=str(file)))
    assert not usual.unseen
    assert usual.overall > 0


def test_it_can_be_stopped(file: Path) -> None:
    with pytest.raises(Cancelled):
        usual_distances(ImageData(path=str(file)), lambda: True)
