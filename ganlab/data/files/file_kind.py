"""What a file is: its content says, its suffix only where the content cannot; never its name."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Mapping
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from ganlab.data.errors import DataError, UnreadablePoints
from ganlab.data.files.packed import open_unpacked, read_head
from ganlab.data.files.signatures import signature
from ganlab.data.tables.encoding import decode_text

HEAD = 8192
_MOST_ZIP = 600_000_000


class FileKind(StrEnum):
    """What can be done with a file; its text ends a sentence "this is ..."."""

    RUN = "a run of ganlab"
    EXPERIMENT = "an experiment"
    TABLE = "a table as text"
    POINTS = "an array of points"
    IMAGES = "a set of images"
    LABELS = "a row of numbers, such as labels; choose the file with the images or the points"
    PICTURE = "one picture; a set of images is a folder of them"
    LIST = "a list in brackets, such as JSON; save its points as CSV"
    RECORDS = "an array of records or of Python objects; save its numbers as columns"
    WORKBOOK = "a workbook, as of Excel; save its sheet as CSV"
    PACKED = "packed; unpack it and choose what was in it"
    OTHER = "no run, no experiment, no table and no set of images"
    MISSING = "no file that is there"


NOT_OPENED = frozenset(
    {FileKind.LABELS, FileKind.PICTURE, FileKind.LIST, FileKind.RECORDS, FileKind.WORKBOOK}
    | {FileKind.PACKED, FileKind.OTHER}
)
"""From which nothing can be learned."""
POINT_KINDS = frozenset({FileKind.TABLE, FileKind.POINTS})
DATA_KINDS = POINT_KINDS | {FileKind.IMAGES}
"""What is learned from."""
_LIST = re.compile(r"""\[\s*(?:[\[{"]|[-+.]?[0-9])""")
"""JSON, or NumPy's way to print; "[m];[s]" is a heading."""
_RECORDS = re.compile(r"\{[^\n]*\}\s*\n\s*\{")
"""JSON lines: an object on each."""
_UNREADABLE = (
    *(DataError, OSError, EOFError, ValueError, NotImplementedError, RuntimeError),
    *(zipfile.BadZipFile, zlib.error),
)
"""What unpacking a damaged archive raises."""
_SUFFIXES = {
    ".ganlab": FileKind.RUN,
    ".json": FileKind.EXPERIMENT,
    ".npz": FileKind.IMAGES,
    ".npy": FileKind.POINTS,
    ".csv": FileKind.TABLE,
    ".tsv": FileKind.TABLE,
    ".tab": FileKind.TABLE,
    ".txt": FileKind.TABLE,
    ".dat": FileKind.TABLE,
}


def file_kind(path: Path) -> FileKind:
    """What there is at a path, gzipped or not. A folder is a set of images."""
    try:
        if path.is_dir():
            return FileKind.IMAGES
        if not path.is_file():  # opening a pipe would wait for ever
            return FileKind.OTHER if path.exists() else FileKind.MISSING
        head = read_head(path, HEAD)
        return _by_content(path, head) or _by_suffix(path)
    except OSError:
        return _by_suffix(path)  # whoever opens it says why it cannot be


def array_kind(shape: tuple[int, ...]) -> FileKind:
    """What an array of this shape holds: images whole or as rows of pixels, or else points.

    Rows as long as those of the smallest images are of pixels; whoever reads them says what is
    wrong where they are no square.
    """
    from ganlab.data.images.limits import SMALLEST  # here: a window need not load the readers

    if len(shape) == 1:
        return FileKind.LABELS
    rows_of_pixels = len(shape) == 2 and shape[1] >= SMALLEST**2
    return FileKind.IMAGES if len(shape) > 2 or rows_of_pixels else FileKind.POINTS


def pair_of_rows(shapes: Mapping[str, tuple[int, ...]]) -> tuple[str, str] | None:
    """The names of two arrays x and y, one number for each point, among arrays of these shapes."""
    for x in (name for name in shapes if name.lower() == "x"):
        y = "Y" if x == "X" and "Y" in shapes else "y"
        rows = shapes[x][:1]
        if y in shapes and rows and {shapes[x], shapes[y]} <= {rows, (*rows, 1)}:
            return x, y
    return None


def _by_suffix(path: Path) -> FileKind:
    suffixes = [suffix.lower() for suffix in path.suffixes if suffix.lower() != ".gz"]
    return _SUFFIXES.get(suffixes[-1], FileKind.OTHER) if suffixes else FileKind.OTHER


def _by_content(path: Path, head: bytes) -> FileKind | None:
    """None where the content does not say."""
    match signature(head):
        case "zip":
            return _zipped(path)
        case "npy":
            return _array(BytesIO(head))
        case "picture":
            return FileKind.PICTURE
        case "workbook":
            return FileKind.WORKBOOK
        case "packed":
            return FileKind.PACKED
        case "idx":
            return FileKind.LABELS if head[3] == 1 else FileKind.IMAGES
    return _text(head)


def _text(head: bytes) -> FileKind | None:
    if not head.strip():
        return None
    try:
        text, _ = decode_text(head[: len(head) // 4 * 4] if len(head) == HEAD else head)
    except UnreadablePoints:
        return None
    text = text.lstrip()
    if _LIST.match(text) or _RECORDS.match(text):
        return FileKind.LIST
    if any(c < " " and c not in "\t\r\n\f\x1a" for c in text):
        return None
    return FileKind.EXPERIMENT if text.startswith("{") else FileKind.TABLE


def _array(file: BinaryIO) -> FileKind | None:
    header = _header(file)
    return None if header is None else _of_header(*header)


def _of_header(shape: tuple[int, ...], kind: str) -> FileKind:
    return FileKind.RECORDS if kind in "OV" else array_kind(shape)


def _header(file: BinaryIO) -> tuple[tuple[int, ...], str] | None:
    """Shape and kind of values of an array; None where it is none."""
    from numpy.lib import format as npy

    try:
        version = npy.read_magic(file)
        read = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
        shape, _, dtype = read(file)
        return shape, dtype.kind
    except Exception:  # a damaged header can be any Python literal, so almost anything is raised
        return None


def _zipped(path: Path) -> FileKind | None:
    try:
        with open_unpacked(path, _MOST_ZIP) as file, zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            if "manifest.json" in names:
                return FileKind.RUN
            if _is_workbook(archive, names):
                return FileKind.WORKBOOK
            if any(name.endswith("/data.pkl") for name in names):  # of torch
                return FileKind.RECORDS
            arrays = [name for name in names if name.endswith(".npy")]
            if not arrays and _by_suffix(path) is FileKind.OTHER:
                return FileKind.PACKED
            found = {name: _member(archive, name) for name in arrays[:50]}
    except _UNREADABLE:
        return None
    headers = {name.removesuffix(".npy"): header for name, header in found.items() if header}
    kinds = [_of_header(*header) for header in headers.values()]
    if FileKind.IMAGES in kinds:
        return FileKind.IMAGES
    shapes = {name: shape for name, (shape, kind) in headers.items() if kind in "fiu"}
    if FileKind.POINTS in kinds or pair_of_rows(shapes):
        return FileKind.POINTS
    return FileKind.IMAGES if found else None


def _is_workbook(archive: zipfile.ZipFile, names: list[str]) -> bool:
    """Of Excel, of LibreOffice, of Numbers."""
    if any(name.startswith("xl/") or name.endswith(".iwa") for name in names):
        return True
    if "mimetype" not in names:
        return False
    with archive.open("mimetype") as member:
        return b"spreadsheet" in member.read(HEAD)


def _member(archive: zipfile.ZipFile, name: str) -> tuple[tuple[int, ...], str] | None:
    with archive.open(name) as member:
        return _header(BytesIO(member.read(HEAD)))
