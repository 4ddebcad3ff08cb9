"""The fits on a line as marks: their densities over p, and where they lie in (μ, σ). No Qt."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from ganlab.app.rooms.theory.plots import densities
from ganlab.app.rooms.theory.plots.marks import (
    Area,
    Colour,
    Dots,
    Label,
    Line,
    Mark,
    Picture,
    Segments,
    Shape,
)
from ganlab.data.target import Array
from ganlab.figures import significant
from ganlab.theory.bench import Results
from ganlab.theory.densities import Mixture
from ganlab.theory.fits.controls import TITLES, FitsControls
from ganlab.theory.fits.search import Fit, fits

NAMES_FROM, NAMES_WIDE = 0.03, 0.65
"""Where names stand right of all dots, and how much room they take: shares of the dots' range."""
BELL_POINTS = 161
NAME_GAP = 0.055
"""Between two names, as a share of the height."""


def density_picture(controls: FitsControls, results: Results) -> Picture:
    """p, the chosen divergence's best Gaussian boldly, its other minima dashed, the game's dotted,
    and what the other divergences want, thin."""
    p, chosen = controls.p, controls.divergence
    found = fits(p, controls.width)
    limits = _limits(p)
    x = densities.places(limits, p)
    marks: list[Mark] = list(densities.curve("p", p, x, "real", "p"))
    x = _bells_places(limits, found)
    for name, minima in found.items():
        if minima and name != chosen:
            marks.append(
                Line(f"other {name}", x, _bell(x, minima[0]), "muted", "", width=1.0, alpha=0.45)
            )
    for i, fit in enumerate(found[chosen]):
        best = i == 0
        marks.append(
            Line(
                f"fit {i}",
                x,
                _bell(x, fit),
                "generated",
                f"q by {TITLES[chosen]}" if best else ("another minimum" if i == 1 else ""),
                "solid" if best else "dashed",
                2.5 if best else 1.3,
            )
        )
    played = results.get("game", {}).get(chosen)
    if played:
        mean, sigma = played["fit"]
        game = Fit(mean, sigma, played["bound"])
        marks.append(Line("game", x, _bell(x, game), "generated", "q by the game", "dotted", 2.0))
    top = float(p.pdf(x).max())
    highest = max((_height(minima[0]) for minima in found.values() if minima), default=top)
    least = found[chosen][0].value if found[chosen] else math.inf
    return Picture(
        (*marks, *densities.handles("p", p, "real")),
        limits,
        (0.0, 1.12 * max(top, min(highest, 2 * top))),
        x_title="x",
        y_title="density",
        note=f"{TITLES[chosen]} = {significant(least)}",
    )


def map_picture(controls: FitsControls, results: Results) -> Picture:
    """Every divergence's best fit as a dot at (μ, σ), with its name; rings are other minima of the
    chosen one, crosses where the games have come to, and the line how its game went there."""
    chosen, found = controls.divergence, fits(controls.p, controls.width)
    best = {name: minima[0] for name, minima in found.items() if minima}
    others = found[chosen][1:]
    games = {name: game for name, game in results.get("game", {}).items() if name in best}
    tried = results.get("starts", {}).get(chosen, ())[1:]
    at = [(fit.mean, fit.sigma) for fit in (*best.values(), *others, *tried)]
    at += [tuple(games[chosen]["fit"])] if chosen in games else []
    mean, sigma = np.array(at or [(0.0, 1.0)]).T
    spread = max(float(np.ptp(mean)), 0.2 * float(sigma.max()))
    left, right = float(mean.min()) - 0.12 * spread, float(mean.max()) + 0.08 * spread
    tall = max(float(np.ptp(sigma)), 0.2 * float(sigma.max()))
    bottom, top = float(sigma.min()) - 0.15 * tall, float(sigma.max()) + 0.15 * tall
    marks: list[Mark] = list(_names(best, chosen, right, right - left, bottom, top))
    if chosen in games:
        way = np.asarray(games[chosen]["path"])
        inside = (way[:, 0] > left) & (way[:, 0] < right)
        inside &= (way[:, 1] > bottom) & (way[:, 1] < top)
        way = np.where(inside[:, None], way, np.nan)
        marks.append(Line("way", way[:, 0], way[:, 1], "generated", "", width=1.2, alpha=0.6))
    dots = [(fit.mean, fit.sigma) for name, fit in best.items() if name != chosen]
    marks += _dots("best", dots, "theory", "best fits", "disc", 8.0)
    marks += _dots("game", [game["fit"] for game in games.values()], "generated", "games", "cross")
    marks += _dots("tried", [(f.mean, f.sigma) for f in tried], "muted", "scipy: minima", "ring")
    marks += _dots(
        "minima", [(f.mean, f.sigma) for f in others], "generated", "minima", "ring", 9.0
    )
    if chosen in best:
        bold = best[chosen]
        marks += _dots(
            "chosen", [(bold.mean, bold.sigma)], "generated", TITLES[chosen], "diamond", 12.0
        )
    return Picture(
        tuple(marks),
        (left, right + NAMES_WIDE * (right - left)),
        (bottom, top),
        x_title="μ",
        y_title="σ",
    )


