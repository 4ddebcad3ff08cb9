"""What can be measured of any p_g in the plane, whatever the game: columns and their cards."""

from __future__ import annotations

import math
from dataclasses import replace

from ganlab.experiment import Experiment
from ganlab.games.columns import STEP, Column
from ganlab.games.rules import rules_of
from ganlab.games.shown.cards import Card, Page, Reference, Series

OWN_CLASS = "samples nearest to their own class's mode"
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
_OWN_CLASS = Column("own_class", OWN_CLASS, "0..1", "generated", "diamond", summary=True)
"""Of a game of points whose players are told the class."""


def columns(experiment: Experiment) -> tuple[Column, ...]:
    """In the order of ganlab.metrics.evaluation.EVALUATION, and then the game's own."""
    unit = experiment.data.distance_unit
    shared = tuple(replace(c, unit=unit) if c.key in _DISTANCES else c for c in _COLUMNS)
    told = (_OWN_CLASS,) if experiment.game.told and not experiment.data.imaged else ()
    return (*shared, *told, *rules_of(experiment).evaluation(experiment))


_DISTANCES = ("sliced_wasserstein",)


def cards(experiment: Experiment) -> tuple[Card, ...]:
    """How far p_g is from p_data; of images nobody can measure it as training goes."""
    if experiment.data.imaged:
        return ()
    return ((*_CARD, _OWN_CLASS_PAGE) if experiment.game.told else _CARD,)


_COLUMN = {column.key: column for column in (*_COLUMNS, _OWN_CLASS)}


def _alone(key: str, label: str) -> tuple[Series]:
    return (Series(_COLUMN[key], label),)


_CARD = (
    Page(
        "Divergence, bits",
        "How far the generated distribution is from the real one, estimated on a grid:\n"
        "Jensen–Shannon (0 to 1) and Kullback–Leibler. The dashed line is what the same\n"
        "estimate of JS reads between two batches of real data: nothing can be told below it.\n"
        "KL goes up to 16 bits; beyond one it leaves the plot, so that JS can be read:\n"
        "an arrow at the edge and beside the figure says so.",
        (*_alone("js_bits", "JS"), *_alone("kl_bits", "KL")),
        (Reference("JS floor", "js_floor_bits"),),
        evaluated=True,
        limits=(0.0, 1.05),
    ),
    Page(
        "Maximum mean discrepancy",
        "Distance between the two distributions as a kernel sees them; 0 when they are the same.",
        _alone("mmd", "MMD"),
        evaluated=True,
        least=0.02,
        limits=(0.0, math.inf),
    ),
    Page(
        "Sliced Wasserstein distance",
        "How far the generated mass has to be carried on average, seen from many directions:\n"
        "in data units; of points, whose columns may differ in unit, in halves of each\n"
        "column's range.",
        _alone("sliced_wasserstein", "SW"),
        evaluated=True,
        least=0.02,
        limits=(0.0, math.inf),
    ),
    Page(
        "High-quality share",
        "The share of generated samples within three standard deviations of a mode.\n"
        "A perfect generator of a mixture scores 0.989.",
        _alone("high_quality", "share"),
        evaluated=True,
        fixed=True,
    ),
    Page(
        "Modes covered",
        "How many of the target's modes the generator reaches with high-quality samples.",
        _alone("modes", "modes"),
        (Reference("all", "modes_total"),),
        evaluated=True,
        decimals=0,
        least=2.0,
        limits=(0.0, math.inf),
    ),
    Page(
        "Reverse KL over modes",
        "How unevenly the generator serves the modes; 0 when each gets its share.",
        _alone("reverse_kl", "KL"),
        evaluated=True,
        limits=(0.0, math.inf),
    ),
)
_OWN_CLASS_PAGE = Page(
    "Share at own class",
    "The share of generated samples that are nearest to the mode of the class that they\n"
    "were asked for. The mode of a class is the mean of its component where the target is\n"
    "a mixture, else whichever of the class's real points is nearest, out of 5,000 of all\n"
    "classes. Where classes overlap, real samples do not reach 1 either.",
    _alone("own_class", "share"),
    evaluated=True,
    fixed=True,
)
