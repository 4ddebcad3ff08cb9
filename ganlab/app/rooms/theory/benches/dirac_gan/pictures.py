"""What the large plots of the bench of the Dirac-GAN show. Pure functions of its controls."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache

import numpy as np

from ganlab.app.rooms.theory.benches.dirac_gan.ground import REACH, arrows, nullclines, thinned
from ganlab.app.rooms.theory.plots.marks import (
    Arrows,
    Colour,
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
from ganlab.theory.dirac_gan.bench import own_strengths
from ganlab.theory.dirac_gan.controls import DiracControls
from ganlab.theory.dirac_gan.methods import METHODS, Strengths, growth
from ganlab.theory.dirac_gan.training import (
    Steps,
    converged,
    distance,
    found_step_matrix,
    multipliers,
)
from ganlab.theory.stability import Complex, eigenvalues

MOST_DOTS = 120
"""So many of the first steps are dots."""
CLOSEST = 0.5
"""The plane of eigenvalues shows as much on either side of its middle, and more."""
FAR = 3.0
ALONG = 49
"""Points of the theory's line."""


def plane(controls: DiracControls, way: Array) -> Picture:
    """The enlarged method: where it pulls, where it does not, and the way that both players go."""
    c = controls
    own = own_strengths(c.method, c.strengths)
    still = nullclines(c.method, own)
    theta, psi = way.T
    fine_theta, fine_psi = thinned(way, 0.01 * REACH).T
    marks: list[Mark] = [
        Arrows("pull", *arrows(c.method, own, many=True), colour="muted", alpha=0.7),
        _segments("of G", still.generator, "generated", "θ̇ = 0"),
        _segments("of D", still.discriminator, "discriminator", "ψ̇ = 0"),
        Line("way", fine_theta, fine_psi, "text", "steps", width=1.2, joined=False),
        Dots("steps", theta[:MOST_DOTS], psi[:MOST_DOTS], "text", "a step", size=4),
    ]
    if c.method == "wgan":
        marks += [
            Reference("above", c.clip, f"ψ ≤ {significant(c.clip, 3)}"),
            Reference("below", -c.clip),
        ]
    about = "Where the players start: θ of the generator, ψ of the discriminator"
    marks.append(Handle("start", c.theta, c.psi, "good", about, step=(0.1, 0.1)))
    return Picture(
        tuple(marks),
        (-REACH, REACH),
        (-REACH, REACH),
        "θ, where G puts everything",
        "ψ, the slope of D",
        equal=True,
        note=verdict(way),
    )


def verdict(way: Array) -> str:
    """How it ended."""
    away = distance(way)
    if not math.isfinite(away):
        return "runs away"
    word = "converges" if converged(way) else "does not converge"
    return f"{word}: {significant(away, 3)} from 0"


def circle(controls: DiracControls) -> Picture:
    """Its eigenvalues at the equilibrium, those of one step, in the complex plane, against the unit
    circle; and the line on which theory has them as its strength grows."""
    c = controls
    method, own = METHODS[c.method], own_strengths(c.method, c.strengths)
    angle = np.linspace(0, 2 * np.pi, 181)
    marks: list[Mark] = [
        Line("unit", np.cos(angle), np.sin(angle), "theory", dash="dashed", width=1.2)
    ]
    radius = growth(method, own, c.stepping)
    if not math.isfinite(radius):
        whole = (-1.25, 1.25)
        return Picture(
            tuple(marks), whole, whole, "real", "imaginary", True, note="no derivative at 0"
        )
    title, line = theory_line(c.method, own, c.stepping)
    exact = multipliers(method.field(own), c.stepping)
    found = eigenvalues(found_step_matrix(method.field(own), c.stepping))
    first, second = line.T
    marks += [
        Line("line 1", first.real, first.imag, "theory", title, width=1.2),
        Line("line 2", second.real, second.imag, "theory", width=1.2),
        Dots("exact", exact.real, exact.imag, "theory", "exact", "ring", 12),
        Dots("found", found.real, found.imag, "good", "of a step", size=6),
    ]
    x, y = _around(np.append(line.ravel(), exact))
    return Picture(
        tuple(marks),
        x,
        y,
        "real",
        "imaginary",
        equal=True,
        note=f"largest {significant(radius, 4)}",
    )


def _around(points: Complex) -> tuple[tuple[float, float], tuple[float, float]]:
    """Ranges of the complex plane that show 1, and of these as far as FAR from 0."""
    near = np.append(points[np.abs(points) < FAR], 1.0)
    low, high = float(near.real.min()), float(near.real.max())
    middle, half = (low + high) / 2, max(0.6 * (high - low), CLOSEST)
    up = max(1.15 * float(np.abs(near.imag).max()), CLOSEST)
    return (middle - half, middle + half), (-up, up)


@lru_cache(maxsize=8)
def theory_line(name: str, strengths: Strengths, steps: Steps) -> tuple[str, Complex]:
    """What it says of itself, and (n, 2) complex: the multipliers of a step while the method's
    strength grows from 0 to 3; where it has none, while the steps grow from 0 to what they are."""
    method = METHODS[name]
    strength = next((use for use in method.uses if use in SYMBOLS), "")
    shares = np.linspace(0, 1, ALONG).tolist()
    if strength:
        lines = [
            multipliers(method.field(replace(strengths, **{strength: 3 * share})), steps)
            for share in shares
        ]
        return f"{SYMBOLS[strength]} from 0 to 3", _continuous(lines)
    field = method.field(strengths)
    g, d = steps.generator_rate, steps.discriminator_rate
    lines = [
        multipliers(field, Steps(steps.updates, share * g, share * d, steps.n_d))
        for share in shares
    ]
    return "from steps of 0", _continuous(lines)


SYMBOLS = {"r1": "γ", "noise": "σ", "consensus": "κ"}


def _continuous(lines: list[Complex]) -> Complex:
    """(n, 2): two that swap places between one point and the next are swapped back."""
    found = np.array(lines).tolist()  # arrays of two take ten times as long
    for k in range(1, len(found)):
        (a, b), (c, d) = found[k - 1 : k + 1]
        if abs(d - a) + abs(c - b) < abs(c - a) + abs(d - b):
            found[k] = [d, c]
    return np.array(found)


def small(controls: DiracControls, way: Array) -> Picture:
    """For the list: the enlarged method's way and nullclines."""
    still = nullclines(controls.method, own_strengths(controls.method, controls.strengths))
    theta, psi = thinned(way, 0.05 * REACH).T
    return Picture(
        (
            _segments("of G", still.generator, "generated", ""),
            _segments("of D", still.discriminator, "discriminator", ""),
            Line("way", theta, psi, "text", width=1.0, joined=False),
        ),
        (-REACH, REACH),
        (-REACH, REACH),
        equal=True,
    )


def _segments(name: str, lines: Array, colour: Colour, title: str) -> Segments:
    return Segments(name, lines[:, :, 0], lines[:, :, 1], colour, title, 1.6, 0.9)
