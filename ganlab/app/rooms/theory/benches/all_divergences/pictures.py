"""What the bench of all divergences shows, from its controls alone. No Qt."""

from __future__ import annotations

import math

import numpy as np

from ganlab.app.rooms.theory.plots import densities
from ganlab.app.rooms.theory.plots.marks import Area, Dots, Handle, Line, Mark, Picture, Reference
from ganlab.data.target import Array
from ganlab.figures import significant
from ganlab.theory.all_divergences.controls import DivergencesControls
from ganlab.theory.all_divergences.sweep import SHIFTS, lines
from ganlab.theory.bench import Results
from ganlab.theory.divergences.between import DIVERGENCES
from ganlab.theory.divergences.integrands import Places

SPARK_POINTS = 48


def densities_picture(controls: DivergencesControls) -> Picture:
    """p, and q where it stands now, with their handles."""
    p, q = controls.p, controls.moved
    limits = densities.round_limits(p, q)
    x = densities.places(limits, p, q)
    top = float(max(p.pdf(x).max(), q.pdf(x).max()))
    return Picture(
        (
            *densities.curve("p", p, x, "real", "p"),
            *densities.curve("q", q, x, "generated", "q"),
            *densities.handles("p", p, "real"),
            *densities.handles("q", controls.q, "generated", controls.shift),
        ),
        limits,
        (0, 1.12 * top),
        x_title="x",
        y_title="density",
    )


def integrand_picture(controls: DivergencesControls) -> Picture:
    """What the chosen divergence integrates: it is the area, above 0 less below."""
    divergence, pair = DIVERGENCES[controls.shown], controls.pair
    limits = densities.round_limits(pair.p, pair.q)
    x = densities.places(limits, pair.p, pair.q)
    exact = pair.integrand(controls.shown, x)
    y, low, high = _bounded(exact)
    zero = np.zeros_like(x)
    marks: list[Mark] = [
        Area("adds", x, zero, np.maximum(y, 0), "good", "adds" if low < 0 else "", alpha=0.3),
        Line("integrand", x, exact, "good", "integrand"),
    ]
    if low < 0:
        below = Area("takes", x, np.minimum(y, 0), zero, "theory", "takes away", alpha=0.35)
        marks.insert(1, below)
    unit = f" {divergence.unit}" if divergence.unit else ""
    return Picture(
        tuple(marks),
        limits,
        (low, high),
        x_title="x",
        y_title="√(pq), before the logarithm" if not divergence.area else "per unit of x",
        note=f"{significant(pair.value(controls.shown))}{unit}",
    )


def sparks(controls: DivergencesControls) -> dict[str, Picture]:
    """Every integrand, small, by name."""
    pair = controls.pair
    limits = densities.seen(pair.p, pair.q)
    x = densities.places(limits, pair.p, pair.q, points=SPARK_POINTS)
    at = Places(pair.p, pair.q, x, pair.h)
    made = {}
    for name, divergence in DIVERGENCES.items():
        y, low, high = _bounded(divergence.integrand(at))
        area = Area("area", x, np.zeros_like(x), y, "good", alpha=0.6)
        made[name] = Picture((area,), limits, (low, high))
    return made


def _bounded(y: Array) -> tuple[Array, float, float]:
    """y with what is infinite beyond the edge, and the range to show it in, with 0."""
    known = y[np.isfinite(y)]
    low, high = min(float(known.min(initial=0)), 0.0), float(known.max(initial=0))
    air = 0.08 * (high - low) or 1.0
    beyond = np.clip(y, low - 4 * air, high + 4 * air)
    return beyond, low - (air if low < 0 else 0), high + air


def sweep_picture(controls: DivergencesControls, results: Results) -> Picture:
    """JS and W1 over the shift, exact; dots are what critics found."""
    js, w1 = lines(controls.p, controls.q)
    marks: list[Mark] = [
        Reference("log 2", math.log(2), "log 2"),
        Line("js", SHIFTS, js, "good", "JS, nats"),
        Line("w1", SHIFTS, w1, "text", "W1, units of x", "dashed"),
    ]
    tallest = [float(w1.max()), math.log(2)]
    if "sweep" in results:
        found = results["sweep"]
        marks += [
            Dots("GAN critic", SHIFTS, found["js"], "good", "(V + log 4)/2 of a GAN critic"),
            Dots("WGAN-GP critic", SHIFTS, found["w1"], "text", "WGAN-GP critic", "diamond"),
        ]
        tallest.append(float(found["w1"].max()))
    here = float(np.interp(controls.shift, SHIFTS, w1))
    about = "The shift of q"
    marks.append(Handle("shift", controls.shift, here, "generated", about, "x", (0.1, 0)))
    return Picture(
        tuple(marks),
        (-1.04, 1.04),
        (0, 1.08 * max(tallest)),
        x_title="shift φ of q",
        note=f"φ = {significant(controls.shift, 3)}",
    )


def thumbnail(controls: DivergencesControls) -> Picture:
    """JS and W1 over the shift."""
    js, w1 = lines(controls.p, controls.q)
    return Picture(
        (Line("js", SHIFTS, js, "good"), Line("w1", SHIFTS, w1, "text", "", "dashed")),
        (-1, 1),
        (0, 1.1 * max(float(w1.max()), math.log(2))),
    )
