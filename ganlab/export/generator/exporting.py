"""Writes a trained generator in a format, or in all of them with a README and a card."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from ganlab.atomic import plain_words
from ganlab.experiment import Experiment
from ganlab.export.generator.folder import new_folder
from ganlab.export.generator.parts import Parts, file_part, folder_parts
from ganlab.export.generator.request import (
    Exported,
    ExportError,
    Format,
    Request,
    files_of,
    format_of,
    is_file,
)
from ganlab.export.generator.trained import rebuild
from ganlab.gan.saving.checkpoint import Checkpoint
from ganlab.interruptible import Asked, ProgressCallback, check, never, silent


def export_generator(
    experiment: Experiment,
    checkpoint: Checkpoint | None,
    path: Path,
    format: Format | None = None,
    seed: int = 1,
    metrics: Mapping[str, float] | None = None,
    progress: ProgressCallback = silent,
    cancelled: Asked = never,
) -> Exported:
    """Write the generator of a run (its moving average, if it has one) to `path`.

    :param path: a file, for a format that is one; else a folder, new or empty.
    :param format: None: what the name stands for, see `format_of`.
    :param seed: of the pictures.
    :param metrics: how good the generator is, if that was measured; goes into files and card.
    :param progress: called with how many parts are written, and of how many.

    Raises ExportError in the person's words, or Cancelled; nothing is then left behind.
    """
    chosen = format or format_of(path)
    trained = rebuild(experiment, checkpoint, metrics)
    with _said(path):
        if is_file(path):
            differences = _write(file_part(path, chosen, trained), progress, cancelled)
            return Exported(files_of(path, chosen), differences)
        with new_folder(path) as folder:
            parts = folder_parts(folder, chosen, trained, seed, cancelled)
            differences = _write(parts, progress, cancelled)
            check(cancelled)
            names = sorted(p.relative_to(folder) for p in folder.rglob("*") if p.is_file())
    return Exported(tuple(path / name for name in names), differences)


def export_as_asked(request: Request, progress: ProgressCallback, cancelled: Asked) -> Exported:
    """`export_generator` as the work of a job."""
    return export_generator(
        request.experiment,
        request.checkpoint,
        request.path,
        request.format,
        request.seed,
        request.metrics,
        progress,
        cancelled,
    )


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
