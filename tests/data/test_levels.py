"""What is black and what is white: one rule for all the ways in which a picture comes."""

from __future__ import annotations

import gzip
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from ganlab.data.errors import UnreadableImages
from ganlab.data.held_out import split
from ganlab.data.images import open_images
from ganlab.data.images.levels import Range, range_of
from ganlab.experiment import Experiment, ImageData, InvalidExperiment

IDX_TYPES = {"u1": 8, "i1": 9, ">i2": 11, ">i4": 12, ">f4": 13, ">f8": 14}


def idx(values: NDArray[Any]) -> bytes:
    """The array as the bytes of an IDX file of its type."""
    code = IDX_TYPES[values.dtype.str.lstrip("|")]
    return (
        bytes([0, 0, code, values.ndim])
        + struct.pack(f">{values.ndim}I", *values.shape)
        + (values.tobytes())
    )


def whole(top: int, count: int = 5) -> NDArray[np.int64]:
    """(count, 8, 9) whole numbers from 0 to `top`, both of them among these."""
    values = np.random.default_rng(top).integers(0, top + 1, size=(count, 8, 9))
    values[0, 0, :2] = 0, top
    return values


def expected(values: NDArray[Any], top: int) -> NDArray[np.uint8]:
    return np.rint(values * 255 / top).astype(np.uint8)


@pytest.mark.parametrize(
    ("low", "high", "black", "white"),
    [
        (0, 1, 0, 1),
        (0, 0.8, 0, 1),
        (0, 15, 0, 15),
        (0, 16, 0, 16),  # scikit-learn's digits
        (0, 90, 0, 255),  # dark photographs of 8 bits
        (0, 255, 0, 255),
        (0, 255.0004, 0, 255),
        (3, 1000, 0, 1023),
        (0, 3000, 0, 4095),  # a camera of 12 bits
        (0, 16_000, 0, 16_383),
        (0, 65_535, 0, 65_535),
        (-1, 1, -1, 1),
        (-1, 0.7, -1, 1),
        (-0.5, 0.5, -0.5, 0.5),
        (-128, 127, -128, 127),
        (-1e-7, 1 + 1e-7, 0, 1),
        (0, 0, 0, 1),
        (7, 7, 0, 7),
        # None that is customary: from the lowest to the highest.
        (-0.4242, 2.8215, -0.4242, 2.8215),
        (-3, 3, -3, 3),
        (-1000, 3000, -1000, 3000),
        (0, 100_000, 0, 100_000),
        (0, 0.004, 0, 0.004),
    ],
)
def test_the_smallest_customary_range_that_holds_all_values(
    low: float, high: float, black: float, white: float
) -> None:
    assert range_of((low, high)) == Range(black, white)


@pytest.mark.parametrize("top", [1, 16, 255])
@pytest.mark.parametrize("kind", ["bool", *IDX_TYPES, "i8", "f2", "f4", "f8", "u8"])
def test_one_picture_is_learned_the_same_however_it_is_kept(
    top: int, kind: str, tmp_path: Path
) -> None:
    if (kind == "bool" and top > 1) or (kind == "i1" and top > 127):
        pytest.skip("it cannot hold such numbers")
    values = whole(top)
    np.save(tmp_path / "a.npy", values.astype(kind))
    np.savez(tmp_path / "a.npz", images=values.astype(kind))
    (tmp_path / "a.npy.gz").write_bytes(gzip.compress((tmp_path / "a.npy").read_bytes()))
    paths = [tmp_path / "a.npy", tmp_path / "a.npz", tmp_path / "a.npy.gz"]
    if kind in IDX_TYPES:
        (tmp_path / "a.idx").write_bytes(idx(values.astype(kind)))
        (tmp_path / "a.gz").write_bytes(gzip.compress(idx(values.astype(kind))))
        paths += [tmp_path / "a.idx", tmp_path / "a.gz"]
    for path in paths:
        read = open_images(path)
        np.testing.assert_array_equal(read.image_set.images, expected(values, top))
        told = read.facts.document()
        assert told["range_found"] == [0, top]
        assert told["range_read"] == [0, top]
        assert told["scaled_by"] == 255 / top
        assert (told["minimum"], told["maximum"]) == (0, 255)


