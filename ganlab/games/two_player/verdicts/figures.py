"""The figures of both players as text, those beside a sentence and those that a rule compared."""

from __future__ import annotations

from math import isfinite

from ganlab.figures import minus
from ganlab.games.two_player.verdicts.readings import PlayReadings
from ganlab.games.verdicts import words
from ganlab.games.verdicts.verdict import Compared
from ganlab.games.verdicts.words import signed
from ganlab.gan.scores import UNIT


def details(r: PlayReadings) -> tuple[str, ...]:
    """The figures behind a statement, leaving out those that are not known."""
    o, own = r.objective, []
    if isfinite(r.value):
        said = o.equilibrium_words(3)
        best = said if "=" in said else f"{said} at the equilibrium"
        own = [f"{o.value_symbol} = {signed(r.value)}, {best}"]
    return words.details(r, own)


def opinion(r: PlayReadings, real: bool, against: str = "") -> Compared:
    """D's mean on real or on generated samples, on the scale of its objective."""
    score = r.objective.score
    name = score.of_real() if real else score.of_generated()
    value = r.now("d_real" if real else "d_fake")
    return Compared(f"mean {name}", signed(value), against)


def at(r: PlayReadings, share: float) -> str:
    """A place on D's scale from 0, generated, to 1, real, as its objective counts."""
    return minus(f"{r.objective.score.scale.at(share):z.2g}")


def gap(r: PlayReadings, against: str) -> Compared:
    """How far apart D's means are, on its scale from 0 to 1."""
    on_scale = "" if r.objective.score.scale == UNIT else ", on D's scale from 0 to 1"
    return Compared(
        f"difference of the two means{on_scale}", signed(abs(r.d_real - r.d_fake)), against
    )


def value(r: PlayReadings, against: str = "") -> Compared:
    """V(D, G), and where the equilibrium is."""
    unit = f" {r.objective.unit}" if r.objective.unit else ""
    return Compared(r.objective.value_symbol, signed(r.value) + unit, against)
