"""Arrays of images as people write them: taken as they are meant, or refused in words."""

from __future__ import annotations

import gzip
import io
import pickle
import tempfile
import tracemalloc
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from ganlab.data.errors import DataError, UnreadableImages
from ganlab.data.images import open_images
from ganlab.lab.files.archive import ArchiveError
from ganlab.lab.inspection import inspect_file
from tests.data.test_levels import IDX_TYPES, expected, idx, whole

Array = NDArray[Any]


def refusal(path: Path) -> str:
    with pytest.raises(UnreadableImages) as caught:
        open_images(path)
    text = str(caught.value)
    assert text.endswith(".")
    assert text.count("cannot be used") <= 1
    return text


SQUARE = np.random.default_rng(3).integers(256, size=(7, 8, 8), dtype=np.uint8)


@pytest.mark.parametrize("shape", [(7, 64), (7, 8, 8, 1), (7, 1, 8, 8), (7, 8, 8)])
def test_every_shape_of_grey_pictures(shape: tuple[int, ...], tmp_path: Path) -> None:
    for lie in np.ascontiguousarray, np.asfortranarray:
        np.save(tmp_path / "a.npy", lie(SQUARE.reshape(shape)))
        np.testing.assert_array_equal(open_images(tmp_path / "a.npy").image_set.images, SQUARE)
    (tmp_path / "a.idx").write_bytes(idx(SQUARE.reshape(shape)))
    read = open_images(tmp_path / "a.idx")
    np.testing.assert_array_equal(read.image_set.images, SQUARE)
    assert ("Rows of 64 numbers" in " ".join(read.facts.notes)) == (len(shape) == 2)


@pytest.mark.parametrize("axis", [1, 3])
def test_grey_pictures_in_three_colours_are_grey(axis: int, tmp_path: Path) -> None:
    for top, kind in (255, "u1"), (16, "i8"), (1, "f4"):
        values = whole(top)
        np.save(tmp_path / "a.npy", np.stack([values] * 3, axis=axis).astype(kind))
        read = open_images(tmp_path / "a.npy")
        np.testing.assert_array_equal(read.image_set.images, expected(values, top))
        assert not any("colour" in note for note in read.facts.notes)
    red = np.zeros((4, 8, 9, 3), dtype=np.uint8)
    red[:2, ..., 0], red[2:] = 200, 255
    np.save(tmp_path / "a.npy", np.moveaxis(red, 3, axis))
    read = open_images(tmp_path / "a.npy")
    assert (read.image_set.images[:2] == 60).all()  # .299 of it
    assert "Pictures in colour became grey." in read.facts.notes


@pytest.mark.parametrize(
    ("images", "labels"),
    [
        ("x_train.npy", "y_train.npy"),
        ("X_train.npy", "y_train.npy"),
        ("X.npy", "y.npy"),
        ("Xtrain.npy", "ytrain.npy"),
        ("trainX.npy", "trainY.npy"),
        ("train_x.npy", "train_y.npy"),
        ("train_images.npy", "train_labels.npy"),
        ("train_imgs.npy", "train_labels.npy"),
        ("images.npy", "labels.npy"),
        ("data.npy", "target.npy"),
        ("faces.npy", "faces_labels.npy"),
        ("X_kannada_MNIST_train-idx3-ubyte.gz", "y_kannada_MNIST_train-idx1-ubyte.gz"),
        ("X_kannada_MNIST_train.npz", "y_kannada_MNIST_train.npz"),
        ("kmnist-train-imgs.npz", "kmnist-train-labels.npz"),
    ],
)
def test_labels_are_found_under_the_name_that_belongs_to_the_images(
    images: str, labels: str, tmp_path: Path
) -> None:
    numbers = np.array([4, 2, 0, 4, 2, 0, 1], dtype=np.uint8)
    for name, values in (images, SQUARE), (labels, numbers):
        if name.endswith(".gz"):
            (tmp_path / name).write_bytes(gzip.compress(idx(values)))
        elif name.endswith(".npz"):
            np.savez(tmp_path / name, values)
        else:
            np.save(tmp_path / name, values)
    read = open_images(tmp_path / images)
    np.testing.assert_array_equal(read.image_set.images, SQUARE)
    assert read.image_set.labels is not None
    assert list(read.image_set.labels) == list(numbers)
    assert read.facts.labels_from == labels


