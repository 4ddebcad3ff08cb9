"""What kind of file images are in: its content says, its suffix only where content cannot."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ganlab.data.images.archive import Archive
from ganlab.data.images.arrays import NPY_MAGIC, open_array
from ganlab.data.images.idx import read_values
from ganlab.data.images.pictures import SUFFIXES

Kind = Literal["idx", "npy", "npz", "picture"]

_START = 12
_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")


def kind_of(path: Path) -> Kind:
    """The kind of a file; "idx" for what is none of these. Raises OSError."""
    with path.open("rb") as file:
        start = file.read(_START)
    if start.startswith(_GZIP):
        try:
            with gzip.open(path) as packed:
                start = packed.read(_START)
        except (EOFError, zlib.error, gzip.BadGzipFile):
            start = b""
    if start.startswith(NPY_MAGIC):
        return "npy"
    if start.startswith(_ZIP):
        return "npz"
    if start.startswith(_PICTURES) or (start[:4] == b"RIFF" and start[8:] == b"WEBP"):
        return "picture"
    if start.startswith(b"\0\0"):
        return "idx"
    name = path.name.lower().removesuffix(".gz")
    if name.endswith((".npy", ".npz")):
        return "npz" if name.endswith(".npz") else "npy"
    return "picture" if path.suffix.lower() in SUFFIXES else "idx"


def open_file(path: Path) -> NDArray[np.generic]:
    """The one array in a file; raises UnreadableImages or OSError."""
    kind = kind_of(path)
    if kind == "npz":
        return Archive(path).only()
    return open_array(path) if kind == "npy" else read_values(path)
