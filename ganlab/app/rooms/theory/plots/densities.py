"""Densities on a line as marks, and the handles by which their parts are dragged. No Qt."""

from __future__ import annotations

import numpy as np

from ganlab.app.rooms.theory.plots.marks import Area, Colour, Dash, Handle, Line, Mark
from ganlab.data.target import Array
from ganlab.theory.densities import Mixture

POINTS = 401
"""Of a drawn curve, besides those at its jumps."""
SEEN = 4.0
"""Standard deviations of a Gaussian that a plot shows to either side."""


def seen(*densities: Mixture) -> tuple[float, float]:
    """A range of x in which all of them are seen, with air."""
    ends: list[float] = []
    for part in (part for density in densities for part in density.parts):
        reach = part.width * (SEEN if part.kind == "N" else 1.4)
        ends += [part.mean - reach, part.mean + reach]
    return min(ends), max(ends)


def round_limits(*densities: Mixture) -> tuple[float, float]:
    """The same up to whole steps of the range's magnitude, so that plots beside that of a drag
    seldom jump."""
    low, high = seen(*densities)
    step = 10.0 ** np.floor(np.log10(high - low))
    return float(np.floor(low / step) * step), float(np.ceil(high / step) * step)


def places(limits: tuple[float, float], *densities: Mixture, points: int = POINTS) -> Array:
    """Where to draw curves over `limits`, rising: even steps, the tops of narrow parts, and both
    sides of every jump."""
    low, high = limits
    some = [np.linspace(low, high, points)]
    for part in (part for density in densities for part in density.parts):
        if part.kind == "U":
            some.append(np.nextafter([part.a, part.a, part.b, part.b], [-np.inf, np.inf] * 2))
        elif part.width < (high - low) / 60:
            some.append(part.mean + part.width * np.linspace(-4, 4, 33))
    x = np.unique(np.concatenate(some))
    return x[(x >= low) & (x <= high)]


def curve(
    name: str, density: Mixture, x: Array, colour: Colour, title: str, dash: Dash = "solid"
) -> tuple[Mark, ...]:
    """The density and the area below it."""
    y = density.pdf(x)
    return (
        Area(f"{name} area", x, np.zeros_like(x), y, colour, alpha=0.12),
        Line(name, x, y, colour, title, dash),
    )


def handles(name: str, density: Mixture, colour: Colour, shift: float = 0.0) -> tuple[Handle, ...]:
    """Two handles a part: "NAME mean 0" on its top, and "NAME width 0" at one standard deviation to
    the right, or halfway up a uniform's right side. `shift` moves them along with a curve that is
    drawn elsewhere."""
    several = len(density.parts) > 1
    made: list[Handle] = []
    for i, part in enumerate(density.parts):
        whose = f"{name}, part {i + 1}" if several else name
        right = part.mean + part.width
        heights = density.pdf(np.array([part.mean, right if part.kind == "N" else part.mean]))
        heights[1] *= 1 if part.kind == "N" else 0.5
        step = (part.width / 10, 0.0)
        width = "standard deviation" if part.kind == "N" else "half the width"
        made += [
            Handle(
                f"{name} mean {i}",
                part.mean + shift,
                float(heights[0]),
                colour,
                f"The mean of {whose}",
                "x",
                step,
            ),
            Handle(
                f"{name} width {i}",
                right + shift,
                float(heights[1]),
                colour,
                f"The {width} of {whose}",
                "x",
                step,
            ),
        ]
    return tuple(made)


def dragged(density: Mixture, handle: str, x: float) -> Mixture:
    """The density once the handle of that name (see `handles`) is at x, in the density's own
    units."""
    _, kind, number = handle.rsplit(" ", 2)
    index = int(number)
    part = density.parts[index]
    if kind == "mean":
        return density.moved(index, x, part.width)
    return density.moved(index, part.mean, abs(x - part.mean))
