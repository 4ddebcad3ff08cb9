"""Classes are called as the data calls them, and chosen by name."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from ganlab.data.errors import UnreadableImages
from ganlab.data.held_out import split
from ganlab.data.image_target import make_images
from ganlab.data.images import open_images
from ganlab.data.images.class_names import place_of
from ganlab.experiment import Experiment, ImageData, from_json
from ganlab.notation import join_names, split_names

FOLDERS = ("1", "2", "3", "5", "10")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Subfolders 1, 2, 3, 5 and 10, whose pictures are as bright as their names say."""
    for name in FOLDERS:
        (tmp_path / name).mkdir()
        for number in range(3):
            values = np.full((8, 8), 10 * int(name), dtype=np.uint8)
            values[0, 0] = 255
            Image.fromarray(values).save(tmp_path / name / f"{number}.png")
    return tmp_path


def chosen(path: Path, classes: object) -> tuple[set[int], tuple[str, ...]]:
    """The brightness of the images that are learned, and what their classes are called."""
    data = Experiment(data=ImageData(path=str(path))).with_values({"data.classes": classes}).data
    assert isinstance(data, ImageData)
    images = make_images(data).image_set
    return {int(image[1, 1]) for image in images.images}, images.class_names


def test_a_class_is_the_folder_of_that_name(folder: Path) -> None:
    assert chosen(folder, "3") == ({30}, ("3",))
    assert chosen(folder, "5, 10") == ({50, 100}, ("5", "10"))
    assert chosen(folder, ["10", "1"]) == ({10, 100}, ("1", "10"))
    for unknown in "0", "4", "cat":
        with pytest.raises(UnreadableImages, match=f"no class {unknown}: it has 1, 2, 3, 5, 10"):
            chosen(folder, unknown)


def test_numbers_in_older_documents_mean_what_they_meant(folder: Path) -> None:
    # Places among the classes: of MNIST they are the names.
    assert chosen(folder, [3]) == ({50}, ("5",))
    old = {"data": {"kind": "images", "path": str(folder), "classes": [0, 4]}}
    data = from_json(json.dumps(old)).data
    assert isinstance(data, ImageData)
    assert make_images(data).image_set.class_names == ("1", "10")
    mnist = from_json(json.dumps({"data": {"kind": "images", "classes": [3, 7]}}))
    assert mnist.data == ImageData(classes=("3", "7"))
    assert from_json(mnist.to_json()) == mnist


def test_names_are_taken_however_they_are_written() -> None:
    names = ("cat", "Dog", "T-shirt, red", "naïve")
    assert place_of(names, "dog") == 1
    assert place_of(names, " cat ") == 0
    assert place_of(names, "nai\u0308ve") == 3  # the two dots by themselves
    assert place_of(names, "2") == 2  # no name is a number
    assert place_of(names, "4") is None
    assert place_of(names, "#1") == 1
    assert place_of(("a", "A"), "a") == 0
    assert place_of(("#1", "x"), "#1") == 0
    assert place_of(("3", "cat"), "1") is None  # a number is a name here
    data = Experiment(data=ImageData()).with_values({"data.classes": '"T-shirt, red", cat'}).data
    assert isinstance(data, ImageData)
    assert data.classes == ("T-shirt, red", "cat")


@given(st.lists(st.text("ab ,\"'#1é", min_size=1).map(str.strip).filter(bool)).map(tuple))
def test_a_list_of_names_reads_as_it_was_written(names: tuple[str, ...]) -> None:
    assert tuple(split_names(join_names(names))) == names


@pytest.mark.parametrize(
    ("labels", "names", "counts"),
    [
        (np.array([3, 7, 3, 7]), ["3", "7"], [2, 2]),
        (np.array([5, 10, 15, 5]), ["5", "10", "15"], [2, 1, 1]),
        (np.array([-1, 1, 1, 1]), ["-1", "1"], [1, 3]),
        (np.array([1000, 2000, 1000, 30]), ["30", "1000", "2000"], [1, 2, 1]),
        (np.array([1.0, 2.0, 26.0, 1.0]), ["1", "2", "26"], [2, 1, 1]),
        (np.array([[0], [1], [1], [0]]), ["0", "1"], [2, 2]),
        (np.eye(3)[[2, 0, 0, 1]], ["0", "1", "2"], [2, 1, 1]),
        (np.array([True, False, True, True]), ["0", "1"], [1, 3]),
        (np.array(["dog", "cat", "dog", "a, b"]), ["a, b", "cat", "dog"], [1, 1, 2]),
        (np.array([b"dog", b"cat", b"dog", b"cat"]), ["cat", "dog"], [2, 2]),
        (np.array(["10", "9", "9", "2"]), ["2", "9", "10"], [1, 2, 1]),
    ],
)
def test_labels_are_names_of_classes(
    labels: np.ndarray, names: list[str], counts: list[int], tmp_path: Path
) -> None:
    images = np.random.default_rng(0).integers(256, size=(4, 8, 8), dtype=np.uint8)
    np.save(tmp_path / "x.npy", images)
    np.save(tmp_path / "y.npy", labels)
    facts = open_images(tmp_path / "x.npy").facts
    assert facts.labels_from == "y.npy"
    assert facts.document()["classes"] == [
        {"name": name, "number": number, "count": count}
        for number, (name, count) in enumerate(zip(names, counts, strict=True))
    ]
    learned = make_images(ImageData(path=str(tmp_path / "x.npy"), classes=(names[-1],))).image_set
    assert learned.class_names == (names[-1],)
    assert len(learned.images) == counts[-1]


def test_classes_are_chosen_among_the_test_images_too(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    for part, labels in ("train", [3, 7, 9, 3, 7, 9]), ("test", [9, 7, 7]):
        images = rng.integers(256, size=(len(labels), 8, 8), dtype=np.uint8)
        np.save(tmp_path / f"x_{part}.npy", images)
        np.save(tmp_path / f"y_{part}.npy", np.array(labels))
    path = str(tmp_path / "x_train.npy")
    parts = split(ImageData(path=path, classes=("3", "7")))
    assert parts.train.class_names == ("3", "7")
    assert parts.test.class_names == ("7",)
    assert len(parts.test.images) == 2
    alone = split(ImageData(path=path, classes=("3",)))  # none to test with
    assert not alone.unseen
