"""A user's own points: read from CSV or NumPy files, kept in the document, sampled from."""

from __future__ import annotations

import base64
import binascii
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ganlab.data.errors import UnreadablePoints
from ganlab.data.outliers import name_outliers, outlying
from ganlab.data.tables.options import NO_OPTIONS, TableOptions
from ganlab.data.target import Affine, Array, Batch, Labels, PointTarget, counted_by_class
from ganlab.experiment import PointsData
from ganlab.names import legible

if TYPE_CHECKING:
    from ganlab.data.tables.point_table import PointTable

MOST_POINTS = 500_000
_LARGEST = 1e299
"""Larger values would leave too little room for sums and differences in double precision."""
_LEAST_EXTENT = 1e-290
"""Columns that reach less far are taken as constant: smaller numbers lose their digits."""
_MARGIN = 0.95
"""How far from the view's middle the outermost points lie, outliers aside."""
_TYPES = {"float32": "<f4", "float64": "<f8"}


class Points(PointTarget):
    """The empirical distribution: each of n points with probability 1 / n, its class with it.

    View and networks' units are scaled by what is no outlier, each column for itself.
    """

    dimension = 2
    modes = None

    def __init__(
        self,
        points: Array,
        leave_out_outliers: bool = False,
        shared_scale: bool = False,
        labels: Labels | None = None,
        class_names: tuple[str, ...] = (),
    ) -> None:
        """`points`: (n, 2), finite, n at least 1, the user's own units; `labels` (n,): the class of
        each, a place among `class_names`.

        `shared_scale`: networks' units have one scale for both columns, and heed every point.
        """
        far = outlying(points)
        usual = points[~far] if not far.all() else points
        self.outliers = np.flatnonzero(far)
        """Which of the points lie far from the rest, counted from 0."""
        self.outlier_words = name_outliers(points, self.outliers)
        """How many, which, and where; "" where there are none."""
        kept = ~far if leave_out_outliers and not far.all() else np.full(len(points), True)
        self.points = points[kept]
        self.labels = None if labels is None else labels[kept]
        self.class_names = class_names
        low, high = usual.min(axis=0), usual.max(axis=0)
        centre, extent = low / 2 + high / 2, high / 2 - low / 2
        self.view = Affine(_numbers(centre), _scales(extent / _MARGIN))
        self.network = _shared(self.points) if shared_scale else _standard(usual, self.view)

    @property
    def counts(self) -> tuple[int, ...] | None:
        """See Target."""
        return counted_by_class(self.labels, len(self.class_names))

    @property
    def told_shares(self) -> tuple[float, ...]:
        """The share of the points that is of each class."""
        return tuple(count / len(self.points) for count in self.counts or ())

    def sample(self, n: int, rng: np.random.Generator) -> Batch:
        """Draw n of the points, with replacement."""
        index = rng.integers(len(self.points), size=n)
        return Batch(self.points[index], None if self.labels is None else self.labels[index])

    def log_density(self, points: NDArray[np.floating], label: int | None = None) -> None:
        """None: points have no density."""


def _standard(points: Array, view: Affine) -> Affine:
    """Zero mean and unit standard deviation in each column."""
    seen = view.forward(points)  # around 0, so that a large offset takes no digits from the spread
    centre = view.inverse(seen.mean(axis=0))
    return Affine(_numbers(centre), _scales(seen.std(axis=0) * view.scale))


def _shared(points: Array) -> Affine:
    """Zero mean, and unit root mean square over both columns together."""
    mean = points.mean(axis=0)
    spread = float(np.sqrt(((points - mean) ** 2).mean()))
    return Affine(_numbers(mean), _scales(np.array([spread, spread])))


def _scales(found: Array) -> tuple[float, ...]:
    """A scale for each column: a constant one has that of the other, or 1 where there is none."""
    known = found[found > _LEAST_EXTENT]
    return _numbers(np.where(found > _LEAST_EXTENT, found, known.max(initial=0.0) or 1.0))


