"""What a file is, its content says."""

from __future__ import annotations

import bz2
import gzip
import io
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from ganlab.data.files.file_kind import FileKind, array_kind, file_kind
from ganlab.data.points import decode, read_points
from ganlab.experiment import Experiment
from ganlab.lab.files.archive import Run, load_any, save_run


def npy(*shape: int) -> bytes:
    """A NumPy file of zeros."""
    buffer = io.BytesIO()
    np.save(buffer, np.zeros(shape))
    return buffer.getvalue()


def npz(**arrays: tuple[int, ...]) -> bytes:
    """An archive of zeros."""
    buffer = io.BytesIO()
    contents: dict[str, Any] = {name: np.zeros(shape) for name, shape in arrays.items()}
    np.savez(buffer, **contents)
    return buffer.getvalue()


def png() -> bytes:
    """A picture."""
    buffer = io.BytesIO()
    Image.new("L", (8, 8)).save(buffer, "PNG")
    return buffer.getvalue()


def zipped(name: str, text: str = "x") -> bytes:
    """A zip with one member."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, text)
    return buffer.getvalue()


def tarred() -> bytes:
    """A folder with one picture, packed as Unix does."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        member = tarfile.TarInfo("pictures/1.png")
        member.size = len(png())
        archive.addfile(member, io.BytesIO(png()))
    return buffer.getvalue()


def run() -> bytes:
    """A run that has not been trained."""
    path = io.BytesIO()
    from ganlab.lab.files.archive import write_run

    write_run(path, Run.fresh(Experiment()))
    return path.getvalue()


def records() -> bytes:
    """Rows with named fields of different types, as NumPy keeps them."""
    file = io.BytesIO()
    np.save(file, np.zeros(3, dtype=[("x", "f8"), ("n", "i4")]))
    return file.getvalue()


CONTENTS = {
    FileKind.RUN: [run()],
    FileKind.EXPERIMENT: [Experiment().to_json().encode(), b'\xef\xbb\xbf \n{"seed": 1}'],
    FileKind.TABLE: [
        *(b"1,2\n", "x;y\n1;2\n".encode("utf-16")),
        *(b"nothing of the kind", b"BMI;age\n22,5;30\n", b"P1 P2\n1 2\n"),
        b"[m];[s]\n1;2\n",
    ],
    FileKind.POINTS: [
        *(npy(5, 2), npz(points=(5, 2)), npz(X=(5, 2), y=(5,))),
        *(npz(x=(5,), y=(5,)), npz(x=(5, 1), label=(5,), y=(5, 1))),
    ],
    FileKind.IMAGES: [
        npy(3, 28, 28),
        npy(3, 784),
        npy(3, 1, 8, 8),
        npz(x_train=(3, 8, 8), y_train=(3,)),
        b"\0\0\x08\x03" + bytes(12),
        b"\0\0\x0d\x03" + bytes(12),
    ],
    FileKind.LABELS: [b"\0\0\x08\x01" + bytes(4), npy(3)],
    FileKind.RECORDS: [records(), zipped("archive/data.pkl")],
    FileKind.LIST: [
        *(b"[[1.5, 2], [3, 4]]", b'[{"x": 1, "y": 2}]', b"[[1.  2. ]\n [3.  4. ]]\n"),
        b'{"x": 1, "y": 2}\n{"x": 3, "y": 4}\n',
    ],
    FileKind.PICTURE: [
        png(),
        b"\xff\xd8\xff\xe0" + bytes(8),
        b"P5\n# grey\n8 8\n255\n" + bytes(64),
    ],
    FileKind.WORKBOOK: [
        *(zipped("xl/workbook.xml"), zipped("Index/Document.iwa")),
        zipped("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        b"\xd0\xcf\x11\xe0" + bytes(8),
    ],
    FileKind.PACKED: [tarred(), bz2.compress(b"1,2\n3,4\n"), b"7z\xbc\xaf\x27\x1c" + bytes(8)],
}
NAMES = [
    "train-images-idx3-ubyte.ganlab",
    "points_idx.csv",
    "labels.json",
    "MNIST.npy",
    "x",
    "a.b.png",
    "run.ganlab.gz",
]


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("kind", CONTENTS)
def test_content_decides_and_no_name(kind: FileKind, packed: bool, tmp_path: Path) -> None:
    for content in CONTENTS[kind]:
        for name in NAMES:
            path = tmp_path / name
            path.write_bytes(gzip.compress(content) if packed else content)
            assert file_kind(path) is kind, (name, content[:20])


def test_where_the_content_says_nothing_the_suffix_does(tmp_path: Path) -> None:
    for name, kind in {
        "a.ganlab": FileKind.RUN,
        "a.json": FileKind.EXPERIMENT,
        "a.csv": FileKind.TABLE,
        "a.csv.gz": FileKind.TABLE,
        "idx-ubyte": FileKind.OTHER,
    }.items():
        (tmp_path / name).write_bytes(b"")
        assert file_kind(tmp_path / name) is kind
        (tmp_path / name).write_bytes(b"\x01\x00\x02\x00\x00\x03")
        assert file_kind(tmp_path / name) is kind


def test_a_zipped_folder_is_to_be_unpacked(tmp_path: Path) -> None:
    """Unless it is called a run: then it is a run that lost its parts."""
    for name, kind in {"pictures.zip": FileKind.PACKED, "a.ganlab": FileKind.RUN}.items():
        (tmp_path / name).write_bytes(zipped("pictures/1.png"))
        assert file_kind(tmp_path / name) is kind


def test_folders_and_what_is_not_there(tmp_path: Path) -> None:
    assert file_kind(tmp_path) is FileKind.IMAGES
    assert file_kind(tmp_path / "gone.csv") is FileKind.MISSING


def test_shapes() -> None:
    for shape in ((5, 2), (5, 3), (2, 2), (5, 50)):
        assert array_kind(shape) is FileKind.POINTS
    images: list[tuple[int, ...]] = [(5, 64), (5, 784), (5, 28, 28), (5, 28, 28, 1)]
    for image_shape in images:
        assert array_kind(image_shape) is FileKind.IMAGES


def test_a_run_reopens_under_any_name(tmp_path: Path) -> None:
    for name in ("train-images-idx3-ubyte.ganlab", "mnist v1.5", "run.json"):
        save_run(tmp_path / name, Run.fresh(Experiment(seed=7)))
        assert load_any(tmp_path / name).experiment.seed == 7
        packed = tmp_path / f"{name}.gz"
        packed.write_bytes(gzip.compress((tmp_path / name).read_bytes()))
        assert load_any(packed).experiment.seed == 7


@pytest.mark.parametrize("name", ["points_idx.csv", "points.csv.gz", "ubyte.npy", "a.json"])
def test_points_are_read_under_any_name(name: str, tmp_path: Path) -> None:
    buffer = io.BytesIO()
    np.save(buffer, np.array([[1.5, 2.0], [3.0, 4.0]]))
    for content in (b"x;y\n1,5;2\n3;4\n", buffer.getvalue()):
        for packed in (content, gzip.compress(content)):
            (tmp_path / name).write_bytes(packed)
            found = decode(read_points(tmp_path / name))
            np.testing.assert_array_equal(found, [[1.5, 2], [3, 4]])


@given(st.binary(max_size=300), st.sampled_from(NAMES), st.booleans())
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_of_some_kind(
    tmp_path: Path, content: bytes, name: str, packed: bool
) -> None:
    (tmp_path / name).write_bytes(gzip.compress(content) if packed else content)
    assert file_kind(tmp_path / name) in FileKind
