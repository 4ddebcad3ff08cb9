"""f with its tangents, f* and g_f, from the controls alone. No Qt."""

from __future__ import annotations

import math

import numpy as np

from ganlab.app.rooms.theory.plots.marks import (
    Dots,
    Handle,
    Line,
    Mark,
    Picture,
    Reference,
    Segments,
)
from ganlab.data.target import Array
from ganlab.figures import significant
from ganlab.theory.divergences.f_divergence import FDivergence
from ganlab.theory.fenchel.bench import FenchelControls

U: Array = np.concatenate([np.geomspace(1e-3, 0.1, 40), np.linspace(0.11, 4, 160)])
FARTHEST = 4.0
"""The largest u that is shown."""
RIGHT = 0.96 * FARTHEST
"""Where the tangent is held by its end."""
LOWEST_T, HIGHEST_T = -4.0, 2.5
V: Array = np.linspace(-2.5, 5, 160)
STEP = 0.05
"""Of a slope, by the arrow keys."""


def f_picture(controls: FenchelControls) -> Picture:
    """f(u), tangents whose highest it is, and the one of slope t with its intercept -f*(t)."""
    row, t = controls.row, controls.slope
    f = row.f(U)
    floor = min(float(f[U > 0.15].min()), 0.0)
    ceiling = max(float(f[U > 0.15].max()), 1.0)
    conjugate, touched = _at(row, t)
    if math.isfinite(conjugate):
        ends = (-conjugate, RIGHT * t - conjugate)
        step = (ceiling - floor) / 3  # whole ones, so that the axis seldom moves with the tangent
        floor -= step * np.clip(np.ceil((floor - min(ends)) / step), 0, 3)
        ceiling += step * np.clip(np.ceil((-conjugate - ceiling) / step), 0, 3)
    air = 0.1 * (ceiling - floor)
    low, high = floor - air, ceiling + air
    marks: list[Mark] = [Reference("u = 0", 0.0, axis="x"), _family(row)]
    if math.isfinite(conjugate):
        across = np.array([0.0, FARTHEST])
        marks += [
            Line("f", U, f, "text", "f(u)"),
            Line("tangent", across, t * across - conjugate, "discriminator", "tangent"),
            Segments(
                "intercept",
                np.zeros((1, 2)),
                np.array([[0.0, -conjugate]]),
                "good",
                width=4.0,
                alpha=0.7,
            ),
            Dots("axis", np.zeros(1), np.array([-conjugate]), "good", "−f*(t)", "diamond", 9),
        ]
        note = f"f*(t) = {significant(conjugate, 4)}"
        end = RIGHT * t - conjugate
    else:
        marks.append(Line("f", U, f, "text", "f(u)"))
        note = "f*(t) = ∞"
        end = high
    about = "The right end of the tangent: its slope t"
    marks.append(Handle("end", RIGHT, float(np.clip(end, low, high)), "discriminator", about, "y"))
    if 0 < touched < 0.9 * FARTHEST:
        y = float(row.f(np.array(touched)))
        about = "Where the tangent touches f: its slope is t"
        marks.append(Handle("touch", touched, y, "discriminator", about, "x", (STEP, 0)))
    return Picture(tuple(marks), (-0.12, FARTHEST), (low, high), "u", note=note)


def _at(row: FDivergence, t: float) -> tuple[float, float]:
    """f*(t) and the u that attains it."""
    return float(row.conjugate(np.array(t))), float(row.conjugate_slope(np.array(t)))


def _family(row: FDivergence) -> Segments:
    """Tangents at even places, faint."""
    u = np.array([0.08, 0.2, 0.4, 0.7, 1.0, 1.4, 2.0, 2.7, 3.5])
    t = np.unique(
        np.concatenate([row.slope(u), row.slope(np.array([0.99, 1.01])).mean(keepdims=True)])
    )
    conjugate = row.conjugate(t)
    ends = np.tile([0.0, FARTHEST], (len(t), 1))
    return Segments("family", ends, t[:, None] * ends - conjugate[:, None], "theory", alpha=0.4)


def conjugate_picture(controls: FenchelControls) -> Picture:
    """f*(t) up to the end of its domain."""
    row, slope = controls.row, controls.slope
    high = min(row.end, HIGHEST_T)
    low = min(LOWEST_T, slope - 0.5)
    high = max(high, min(slope + 0.5, row.end))
    t = np.unique(np.concatenate([np.linspace(low, high, 200), high - np.geomspace(1e-3, 1, 40)]))
    y = row.conjugate(t)
    known = y[np.isfinite(y)]
    bottom, top = float(known.min()), float(np.quantile(known, 0.93))
    conjugate, _ = _at(row, slope)
    marks: list[Mark] = [Line("f*", t, np.where(np.isfinite(y), y, np.nan), "good", "f*(t)")]
    if math.isfinite(row.end):
        sign = "≤" if row.closed else "<"
        title = f"t {sign} {significant(row.end, 3)}"
        marks.append(Reference("end", row.end, title, "x"))
    if math.isfinite(conjugate):
        bottom, top = min(bottom, conjugate), max(top, min(conjugate, 4 * max(top, 1.0)))
        about = "The slope t of the tangent"
        marks.append(Handle("slope", slope, conjugate, "discriminator", about, "x", (STEP, 0)))
    air = 0.08 * (top - bottom or 1.0)
    beyond = 0.06 * (high - low)
    return Picture(
        tuple(marks),
        (low, max(high, slope) + beyond),
        (bottom - air, top + air),
        "t",
        "f*(t)",
        note="" if math.isfinite(conjugate) else "f*(t) = ∞ here",
    )


def activation_picture(controls: FenchelControls) -> Picture:
    """T = g_f(V), below the end of the domain of f* whatever V is."""
    row = controls.row
    t = row.activation(V)
    marks: list[Mark] = [Line("g_f", V, t, "discriminator", "g_f(v)")]
    low, high = float(t.min()), float(t.max())
    if math.isfinite(row.end):
        marks.append(Reference("end", row.end, "dom f*"))
        high = row.end
    air = 0.08 * (high - low)
    return Picture(tuple(marks), (V[0], V[-1]), (low - air, high + air), "v", "T")
