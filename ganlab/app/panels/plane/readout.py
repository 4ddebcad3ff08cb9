"""What the hover readout says about a point."""

from __future__ import annotations

import math

import numpy as np

from ganlab.app.items.layer import Array
from ganlab.app.look.theme import Theme
from ganlab.data import Target
from ganlab.data.target import plane_view
from ganlab.gan.scores import PROBABILITY, Score

UNKNOWN = "–"


def point_figure(value: float) -> str:
    """Three significant digits, with a true minus sign; a dash where there is no number."""
    if math.isnan(value):
        return UNKNOWN
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    text = f"{value:.3g}"
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


def describe_point(
    target: Target,
    point: Array,
    belief: float,
    theme: Theme,
    score: Score = PROBABILITY,
    equal: bool | None = None,
) -> str:
    """Rich text: a point of the view (2,), there and in data units; D and the density there.

    `belief` is D's number, read as `score` says, NaN where it is not known; `equal`: of which
    view, see `plane_view`. The density is per data unit (squared in 2-D), its logarithm in nats.
    """
    in_view = point[: target.dimension]
    view = plane_view(target, equal)
    in_data = view.inverse(in_view[None])[0]
    known = target.log_density(in_data[None])
    log_density = math.nan if known is None else float(known[0])
    with np.errstate(over="ignore"):
        density = float(np.exp(log_density))
    rows = {
        "view": ", ".join(place(float(v)) for v in in_view),
        "data": ", ".join(map(coordinate, in_data.tolist(), view.scales)),
        score.of_real(): UNKNOWN if math.isnan(belief) else place(belief),
        "p(x)": point_figure(density),
        "log p": point_figure(log_density),
    }
    muted = theme.palette.muted
    lines = (
        f'<tr><td style="color:{muted}">{name}</td><td>&nbsp;&nbsp;{value}</td></tr>'
        for name, value in rows.items()
    )
    return f'<table cellspacing="0">{"".join(lines)}</table>'