def _numbers(values: Array) -> tuple[float, ...]:
    return tuple(float(value) for value in values)


def make_points(data: PointsData) -> Points:
    """The empirical distribution of a document's points; raises UnreadablePoints if damaged."""
    points, shared = decode(data), data.scaling == "shared"
    labels = _decode_labels(data, len(points))
    return Points(points, data.outliers == "leave-out", shared, labels, data.class_names)


def read_points(path: Path, options: TableOptions = NO_OPTIONS) -> PointsData:
    """Read (n, 2) points from a table as text or a NumPy array, gzipped or not.

    Raises Ambiguous or another UnreadablePoints: one sentence, naming the file and the row.
    """
    from ganlab.data.tables.files import read_point_table

    return points_of(read_point_table(path, options), path.name)


def points_of(table: PointTable, name: str) -> PointsData:
    """The points of a table out of the file `name` as a document's. Raises UnreadablePoints."""
    try:
        points = _encode(table.values, table.rows, name)
    except UnreadablePoints as error:
        raise UnreadablePoints(f"'{name}' cannot be used: {error}") from None
    if table.labels is None or table.classes is None:
        return points
    labels = base64.b64encode(table.labels.tobytes()).decode("ascii")
    names = tuple(one.name for one in table.classes)
    return points.model_copy(update={"labels": labels, "class_names": names})


def points_from_array(points: NDArray[np.floating], source: str = "") -> PointsData:
    """(n, 2) numbers as a document's points, kept as float64. Raises UnreadablePoints."""
    values = np.asarray(points, dtype=np.float64)
    if values.ndim != 2 or values.shape[1] != 2:
        raise UnreadablePoints(f"an array of shape {values.shape}; points are rows of 2 columns.")
    return _encode(values, np.arange(1, len(values) + 1), source)


def decode(data: PointsData) -> Array:
    """The (n, 2) points of a document, the user's own units; raises UnreadablePoints."""
    try:
        content = base64.b64decode(data.values, validate=True)
        points = np.frombuffer(content, dtype=_TYPES[data.encoding])
        points = points.reshape(-1, 2).astype(np.float64)
    except (binascii.Error, ValueError):
        raise UnreadablePoints("The points are damaged: not pairs of numbers in base64.") from None
    if not 0 < len(points) <= MOST_POINTS or not np.isfinite(points).all():
        raise UnreadablePoints(
            f"The points are damaged: there must be 1 to {MOST_POINTS:,}, all finite."
        )
    return points


def _decode_labels(data: PointsData, n: int) -> Labels | None:
    """(n,) the classes of a document's points, None without any; raises UnreadablePoints."""
    if not data.class_names and not data.labels:
        return None
    try:
        labels = np.frombuffer(base64.b64decode(data.labels, validate=True), dtype=np.uint8)
    except (binascii.Error, ValueError):
        labels = np.empty(0, np.uint8)
    if len(labels) != n or labels.max() >= len(data.class_names):
        raise UnreadablePoints(
            "The classes of the points are damaged: there must be one for each point, in base64."
        )
    return labels


def _encode(values: Array, rows: NDArray[np.integer], source: str) -> PointsData:
    """`rows`: (n,) what a person calls each row, for the message."""
    if not len(values):
        raise UnreadablePoints("there are no points in it.")
    if len(values) > MOST_POINTS:
        raise UnreadablePoints(f"it has more than {MOST_POINTS:,} points.")
    wrong = ~(np.abs(values) <= _LARGEST)  # this way round, NaN is wrong too
    if wrong.any():
        first = int(np.flatnonzero(wrong.any(axis=1))[0])
        number = values[first][wrong[first]][0]
        why = "too large" if np.isfinite(number) else "not a finite number"
        raise UnreadablePoints(f"row {rows[first]}: {number:g} is {why}.")
    content = values.astype(_TYPES["float64"]).tobytes()
    return PointsData(
        source=legible(source),
        values=base64.b64encode(content).decode("ascii"),
        encoding="float64",
        scaling="column",
    )