@pytest.mark.parametrize("top", [1, 16, 255, 4095, 65_535])
def test_fractions_of_the_same_picture_are_the_same(top: int, tmp_path: Path) -> None:
    values = whole(top)
    for values_in_file in (values / top, values * 2 / top - 1, values / top - 0.5):
        for kind in ("f4", "f8"):
            np.save(tmp_path / "a.npy", values_in_file.astype(kind))
            read = open_images(tmp_path / "a.npy")
            np.testing.assert_array_equal(read.image_set.images, expected(values, top))


def test_what_standardised_images_look_like_is_kept(tmp_path: Path) -> None:
    values = whole(255)
    np.save(tmp_path / "a.npy", (values / 255 - 0.1307) / 0.3081)
    read = open_images(tmp_path / "a.npy")
    np.testing.assert_array_equal(read.image_set.images, values)
    assert "black" in read.facts.range_words()


def test_a_person_has_the_last_word(tmp_path: Path) -> None:
    path = tmp_path / "dark.npy"
    np.save(path, whole(90).astype(np.uint8))
    as_found = open_images(path)
    assert as_found.facts.maximum == 90
    brighter = open_images(path, "0..90")
    assert brighter.facts.maximum == 255
    assert brighter.facts.asked
    assert "0 is black and 90 is white, as data.range says" in brighter.facts.range_words()
    clipped = open_images(path, "10..20").image_set.images
    np.testing.assert_array_equal(clipped, np.rint((whole(90) - 10) * 25.5).clip(0, 255))


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("", ""),
        (" ", ""),
        ("0..16", "0..16"),
        ("-1, 1", "-1..1"),
        ("−1 to 1", "-1..1"),
        ("[0, 4095]", "0..4095"),
        ("0-4095", "0..4095"),
        ("-0.5-0.5", "-0.5..0.5"),
        ("16", "0..16"),
        ("1e-3..2.5e3", "0.001..2500"),
    ],
)
def test_ranges_are_taken_as_people_write_them(said: str, kept: str) -> None:
    start = Experiment(data=ImageData())
    data = start.with_values({"data.range": said}).data
    assert isinstance(data, ImageData)
    assert data.range == kept
    assert start.with_values({"data.range": kept}).data == data


@pytest.mark.parametrize(
    "said", ["1..0", "3..3", "black", "0..", "..", "nan..1", "0..1e999", "1..2..3"]
)
def test_what_is_no_range_is_refused(said: str) -> None:
    with pytest.raises(InvalidExperiment, match=r"data\.images\.range|data\.range"):
        Experiment(data=ImageData()).with_values({"data.range": said})


def test_test_images_are_scaled_as_those_that_are_learned_from(tmp_path: Path) -> None:
    np.save(tmp_path / "x_train.npy", whole(16, 9))
    fewer = whole(8, 4)  # by themselves they would be taken for 0 to 15
    np.save(tmp_path / "x_test.npy", fewer)
    np.savez(tmp_path / "both.npz", x_train=whole(16, 9), x_test=fewer)
    for name in "x_train.npy", "both.npz":
        parts = split(ImageData(path=str(tmp_path / name)))
        assert parts.unseen
        assert "x_test" in parts.which
        np.testing.assert_array_equal(parts.test.images, expected(fewer, 16))


