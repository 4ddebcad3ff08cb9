"""Writing a file so that a crash or a full disk never costs the old one."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

_WORDS = {
    errno.ENOSPC: "the disk is full",
    errno.EACCES: "you have no permission to write or read there",
    errno.EPERM: "you have no permission to write or read there",
    errno.EROFS: "this disk cannot be written to",
    errno.ENOENT: "No such file or folder",
    errno.EISDIR: "this is a folder, not a file",
    errno.ENAMETOOLONG: "the name is too long",
}
if hasattr(errno, "EDQUOT"):  # not on Windows
    _WORDS[errno.EDQUOT] = "your share of the disk is used up"


def plain_words(error: OSError) -> str:
    """Why the system refused, in a person's words."""
    return _WORDS.get(error.errno or 0) or error.strerror or str(error) or type(error).__name__


@contextmanager
def atomic_write(path: Path) -> Iterator[BinaryIO]:
    """A binary file that takes the place of `path` when the block ends well, and only then.

    Written beside it, forced to the disk, then renamed over it. When the block raises, or the
    disk does (OSError), the old file is as it was and nothing is left beside it. A link keeps
    pointing at the file, and the file keeps its permissions.
    """
    target = Path(os.path.realpath(path))
    existing = target.exists()
    if existing:
        _require_writable_file(target)
    temporary = target.with_name(f".ganlab-{secrets.token_hex(8)}.part")
    try:
        with temporary.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if existing:
            shutil.copymode(target, temporary)
        os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def _require_writable_file(path: Path) -> None:
    """A rename would replace even a device or a file that was made read-only; refuse instead."""
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not path.is_file() or not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))


def _sync_folder(folder: Path) -> None:
    """Make the rename itself last. Windows cannot open a folder, and has no need to."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
