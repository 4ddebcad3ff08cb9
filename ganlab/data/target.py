"""What every target distribution offers, and the ways from data units to view and networks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Protocol

import numpy as np
from numpy.typing import NDArray

from ganlab.values import dataclass

if TYPE_CHECKING:
    from ganlab.data.images.image_set import ImageSet

Array = NDArray[np.float64]
"""Double-precision array; points are (n, dimension)."""
MOST_CLASSES = 256
"""As many as a byte tells apart."""
Labels = NDArray[np.uint8]
"""(n,) the class of each row, its place among the target's `class_names`."""


COMPARABLE = 3.0
"""Ranges that differ by no more are drawn in equal units unless asked otherwise."""
NETWORK_REACH = 20.0
"""Networks' units beyond which real data are drawn in: one value a thousand times too large would
be all that a step of training hears. Only outliers that are kept lie so far out."""


@dataclass(frozen=True, eq=False)
class Batch:
    """Samples of a target, in data units."""

    rows: Array
    """(n, dimension)"""
    labels: Labels | None = None
    """None where the target has no classes."""


@dataclass(frozen=True)
class Affine:
    """view = (data - centre) / scale; invertible, in double precision."""

    centre: tuple[float, ...]
    scale: float | tuple[float, ...]
    """One for all axes, in which they share a unit, or one an axis."""

    @property
    def scales(self) -> tuple[float, ...]:
        """The scale of each axis."""
        return self.scale if isinstance(self.scale, tuple) else (self.scale,) * len(self.centre)

    @property
    def comparable(self) -> bool:
        """Whether the axes reach about as far, so that they can be drawn in equal units."""
        return max(self.scales) <= COMPARABLE * min(self.scales)

    def equal(self) -> Affine:
        """The same centre, and on every axis the widest scale: a circle is round."""
        return Affine(self.centre, max(self.scales))

    def forward(self, points: NDArray[np.floating]) -> Array:
        """(n, d) data units -> (n, d) transformed; infinite where that is too large a number."""
        with np.errstate(over="ignore"):
            return (np.asarray(points, dtype=np.float64) - np.asarray(self.centre)) / self.scale

    def inverse(self, points: NDArray[np.floating]) -> Array:
        """(n, d) transformed -> (n, d) data units."""
        return np.asarray(points, dtype=np.float64) * self.scale + np.asarray(self.centre)


@dataclass(frozen=True)
class Modes:
    """The components of a mixture with equal, isotropic Gaussian components."""

    centres: Array
    """(m, dimension), data units."""
    sigma: float
    """Standard deviation of each component, data units."""


class Target(Protocol):
    """A distribution p_data in its own data units."""

    @property
    def dimension(self) -> int:
        """Numbers in a sample: 1 or 2 in the plane, of an image one for each of its pixels."""

    @property
    def class_names(self) -> tuple[str, ...]:
        """What its parts are called, at most MOST_CLASSES; empty where it has none."""

    @property
    def told_names(self) -> tuple[str, ...]:
        """The classes that the players of a conditional game are told: those of `class_names`, of a
        drawing all that may be drawn, so that more can be drawn while they learn."""

    @property
    def told_shares(self) -> tuple[float, ...]:
        """How probable each of `told_names` is; sums to 1."""

    def told_labels(self, batch: Batch) -> Labels:
        """(n,) the classes of a batch of this target, their places among `told_names`."""

    @property
    def view(self) -> Affine:
        """Data units -> the view, in which the distribution, but for outliers, fits [-1, 1] on
        every axis. Divergences are measured in it."""

    @property
    def network(self) -> Affine:
        """Data units -> what the networks see: zero mean, unit root mean square a coordinate; of
        a built-in target over all coordinates, of points in each column."""

    @property
    def modes(self) -> Modes | None:
        """The mixture's components; None where the target is no such mixture."""

    @property
    def image_set(self) -> ImageSet | None:
        """The images that it draws from; None where its samples are points. This is how one asks
        which of the two they are."""

    @property
    def absent(self) -> str:
        """Why nothing can be learned from it, a sentence; empty where it can."""

    @property
    def counts(self) -> tuple[int, ...] | None:
        """How many rows there are of each class; None where nobody counted any: of a distribution,
        and where what it draws from is absent."""

    @property
    def remarks(self) -> Sequence[str]:
        """What is to be said of how a person's own data were read, in sentences."""

    def sample(self, n: int, rng: np.random.Generator) -> Batch:
        """Draw n rows. Their classes cost no chance of their own: a run that was saved before
        there were any goes on with the same rows."""

    def log_density(self, points: NDArray[np.floating], label: int | None = None) -> Array | None:
        """Exact log p_data, nats per data unit^dimension, (n,); -inf outside; None if unknown. Of
        one class alone, a place among `told_names` that there is anything of, if one is given."""


class ClassedTarget:
    """What targets have in common whose classes, if there are any, are equally probable."""

    class_names: tuple[str, ...]

    @property
    def told_names(self) -> tuple[str, ...]:
        """All there are."""
        return self.class_names

    @property
    def told_shares(self) -> tuple[float, ...]:
        """One as much as another."""
        return (1 / max(len(self.told_names), 1),) * len(self.told_names)

    def told_labels(self, batch: Batch) -> Labels:
        """As the batch has them; 0 where it has none."""
        return np.zeros(len(batch.rows), np.uint8) if batch.labels is None else batch.labels


class PointTarget(ClassedTarget):
    """What targets whose samples are points have in common."""

    image_set: ClassVar[None] = None
    absent: ClassVar[str] = ""
    remarks: ClassVar[tuple[str, ...]] = ()

    @property
    def counts(self) -> tuple[int, ...] | None:
        """See Target."""
        return None


def counted_by_class(labels: Labels | None, classes: int) -> tuple[int, ...] | None:
    """How many of (n,) labels there are of each class; None without labels."""
    return None if labels is None else tuple(np.bincount(labels, minlength=classes).tolist())


def seen_by_networks(target: Target, points: NDArray[np.floating]) -> NDArray[np.float32]:
    """(n, d) real data -> (n, d) in the networks' units, within NETWORK_REACH."""
    units = target.network.forward(points)
    return np.clip(units, -NETWORK_REACH, NETWORK_REACH).astype(np.float32)


def plane_view(target: Target, equal: bool | None = None) -> Affine:
    """Data units -> where a point is drawn: with the same scale on both axes if `equal`.

    None: where the axes are comparable. A circle of points in metres looks round; columns in
    different units each fill the plane.
    """
    view = target.view
    return view.equal() if (view.comparable if equal is None else equal) else view
