"""What is in a file and how it was read: for ``ganlab inspect`` and the window's preview. No Qt.

An inspection is frozen; `document` gives what ``--json`` prints, `words` the same for a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ganlab.data import make_target
from ganlab.data.errors import EmptyDrawing
from ganlab.data.files.file_kind import NOT_OPENED, POINT_KINDS, FileKind, file_kind
from ganlab.data.files.places import located
from ganlab.data.images import ReadImages
from ganlab.data.tables.options import NO_OPTIONS, Scaling, TableOptions
from ganlab.data.tables.point_table import PointTable, without
from ganlab.experiment import Experiment
from ganlab.figures import counted
from ganlab.lab.files.archive import ArchiveError, Run, load_any

FIRST_ROWS = 10
MOST_CLASSES_NAMED = 20
_SCALED: dict[Scaling, str] = {
    "column": "each column with mean 0 and spread 1",
    "shared": "both columns in one scale, with mean 0 and together spread 1",
}


@dataclass(frozen=True)
class PointsInspection:
    """Points in a table or an array."""

    name: str
    table: PointTable
    outliers: str = ""
    """How many points lie far from the rest, and which; "" where there are none."""
    scaling: Scaling = "column"

    def document(self) -> dict[str, Any]:
        """Under the names that ``--json`` has."""
        table = self.table
        classes = table.classes
        return {
            "kind": "points",
            "name": self.name,
            "count": len(table.values),
            "columns": list(table.names),
            "minimum": table.values.min(axis=0).tolist(),
            "maximum": table.values.max(axis=0).tolist(),
            "first": table.values[:FIRST_ROWS].tolist(),
            "classes": None if classes is None else [vars(one).copy() for one in classes],
            "read_as": table.read_as,
            "scaling": self.scaling,
            "left_out": list(table.left_out),
            "outliers": self.outliers or None,
        }

    def words(self) -> list[str]:
        """Lines for a person."""
        rows = (f"  {x!r}  {y!r}" for x, y in self.table.values[:FIRST_ROWS].tolist())
        return [self.name, *self.facts(), "first rows:", *rows]

    def facts(self) -> list[str]:
        """The same without the name and the rows."""
        table = self.table
        low, high = table.values.min(axis=0).tolist(), table.values.max(axis=0).tolist()
        lines = [
            counted(len(table.values), "point"),
            f"read as: {table.read_as}",
            *(
                f"{axis} is {name}, {start!r} to {end!r}"
                for axis, name, start, end in zip("xy", table.names, low, high, strict=True)
            ),
            f"scaled: nothing; the networks see {_SCALED[self.scaling]}, samples come back in "
            "these units",
        ]
        if table.classes is None:
            lines.append("classes: none")
        else:
            lines.append(_class_words([(one.name, one.count) for one in table.classes]))
        lines += [f"left out: {what}" for what in table.left_out]
        if self.outliers:
            lines.append(f"outliers: {self.outliers}")
        return lines


@dataclass(frozen=True)
class RunInspection:
    """A run, or an experiment that has not been trained."""

    experiment: Experiment
    step: int | None
    """None: an experiment alone."""
    data: str
    """Where its data is, or what it is called."""
    data_found: bool
    figures: dict[str, float]
    """Of its newest evaluation."""
    classes: tuple[tuple[str, int | None], ...] = ()
    """Of its data: what each is called, and how many rows it has where they can be counted."""

    def document(self) -> dict[str, Any]:
        """Under the names that ``--json`` has."""
        return {
            "kind": "experiment" if self.step is None else "run",
            "name": self.experiment.name,
            "step": self.step,
            "data": self.data,
            "data_found": self.data_found,
            "classes": [{"name": name, "count": count} for name, count in self.classes] or None,
            "figures": self.figures,
        }

    @property
    def _lack(self) -> str:
        """What is wrong with the place of its data, where that is not found."""
        if located(self.data).exists():
            return "where there are not the images that it learned from"
        return "which is not there"

    def words(self) -> list[str]:
        """Lines for a person."""
        experiment = self.experiment
        what = "an experiment, not trained" if self.step is None else f"a run at step {self.step:,}"
        found = "" if self.data_found else f", {self._lack}"
        lines = [
            f"{experiment.name}: {what}",
            f"data: {self.data}{found}",
            _class_words(self.classes) if self.classes else "classes: none",
            f"{experiment.game.recipe}; batch size {experiment.training.batch_size:,}, "
            f"seed {experiment.seed}",
        ]
        lines += [f"{name}: {value:.6g}" for name, value in self.figures.items()]
        if self.step is not None and not self.figures:
            lines.append("figures: none yet")
        return lines


@dataclass(frozen=True)
class ImagesInspection:
    """A set of images."""

    read: ReadImages

    def document(self) -> dict[str, Any]:
        """Under the names that ``--json`` has."""
        image_set = self.read.image_set
        return {
            "kind": "images",
            "name": image_set.name,
            **self.read.facts.document(),
            "known_as": image_set.known_as or None,
        }

    def words(self) -> list[str]:
        """Lines for a person."""
        return [self.read.image_set.name, *self.facts()]

    def facts(self) -> list[str]:
        """The same without the name."""
        image_set, facts = self.read.image_set, self.read.facts
        height, width = facts.size
        lines = [
            f"{counted(facts.count, 'image')} of {height} x {width} pixels",
            facts.range_words(),
            f"learned as {facts.minimum} to {facts.maximum} (0 is black, 255 white)",
        ]
        if facts.classes is None:
            lines.append("classes: none")
        else:
            lines.append(_class_words([(one.name, one.count) for one in facts.classes]))
            lines.append(f"labels from: {facts.labels_from}")
        if image_set.known_as:
            lines.append(f"known as: {image_set.known_as}")
        return [*lines, *facts.notes]


Inspection = PointsInspection | ImagesInspection | RunInspection


def inspect_file(
    path: Path, options: TableOptions = NO_OPTIONS, value_range: str = ""
) -> Inspection:
    """Read a file or folder and say how; `value_range` as `open_images` takes it.

    Raises DataError (of it Ambiguous) or ArchiveError.
    """
    kind = file_kind(path)
    if kind in POINT_KINDS:
        from ganlab.data.outliers import name_outliers
        from ganlab.data.points import make_points, points_of
        from ganlab.data.tables.files import read_point_table

        table = read_point_table(path, options)
        points = make_points(points_of(table, path.name))
        outliers = name_outliers(points.points, points.outliers, table.rows)
        if outliers and options.leave_out_outliers:
            left_out = (*table.left_out, outliers)
            table = replace(without(table, points.outliers), left_out=left_out)
            outliers = ""
        return PointsInspection(path.name, table, outliers, options.scaling)
    if kind is FileKind.IMAGES:
        from ganlab.data.images import open_images

        return ImagesInspection(open_images(path, value_range))
    if kind in NOT_OPENED:
        raise ArchiveError(f"this file is {kind}.")
    return inspect_run(load_any(path), kind is FileKind.RUN)


def inspect_run(run: Run, trained: bool = True) -> RunInspection:
    """What a run is, and whether its data is where it says."""
    from ganlab.lab.figures.newest_figures import newest_figures

    data, found = _place(run.experiment)
    step = (run.checkpoint.step if run.checkpoint else 0) if trained else None
    figures = newest_figures(run.history)
    return RunInspection(run.experiment, step, data, found, figures, _classes(run.experiment))


def _classes(experiment: Experiment) -> tuple[tuple[str, int | None], ...]:
    """What the classes of an experiment's data are called, and how many rows each has: None of a
    distribution, and where the images are not there."""
    try:
        target = make_target(experiment.data)
    except EmptyDrawing:
        return ()
    names = target.class_names
    counts = target.counts or (None,) * len(names)
    return tuple(zip(names, counts, strict=True))


def _place(experiment: Experiment) -> tuple[str, bool]:
    """Where data is or what it is called, and whether it is there."""
    data = experiment.data
    return data.short, not data.files or not make_target(data).absent


def _class_words(classes: Sequence[tuple[str, int | None]]) -> str:
    named = ", ".join(
        name if count is None else f"{name} ({count:,})"
        for name, count in classes[:MOST_CLASSES_NAMED]
    )
    more = len(classes) - MOST_CLASSES_NAMED
    return f"classes: {named}" + (f" and {more:,} more" if more > 0 else "")
