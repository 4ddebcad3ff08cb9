"""Image sets as a person has them: MNIST, its relatives, NumPy arrays, folders of pictures."""

from __future__ import annotations

import gzip
import hashlib
import os
import struct
import tracemalloc
import zlib
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from ganlab.data.errors import UnreadableImages
from ganlab.data.images import (
    ImageSet,
    are_digits,
    choose,
    known,
    load_mnist,
    open_images,
    read_images,
)

MNIST_TRAIN = (5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949)
MNIST_TEST = (980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009)
"""Images of each digit, as counted by many before."""


def idx(values: NDArray[np.uint8]) -> bytes:
    """The array as an IDX file's bytes."""
    shape = struct.pack(f">{values.ndim}I", *values.shape)
    return bytes([0, 0, 8, values.ndim]) + shape + values.tobytes()


def pixels(count: int = 6, height: int = 8, width: int = 8) -> NDArray[np.uint8]:
    """Always the same noise, with a black and a white pixel in it."""
    noise = np.random.default_rng(1).integers(256, size=(count, height, width), dtype=np.uint8)
    noise[0, 0, :2] = 0, 255
    return noise


def label(*values: int) -> NDArray[np.uint8]:
    return np.array(values, dtype=np.uint8)


def refusal(path: Path) -> str:
    """The sentence with which something is refused."""
    with pytest.raises(UnreadableImages) as caught:
        read_images(path)
    text = str(caught.value)
    assert text.endswith(".")
    assert "\n" not in text
    return text


# --- MNIST ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def test_part() -> ImageSet:
    return load_mnist("test")


def test_mnist_is_what_everybody_knows(test_part: ImageSet) -> None:
    train = load_mnist("train")
    assert train.images.shape == (60_000, 28, 28)
    assert test_part.images.shape == (10_000, 28, 28)
    for part, counts in (train, MNIST_TRAIN), (test_part, MNIST_TEST):
        assert part.name == "MNIST"
        assert part.size == (28, 28)
        assert part.images.dtype == np.uint8
        assert part.class_names == tuple("0123456789")
        assert part.labels is not None
        assert tuple(np.bincount(part.labels)) == counts
    assert train.labels is not None
    assert list(train.labels[:5]) == [5, 0, 4, 1, 9]
    # The mean and deviation with which it is usually normalised.
    assert train.images.mean() / 255 == pytest.approx(0.1307, abs=5e-5)
    assert np.std(train.images[:20_000]) / 255 == pytest.approx(0.308, abs=2e-3)


def test_the_training_images_take_little_more_memory_than_their_pixels() -> None:
    tracemalloc.start()
    try:
        kept = load_mnist("train")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < kept.images.nbytes + 5_000_000 < 60_000_000


def test_nobody_changes_the_images_of_others(test_part: ImageSet) -> None:
    with pytest.raises(ValueError, match="read-only"):
        test_part.images[0] = 0


# --- files in IDX form ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("images", "labels"),
    [
        ("train-images-idx3-ubyte", "train-labels-idx1-ubyte"),
        ("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"),
        ("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte"),
        ("train-images-idx3-ubyte", "train-labels-idx1-ubyte.gz"),
        ("t10k-images.idx3-ubyte", "t10k-labels.idx1-ubyte"),
        ("my-images-16", "my-labels-16"),
    ],
)
def test_labels_are_found_beside_the_images(images: str, labels: str, tmp_path: Path) -> None:
    for name, content in (images, pixels()), (labels, label(0, 1, 2, 0, 1, 255)):
        packed = gzip.compress(idx(content)) if name.endswith(".gz") else idx(content)
        (tmp_path / name).write_bytes(packed)
    found = read_images(tmp_path / images)
    np.testing.assert_array_equal(found.images, pixels())
    assert found.labels is not None
    assert list(found.labels) == [0, 1, 2, 0, 1, 255]
    assert len(found.class_names) == 256
    assert found.class_names[255] == "255"


def test_images_without_labels_are_images(tmp_path: Path) -> None:
    (tmp_path / "faces.idx").write_bytes(idx(pixels(3, 64, 48)))
    found = read_images(tmp_path / "faces.idx")
    assert (found.name, found.size) == ("faces.idx", (64, 48))
    assert (found.labels, found.class_names) == (None, ())


NAMES = (
    "fashion-mnist/train-images-idx3-ubyte",
    "KMNIST/raw/train-images-idx3-ubyte",
    "notMNIST/train-images-idx3-ubyte",
    "x/emnist-letters-train-images-idx3-ubyte",
)


