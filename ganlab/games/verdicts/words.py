"""Figures as text, those beside a sentence and those that a rule compared, whatever the game."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite, isnan

from ganlab.figures import figure, minus
from ganlab.games.verdicts.course import COUNTS_DISTANCE, COUNTS_JS, LEAST, TURNS
from ganlab.games.verdicts.readings import SEEN_OUTSIDE, Readings
from ganlab.games.verdicts.verdict import Compared, Older


def signed(number: float, decimals: int = 3) -> str:
    """A figure as the curves write it."""
    return figure(number, decimals, unknown="not known")


def percent(share: float) -> str:
    """A share in per cent: none is 0 and all is 100, and only they are."""
    whole = round(100 * share)
    if whole in (0, 100) and share not in (0.0, 1.0):
        return "less than 1 %" if whole == 0 else "more than 99 %"
    return f"{whole} %"


def details(r: Readings, own: Sequence[str] = ()) -> tuple[str, ...]:
    """The figures behind a statement, with the game's own among them; those that are not known are
    left out."""
    said = []
    if r.outside >= SEEN_OUTSIDE:
        said.append(f"{percent(r.outside)} of samples outside the view")
    found = [f"{r.covered} of {r.modes} modes"] if r.modes is not None else []
    if r.modes is not None and r.covered - r.effective >= 1:
        found.append(f"{r.effective:.1f} of weight")
    quality = r.figure("high_quality")
    if isfinite(quality):
        found.append(f"{percent(quality)} of high quality")
    if isfinite(own_class := r.figure("own_class")):
        found.append(f"{percent(own_class)} at their own class")
    modes = " · ".join(found)
    if modes and r.evaluated_before is None:
        said.append(modes)
    said += own
    js, floor = r.figure("js_bits"), r.figure("js_floor_bits")
    close = f"JS {js:.3f} bits (floor {floor:.3f})" if isfinite(js) else ""
    if r.evaluated_before is None:
        said += [close] if close else []
    elif modes or close:
        then = " · ".join(filter(None, (modes, close)))
        said.append(Older(f"step {r.evaluated_before:,}: {then}"))  # first, for the end may be cut
    return tuple(said)


# --- what a rule compared ---


def divergence(r: Readings, against: str = "") -> Compared:
    """JS above its floor."""
    return Compared(f"JS above its floor{_then(r)}", f"{signed(r.excess)} bits", against)


def course(r: Readings) -> tuple[Compared, ...]:
    """Where p_g is going, as far as that is known."""
    if r.trend == "unknown":
        return (Compared("measurements", f"{r.measurements}", f"compared from {LEAST} on"),)
    js, distance = r.js_change, r.distance_change
    told = (
        Compared("change of JS", f"{signed(js.halves)} bits", f"counts from ±{COUNTS_JS:g} on"),
        Compared(
            "of JS in the newest alone",
            f"{signed(js.newest)} bits",
            f"a turn from ±{TURNS * COUNTS_JS:g} on",
        ),
    )
    if isnan(distance.halves):
        return told
    wasserstein = "of the sliced Wasserstein distance"
    counts = f"counts from ±{percent(COUNTS_DISTANCE)} on"
    turn = f"a turn from ±{percent(TURNS * COUNTS_DISTANCE)} on"
    return (
        *told,
        Compared(wasserstein, _share_more(distance.halves), counts),
        Compared("of the distance in the newest alone", _share_more(distance.newest), turn),
    )


def _share_more(share: float) -> str:
    return minus(f"{100 * share:+z.0f} %")


def modes(r: Readings, against: str = "") -> Compared:
    """How many modes are reached."""
    return Compared(f"modes reached{_then(r)}", f"{r.covered} of {r.modes}", against)


def _then(r: Readings) -> str:
    """Of which step an evaluation is, where it is not of now."""
    return "" if r.evaluated_before is None else f" at step {r.evaluated_before:,}"
