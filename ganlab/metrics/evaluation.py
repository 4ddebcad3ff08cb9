"""How close p_g is to p_data: every figure at once, against real samples drawn once."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ganlab.data.points import Points
from ganlab.data.target import Array, Labels, Target
from ganlab.metrics.grid import cells_for, histogram, jensen_shannon, kullback_leibler
from ganlab.metrics.mmd import squared_mmd, sum_within
from ganlab.metrics.modes import MODE_SAMPLES, count_modes
from ganlab.metrics.own_class import ClassModes
from ganlab.metrics.wasserstein import distance, slices

EVALUATION = (
    "step",
    "js_bits",
    "kl_bits",
    "js_floor_bits",
    "kl_floor_bits",
    "mmd",
    "sliced_wasserstein",
    "modes",
    "modes_total",
    "high_quality",
    "reverse_kl",
)
"""Keys of an evaluation; NaN where a figure has no meaning (modes of a spiral).

step; JS(p_data ‖ p_g) and KL(p_data ‖ p_g), bits; the same between two batches of real data, the
least the estimate can read; squared maximum mean discrepancy, unbiased, hence around 0 for a
perfect generator; sliced Wasserstein-1 distance, in data units where the axes share one scale (the
built-in targets, drawings), of points, whose columns may differ in unit, in view units: half the
range of each column; modes covered, of how many; share of samples of high quality, 0 to 1; reverse
KL over the modes, nats.

Outliers that were kept count as outside of the view, wherever they lie."""

OWN_CLASS = "own_class"
"""Besides those, of samples that were asked for by their class: the share that is nearest to its
mode, 0 to 1."""
EVALUATION_SAMPLES = 10_000
"""Generated samples in an evaluation."""
REAL_SAMPLES = 50_000
"""Real samples they are compared with: drawn once, so they may be more, for a lower floor."""
FLOOR_BATCHES = 4
"""Further batches of real samples whose mean estimate is the floor."""
MMD_SAMPLES = 1000
"""Samples a side for the kernel, whose cost grows with their square."""
WASSERSTEIN_SAMPLES = 10_000
"""Samples a side for the sliced Wasserstein distance."""


class Reference:
    """What evaluations of one target are compared with. Make one a target and keep it.

    `n` is how many generated samples will be given: the floor depends on it.
    """

    def __init__(self, target: Target, n: int = EVALUATION_SAMPLES, seed: int = 0) -> None:
        rng = np.random.default_rng(seed)
        self.target = target
        self.n = n
        real = target.sample(REAL_SAMPLES, rng).rows
        in_view = np.clip(target.view.forward(real), -_OUTSIDE, _OUTSIDE)
        self.cells = cells_for(in_view, len(target.points)) if isinstance(target, Points) else None
        self.histogram = histogram(in_view, self.cells)
        batches = [
            histogram(target.view.forward(target.sample(n, rng).rows), self.cells)
            for _ in range(FLOOR_BATCHES)
        ]
        self.js_floor = float(np.mean([jensen_shannon(self.histogram, b) for b in batches]))
        self.kl_floor = float(np.mean([kullback_leibler(self.histogram, b) for b in batches]))
        self.mmd_sample = in_view[:MMD_SAMPLES]
        self.mmd_within = sum_within(self.mmd_sample)
        carried = in_view if _mixed(target) else real
        self.slices = slices(carried[: min(n, WASSERSTEIN_SAMPLES)])

    @cached_property
    def class_modes(self) -> ClassModes:
        """Where the target's classes are."""
        return ClassModes(self.target)


def evaluate(
    target: Target,
    generated: NDArray[np.floating],
    step: int,
    seed: int = 0,
    reference: Reference | None = None,
    labels: Labels | None = None,
) -> dict[str, float]:
    """All figures of EVALUATION for (n, d) generated samples in data units, n ≥ 2; `labels` (n,):
    the classes that were asked for, places among the target's `told_names`, for OWN_CLASS as well.

    Rows must come in no particular order: the dearer figures look at the first of them. Samples
    that are not finite count as misses, and make the distances, which they leave without a value,
    NaN. Without a `reference` one is drawn from `seed`. Raises ValueError when the reference is of
    another target or another n.
    """
    if reference is None:
        reference = Reference(target, len(generated), seed)
    if reference.target is not target or reference.n != len(generated):
        raise ValueError("the reference was made for another target or another number of samples")
    points: Array = np.asarray(generated, dtype=np.float64)
    figures = dict.fromkeys(EVALUATION, float("nan"))
    figures["step"] = float(step)
    with np.errstate(over="ignore", invalid="ignore"):
        in_view = target.view.forward(points)
        cells = histogram(in_view, reference.cells)
    figures["js_bits"] = jensen_shannon(reference.histogram, cells)
    figures["kl_bits"] = kullback_leibler(reference.histogram, cells)
    figures["js_floor_bits"] = reference.js_floor
    figures["kl_floor_bits"] = reference.kl_floor
    if np.abs(in_view).max() < _FAR:
        first = in_view[:MMD_SAMPLES]
        figures["mmd"] = squared_mmd(reference.mmd_sample, first, reference.mmd_within)
        carried = in_view if _mixed(target) else points
        sliced = slices(carried[: reference.slices.shape[1]])
        figures["sliced_wasserstein"] = distance(reference.slices, sliced)
    if target.modes is not None:
        found = count_modes(target.modes, points[:MODE_SAMPLES])
        figures["modes"], figures["modes_total"] = float(found.covered), float(found.total)
        figures["high_quality"], figures["reverse_kl"] = found.high_quality, found.reverse_kl
    if labels is not None:
        first = points[:MODE_SAMPLES]
        figures[OWN_CLASS] = reference.class_modes.share_at_own(first, labels[:MODE_SAMPLES])
    return figures


def _mixed(target: Target) -> bool:
    """Whether the axes may differ in unit, so that no direction across them has one."""
    return isinstance(target.view.scale, tuple)


_OUTSIDE = 20.0
"""View units at which real samples are taken to lie that are further out: how much further says
nothing of the generator, and would be all that a mean distance tells."""
_FAR = 1e15
"""View units beyond which squares no longer fit single precision; NaN is not below it either."""