@pytest.mark.parametrize("path", NAMES)
def test_a_name_makes_no_images_what_they_are_not(path: str, tmp_path: Path) -> None:
    images = tmp_path / path
    images.parent.mkdir(parents=True)
    images.write_bytes(idx(pixels(3)))
    beside = images.with_name(images.name.replace("images", "labels").replace("idx3", "idx1"))
    beside.write_bytes(idx(label(0, 1, 2)))
    found = read_images(images)
    assert (found.name, found.known_as) == (images.name, "")
    assert found.class_names[:3] == ("0", "1", "2")
    np.testing.assert_array_equal(found.images, pixels(3))
    assert not are_digits(found)


def test_mnist_is_mnist_under_any_name(tmp_path: Path) -> None:
    mnist = load_mnist("test")
    assert mnist.labels is not None
    np.save(tmp_path / "fashion_images.npy", mnist.images[:500])
    np.save(tmp_path / "fashion_labels.npy", mnist.labels[:500])
    found = read_images(tmp_path / "fashion_images.npy")
    assert (found.name, found.known_as) == ("MNIST", "MNIST")
    assert found.class_names == tuple("0123456789")
    assert are_digits(found)


def test_digits_on_their_side_stand_upright(tmp_path: Path) -> None:
    mnist = load_mnist("test")
    folder = tmp_path / "my digits"
    folder.mkdir()
    images = np.where(mnist.images[:300] > 99, 255, 0).astype(np.uint8)
    (folder / "train-images-idx3-ubyte").write_bytes(idx(images.transpose(0, 2, 1)))
    found = read_images(folder / "train-images-idx3-ubyte")
    assert found.known_as == "handwritten digits"
    np.testing.assert_array_equal(found.images, images)


def test_published_letters_stand_upright_and_have_their_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The files hold each letter with rows and columns exchanged, and A as 1.
    images = tmp_path / "whatever-images.gz"
    images.write_bytes(gzip.compress(idx(pixels().transpose(0, 2, 1))))
    (tmp_path / "whatever-labels.gz").write_bytes(gzip.compress(idx(label(1, 26, 3, 1, 1, 1))))
    (letters,) = {f for f in known.PUBLISHED.values() if f.title == "EMNIST Letters"}
    digest = hashlib.md5(images.read_bytes(), usedforsecurity=False).hexdigest()
    monkeypatch.setitem(known.PUBLISHED, digest, letters)
    found = read_images(images)
    np.testing.assert_array_equal(found.images, pixels())
    assert found.labels is not None
    names = [found.class_names[number] for number in found.labels]
    assert names == ["A", "Z", "C", "A", "A", "A"]
    assert (found.name, found.known_as) == ("EMNIST Letters", "EMNIST Letters")


def test_labels_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    images, labels = tmp_path / "a-images-idx3-ubyte", tmp_path / "a-labels-idx1-ubyte"
    images.write_bytes(idx(pixels()))
    labels.write_bytes(idx(label(1, 2, 3)))
    assert "6 images" in (text := refusal(images))
    assert "'a-labels-idx1-ubyte' has 3 labels" in text
    assert "choose the file with the images" in refusal(labels)
    labels.write_bytes(idx(pixels()))
    assert "holds none" in refusal(images)
    labels.write_bytes(idx(label(1, 2, 3))[:-1])
    assert "'a-labels-idx1-ubyte' cannot be used: it is not complete" in refusal(images)


@pytest.mark.parametrize("size", [(7, 8), (8, 65), (1, 1), (1000, 1000)])
def test_images_of_another_size_are_refused(size: tuple[int, int], tmp_path: Path) -> None:
    path = tmp_path / "images.idx"
    path.write_bytes(idx(np.zeros((2, *size), dtype=np.uint8)))
    assert f"it is {size[0]} x {size[1]} pixels; each side must have 8 to 64." in refusal(path)


# --- NumPy arrays ---------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["u1", "i4", "<f4", ">f8", "fraction f2", "fraction f4"])
def test_arrays_of_every_range_give_the_same_images(kind: str, tmp_path: Path) -> None:
    values = pixels(1100).astype(kind.removeprefix("fraction "))
    np.save(tmp_path / "array.npy", values / 255 if kind.startswith("fraction") else values)
    found = read_images(tmp_path / "array.npy")
    assert (found.name, found.labels) == ("array", None)
    assert found.images.dtype == np.uint8
    np.testing.assert_array_equal(found.images, pixels(1100))


def test_binary_and_nearly_exact_fractions_are_black_and_white(tmp_path: Path) -> None:
    path = tmp_path / "array.npy"
    np.save(path, pixels() > 127)
    np.testing.assert_array_equal(read_images(path).images, (pixels() > 127) * 255)
    np.save(path, np.where(pixels() > 127, 1 + 1e-6, -1e-6))
    np.testing.assert_array_equal(read_images(path).images, (pixels() > 127) * 255)


