"""The IDX format, in which MNIST and its relatives are kept, gzipped or not.

A file is two zero bytes, a byte for the type of number, a byte for the number of dimensions, the
dimensions as big-endian 32-bit numbers, and the values, big-endian too, last dimension fastest
(Y. LeCun, C. Cortes and C. Burges, "The MNIST database of handwritten digits").
"""

from __future__ import annotations

import gzip
import math
import os
import struct
import zlib
from io import BufferedIOBase
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ganlab.data.errors import UnreadableImages, naming
from ganlab.data.files.packed import GZIP
from ganlab.data.images.limits import MOST_BYTES

_MOST_GROWTH = 1032
"""Deflate's greatest: two bits stand for 258 bytes."""
_TYPES = {8: "u1", 9: "i1", 11: ">i2", 12: ">i4", 13: ">f4", 14: ">f8"}
"""Bytes without and with a sign, integers of two and four bytes, real numbers of four and eight."""
_MOST_DIMENSIONS = 4
_CHUNK = 1 << 20


def read_idx(path: Path, most_bytes: int = MOST_BYTES) -> NDArray[np.generic]:
    """As `read_values`, but what is wrong is a sentence with the file's name."""
    with naming(path):
        return read_values(path, most_bytes)


def read_values(path: Path, most_bytes: int = MOST_BYTES) -> NDArray[np.generic]:
    """Read an IDX file of any type of number with 1 to 4 dimensions, none of them 0.

    The header is held against `most_bytes` and against what a file of this length can hold before
    memory is taken, and no more is unpacked than it announces, so a decompression bomb does not go
    off. Raises UnreadableImages, the reason alone, or OSError.
    """
    with path.open("rb") as file:
        gzipped = file.read(len(GZIP)) == GZIP
        file.seek(0)
        room = os.fstat(file.fileno()).st_size * (_MOST_GROWTH if gzipped else 1)
        try:
            return _read(gzip.GzipFile(fileobj=file) if gzipped else file, room, most_bytes)
        except EOFError:
            raise UnreadableImages("it is not complete: it ends too early.") from None
        except (zlib.error, gzip.BadGzipFile):
            raise UnreadableImages("it is damaged: it cannot be unpacked.") from None


def _read(stream: BufferedIOBase, room: int, most_bytes: int) -> NDArray[np.generic]:
    """`room`: bytes that `stream` has at most. Raises EOFError where it ends too early."""
    kind, shape = _header(stream)
    count = math.prod(shape) * kind.itemsize
    numbers = "bytes" if kind.itemsize == 1 else f"numbers of {kind.itemsize} bytes"
    announced = f"{' x '.join(f'{size:,}' for size in shape)} {numbers}"
    if not count:
        raise UnreadableImages(f"there is nothing in it: it announces {announced}.")
    if count > most_bytes:
        raise UnreadableImages(f"it announces {announced}; at most {most_bytes:,} bytes are read.")
    if count > room:
        raise EOFError
    values = np.empty(count, dtype=np.uint8)
    done = 0
    while done < count:  # in pieces, because GzipFile copies each
        got = stream.readinto(values.data[done : done + _CHUNK])
        if not got:
            raise EOFError
        done += got
    if stream.read(1):  # which also has GzipFile compare its checksum
        raise UnreadableImages(f"it is longer than the {announced} that it announces.")
    return values.view(kind).reshape(shape)


def _header(stream: BufferedIOBase) -> tuple[np.dtype[np.generic], tuple[int, ...]]:
    """The type of the values and the dimensions."""
    start = stream.read(4)
    if len(start) < 4 or start[:2] != b"\0\0":
        raise UnreadableImages("it is no IDX file.")
    code, dimensions = start[2:]
    if code not in _TYPES:
        known = ", ".join(map(str, _TYPES))
        raise UnreadableImages(f"its values are of IDX type {code}; there are {known}.")
    if not 1 <= dimensions <= _MOST_DIMENSIONS:
        raise UnreadableImages(f"it has {dimensions} dimensions; images have 3 and labels have 1.")
    sizes = stream.read(4 * dimensions)
    if len(sizes) < 4 * dimensions:
        raise EOFError
    return np.dtype(_TYPES[code]), struct.unpack(f">{dimensions}I", sizes)