def thumbnail(controls: FitsControls) -> Picture:
    """p, and a Gaussian of its mean and width."""
    p = controls.p
    low, high = densities.seen(p)
    x = np.linspace(low, high, 80)
    y = p.pdf(x)
    bell = _bell(x, Fit(p.mean, p.std, 0.0))
    zero = np.zeros_like(x)
    return Picture(
        (
            Area("p", x, zero, y, "real", alpha=0.3),
            Line("q", x, bell, "generated", width=1.5),
        ),
        (low, high),
        (0, 1.05 * float(max(y.max(), bell.max()))),
    )


def _limits(p: Mixture) -> tuple[float, float]:
    low, high = densities.seen(p)
    return float(math.floor(low)), float(math.ceil(high))


def _bells_places(limits: tuple[float, float], found: Mapping[str, tuple[Fit, ...]]) -> Array:
    """Where to draw the fits over `limits`, rising: even steps, and more where one is narrow."""
    every = [fit for minima in found.values() for fit in minima]
    narrow = [fit for fit in every if fit.sigma < (limits[1] - limits[0]) / 30]
    some = [np.linspace(*limits, BELL_POINTS)]
    some += [fit.mean + fit.sigma * np.linspace(-4, 4, 33) for fit in narrow]
    x = np.unique(np.concatenate(some))
    return x[(x >= limits[0]) & (x <= limits[1])]


def _bell(x: Array, fit: Fit) -> Array:
    z = (x - fit.mean) / fit.sigma
    return np.asarray(np.exp(-z * z / 2) * _height(fit))


def _height(fit: Fit) -> float:
    return 1 / (fit.sigma * math.sqrt(2 * math.pi))


def _dots(
    name: str,
    places: list[tuple[float, float]],
    colour: Colour,
    title: str,
    shape: Shape,
    size: float = 8.0,
) -> list[Mark]:
    if not places:
        return []
    x, y = np.array(places, float).T
    return [Dots(name, x, y, colour, title, shape, size)]


def _names(
    best: dict[str, Fit], chosen: str, right: float, wide: float, bottom: float, top: float
) -> list[Mark]:
    """The names in a column right of all dots, as high as their dots or a little off, and a thin
    line from each to its dot."""
    order = sorted(best, key=lambda name: best[name].sigma)
    wanted = np.array([best[name].sigma for name in order])
    places = _apart(wanted, NAME_GAP * (top - bottom), bottom, top)
    x = right + NAMES_FROM * wide
    marks: list[Mark] = []
    ends = []
    for name, height in zip(order, places.tolist(), strict=True):
        colour: Colour = "generated" if name == chosen else "muted"
        marks.append(Label(f"name {name}", x, height, TITLES[name], colour))
        ends.append([(best[name].mean, x), (best[name].sigma, height)])
    if ends:
        x_ends, y_ends = np.array(ends).transpose(1, 0, 2)
        marks.insert(0, Segments("leads", x_ends, y_ends, "muted", width=1.0, alpha=0.35))
    return marks


def _apart(wanted: Array, gap: float, bottom: float, top: float) -> Array:
    """Rising places at least `gap` apart within (bottom, top), each near the one that is wanted."""
    places = wanted.copy()
    for i in range(1, len(places)):
        places[i] = max(places[i], places[i - 1] + gap)
    over = places[-1:] - (top - gap / 2) if len(places) else np.zeros(1)
    if len(places) and over[0] > 0:
        places[-1] = top - gap / 2
        for i in range(len(places) - 2, -1, -1):
            places[i] = min(places[i], places[i + 1] - gap)
    return places
