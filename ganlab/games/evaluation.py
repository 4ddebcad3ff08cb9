"""What can be measured of any p_g in the plane, whatever the game: the keys of an evaluation."""

from __future__ import annotations

from dataclasses import replace

from ganlab.experiment import Experiment
from ganlab.games.columns import STEP, Column

_COLUMNS = (
    STEP,
    Column("js_bits", "JS divergence", "bits", "good", summary=True),
    Column("kl_bits", "KL divergence", "bits", marker="square"),
    Column("js_floor_bits", "JS noise floor", "bits", summary=True),
    Column("kl_floor_bits", "KL noise floor", "bits"),
    Column("mmd", "maximum mean discrepancy", marker="square", summary=True),
    Column("sliced_wasserstein", "sliced Wasserstein distance", marker="square", summary=True),
    Column("modes", "modes covered", "", "generated", "diamond", summary=True, counts=True),
    Column("modes_total", "modes", summary=True, counts=True),
    Column("high_quality", "high-quality samples", "0..1", "generated", "diamond", summary=True),
    Column("reverse_kl", "reverse KL over modes", "nats", marker="square", summary=True),
)


def columns(experiment: Experiment) -> tuple[Column, ...]:
    """In the order of ganlab.metrics.evaluation.EVALUATION. A distance is in the data's units; the
    columns of points may differ in theirs, so that it is in those of the view."""
    unit = "view units" if experiment.data.kind == "points" else "data units"
    return tuple(replace(c, unit=unit) if c.key in _DISTANCES else c for c in _COLUMNS)


_DISTANCES = ("sliced_wasserstein",)
