"""From any file that a person has to a run: runs, experiments, tables, arrays and images. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ganlab.data.errors import UnreadableImages
from ganlab.data.files.file_kind import NOT_OPENED, POINT_KINDS, FileKind, file_kind
from ganlab.data.tables.options import NO_OPTIONS, TableOptions
from ganlab.data.tables.point_table import PointTable
from ganlab.experiment import Experiment, ImageData, PointsData
from ganlab.lab.files.archive import ArchiveError, Run, load_any
from ganlab.names import legible
from ganlab.presets import load_preset

PLANE_PRESET = "ring-8"
"""Whose recipe a game of a person's own points takes where there is none yet."""
IMAGE_PRESET = "mnist-dcgan"
"""Whose recipe a game of the plane takes when it becomes one with images."""
_MOST_NAME = 200


@dataclass(frozen=True)
class Opened:
    """What was in a file."""

    run: Run
    kind: FileKind
    notes: tuple[str, ...] = ()
    """What is to be said of how it was read, whole sentences."""


def open_file(path: Path, options: TableOptions = NO_OPTIONS) -> Opened:
    """The run in a file, or an untrained one of the experiment, the points or the images in it.

    Images are not read here: whoever makes the target reads them. Raises ArchiveError, or DataError
    (of it Ambiguous, where only a person can say how a table is to be read).
    """
    kind = file_kind(path)
    if kind in POINT_KINDS:
        from ganlab.data.tables.files import read_point_table

        table = read_point_table(path, options)
        run = Run.fresh(with_points(None, table, path, options))
        return Opened(run, kind, reading_notes(table, path, options))
    if kind is FileKind.IMAGES:
        return Opened(Run.fresh(with_images(load_preset(IMAGE_PRESET), path)), kind)
    if kind in NOT_OPENED:
        raise ArchiveError(f"this file is {kind}.")
    return Opened(load_any(path), kind)


def with_points(
    experiment: Experiment | None, table: PointTable, path: Path, options: TableOptions = NO_OPTIONS
) -> Experiment:
    """The experiment with a table's points; None: a preset's recipe. Raises UnreadablePoints."""
    from ganlab.data.points import points_of

    said: dict[str, object] = {"scaling": options.scaling}
    if options.leave_out_outliers:
        said["outliers"] = "leave-out"
    points: PointsData = points_of(table, path.name).model_copy(update=said)
    chosen = experiment or load_preset(PLANE_PRESET)
    return chosen.model_copy(update={"data": points, "name": title_of(path), "about": ""})


def with_images(experiment: Experiment, path: Path) -> Experiment:
    """The experiment with other images, or a preset's recipe with them and the present seed.

    Raises UnreadableImages for a path that no text can hold.
    """
    place = str(path.absolute())
    if not place.isascii() and "�" in legible(place) and "�" not in place:
        raise UnreadableImages(f"'{legible(place)}' holds bytes that are no UTF-8: rename it first")
    data = ImageData(path=place)
    if not experiment.data.imaged:
        experiment = load_preset(IMAGE_PRESET).model_copy(update={"seed": experiment.seed})
    return experiment.model_copy(update={"data": data, "name": title_of(path), "about": ""})


def title_of(path: Path) -> str:
    """What an experiment with the data of a file is called: its name without known endings."""
    name = path.name
    for suffix in (".gz", *_ENDINGS):
        if name.lower().endswith(suffix) and len(name) > len(suffix):
            name = name[: -len(suffix)]
    return legible(name)[:_MOST_NAME]


_ENDINGS = (".npy", ".npz", ".csv", ".tsv", ".tab", ".txt", ".dat")


def reading_notes(
    table: PointTable, path: Path, options: TableOptions = NO_OPTIONS
) -> tuple[str, ...]:
    """What a person should know of how a table was read: what was chosen, what was left out, and
    which points lie far from the rest."""
    from ganlab.data.outliers import name_outliers, outlying

    outliers = name_outliers(table.values, np.flatnonzero(outlying(table.values)), table.rows)
    left_out = [*table.left_out, *([outliers] if outliers and options.leave_out_outliers else [])]
    notes = []
    if left_out:
        x, y = table.names
        notes.append(f"{path.name}: x is {x}, y is {y}. Left out: {'; '.join(left_out)}.")
    if outliers and not options.leave_out_outliers:
        notes.append(f"{path.name}: {outliers}; scale, view and figures go by the rest.")
    return tuple(notes)