def test_an_array_finds_its_labels(tmp_path: Path) -> None:
    np.save(tmp_path / "my-images.npy", pixels(3))
    np.save(tmp_path / "my-labels.npy", np.array([2, 0, 1]))
    found = read_images(tmp_path / "my-images.npy")
    assert found.labels is not None
    assert list(found.labels) == [2, 0, 1]
    assert found.class_names == ("0", "1", "2")
    for wrong in np.array([np.nan, 0, 1]), np.array([0.5, 1, 2]), np.array([]):
        np.save(tmp_path / "my-labels.npy", wrong)
        assert "whole numbers" in refusal(tmp_path / "my-images.npy")


def late_nan() -> NDArray[np.float64]:
    values = np.zeros((1500, 8, 8))
    values[1200, 3, 3] = np.nan
    return values


@pytest.mark.parametrize(
    ("array", "why"),
    [
        (np.zeros((0, 8, 8)), "no images"),
        (np.zeros((3, 65)), "(3, 65)"),
        (np.zeros((64, 64)), "one picture, or 64 rows of 8 x 8"),
        (np.zeros((3, 2)), "points"),
        (np.zeros((3, 8, 8, 4)), "(3, 8, 8, 4)"),
        (np.zeros(()), "()"),
        (np.zeros((3, 8, 65)), "8 x 65"),
        (np.zeros((3, 8, 8), dtype=complex), "real numbers"),
        (np.full((3, 8, 8), "a"), "real numbers"),
        (np.full((3, 8, 8), None), "Python objects"),
        (np.full((3, 8, 8), -1.0), "all its values are -1"),
        (np.full((3, 8, 8), np.inf), "no finite numbers"),
        (late_nan(), "no finite numbers"),
    ],
)
def test_other_arrays_say_what_is_wrong(
    array: NDArray[np.generic], why: str, tmp_path: Path
) -> None:
    np.save(tmp_path / "array.npy", array)
    assert why in (text := refusal(tmp_path / "array.npy"))
    assert "'array.npy'" in text


def test_damaged_arrays_are_refused_before_memory_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "array.npy"
    np.save(path, pixels())
    whole = path.read_bytes()
    for content in b"", whole[:40], whole[:-1], whole.replace(b"(6,", b"(9,"):
        path.write_bytes(content)
        assert "no NumPy array of numbers, or damaged" in refusal(path)


# --- folders --------------------------------------------------------------------------------


def save(path: Path, image: Image.Image | NDArray[np.uint8]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    picture = image if isinstance(image, Image.Image) else Image.fromarray(image)
    picture.save(path, "PNG")


def test_a_folder_is_read_in_the_order_of_its_names(tmp_path: Path) -> None:
    names = ["a2", "a10", "a11", "b1", "b1c2", "b1c10"]
    for name, image in zip(names, pixels(6, 9, 10), strict=True):
        save(tmp_path / "set" / f"{name}.PNG", image)
    (tmp_path / "set" / "notes.txt").write_text("not a picture")
    (tmp_path / "set" / "empty").mkdir()
    found = read_images(tmp_path / "set")
    np.testing.assert_array_equal(found.images, pixels(6, 9, 10))
    assert (found.name, found.size, found.labels, found.class_names) == ("set", (9, 10), None, ())


def test_subfolders_are_classes(tmp_path: Path) -> None:
    names = ["10", "9", "cat"]
    for image, name in zip(pixels(), names * 2, strict=True):
        save(tmp_path / name / f"{len(list((tmp_path).rglob('*.png')))}.png", image)
    (tmp_path / ".cache").mkdir()
    found = read_images(tmp_path)
    assert found.class_names == ("9", "10", "cat")
    assert found.labels is not None
    assert list(found.labels) == [0, 0, 1, 1, 2, 2]
    np.testing.assert_array_equal(found.images, pixels()[[1, 4, 0, 3, 2, 5]])


def test_grey_pictures_are_read_however_they_were_saved(tmp_path: Path) -> None:
    grey = pixels(1)[0]
    save(tmp_path / "0.png", grey)
    save(tmp_path / "1.png", Image.fromarray(grey).convert("RGB"))
    save(tmp_path / "2.png", Image.fromarray(grey).convert("RGBA"))
    save(tmp_path / "3.png", Image.fromarray(grey.astype(np.uint16) * 257))
    Image.fromarray(grey).save(tmp_path / "4.bmp")
    Image.fromarray(grey).save(tmp_path / "5.tiff")
    Image.fromarray(grey).save(tmp_path / "6.webp", lossless=True)
    for image in read_images(tmp_path).images:
        np.testing.assert_array_equal(image, grey)
    save(tmp_path / "9.png", Image.fromarray(grey).convert("1"))
    assert set(np.unique(read_images(tmp_path).images[7])) == {0, 255}


@pytest.mark.parametrize(
    ("image", "why"),
    [
        (Image.new("L", (9, 8)), "it is 8 x 9 pixels and '0.png' is 8 x 8"),
        (Image.new("L", (80, 80)), "it is 80 x 80 pixels; each side must have 8 to 64"),
        (Image.new("LA", (8, 8), (9, 99)), "parts of it are transparent"),
    ],
)
def test_the_picture_that_does_not_fit_is_named(
    image: Image.Image, why: str, tmp_path: Path
) -> None:
    save(tmp_path / "0.png", pixels()[0])
    save(tmp_path / "odd.png", image)
    assert f"'odd.png' cannot be used: {why}" in refusal(tmp_path)


def test_damaged_pictures_are_named(tmp_path: Path) -> None:
    path = tmp_path / "broken.png"
    save(path, pixels()[0])
    whole = path.read_bytes()
    for length in range(0, len(whole) - 20, 5):
        path.write_bytes(whole[:length])
        assert "'broken.png' cannot be used: it is damaged" in refusal(tmp_path)


@pytest.mark.parametrize("side", [5_000, 60_000])
def test_a_picture_that_would_be_huge_is_not_unpacked(side: int, tmp_path: Path) -> None:
    def chunk(kind: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + check

    start = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0))
    bomb = b"\x89PNG\r\n\x1a\n" + start + chunk(b"IDAT", zlib.compress(bytes(99)))
    (tmp_path / "bomb.png").write_bytes(bomb)
    assert "'bomb.png' cannot be used: it is" in refusal(tmp_path)


