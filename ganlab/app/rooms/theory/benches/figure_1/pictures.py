"""Figure 1 of 2014 as marks: densities and both D's, and below them the lines from z to x."""

from __future__ import annotations

import numpy as np

from ganlab.app.rooms.theory.plots import densities
from ganlab.app.rooms.theory.plots.marks import (
    Area,
    Handle,
    Label,
    Line,
    Mark,
    Picture,
    Reference,
    Segments,
)
from ganlab.data.target import Array
from ganlab.theory.densities import Mixture
from ganlab.theory.figure_1.moment import Moment, value

TOP = 1.08
"""Of the axis on which D runs from 0 to 1."""
SPIKE = 2.0
"""Times as high as p_data p_g may be to be seen whole."""
EXACT, ESTIMATED = "p_g, exact", "p_g, kernel estimate"


def share(moment: Moment) -> float:
    """By what densities are drawn lower than they are, so that p_data is as high as D = 1 at most,
    and p_g, unless it is a mere spike beside it."""
    p, g = (float(masses.max()) / moment.width for masses in (moment.p, moment.g))
    return min(1.0, 1 / max(p, min(g, SPIKE * p)))


def curves(moment: Moment, dragged: Mixture | None = None) -> Picture:
    """p_data, p_g, D and D* over x. `dragged`: the mixture whose parts have handles."""
    x, low = moment.centres, share(moment)
    p, g = moment.p / moment.width * low, moment.g / moment.width * low
    scaled = "" if low == 1 else f" × {low:.2g}"
    marks: list[Mark] = [
        Reference("half", 0.5, "1/2"),
        Area("p area", x, np.zeros_like(x), p, "real", alpha=0.12),
        Area("g area", x, np.zeros_like(x), g, "generated", alpha=0.12),
        Line("p", x, p, "real", f"p_data{scaled}"),
        Line("g", x, g, "generated", (EXACT if moment.exact else ESTIMATED) + scaled),
        Line("best", x, _seen(moment), "theory", "D*", "dashed"),
        Line("d", x, moment.d, "discriminator", "D"),
    ]
    if dragged is not None:
        marks += [
            Handle(h.name, h.x, min(h.y * low, TOP), h.colour, h.about, h.moves, h.step)
            for h in densities.handles("p_data", dragged, "real")
        ]
    note = f"V(D, G) = {value(moment):.4f} nats".replace("-", "−")
    return Picture(tuple(marks), _ends(moment), (0.0, TOP), "x", "D(x), densities", note=note)


def ways(moment: Moment) -> Picture:
    """From z, below, to x = G(z), above."""
    k = len(moment.z)
    low, high = _ends(moment)
    lines = Segments(
        "ways",
        np.column_stack([moment.z, np.clip(moment.x, low, high)]),
        np.tile([0.0, 1.0], (k, 1)),
        "generated",
        "x = G(z)",
    )
    labels = (Label("x", low, 1.0, "x = G(z)"), Label("z", low, 0.0, "z"))
    return Picture((lines, *labels), (low, high), (-0.2, 1.2), "x and z")


def thumbnail(moment: Moment) -> Picture:
    """The four curves, without words."""
    every = slice(None, None, 6)
    x, low = moment.centres[every], share(moment) / moment.width
    marks = (
        Line("p", x, moment.p[every] * low, "real"),
        Line("g", x, moment.g[every] * low, "generated"),
        Line("d", x, moment.d[every], "discriminator"),
    )
    return Picture(marks, _ends(moment), (0.0, TOP))


def _seen(moment: Moment) -> Array:
    """D* where there is enough of either to ask."""
    both = moment.p + moment.g
    return np.where(both > 1e-6 * both.max(), moment.best, np.nan)


def _ends(moment: Moment) -> tuple[float, float]:
    return float(moment.edges[0]), float(moment.edges[-1])
