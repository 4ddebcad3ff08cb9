"""IDX files, whole and damaged: an array or one sentence, and never much memory."""

from __future__ import annotations

import gzip
import hashlib
import re
import struct
import tempfile
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ganlab.assets import resource_path
from ganlab.data.errors import UnreadableImages
from ganlab.data.images import ImageSet, read_images
from ganlab.data.images.formats.idx import read_idx

PUBLISHED = "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"
PIXELS = np.random.default_rng(0).integers(256, size=(5, 8, 9), dtype=np.uint8)


def header(*shape: int, kind: int = 8) -> bytes:
    """The first bytes of an IDX file of this shape."""
    return bytes([0, 0, kind, len(shape)]) + struct.pack(f">{len(shape)}I", *shape)


WHOLE = header(*PIXELS.shape) + PIXELS.tobytes()
FORMS = [WHOLE, gzip.compress(WHOLE, mtime=0)]


def refusal(path: Path) -> str:
    """The sentence with which a file is refused."""
    with pytest.raises(UnreadableImages) as caught:
        read_idx(path)
    text = str(caught.value)
    assert path.name in text
    assert text.endswith(".")
    assert "\n" not in text
    return text


def test_the_training_images_are_the_published_ones() -> None:
    content = read_idx(resource_path("mnist", "train-images-idx3-ubyte.gz"))
    assert hashlib.sha256(header(*content.shape) + content.tobytes()).hexdigest() == PUBLISHED
    assert PUBLISHED in resource_path("mnist", "NOTICE").read_text(encoding="utf-8")


@pytest.mark.parametrize("content", FORMS, ids=["plain", "gzipped"])
@pytest.mark.parametrize("name", ["images", "images.gz"])
def test_it_is_the_content_that_says_whether_it_is_gzipped(
    content: bytes, name: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    np.testing.assert_array_equal(read_idx(path), PIXELS)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "no IDX file"),
        (b"\0\0\x08", "no IDX file"),
        (b"a,b\n1,2\n", "no IDX file"),
        (b"\x89PNG\r\n\x1a\n", "no IDX file"),
        (header(5, 8, 9, kind=10) + bytes(5 * 8 * 9 * 4), "type 10"),
        (header() + bytes(10), "0 dimensions"),
        (header(1, 1, 1, 8, 9) + bytes(72), "5 dimensions"),
        (header(5, 8, 9)[:-1], "ends too early"),
        (WHOLE[:-1], "ends too early"),
        (WHOLE + b"\0", "longer than the 5 x 8 x 9 bytes"),
        (header(0, 28, 28), "nothing in it"),
        (header(2**31, 28, 28), "at most 600,000,000 bytes"),
        (header(2**32 - 1, 2**32 - 1, 2**32 - 1), "at most 600,000,000 bytes"),
    ],
)
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzipped"])
def test_what_is_wrong_is_said(content: bytes, why: str, pack: type[bytes], tmp_path: Path) -> None:
    path = tmp_path / "digits-idx3-ubyte"
    path.write_bytes(pack(content))
    assert why in refusal(path)


def test_a_gzip_file_that_is_damaged_says_so(tmp_path: Path) -> None:
    path = tmp_path / "digits.gz"
    whole = gzip.compress(WHOLE)
    path.write_bytes(whole[:-3])
    assert "ends too early" in refusal(path)
    path.write_bytes(whole[:-8] + bytes(8))  # another checksum
    assert "cannot be unpacked" in refusal(path)
    path.write_bytes(whole + b"more")
    assert "cannot be unpacked" in refusal(path)


def test_what_is_no_file_says_so(tmp_path: Path) -> None:
    assert re.match("There is no file '.*gone'", refusal(tmp_path / "gone"))
    assert "no file" in refusal(tmp_path)


@pytest.mark.parametrize(
    ("announced", "why"),
    [((60, 28, 28), "longer than"), ((700_000, 28, 28), "ends too early"), ((60_000,), "longer")],
)
def test_a_bomb_does_not_go_off(announced: tuple[int, ...], why: str, tmp_path: Path) -> None:
    path = tmp_path / "bomb.gz"
    path.write_bytes(gzip.compress(header(*announced) + bytes(100_000_000), compresslevel=1))
    if why == "ends too early":  # so short a file cannot hold what it announces
        path.write_bytes(gzip.compress(header(*announced) + bytes(100_000)))
    tracemalloc.start()
    try:
        assert why in refusal(path)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A small valid file after some accidents."""
    content = bytearray(draw(st.sampled_from(FORMS)))
    for _ in range(draw(st.integers(0, 3))):
        content[draw(st.integers(0, len(content) - 1))] = draw(st.integers(0, 255))
    for _ in range(draw(st.integers(0, 3))):  # the first bytes decide most
        content[draw(st.integers(0, 20))] = draw(st.integers(0, 255))
    end = draw(st.sampled_from(["as it is", "cut", "longer"]))
    if end == "cut":
        del content[draw(st.integers(0, len(content))) :]
    if end == "longer":
        content += draw(st.binary(min_size=1, max_size=50))
    return bytes(content)


@given(damaged())
def test_a_damaged_file_is_read_or_refused_and_takes_little_memory(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "train-images-idx3-ubyte"
        path.write_bytes(WHOLE)
        read_images(path)  # what reading imports, the first time, is no part of it
        path.write_bytes(content)
        tracemalloc.start()
        found: ImageSet | None = None
        try:
            found = read_images(path)
        except UnreadableImages:
            pass
        finally:
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        assert found is None or found.images.size <= len(WHOLE)
        assert peak < 4_000_000