def test_pictures_are_known_by_what_they_are_and_of_several_one_is_read(tmp_path: Path) -> None:
    frames = [Image.fromarray(image) for image in pixels()]
    frames[0].save(tmp_path / "0", format="PNG")
    frames[1].save(tmp_path / "1.gif", save_all=True, append_images=frames[2:])
    (tmp_path / "README").write_text("of mine")
    read = open_images(tmp_path)
    np.testing.assert_array_equal(read.image_set.images, pixels()[:2])
    assert "1 file with several pictures: the first of each is read." in read.facts.notes


def test_a_name_that_is_no_text_is_made_legible(tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"bytes\xff")
    folder.mkdir()
    save(folder / "0.png", pixels()[0])
    assert read_images(folder).name == "bytes\N{REPLACEMENT CHARACTER}"


def test_folders_that_are_unclear_say_so(tmp_path: Path) -> None:
    assert "no pictures" in refusal(tmp_path)
    save(tmp_path / "3" / "a.png", pixels()[0])
    save(tmp_path / "b.png", pixels()[0])
    assert "to which class 'b.png' belongs" in refusal(tmp_path)
    assert "There is no file" in refusal(tmp_path / "gone")


# --- choosing -------------------------------------------------------------------------------


def test_classes_are_chosen_and_nothing_is_relabelled(test_part: ImageSet) -> None:
    threes_and_sevens = choose(test_part, ("7", "3"), 0, 0)
    assert threes_and_sevens.labels is not None
    assert test_part.labels is not None
    assert set(threes_and_sevens.labels) == {3, 7}
    assert threes_and_sevens.class_names == test_part.class_names
    kept = np.isin(test_part.labels, [3, 7])
    np.testing.assert_array_equal(threes_and_sevens.images, test_part.images[kept])


def test_a_subset_is_the_same_for_the_same_seed_and_part_of_a_larger_one(
    test_part: ImageSet,
) -> None:
    def rows(subset: int, seed: int) -> set[bytes]:
        return {image.tobytes() for image in choose(test_part, (), subset, seed).images}

    assert len(rows(500, 1)) == 500
    assert rows(500, 1) == rows(500, 1)
    assert rows(500, 1) != rows(500, 2)
    assert rows(500, 1) < rows(900, 1)
    assert choose(test_part, (), 0, 1) is test_part
    assert choose(test_part, (), 99_999, 1) is test_part
    assert len(choose(test_part, ("4",), 99_999, 1).images) == MNIST_TEST[4]
    few = choose(test_part, ("1", "2"), 10, 0)
    assert few.labels is not None
    assert len(few.images) == len(few.labels) == 10


def test_what_cannot_be_chosen_says_so(test_part: ImageSet) -> None:
    for unknown in "10", "-1", "#10", "three":
        with pytest.raises(UnreadableImages, match=f"MNIST has no class {unknown}: it has 0, 1, 2"):
            choose(test_part, ("3", unknown), 0, 0)
    with pytest.raises(UnreadableImages, match="MNIST has no class 4: it has 3"):
        choose(choose(test_part, ("3",), 0, 0), ("4",), 0, 0)
    with pytest.raises(UnreadableImages, match="faces has no labels"):
        choose(ImageSet("faces", pixels(), None, ()), ("0",), 0, 0)
