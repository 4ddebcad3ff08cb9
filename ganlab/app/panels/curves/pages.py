"""What the plots of the right column show: every measure of the game, once, in one table."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ganlab.app.items.markers import Marker
from ganlab.app.panels.curves import axes
from ganlab.gan.objectives import Objective
from ganlab.gan.scores import Score


@dataclass(frozen=True)
class Series:
    """One curve: a column of the History."""

    name: str
    label: str
    color: str
    """A colour of the palette."""
    marker: Marker = "disc"
    """Stands at the newest value and in the legend, so that colour is never the only difference."""


@dataclass(frozen=True)
class Reference:
    """A dashed line to compare with, named at its right end."""

    label: str
    value: float | str
    """Its height, or the figure of the newest evaluation that gives it."""


@dataclass(frozen=True)
class Page:
    """What one plot shows."""

    title: str
    about: str
    """The tooltip: what to look for."""
    series: tuple[Series, ...]
    references: tuple[Reference, ...] = ()
    evaluated: bool = False
    """Whether its figures are evaluations; else they are scalars of every step."""
    counts: bool = False
    """Whether they are whole numbers, which go in steps."""
    decimals: int = 3
    least: float = 0.1
    """The smallest span of the axis, so that noise is not blown up to a drama."""
    limits: axes.Range = (-math.inf, math.inf)
    """Beyond these the axis never goes."""
    start: axes.Range = (0.0, 1.0)
    """The axis while there is nothing to show."""
    fixed: bool = False
    """Whether the axis stays at `start`."""


def value_page(objective: Objective) -> Page:
    """V of the objective's own game, with its equilibrium."""
    unit = f", in {objective.unit}" if objective.unit else ""
    best = objective.equilibrium
    return Page(
        "Value V(D, G)",
        f"V(D, G) = {objective.value_formula}{unit}: D climbs it, G descends it.\n"
        "At the equilibrium, where nobody can tell real from generated, it is "
        f"{objective.equilibrium_text}.",
        (Series("value", "", "text"),),
        (Reference(objective.equilibrium_text, best),),
        least=4 * objective.near,
        limits=(-math.inf, objective.ceiling),
        start=(best - 8 * objective.near, objective.ceiling),
    )


LOSSES = Page(
    "Losses",
    "What each network descends. They pull against each other: a falling loss of one player\n"
    "does not mean that the game goes well.",
    (
        Series("discriminator_loss", "D", "discriminator", "square"),
        Series("generator_loss", "G", "generated", "diamond"),
    ),
    least=0.4,
    start=(0.0, 2.0),
)
GRADIENTS = Page(
    "Gradient norms",
    "The length of each network's gradient. When G's goes to zero while D's loss is low,\n"
    "the generator has nothing left to learn from.",
    (
        Series("discriminator_gradient", "D", "discriminator", "square"),
        Series("generator_gradient", "G", "generated", "diamond"),
    ),
    limits=(0.0, math.inf),
)


def belief_page(score: Score) -> Page:
    """D's number for both kinds of samples, between its ends or wherever it goes."""
    neutral, (low, high) = axes.short(score.scale.neutral), score.scale.ends
    named = "" if score.letter == "D" else f" D's number is its raw score {score.letter}."
    return Page(
        "D on average",
        "How real the discriminator holds real samples x and generated samples G(z) to be,\n"
        f"on average. Both meet at {neutral} when it cannot tell them apart.{named}",
        (
            Series("d_real", score.of_real(), "real", "disc"),
            Series("d_fake", score.of_generated(), "generated", "diamond"),
        ),
        (Reference(neutral, score.scale.neutral),),
        decimals=2,
        least=high - low,
        start=(low, high),
        fixed=score.bounded,
    )


DIVERGENCE = Page(
    "Divergence, bits",
    "How far the generated distribution is from the real one, estimated on a grid:\n"
    "Jensen–Shannon (0 to 1) and Kullback–Leibler. The dashed line is what the same\n"
    "estimate of JS reads between two batches of real data: nothing can be told below it.\n"
    "KL goes up to 16 bits; beyond one it leaves the plot, so that JS can be read:\n"
    "an arrow at the edge and beside the figure says so.",
    (
        Series("js_bits", "JS", "good", "disc"),
        Series("kl_bits", "KL", "text", "square"),
    ),
    (Reference("JS floor", "js_floor_bits"),),
    evaluated=True,
    least=0.1,
    limits=(0.0, 1.05),
)
MMD = Page(
    "Maximum mean discrepancy",
    "Distance between the two distributions as a kernel sees them; 0 when they are the same.",
    (Series("mmd", "MMD", "text", "square"),),
    evaluated=True,
    least=0.02,
    limits=(0.0, math.inf),
)
SLICED = Page(
    "Sliced Wasserstein distance",
    "How far the generated mass has to be carried on average, seen from many directions:\n"
    "in data units; of points, whose columns may differ in unit, in halves of each\n"
    "column's range.",
    (Series("sliced_wasserstein", "SW", "text", "square"),),
    evaluated=True,
    least=0.02,
    limits=(0.0, math.inf),
)
QUALITY = Page(
    "High-quality share",
    "The share of generated samples within three standard deviations of a mode.\n"
    "A perfect generator of a mixture scores 0.989.",
    (Series("high_quality", "share", "generated", "diamond"),),
    evaluated=True,
    start=(0.0, 1.0),
    fixed=True,
)
MODES = Page(
    "Modes covered",
    "How many of the target's modes the generator reaches with high-quality samples.",
    (Series("modes", "modes", "generated", "diamond"),),
    (Reference("all", "modes_total"),),
    evaluated=True,
    counts=True,
    decimals=0,
    least=2.0,
    limits=(0.0, math.inf),
)
REVERSE_KL = Page(
    "Reverse KL over modes",
    "How unevenly the generator serves the modes; 0 when each gets its share.",
    (Series("reverse_kl", "KL", "text", "square"),),
    evaluated=True,
    least=0.1,
    limits=(0.0, math.inf),
)


def cards(objective: Objective) -> tuple[tuple[Page, ...], ...]:
    """Top to bottom; of each card the first page is shown, the others are in its menu."""
    return (
        (value_page(objective),),
        (LOSSES, GRADIENTS),
        (belief_page(objective.score),),
        (DIVERGENCE, MMD, SLICED, QUALITY, MODES, REVERSE_KL),
    )
