"""A run that cannot be saved where it should be goes where it can."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from ganlab.lab.files.archive import ArchiveError, Run, save_run


def save_or_rescue(run: Run, path: Path) -> tuple[Path | None, str]:
    """Save to `path`, else to the current folder, else to the temporary one.

    Returns where the run is (None: nowhere), and why it is not at `path`, one sentence; "" if it
    is. Only `path` itself is ever replaced.
    """
    try:
        save_run(path, run)
    except ArchiveError as error:
        trouble = str(error)
    else:
        return path, ""
    for folder in _other_folders(path):
        other = _free_name(folder, path)
        with contextlib.suppress(ArchiveError, OSError):
            save_run(other, run)
            return other, trouble
    return None, trouble


def _other_folders(path: Path) -> Iterator[Path]:
    for find in (Path.cwd, tempfile.gettempdir):
        with contextlib.suppress(OSError):  # the current folder may be gone
            folder = Path(find())
            if folder != path.absolute().parent:
                yield folder


def _free_name(folder: Path, path: Path) -> Path:
    names = (path.name if i == 1 else f"{path.stem}-{i}{path.suffix}" for i in count(1))
    return next(folder / name for name in names if not (folder / name).exists())