# --- folders --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("top", "kind"), [(16, np.uint8), (255, np.uint8), (4095, np.uint16), (65_535, np.uint16)]
)
def test_pictures_of_a_folder_keep_their_range(top: int, kind: type, tmp_path: Path) -> None:
    for number, values in enumerate(whole(top)):
        Image.fromarray(values.astype(kind)).save(tmp_path / f"{number}.png")
    read = open_images(tmp_path)
    np.testing.assert_array_equal(read.image_set.images, expected(whole(top), top))
    assert read.facts.document()["range_found"] == [0, top]


def test_bits_are_black_and_white(tmp_path: Path) -> None:
    values = whole(1)
    for number, picture in enumerate(values):
        Image.fromarray(picture.astype(bool)).save(tmp_path / f"{number}.png")
    read = open_images(tmp_path)
    np.testing.assert_array_equal(read.image_set.images, values * 255)
    assert read.facts.document()["range_found"] == [0, 1]


def test_pictures_of_different_depths_agree_in_one_folder(tmp_path: Path) -> None:
    values = whole(1, 6)
    for number, picture in enumerate(values):
        kinds = (picture.astype(bool), (picture * 255).astype(np.uint8))
        deep = (picture * 4095).astype(np.uint16)
        Image.fromarray((*kinds, deep)[number % 3]).save(tmp_path / f"{number}.png")
    read = open_images(tmp_path)
    np.testing.assert_array_equal(read.image_set.images, values * 255)
    assert "2 pictures have 16 bits: 0 is black and 4095 is white." in read.facts.notes


def test_colours_become_grey_and_it_is_said(tmp_path: Path) -> None:
    grey = whole(255)[0].astype(np.uint8)
    Image.fromarray(grey).save(tmp_path / "0.png")
    Image.new("RGB", (9, 8), (250, 0, 0)).save(tmp_path / "1.png")
    Image.new("RGB", (9, 8), (0, 0, 250)).save(tmp_path / "2.jpg")
    (tmp_path / "notes.txt").write_text("-")
    read = open_images(tmp_path)
    assert len(read.image_set.images) == 3
    np.testing.assert_array_equal(read.image_set.images[0], grey)
    assert (read.image_set.images[1] == 75).all()
    assert "2 pictures in colour became grey." in read.facts.notes
    assert any("notes.txt" in note for note in read.facts.notes)


def test_the_range_is_that_of_the_colours_and_not_of_their_brightness(tmp_path: Path) -> None:
    blue = np.zeros((4, 8, 8, 3), np.uint8)
    blue[:, 2:6, 2:6, 2] = 140  # whose brightness is 16
    np.save(tmp_path / "blue.npy", blue)
    folder = tmp_path / "blue"
    folder.mkdir()
    for place, picture in enumerate(blue):
        Image.fromarray(picture).save(folder / f"{place}.png")
    for path in (tmp_path / "blue.npy", folder):
        facts = open_images(path).facts
        assert (facts.found, facts.maximum) == ((0, 140), 16)


def test_a_folder_in_parts_is_learned_from_one_and_tested_with_the_other(tmp_path: Path) -> None:
    for part, count in ("train", 6), ("test", 3):
        for number, values in enumerate(whole(255, count)):
            place = tmp_path / "set" / part / ("cat", "dog")[number % 2]
            place.mkdir(parents=True, exist_ok=True)
            Image.fromarray(values.astype(np.uint8)).save(place / f"{number}.png")
    read = open_images(tmp_path / "set")
    assert len(read.image_set.images) == 6
    assert read.image_set.class_names == ("cat", "dog")
    for path in tmp_path / "set", tmp_path / "set" / "train":
        parts = split(ImageData(path=str(path)))
        assert (len(parts.train.images), len(parts.test.images), parts.unseen) == (6, 3, True)


def test_one_picture_says_that_many_are_wanted(tmp_path: Path) -> None:
    for name in "a.png", "b.jpg", "c.gif", "d.webp":
        Image.new("L", (28, 28)).save(tmp_path / name)
        with pytest.raises(UnreadableImages, match=r"one picture.*choose the folder"):
            open_images(tmp_path / name)
