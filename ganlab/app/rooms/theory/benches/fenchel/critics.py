"""p and q, T, and the bound that it gives, from controls and results alone. No Qt."""

from __future__ import annotations

import math

import numpy as np

from ganlab.app.rooms.theory.plots import densities
from ganlab.app.rooms.theory.plots.marks import Area, Bars, Line, Mark, Picture, Reference
from ganlab.data.target import Array
from ganlab.figures import significant
from ganlab.theory.bench import Results
from ganlab.theory.divergences.integrands import Places
from ganlab.theory.fenchel import bounds
from ganlab.theory.fenchel.bench import DRAWN_X, HIGHEST, FenchelControls, critic

FAINT = 0.08
"""T is shown as high and as low as it is where p or q has this share of its highest value."""


def densities_picture(controls: FenchelControls) -> Picture:
    """p and q with their handles."""
    p, q = controls.p, controls.q
    limits = densities.round_limits(p, q)
    x = densities.places(limits, p, q)
    top = float(max(p.pdf(x).max(), q.pdf(x).max()))
    return Picture(
        (
            *densities.curve("p", p, x, "real", "p"),
            *densities.curve("q", q, x, "generated", "q"),
            *densities.handles("p", p, "real"),
            *densities.handles("q", q, "generated"),
        ),
        limits,
        (0, 1.12 * top),
        "x",
        "density",
    )


def critic_picture(controls: FenchelControls, results: Results) -> Picture:
    """T* and the T that is used."""
    row = controls.row
    limits = densities.round_limits(controls.p, controls.q)
    x = densities.places(limits, controls.p, controls.q)
    at = Places(controls.p, controls.q, x)
    best = bounds.optimal(row, at)
    used = critic(controls, results)
    weighty = (at.p > FAINT * at.p.max()) | (at.q > FAINT * at.q.max())
    seen = [best[weighty]]
    marks: list[Mark] = []
    if used is None:
        marks.append(Line("T", x, best, "discriminator", "T = T*"))
    else:
        t = used(x)
        seen.append(t[weighty])
        marks.append(Line("T*", x, best, "theory", "T*", "dashed"))
        marks.append(Line("T", x, t, "discriminator", f"T {controls.critic}"))
    known = np.clip(np.concatenate(seen), -HIGHEST, HIGHEST)
    low, high = float(known.min()), float(known.max())
    if math.isfinite(row.end):
        marks.append(Reference("end", row.end, "dom f*"))
        high = max(high, row.end)
    air = 0.12 * (high - low) or 1.0
    return Picture(tuple(marks), limits, (low - air, high + air), "x", "T(x)")


def optimal_drawing(controls: FenchelControls) -> Array:
    """T* where a drawn T has its values, (161,)."""
    at = Places(controls.p, controls.q, DRAWN_X)
    return np.clip(bounds.optimal(controls.row, at), -HIGHEST, HIGHEST)


def bound_picture(controls: FenchelControls, results: Results) -> Picture:
    """F(T) below D_f: while T learned, or as it stands."""
    if controls.critic == "trained" and "trained" in results:
        return _learning(controls, results)
    row, pair = controls.row, controls.pair
    exact = row.value(pair)
    used = critic(controls, results)
    names = ["F(T)"]
    heights = [bounds.bound(row, pair, used)]
    if controls.f == "KL":
        names.append("D-V")
        heights.append(bounds.donsker_varadhan(pair, used))
    known = [value for value in (*heights, exact) if math.isfinite(value)]
    low, high = min([0.0, *known]), max([0.0, *known])
    low = max(low, -3 * max(abs(exact), 1.0)) if math.isfinite(exact) else low
    air = 0.12 * (high - low) or 1.0
    marks: list[Mark] = [
        Bars(
            f"bound {i}",
            np.array([i - 0.32, i + 0.32]),
            np.array([height if math.isfinite(height) else high + 2 * air]),
            "discriminator" if i == 0 else "good",
            "" if i == 0 else "Donsker-Varadhan",
            alpha=0.55,
        )
        for i, height in enumerate(heights)
    ]
    if math.isfinite(exact):
        marks.append(Reference("D_f", exact, "D_f"))
    return Picture(
        tuple(marks),
        (-0.7, len(names) - 0.3),
        (low - (air if low < 0 else 0), high + air),
        y_title=controls.row.unit,
        note=f"{significant(round(heights[0], 9), 4)} ≤ {significant(exact, 4)}",
        ticks_x=tuple((float(i), name) for i, name in enumerate(names)),
    )


def _learning(controls: FenchelControls, results: Results) -> Picture:
    exact = controls.row.value(controls.pair)
    history = np.asarray(results["trained"]["bound"], float)
    steps = np.arange(1.0, len(history) + 1)
    top = exact if math.isfinite(exact) else float(history.max())
    low = max(float(history.min()), top - 3 * max(abs(top), 0.5))
    air = 0.1 * (top - low) or 1.0
    marks: list[Mark] = [
        Area("left", steps, history, np.full_like(history, top), "theory", alpha=0.12),
        Line("bound", steps, history, "discriminator", "F(T)"),
    ]
    if math.isfinite(exact):
        marks.append(Reference("D_f", exact, "D_f"))
    return Picture(
        tuple(marks),
        (1, float(steps[-1])),
        (low - air, top + air),
        "training step",
        log_x=True,
        note=f"{significant(float(history[-1]), 4)} ≤ {significant(exact, 4)}",
    )
