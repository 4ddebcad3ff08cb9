"""NumPy's `.npy` arrays, gzipped or not. A pickle is never read."""

from __future__ import annotations

import gzip
import zlib
from io import BytesIO
from pathlib import Path
from typing import IO

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from ganlab.data.errors import UnreadableImages
from ganlab.data.files.packed import GZIP
from ganlab.data.images.limits import MOST_BYTES

_TYPES = "biufUS"
"""Kinds of values: truth, whole and real numbers, and words for labels."""


class PythonObjects(UnreadableImages):
    """An array of objects, which only a pickle can bring: it is never opened."""


def open_array(path: Path) -> NDArray[np.generic]:
    """The array in a file, mapped: a header that claims too much takes no memory.

    Raises UnreadableImages, the reason alone, or OSError.
    """
    with path.open("rb") as file:
        if file.read(len(GZIP)) == GZIP:
            return _unpacked(path)
    try:
        array: NDArray[np.generic] = npy.open_memmap(path, mode="r")
    except OSError:
        raise
    except Exception as error:  # a damaged header can be any literal, so almost anything is raised
        raise _refused(error) from None
    return checked(array)


def read_array(stream: IO[bytes], room: int) -> NDArray[np.generic]:
    """The array in an open stream that has at most `room` bytes; raises UnreadableImages."""
    shape, kind = read_header(stream)
    count = int(np.prod(shape, dtype=object)) if shape else 1
    if count * kind.itemsize > min(room, MOST_BYTES):
        raise UnreadableImages(
            f"it announces {' x '.join(f'{side:,}' for side in shape)} numbers of {kind.itemsize} "
            f"bytes; at most {MOST_BYTES:,} bytes are read, and no more than there are."
        )
    stream.seek(0)
    try:
        array: NDArray[np.generic] = npy.read_array(stream, allow_pickle=False)
    except (OSError, EOFError, zlib.error):
        raise
    except Exception as error:
        raise _refused(error) from None
    return checked(array)


def read_header(stream: IO[bytes]) -> tuple[tuple[int, ...], np.dtype[np.generic]]:
    """Shape and type out of an array's first bytes; raises UnreadableImages."""
    try:
        version = npy.read_magic(stream)
        read = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
        shape, _, kind = read(stream)
    except (OSError, EOFError, zlib.error):
        raise
    except Exception as error:
        raise _refused(error) from None
    if kind.hasobject:
        raise _refused(ValueError("Object arrays cannot be loaded"))
    return shape, kind


def checked(array: NDArray[np.generic]) -> NDArray[np.generic]:
    """The array itself if it holds numbers or words; raises UnreadableImages."""
    if array.dtype.kind not in _TYPES:
        raise UnreadableImages("it is no NumPy array of real numbers.")
    return array


def _unpacked(path: Path) -> NDArray[np.generic]:
    with gzip.open(path) as packed:
        try:
            content = packed.read(MOST_BYTES + 1)
        except (EOFError, zlib.error, gzip.BadGzipFile):
            raise UnreadableImages("it is damaged: it cannot be unpacked.") from None
    if len(content) > MOST_BYTES:
        raise UnreadableImages(f"it has more than {MOST_BYTES:,} bytes when unpacked.")
    return read_array(BytesIO(content), len(content))


def _refused(error: Exception) -> UnreadableImages:
    if "object arrays" in str(error).lower() or "python objects" in str(error).lower():
        return PythonObjects(
            "it holds Python objects, which are never opened; save numbers or text instead."
        )
    return UnreadableImages("it is no NumPy array of numbers, or damaged.")
