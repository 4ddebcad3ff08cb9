"""Writes a trained generator in a format, or in all of them with a README and a card."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ganlab.atomic import plain_words
from ganlab.export.generator.folder import new_folder
from ganlab.export.generator.parts import Parts, file_part, folder_parts
from ganlab.export.generator.request import (
    Exported,
    ExportError,
    Format,
    files_of,
    is_file,
)
from ganlab.export.generator.trained import Trained
from ganlab.interruptible import Asked, ProgressCallback, check, never, silent


def write_generator(
    trained: Trained,
    path: Path,
    format: Format,
    seed: int = 1,
    progress: ProgressCallback = silent,
    cancelled: Asked = never,
) -> Exported:
    """Write a trained generator to `path`.

    :param path: a file, for a format that is one; else a folder, new or empty.
    :param seed: of the pictures.
    :param progress: called with how many parts are written, and of how many.

    Raises ExportError in the person's words, or Cancelled; nothing is then left behind.
    """
    with _said(path):
        if is_file(path):
            differences = _write(file_part(path, format, trained), progress, cancelled)
            return Exported(files_of(path, format), differences)
        with new_folder(path) as folder:
            parts = folder_parts(folder, format, trained, seed, cancelled)
            differences = _write(parts, progress, cancelled)
            check(cancelled)
            names = sorted(p.relative_to(folder) for p in folder.rglob("*") if p.is_file())
    return Exported(tuple(path / name for name in names), differences)


def _write(parts: Parts, progress: ProgressCallback, cancelled: Asked) -> dict[str, float]:
    differences: dict[str, float] = {}
    for i, (path, part) in enumerate(parts.items()):
        check(cancelled)
        progress(i, len(parts))
        difference = part()
        if difference is not None:
            differences[path.name] = difference
    progress(len(parts), len(parts))
    return differences


@contextmanager
def _said(path: Path) -> Iterator[None]:
    """The system's refusals as one sentence."""
    try:
        yield
    except OSError as error:
        raise ExportError(f"{path.name} could not be written: {plain_words(error)}.") from error
