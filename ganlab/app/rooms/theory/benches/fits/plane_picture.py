"""The fits in the plane as marks: level lines of p and of three round Gaussians. No Qt widgets."""

from __future__ import annotations

import math

import numpy as np

from ganlab.app.items.contours import isolines
from ganlab.app.rooms.theory.plots.marks import (
    Dash,
    Dots,
    Handle,
    Line,
    Mark,
    Picture,
    Segments,
    Shape,
)
from ganlab.data.target import Array
from ganlab.theory.fits.bench import PLANE_TITLES
from ganlab.theory.fits.controls import FitsControls
from ganlab.theory.fits.mixtures import PlaneMixture
from ganlab.theory.fits.plane import PlaneFit, plane_fits

CELLS = 72
LEVELS = (0.8, 0.4, 0.15, 0.04)
"""Of p's top."""
RADII = (1.0, 2.0)
"""Standard deviations at which a fit has its level lines."""
AIR = 2.6
"""Standard deviations of a part that are in view."""
LOOKS: dict[str, tuple[Dash, Shape]] = {
    "kl": ("solid", "disc"),
    "mmd": ("dashed", "diamond"),
    "js": ("dotted", "cross"),
}
TURN = np.linspace(0, 2 * np.pi, 73)


def picture(controls: FitsControls) -> Picture:
    """p in blue, the three fits in orange, each with a dash and a shape of its own."""
    p = controls.plane
    fitted = plane_fits(p, controls.width)
    left, bottom, right, top = _rectangle(p, [minima[0] for minima in fitted.values()])
    x, y = np.linspace(left, right, CELLS), np.linspace(bottom, top, CELLS)
    grid = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    log_p = p.log_pdf(grid).reshape(CELLS, CELLS)
    peak = float(log_p.max())
    lines = np.concatenate([isolines(log_p, peak + math.log(level)) for level in LEVELS])
    across, up = (right - left) / (CELLS - 1), (top - bottom) / (CELLS - 1)
    marks: list[Mark] = [
        Segments(
            "p",
            left + lines[:, :, 0] * across,
            bottom + lines[:, :, 1] * up,
            "real",
            "p",
            width=1.2,
            alpha=0.8,
        )
    ]
    for name, minima in fitted.items():
        dash, shape = LOOKS[name]
        best = minima[0]
        title = f"{PLANE_TITLES[name]}, 1 and 2 σ"
        ring_x, ring_y = _rings(best)
        marks.append(Line(f"{name} rings", ring_x, ring_y, "generated", title, dash, 1.8))
        centre = np.array([best.x]), np.array([best.y])
        marks.append(Dots(f"{name} centre", *centre, "generated", "", shape, 9.0))
    return Picture(
        (*marks, *_handles(p)),
        (left, right),
        (bottom, top),
        x_title="x₁",
        y_title="x₂",
        equal=True,
    )


def dragged(p: PlaneMixture, handle: str, x: float, y: float) -> PlaneMixture:
    """p once the handle of that name is at (x, y)."""
    kind, number = handle.split()
    part = p.parts[int(number)]
    if kind == "mean":
        return p.moved(int(number), x, y, part.sigma)
    return p.moved(int(number), part.x, part.y, abs(x - part.x))


def _handles(p: PlaneMixture) -> list[Handle]:
    made = []
    for i, part in enumerate(p.parts):
        step = (part.sigma / 10, part.sigma / 10)
        made += [
            Handle(f"mean {i}", part.x, part.y, "real", f"The mean of part {i + 1}", "xy", step),
            Handle(
                f"width {i}",
                part.x + part.sigma,
                part.y,
                "real",
                f"The standard deviation of part {i + 1}",
                "x",
                step,
            ),
        ]
    return made


def _rectangle(p: PlaneMixture, fitted: list[PlaneFit]) -> tuple[float, float, float, float]:
    """All parts and rings in view, up to halves of a unit, so that ranges seldom jump."""
    reach = [(part.x, part.y, AIR * part.sigma) for part in p.parts]
    reach += [(fit.x, fit.y, RADII[-1] * fit.sigma) for fit in fitted]
    lows, highs = ([(x + s * r, y + s * r) for x, y, r in reach] for s in (-1, 1))
    left, bottom = np.floor(2 * np.min(lows, axis=0)) / 2
    right, top = np.ceil(2 * np.max(highs, axis=0)) / 2
    return float(left), float(bottom), float(right), float(top)


def _rings(fit: PlaneFit) -> tuple[Array, Array]:
    """Circles round the centre, one line with gaps."""
    x, y = [], []
    for radius in RADII:
        x += [*(fit.x + radius * fit.sigma * np.cos(TURN)), np.nan]
        y += [*(fit.y + radius * fit.sigma * np.sin(TURN)), np.nan]
    return np.array(x), np.array(y)
