"""A folder that is there whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ganlab.export.generator.request import ExportError
from ganlab.parts import make_part_folder, sweep


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """A folder to fill, which becomes `path` when the block ends well, and else is removed.

    Raises ExportError where something is there already: nobody's files are replaced or mixed
    with. An empty folder may be there.
    """
    target = Path(os.path.realpath(path))
    temporary, held = _begin(path, target)
    try:
        yield temporary
        _put(temporary, target)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    finally:
        if held is not None:
            os.close(held)


def try_new_folder(path: Path) -> None:
    """Find out whether `new_folder` could make it. Raises ExportError or OSError; changes
    nothing."""
    target = Path(os.path.realpath(path))
    temporary, held = _begin(path, target)
    if held is not None:
        os.close(held)
    temporary.rmdir()
    if not target.exists():  # its own name may be one that the system does not take
        target.mkdir()
        target.rmdir()


def _begin(path: Path, target: Path) -> tuple[Path, int | None]:
    """The folder to fill, beside its place, or, where nothing can be made there, within."""
    there = target.is_dir()
    if target.exists() and not there:
        raise ExportError(f"{path.name} is a file; name a folder.")
    sweep(target.parent)
    if there:
        sweep(target)
        if any(target.iterdir()):
            raise ExportError(f"The folder {path.name} is not empty; name a new one.")
    try:
        return make_part_folder(target.parent)
    except OSError:
        if not there:
            raise
        return make_part_folder(target)


def _put(temporary: Path, target: Path) -> None:
    if temporary.parent != target and target.is_dir():
        with suppress(OSError):  # a folder that is mounted there stays, and is filled
            target.rmdir()  # a rename over an empty folder is not for every system
    if not target.exists():
        os.replace(temporary, target)
        return
    for part in temporary.iterdir():
        shutil.move(part, target / part.name)
    temporary.rmdir()
