"""Writing a file so that a crash or a full disk never costs the old one."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ganlab.parts import open_part, sweep

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
_NO_ROOM = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
"""With these, writing in place would cost the old file."""
_TRIED_BYTES = 65_536
"""What has to fit on the disk before any work is begun."""


def plain_words(error: OSError) -> str:
    """Why the system refused, in a person's words."""
    return _WORDS.get(error.errno or 0) or error.strerror or str(error) or type(error).__name__


@contextmanager
def atomic_write(path: Path) -> Iterator[BinaryIO]:
    """A binary file that takes the place of `path` when the block ends well, and only then.

    Written beside it, forced to the disk, then renamed over it. When the block raises, or the
    disk does (OSError), the old file is as it was and nothing is left beside it. A link keeps
    pointing at the file, and the file keeps its permissions. Where the folder takes no new files,
    a file that may be written to is filled in place, once all of it is there.
    """
    target = Path(os.path.realpath(path))
    existing = _is_writable_file(target)
    sweep(target.parent)
    try:
        temporary, file = open_part(target.parent)
    except OSError as error:
        if not existing or error.errno in _NO_ROOM:
            raise
        with tempfile.TemporaryFile() as elsewhere:
            yield elsewhere
            elsewhere.flush()
            elsewhere.seek(0)
            _fill(target, elsewhere)
        return
    try:
        with file:
            yield file
            file.flush()
            os.fsync(file.fileno())
            if existing:
                with contextlib.suppress(OSError):  # not every file system knows permissions
                    shutil.copymode(target, temporary)
            if sys.platform == "win32":
                file.close()  # an open file cannot be renamed there
            _put(temporary, target, existing)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def try_writing(path: Path) -> None:
    """Find out whether `atomic_write` could write to `path`; raises OSError. Changes nothing."""
    target = Path(os.path.realpath(path))
    existing = _is_writable_file(target)
    sweep(target.parent)
    try:
        if not existing:  # its own name may be one that the system does not take
            target.open("xb").close()
            target.unlink()
        temporary, file = open_part(target.parent)
    except OSError as error:
        if not existing or error.errno in _NO_ROOM:
            raise
        return
    try:
        with file:
            file.write(bytes(_TRIED_BYTES))
            file.flush()
            os.fsync(file.fileno())
    finally:
        temporary.unlink()


def _is_writable_file(path: Path) -> bool:
    """Whether there is such a file. Raises OSError where a rename would replace what is no file
    at all, such as a device, or one that was made read-only."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return False
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    # Whoever may do all is told by the file itself that it is not to be written to.
    if not stat.S_ISREG(mode) or not mode & 0o222 or not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    return True


def _put(temporary: Path, target: Path, existing: bool) -> None:
    """Rename it; where that is not allowed, as over a mounted file, fill the one there is."""
    try:
        os.replace(temporary, target)
    except OSError:
        if not existing:
            raise
        with temporary.open("rb") as content:
            _fill(target, content)
        temporary.unlink()


def _fill(target: Path, content: BinaryIO) -> None:
    """Write over a file in its place. What was in it is put back if the disk refuses."""
    with target.open("r+b") as file, tempfile.TemporaryFile() as old:
        shutil.copyfileobj(file, old)
        try:
            _write_over(file, content)
        except OSError:
            old.seek(0)
            with contextlib.suppress(OSError):
                _write_over(file, old)
            raise


def _write_over(file: BinaryIO, content: BinaryIO) -> None:
    file.seek(0)
    shutil.copyfileobj(content, file)
    file.truncate()
    file.flush()
    os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make the rename itself last. Windows cannot open a folder, and has no need to."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