def test_without_labels_it_is_said_what_was_looked_for(tmp_path: Path) -> None:
    np.save(tmp_path / "x_train.npy", SQUARE)
    facts = open_images(tmp_path / "x_train.npy").facts
    assert facts.document()["classes"] is None
    assert facts.labels_from is None
    assert "'y_train.npy'" in facts.notes[0]
    np.save(tmp_path / "y_train.npy", SQUARE)  # another domain and no labels
    facts = open_images(tmp_path / "x_train.npy").facts
    assert facts.labels_from is None
    assert "'y_train.npy'" in facts.notes[0]
    np.save(tmp_path / "y_train.npy", np.arange(6))
    assert "7 images" in (text := refusal(tmp_path / "x_train.npy"))
    assert "6 labels" in text
    np.save(tmp_path / "images.npy", SQUARE)
    assert "labelss" not in open_images(tmp_path / "images.npy").facts.notes[0]


@pytest.mark.parametrize(
    ("images", "labels", "others"),
    [
        ("x_train", "y_train", {"x_test": SQUARE[:3], "y_test": np.arange(3)}),
        ("X_train", "Y_train", {}),
        ("train_images", "train_labels", {"val_images": SQUARE[:2], "test_images": SQUARE[:3]}),
        ("images", "labels", {}),
        ("images", "target", {"data": SQUARE.reshape(7, 64), "target_names": np.array(["a"])}),
        ("X", "y", {}),
        ("arr_0", "arr_1", {}),
        ("arr_0", "arr_1", {"arr_2": SQUARE[:3], "arr_3": np.arange(3)}),
        ("pictures", "classes", {}),
    ],
)
def test_archives_are_searched_for_images_and_labels(
    images: str, labels: str, others: dict[str, Array], tmp_path: Path
) -> None:
    for numbers in np.array([4, 2, 0, 4, 2, 0, 1]), np.eye(5)[[4, 2, 0, 4, 2, 0, 1]]:
        arrays: dict[str, Any] = {images: SQUARE, labels: numbers, **others}
        np.savez_compressed(tmp_path / "a.npz", **arrays)
        if numbers.ndim == 2 and labels == "arr_1":
            continue  # nothing says that these are labels
        read = open_images(tmp_path / "a.npz")
        np.testing.assert_array_equal(read.image_set.images, SQUARE)
        assert read.image_set.labels is not None
        assert list(read.image_set.labels) == [4, 2, 0, 4, 2, 0, 1]
        assert read.facts.labels_from == f"{labels} in a.npz"


def test_a_gzipped_archive_is_an_archive(tmp_path: Path) -> None:
    content = packed(x_train=SQUARE, y_train=np.arange(7))
    (tmp_path / "a.npz.gz").write_bytes(gzip.compress(content))
    read = open_images(tmp_path / "a.npz.gz")
    np.testing.assert_array_equal(read.image_set.images, SQUARE)
    assert read.facts.labels_from == "y_train in a.npz.gz"
    (tmp_path / "a.npz.gz").write_bytes(gzip.compress(content)[:200])
    assert "ends too early" in refusal(tmp_path / "a.npz.gz")


