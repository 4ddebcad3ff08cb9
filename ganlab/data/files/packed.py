"""The bytes of a file, gzipped or not."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from ganlab.data.errors import DataError

GZIP = b"\x1f\x8b"
_PACKED_HEAD = 8192


def read_head(path: Path, most: int) -> bytes:
    """The first bytes of what is in a file, unpacked as far as it can be; raises OSError."""
    with path.open("rb") as file:
        head = file.read(max(most, _PACKED_HEAD))  # what is packed has a heading of its own
    if not head.startswith(GZIP):
        return head[:most]
    unpacker = zlib.decompressobj(wbits=31)
    try:
        return unpacker.decompress(head, most)
    except zlib.error:
        return b""


@contextmanager
def open_unpacked(path: Path, most: int) -> Iterator[BinaryIO]:
    """A file to be read, seekable; what is gzipped is unpacked into memory, at most `most` bytes.

    Raises DataError, the reason alone, where it cannot be; OSError.
    """
    with path.open("rb") as file:
        packed = file.read(len(GZIP)) == GZIP
        file.seek(0)
        yield BytesIO(_unpacked(file, most)) if packed else file


def read_unpacked(path: Path, most: int) -> bytes:
    """All bytes of what is in a file, at most `most` of them; raises DataError or OSError, as
    above."""
    with open_unpacked(path, most) as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise DataError(f"it holds more than {most // 10**6:,} MB.")
    return content


def _unpacked(file: BinaryIO, most: int) -> bytes:
    try:
        content = gzip.GzipFile(fileobj=file).read(most + 1)
    except EOFError:
        raise DataError("it is not complete: it ends too early.") from None
    except (zlib.error, gzip.BadGzipFile):
        raise DataError("it is damaged: it cannot be unpacked.") from None
    if len(content) > most:
        raise DataError(f"it holds more than {most // 10**6:,} MB.")
    return content
