"""Unfinished files and folders, `.ganlab-….part`, beside what they are to become.

Their writer holds them while it lives, so that the next one who writes there can tell what a crash
left behind, and removes it.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
import sys
import time
from pathlib import Path
from typing import BinaryIO

STALE_SECONDS = 3600
"""The age from which on a part is nobody's where the system cannot say whether it is held."""
_NAME = re.compile(r"\.ganlab-[0-9a-f]{16}\.part")

if sys.platform == "win32":

    def _hold(descriptor: int) -> bool | None:
        return None  # a held file could not be renamed there

else:
    import fcntl

    def _hold(descriptor: int) -> bool | None:
        """Whether it is ours now; None where the file system knows no locks."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return None
        return True


def new_name(folder: Path) -> Path:
    """A name for a part that nothing in the folder has."""
    return folder / f".ganlab-{secrets.token_hex(8)}.part"


def open_part(folder: Path) -> tuple[Path, BinaryIO]:
    """A new file, held until it is closed; raises OSError."""
    while True:
        path = new_name(folder)
        file = path.open("xb")
        if _hold(file.fileno()) is None or os.fstat(file.fileno()).st_nlink:
            return path, file
        file.close()  # somebody swept it in the moment before we held it


def make_part_folder(folder: Path) -> tuple[Path, int | None]:
    """A new folder in `folder`, and what holds it, to be closed; raises OSError."""
    path = new_name(folder)
    path.mkdir()
    if sys.platform == "win32":
        return path, None
    descriptor = os.open(path, os.O_RDONLY)
    _hold(descriptor)
    return path, descriptor


def sweep(folder: Path) -> None:
    """Remove the parts that nobody writes any more. Never raises."""
    with contextlib.suppress(OSError):
        with os.scandir(folder) as entries:
            left = [Path(entry.path) for entry in entries if _NAME.fullmatch(entry.name)]
        for path in left:
            with contextlib.suppress(OSError):
                _remove_if_stale(path)


def _remove_if_stale(path: Path) -> None:
    if path.is_symlink():
        return
    old = time.time() - path.stat().st_mtime > STALE_SECONDS
    if sys.platform == "win32":
        if old:
            _remove(path)
        return
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        free = _hold(descriptor)
        if free or (free is None and old):
            _remove(path)
    finally:
        os.close(descriptor)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink()
