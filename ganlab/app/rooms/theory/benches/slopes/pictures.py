"""The slopes as marks: losses, slopes, the run's samples, what arrives, and what fell. No Qt."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ganlab.app.rooms.theory.plots.marks import (
    Bars,
    Colour,
    Dash,
    Dots,
    Handle,
    Label,
    Line,
    Mark,
    Picture,
    Reference,
    Segments,
)
from ganlab.data.target import Array
from ganlab.figures import significant
from ganlab.theory.bench import Results
from ganlab.theory.slopes.bench import FREEZE, fall
from ganlab.theory.slopes.controls import FARTHEST, Slopes
from ganlab.theory.slopes.losses import LOSSES, Loss, sigmoid

LOGITS = np.linspace(-FARTHEST, FARTHEST, 321)
D_RANGE = (0.001, 0.999)
COSTS = (-6.0, 6.0)
"""Nats that are shown of the losses."""
SLOPES = (1e-6, 1e3)
BINS = 48
LOOKS: dict[str, tuple[Colour, Dash]] = {
    "saturating": ("generated", "solid"),
    "non-saturating": ("generated", "dashed"),
    "least squares": ("text", "solid"),
    "hinge": ("text", "dashed"),
    "maximum likelihood": ("theory", "dotted"),
}


class Seen(NamedTuple):
    """What the run has told."""

    step: int
    logits: Array
    norms: Array
    """Of `LOSSES`, in their order."""


def losses_picture(controls: Slopes) -> Picture:
    """Each loss, and at the point its tangent."""
    logits, x = _axis(controls)
    at, half = _place(controls), 0.06 * (x[-1] - x[0])
    here = np.array(controls.logit)
    drawn: list[Mark] = [Reference("at", at, "", "x")]
    for name, loss in LOSSES.items():
        drawn.append(Line(name, x, loss.cost(logits), *look(name)))
        cost, slope = float(loss.cost(here)), _slope(controls, loss, here)
        ends = np.array([[-half, half]])
        drawn.append(
            Segments(f"{name} tangent", at + ends, cost + slope * ends, "text", "", 1.5, 0.9)
        )
    height = float(np.clip(LOSSES["non-saturating"].cost(here), *COSTS))
    drawn.append(Handle("at", at, height, "generated", "The point at which slopes are read", "x"))
    return Picture(
        tuple(drawn),
        _range(controls),
        COSTS,
        x_title=_title(controls),
        y_title="nats",
        note=f"a = {significant(controls.logit, 3)}  D = {significant(float(sigmoid(here)), 3)}",
    )


def slopes_picture(controls: Slopes) -> Picture:
    """The absolute slope of each loss."""
    logits, x = _axis(controls)
    here = np.array(controls.logit)
    marks: list[Mark] = [Reference("at", _place(controls), "", "x")]
    for name, loss in LOSSES.items():
        size = np.abs(_slopes(controls, loss, logits))
        marks.append(Line(name, x, size, *look(name)))
    ratio = _slope(controls, LOSSES["non-saturating"], here) / _slope(
        controls, LOSSES["saturating"], here
    )
    height = abs(_slope(controls, LOSSES["saturating"], here))
    height = min(max(height, SLOPES[0]), SLOPES[1])
    marks.append(
        Handle("slope", _place(controls), height, "generated", "The point on log(1 − D)", "x")
    )
    return Picture(
        tuple(marks),
        _range(controls),
        SLOPES,
        x_title=_title(controls),
        y_title=f"|slope| in {'D' if controls.axis == 'D' else 'a'}",
        log_y=True,
        note=f"−log D: × {significant(ratio, 3)}",
    )


def samples_picture(controls: Slopes, seen: Seen | None, why: str = "") -> Picture:
    """The run's samples over the axis; `why` there are none."""
    limits, title = _range(controls), _title(controls)
    if seen is None:
        return _waiting(why)
    known = seen.logits[~np.isnan(seen.logits)]
    places = np.clip(sigmoid(known) if controls.axis == "D" else known, *limits)
    counts, edges = np.histogram(places, BINS, limits)
    shares = counts / max(len(places), 1)
    return Picture(
        (
            Reference("at", _place(controls), "", "x"),
            Bars("samples", edges, shares, "generated", "G(z)"),
        ),
        limits,
        (0, 1.1 * max(float(shares.max()), 0.1)),
        x_title=title,
        y_title="share of samples",
        note=f"step {seen.step:,}",
    )


def arriving_picture(seen: Seen | None, why: str = "") -> Picture:
    """The norm of the gradient under each loss; `why` there is none."""
    names = tuple((float(i), LOSSES[name].title) for i, name in enumerate(LOSSES))
    limits = (-0.6, len(LOSSES) - 0.4)
    if seen is None:
        return _waiting(why)
    known = seen.norms[np.isfinite(seen.norms) & (seen.norms > 0)]
    low, high = (float(known.min()), float(known.max())) if len(known) else (1e-3, 1.0)
    above = (16 * high / low) ** 0.1
    labels = (
        Label(name, i - 0.28, float(norm) * above, significant(float(norm), 3), "text")
        for (i, name), norm in zip(names, seen.norms, strict=True)
    )
    return Picture(
        (
            Dots("norms", np.arange(len(LOSSES), dtype=float), seen.norms, "generated", size=10.0),
            *labels,
        ),
        limits,
        (low / 4, high * 4),
        y_title="‖gradient‖",
        log_y=True,
        ticks_x=names,
        note=f"step {seen.step:,}",
    )


def frozen_picture(results: Results) -> Picture:
    """The gradients over the steps of D, once the work is done."""
    frozen = results.get(FREEZE)
    if frozen is None:
        return _waiting("Freeze G, train D: the gradients are drawn here.")
    steps, norms = frozen["steps"] + 1, frozen["norms"]
    every = np.concatenate([norms[name] for name in LOSSES])
    every = every[every > 0]
    return Picture(
        tuple(Line(name, steps, norms[name], *look(name)) for name in LOSSES),
        (1.0, float(steps[-1])),
        (float(every.min()) / 2, float(every.max()) * 2),
        x_title="step of D",
        y_title="‖gradient‖",
        log_x=True,
        log_y=True,
        note=f"log(1−D) fell {fall(norms['saturating']):,.0f} times",
    )


def _waiting(words: str) -> Picture:
    """An empty plot that says what fills it."""
    return Picture((Label("waiting", 0.05, 0.5, words),), (0.0, 1.0), (0.0, 1.0), blank=True)


def look(name: str) -> tuple[Colour, str, Dash]:
    colour, dash = LOOKS[name]
    return colour, LOSSES[name].title, dash


def _axis(controls: Slopes) -> tuple[Array, Array]:
    """Logits, and where they lie on the axis."""
    if controls.axis == "logit":
        return LOGITS, LOGITS
    d = np.linspace(*D_RANGE, len(LOGITS))
    return np.log(d) - np.log1p(-d), d


def _range(controls: Slopes) -> tuple[float, float]:
    return (-FARTHEST, FARTHEST) if controls.axis == "logit" else (0.0, 1.0)


def _title(controls: Slopes) -> str:
    return "logit a" if controls.axis == "logit" else "D"


def _place(controls: Slopes) -> float:
    at = np.array(controls.logit)
    return controls.logit if controls.axis == "logit" else float(sigmoid(at))


def _slopes(controls: Slopes, loss: Loss, logits: Array) -> Array:
    return loss.slope(logits) if controls.axis == "logit" else loss.slope_in_d(logits)


def _slope(controls: Slopes, loss: Loss, logit: Array) -> float:
    return float(_slopes(controls, loss, logit))
