"""What the hover readout says about a point."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from html import escape

import numpy as np

from ganlab.app.items.plane.layer import Array
from ganlab.app.look.theme import Theme
from ganlab.data import Target
from ganlab.data.target import plane_view
from ganlab.games.shown.plane_views import P_G
from ganlab.values import dataclass

UNKNOWN = "–"
LEAST_DENSITY = 1e-6
"""Of that of something spread over a square of the view: what is below says "nothing there"."""


def point_figure(value: float) -> str:
    """Three significant digits, with a true minus sign; a dash where there is no number."""
    if math.isnan(value):
        return UNKNOWN
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    text = f"{value:z.3g}"
    if "e" in text:
        text = f"{value:.0f}" if 1e3 <= abs(value) < 1e5 else f"{value:.1e}"
    return text.replace("-", "−")


def place(value: float) -> str:
    """Two decimals, with a true minus sign, none before 0.00."""
    return f"{value:z.2f}".replace("-", "−")


def coordinate(value: float, scale: float) -> str:
    """A number in data units, as fine as a thousandth of `scale`, the view's unit: 1,700,003,612
    where the view shows an hour of seconds since 1970."""
    if not math.isfinite(value):
        return point_figure(value)
    decimals = math.ceil(3 - math.log10(scale))
    if abs(value) < 1e15 and decimals <= 6:
        text = f"{value:z,.{max(decimals, 0)}f}"
    elif value == 0:
        text = "0"
    else:
        digits = math.floor(math.log10(abs(value))) + decimals
        text = f"{value:.{min(max(digits, 0), 16)}e}"
    return text.replace("-", "−")


def density_figure(value: float, scales: tuple[float, ...]) -> str:
    """A density per unit of the data, where the view's unit is so long on each axis: 0 where there
    is nothing, and no figure below what can be told beside the usual ones."""
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else point_figure(value)
    usual = 1 / math.prod(scales)
    least = 10.0 ** round(math.log10(LEAST_DENSITY * usual))
    if value < least:
        return f"< {_plain(f'{least:.0e}')}"
    text = f"{value:.3g}"
    if "e" in text:
        text = f"{value:,.0f}" if 1e3 <= value < 1e5 else _plain(f"{value:.1e}")
    return text


def _plain(scientific: str) -> str:
    """1e-06 -> 1e−6"""
    digits, _, exponent = scientific.partition("e")
    return f"{digits}e{int(exponent)}".replace("-", "−")


@dataclass(frozen=True)
class Told:
    """What a game says of a place."""

    name: str
    value: float
    """NaN where it is not known."""
    density: bool = False
    """Whether it is one, per unit of the data."""


def describe_point(
    target: Target,
    point: Array,
    told: Iterable[Told],
    theme: Theme,
    equal: bool | None = None,
    optimum: Callable[[float, float], Told | None] = lambda p_data, p_g: None,
) -> str:
    """Rich text: a point of the view (2,) in data units, what a game says of it, and the densities
    there, per unit of the data (squared in 2-D).

    `equal`: of which view, see `plane_view`. `optimum`: what is best said at a place where p_data
    and p_g are both known and these, see `ganlab.games.rules.Rules.optimum`.
    """
    view = plane_view(target, equal)
    in_data = view.inverse(point[: target.dimension][None])
    known = target.log_density(in_data)
    with np.errstate(over="ignore", under="ignore"):
        density = math.nan if known is None else float(np.exp(known[0]))
    facts = [*told, Told("p_data(x)", density, True)]
    numbers = [fact for fact in facts if not fact.density]
    generated = next((f.value for f in facts if f.name == P_G.caption), math.nan)
    if not math.isnan(density + generated) and (best := optimum(density, generated)):
        numbers.append(best)
    densities = sorted((fact for fact in facts if fact.density), key=lambda fact: fact.name)
    rows = {"x": ", ".join(map(coordinate, in_data[0].tolist(), view.scales))}
    rows |= {n.name: UNKNOWN if math.isnan(n.value) else place(n.value) for n in numbers}
    unit = "unit" if target.dimension == 1 else "unit²"
    for fact in densities:
        text = density_figure(fact.value, view.scales)
        rows[fact.name] = text if text in (UNKNOWN, "0") else f"{text} per {unit}"
    style = f'style="color:{theme.palette.muted}"'
    lines = (
        f"<tr><td {style}>{_subscript(name)}</td><td>&nbsp;&nbsp;{escape(value)}</td></tr>"
        for name, value in rows.items()
    )
    return f'<table cellspacing="0">{"".join(lines)}</table>'


def _subscript(name: str) -> str:
    """p_g(x) as it is written."""
    letter, underscore, rest = name.partition("_")
    low, bracket, end = rest.partition("(")
    return f"{letter}<sub>{low}</sub>{bracket}{end}" if underscore else name
