"""What kind of file images are in: its content says, its suffix only where content cannot."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ganlab.data.files.packed import read_head
from ganlab.data.files.signatures import HEAD, signature
from ganlab.data.images.formats.archive import Archive
from ganlab.data.images.formats.arrays import open_array
from ganlab.data.images.formats.idx import read_values
from ganlab.data.images.formats.pictures import SUFFIXES

Kind = Literal["idx", "npy", "npz", "picture"]


def kind_of(path: Path) -> Kind:
    """The kind of a file; "idx" for what is none of these. Raises OSError."""
    match signature(read_head(path, HEAD)):
        case "zip":
            return "npz"
        case "npy" | "idx" | "picture" as kind:
            return kind
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
