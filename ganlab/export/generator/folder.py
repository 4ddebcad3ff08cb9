"""A folder that is there whole or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ganlab.export.generator.request import ExportError


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """A folder to fill, which becomes `path` when the block ends well, and else is removed.

    Raises ExportError where something is there already: nobody's files are replaced or mixed
    with. An empty folder may be there.
    """
    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_dir():
        raise ExportError(f"{path.name} is a file; name a folder.")
    if target.is_dir() and any(target.iterdir()):
        raise ExportError(f"The folder {path.name} is not empty; name a new one.")
    temporary = target.with_name(f".ganlab-{secrets.token_hex(8)}.part")
    try:
        temporary.mkdir()
        yield temporary
        if target.is_dir():
            target.rmdir()  # a rename over an empty folder is not for every system
        os.replace(temporary, target)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