def test_an_archive_without_images_says_what_is_in_it_and_what_is_looked_for(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.npz"
    np.savez(path, weights=np.zeros((3, 5)), bias=np.zeros(7))
    text = refusal(path)
    assert "weights (3, 5), bias (7,)" in text
    assert "x_train" in text
    assert "(n, H, W)" in text
    np.savez(path, left=SQUARE, right=SQUARE)
    assert "more than one of them could be the images" in refusal(path)
    path.write_bytes(b"PK\x03\x04 and so on")
    assert "damaged" in refusal(path)
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("readme.txt", "no array")
    assert "no arrays of numbers" in refusal(path)


def test_no_pickle_is_opened(tmp_path: Path) -> None:
    class Trap:
        def __reduce__(self) -> tuple[Any, ...]:
            return (Path.touch, (tmp_path / "sprung",))

    np.save(tmp_path / "a.npy", np.array([Trap()] * 3, dtype=object), allow_pickle=True)
    assert "Python objects" in refusal(tmp_path / "a.npy")
    np.savez(tmp_path / "a.npz", images=np.array([Trap()] * 3, dtype=object))
    assert "Python objects" in refusal(tmp_path / "a.npz")
    np.savez(tmp_path / "b.npz", images=SQUARE, frame=np.array(None, dtype=object))
    read = open_images(tmp_path / "b.npz")  # what scikit-learn's Bunch leaves in it
    np.testing.assert_array_equal(read.image_set.images, SQUARE)
    assert any("frame" in note for note in read.facts.notes)
    (tmp_path / "c.npy").write_bytes(pickle.dumps(Trap()))
    refusal(tmp_path / "c.npy")
    assert not (tmp_path / "sprung").exists()


def test_bombs_do_not_go_off(tmp_path: Path) -> None:
    def header(shape: tuple[int, ...]) -> bytes:
        buffer = io.BytesIO()
        np.lib.format.write_array_header_1_0(
            buffer, {"descr": "|u1", "fortran_order": False, "shape": shape}
        )
        return buffer.getvalue()

    many = header((10_000_000, 28, 28))
    with zipfile.ZipFile(tmp_path / "a.npz", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("images.npy", many + bytes(50_000_000))
    with gzip.open(tmp_path / "a.npy", "wb") as file:
        file.write(header((500_000, 28, 28)) + bytes(50_000_000))
    tracemalloc.start()
    try:
        refusal(tmp_path / "a.npz")
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()
    refusal(tmp_path / "a.npy")


def test_rows_with_a_label_in_them_say_so(tmp_path: Path) -> None:
    np.save(tmp_path / "train.npy", np.zeros((10, 785)))
    assert "label before or after 784 pixels" in refusal(tmp_path / "train.npy")


def test_pictures_that_may_lie_the_other_way_round_are_told(tmp_path: Path) -> None:
    np.save(tmp_path / "matlab.npy", np.zeros((28, 28, 50)))
    notes = open_images(tmp_path / "matlab.npy").facts.notes
    assert any("if there are 50 of 28 x 28" in note for note in notes)


def packed(**arrays: Any) -> bytes:
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    return buffer.getvalue()


WHOLE = packed(x_train=SQUARE, y_train=np.arange(7))


@given(
    st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=5),
    st.integers(0, len(WHOLE)),
    st.sampled_from(["npz", "npy", "dat"]),
)
def test_damaged_archives_are_read_or_refused(
    accidents: list[tuple[int, int]], end: int, suffix: str
) -> None:
    content = bytearray(WHOLE)
    for place, value in accidents:
        content[place] = value
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a.{suffix}"
        path.write_bytes(content[:end] if end % 3 == 0 else content)
        with suppress(DataError, ArchiveError):
            inspect_file(path)


@st.composite
def written(draw: st.DrawFn) -> tuple[str, bytes, Array]:
    """A file's suffix and content, and the levels that are meant by it."""
    side = draw(st.integers(8, 12))
    count = draw(st.integers(1, 20).filter(lambda n: n != side * side))
    top = draw(st.sampled_from([1, 15, 16, 31, 255, 1023, 4095, 16_383, 65_535]))
    seed = draw(st.integers(0, 1000))
    values: Array = np.random.default_rng(seed).integers(0, top + 1, size=(count, side, side))
    values[0, 0, :2] = 0, top
    meant = expected(values, top)
    way = draw(st.sampled_from(["whole", "fraction", "signed"]))
    if way == "whole":
        kinds = ["?", "u1", "i1", ">i2", ">i4", "u2", "i8", ">f4", ">f8", "f4"]
        holds = {"?": 1, "u1": 255, "i1": 127, ">i2": 32_767}
        kind = draw(st.sampled_from([k for k in kinds if holds.get(k, top) >= top]))
    else:
        kind = draw(st.sampled_from(["f4", "f8", ">f4", ">f8"]))
        values = values / top if way == "fraction" else values * 2 / top - 1
    shape = draw(st.sampled_from([(side, side), (side, side, 1), (1, side, side), (side * side,)]))
    array = values.astype(kind).reshape(count, *shape)
    form = draw(st.sampled_from(["npy", "npz", "idx"]))
    if form == "idx" and kind in IDX_TYPES:
        content = idx(array)
    else:
        form = "npz" if form == "npz" else "npy"
        buffer = io.BytesIO()
        if form == "npz":
            named: dict[str, Any] = {draw(st.sampled_from(["x", "images", "any"])): array}
            np.savez_compressed(buffer, **named)
        else:
            np.save(buffer, array)
        content = buffer.getvalue()
    if draw(st.booleans()):
        content = gzip.compress(content)
    # What is in it says what it is: the name may be any.
    return draw(st.sampled_from([form, "gz", "dat"])), content, meant


@given(written())
def test_no_array_is_read_wrongly(file: tuple[str, bytes, Array]) -> None:
    suffix, content, meant = file
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"set.{suffix}"
        path.write_bytes(content)
        read = open_images(path)
    np.testing.assert_array_equal(read.image_set.images, meant)
    assert (read.facts.minimum, read.facts.maximum) == (0, 255)
