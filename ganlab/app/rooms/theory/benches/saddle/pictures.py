"""What the plots of the bench of saddle points show. Pure functions of its controls."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from ganlab.app.rooms.theory.benches.saddle.lines import level_lines, seen
from ganlab.app.rooms.theory.plots.marks import (
    Arrows,
    Dots,
    Field,
    Handle,
    Line,
    Mark,
    Picture,
    Reference,
    Segments,
)
from ganlab.data.target import Array
from ganlab.figures import significant
from ganlab.theory.saddle.bench import SaddleControls, walked
from ganlab.theory.saddle.descent import (
    Method,
    largest_step,
    multipliers,
    radius,
    step_matrix,
)
from ganlab.theory.saddle.game import Game, flow, turn

REACH = 3.2
"""The plane that is shown goes so far on every side."""
GROUND = 1.75 * REACH
"""V is drawn so far, for plots that are not square."""
EDGE = 2 * GROUND
"""Ways are drawn so far."""
CELLS = 48
"""Of the grid that V is painted with, along each axis."""
LEVELS = 6
"""Above 0, and as many below; they lie as squares do, and so evenly in the plane."""
ARROWS = 18
MOST_DOTS = 80
"""More steps are shown as a line alone."""
LONGEST = SaddleControls.model_fields["step"].metadata[1].le
AROUND = 1.6
"""The plane of multipliers goes at least so far."""


def plane(controls: SaddleControls) -> Picture:
    """V, its level lines, where it pulls, the steps taken and what continuous time would do."""
    c, way = controls, walked(controls)
    places = near(way)
    x, y = seen(places, EDGE).T
    flow_x, flow_y = _flow(c).T
    marks: list[Mark] = [
        *_ground(c.game),
        Line("flow", flow_x, flow_y, "theory", "continuous time", "dashed"),
        Line("way", x, y, "text", f"{c.method} steps", width=1.2, joined=False),
    ]
    if len(places) <= MOST_DOTS:
        at_x, at_y = places.T
        marks.append(Dots("steps", at_x, at_y, "text", "a step", size=4.5))
    about = "Where the players start: x descends, y climbs"
    marks.append(Handle("start", c.x, c.y, "good", about, step=(0.1, 0.1)))
    end = float(np.hypot(*way[-1]))
    far = f"{significant(end, 3)} away" if math.isfinite(end) else "ran away"
    return Picture(
        tuple(marks),
        (-REACH, REACH),
        (-REACH, REACH),
        "x, descends",
        "y, climbs",
        equal=True,
        note=f"{far} after {c.steps} steps",
    )


def radii(controls: SaddleControls) -> Picture:
    """The spectral radius over the step, and the largest step that converges."""
    c = controls
    steps, values = _radii(c.game, c.method, c.consensus)
    now = float(radius(c.game, c.method, c.step, c.consensus))
    bar = largest_step(c.game, c.method, c.consensus)
    marks: list[Mark] = [
        Reference("one", 1.0, "1"),
        Line("radius", steps, values, "text", "ρ(h)", width=1.8),
    ]
    if 0 < bar <= LONGEST:
        marks.append(Reference("bar", bar, f"largest: {significant(bar, 4)}", axis="x"))
    about = "The length of a step"
    marks.append(Handle("step", c.step, now, "good", about, moves="x", step=(0.05, 0)))
    return Picture(
        tuple(marks),
        (0.0, LONGEST),
        (0.0, float(np.clip(np.nanmax(values), 1.5, 3.0))),
        "step h",
        "",
        note=_limit(c, bar),
    )


def _limit(c: SaddleControls, bar: float) -> str:
    """How long a step may be, in words."""
    if bar == math.inf:
        return "every step converges"
    if bar > 0:
        return f"converges below {significant(bar, 4)}"
    bounded = largest_step(c.game, c.method, c.consensus, bounded=True)
    if c.method == "alternating" and 0 < bounded < math.inf:
        return f"bounded below {significant(bounded, 4)}"
    return "no step converges"


def circle(controls: SaddleControls) -> Picture:
    """The multipliers of a step in the complex plane, and the line that they have come along."""
    c = controls
    exact = multipliers(c.game, c.method, c.step, c.consensus)
    matrix = step_matrix(c.game, c.method, c.step, c.consensus)
    found = np.linalg.eigvals(matrix).astype(complex)
    way = multipliers(c.game, c.method, np.linspace(0, c.step, 40), c.consensus)
    angle = np.linspace(0, 2 * np.pi, 181)
    reach = max(AROUND, min(1.15 * float(np.abs(exact).max()), 12.0))
    lines = [
        Line(f"line {i}", way[:, i].real, way[:, i].imag, "theory", width=1.2)
        for i in range(way.shape[1])
    ]
    size = float(np.abs(exact).max())
    return Picture(
        (
            Line("unit", np.cos(angle), np.sin(angle), "theory", dash="dashed", width=1.2),
            *lines,
            Dots("exact", exact.real, exact.imag, "theory", "exact", "ring", 12),
            Dots("found", found.real, found.imag, "good", "of the step", size=6),
        ),
        (-reach, reach),
        (-reach, reach),
        "real",
        "imaginary",
        equal=True,
        note=f"largest {significant(size, 4)}",
    )


def small(controls: SaddleControls) -> Picture:
    """For the list: the steps, and the circle of continuous time."""
    c = controls
    x, y = seen(near(walked(c)[:60]), EDGE).T
    flow_x, flow_y = _flow(c).T
    return Picture(
        (
            Line("flow", flow_x, flow_y, "theory", dash="dashed", width=1.0),
            Line("way", x, y, "discriminator", width=1.2, joined=False),
        ),
        (-REACH, REACH),
        (-REACH, REACH),
        equal=True,
    )


def _flow(controls: SaddleControls) -> Array:
    """One round of continuous time, or as long as it takes to go far, (n, 2)."""
    game = controls.game
    round_ = turn(game)
    fastest = float(np.abs(game.rates).max())
    length = min(round_, 12 / max(fastest, 1e-3)) if math.isinf(round_) else round_
    if float(game.rates.real.max()) < 0:
        length *= 3
    times = np.linspace(0, length, 240)
    return seen(near(flow(game, (controls.x, controls.y), times)), EDGE)


def near(way: Array) -> Array:
    """Of (n, 2) places those that are not so far that nobody will see them."""
    return way[(np.abs(way) < 1e3).all(axis=1)]


@lru_cache(maxsize=4)
def _ground(game: Game) -> tuple[Mark, ...]:
    """What does not change while the start or the step is dragged."""
    axis = np.linspace(-GROUND, GROUND, CELLS)
    x, y = np.meshgrid(axis, axis)
    value = np.asarray(game.value(x, y))
    corners = np.array([[-REACH, -REACH], [REACH, REACH], [REACH, -REACH], [REACH, 0], [0, REACH]])
    most = float(np.abs(game.value(*corners.T)).max()) or 1.0
    cell = axis[1] - axis[0]
    lines = level_lines(game, most / 25, LEVELS, GROUND)
    spots = np.linspace(-GROUND, GROUND, ARROWS)
    at_x, at_y = (grid.ravel() for grid in np.meshgrid(spots, spots))
    u, v = game.pull(at_x, at_y)
    longest = float(np.hypot(u, v).max()) or 1.0
    scale = 0.6 / np.sqrt(np.hypot(u, v).clip(1e-9) * longest)  # short ones are still seen
    edge = GROUND + cell / 2
    return (
        Field("V", value, (-edge, -edge, edge, edge), (-most, most), title="V"),
        Segments("levels", lines[:, :, 0], lines[:, :, 1], "muted", alpha=0.45),
        Arrows("pull", at_x, at_y, u * scale, v * scale, "muted", "pull", alpha=0.8),
    )


@lru_cache(maxsize=8)
def _radii(game: Game, method: Method, weight: float) -> tuple[Array, Array]:
    steps = np.linspace(0.0, LONGEST, 181)
    return steps, radius(game, method, steps, weight)
