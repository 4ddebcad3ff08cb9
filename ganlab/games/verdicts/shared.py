"""What can be said of any game: that it is broken, out of sight, or too young to be judged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from ganlab.games.verdicts import words
from ganlab.games.verdicts.readings import Readings
from ganlab.games.verdicts.remedies import FIT
from ganlab.games.verdicts.verdict import Compared, Remedy, Verdict
from ganlab.games.verdicts.words import percent

WARM_UP = 200
"""Steps before any judgement: new networks agree with everything without having learned."""
MOSTLY_OUTSIDE = 0.5
"""Share of the samples outside the view from which on that is the news."""
JS_NEAR = 0.05
"""p_g is near p_data when JS is within this of the floor, bits (the bar for the presets)."""
JS_FAR = 0.25
"""p_g is far from p_data beyond this, bits above the floor."""
COLLAPSE_QUALITY = 0.3
"""Share of high-quality samples from which it counts that they sit at few modes. With fewer the
generator has not collapsed, it has not arrived."""


R = TypeVar("R", bound=Readings)


def first_of(rules: Sequence[Callable[[R], Verdict | None]], readings: R) -> Verdict:
    """What the first rule says that holds; the last one always has something to say."""
    for rule in rules:
        verdict = rule(readings)
        if verdict is not None:
            return verdict
    raise AssertionError("the last rule always holds")


def diverged(r: Readings, remedies: tuple[Remedy, ...]) -> Verdict | None:
    """A number that is none."""
    if r.broken_at is None:
        return None
    return Verdict(
        "error",
        "Diverged: a number is no longer finite",
        rule="diverged",
        why="A loss or a gradient stopped being a finite number. Nothing that comes after it "
        "means anything.",
        figures=(Compared("first such step", f"{r.broken_at:,}"),),
        remedies=remedies,
    )


def outside(r: Readings, said: tuple[str, ...], remedies: tuple[Remedy, ...]) -> Verdict | None:
    """Samples that nobody can see; `said` are the figures beside the sentence."""
    if not r.outside >= MOSTLY_OUTSIDE:
        return None
    return Verdict(
        "warning",
        "Most samples lie outside the view",
        said,
        rule="outside",
        why="The generator puts most of its samples neither into the square around the data nor "
        "into the part of the plane that is in view.",
        figures=(
            Compared("samples outside", percent(r.outside), f"{percent(MOSTLY_OUTSIDE)} or more"),
        ),
        remedies=(FIT, *remedies),
    )


def warming_up(r: Readings, why: str, said: tuple[str, ...]) -> Verdict | None:
    """Too early for any judgement; `why` that is so, a sentence's second half."""
    if r.history.steps >= WARM_UP:
        return None
    return Verdict(
        "busy", "Warming up: the first steps say little", said, "warming up",
        f"Before step {WARM_UP} nothing is judged: {why}.",
        (Compared("step", f"{r.history.steps:,}", f"judged from {WARM_UP} on"),),
    )  # fmt: skip


def collapsed(r: Readings, said: tuple[str, ...], remedies: tuple[Remedy, ...]) -> Verdict | None:
    """Good samples at no more than half of the modes, in effect."""
    if r.modes is None or not r.figure("high_quality") >= COLLAPSE_QUALITY:
        return None
    if not r.effective <= r.modes / 2 + 0.01:
        return None
    return Verdict(
        "warning",
        "Mode collapse: most samples sit at few of the modes",
        said,
        rule="collapsed",
        why="Many samples are good, but weighed by how many lie where, they make up no more than "
        "half of the modes. One stray sample makes no mode covered.",
        figures=(
            words.modes(r),
            Compared("modes of weight, m·e^−KL", f"{r.effective:.1f}", f"{r.modes / 2:g} or fewer"),
            Compared(
                "samples of high quality",
                percent(r.figure("high_quality")),
                f"{COLLAPSE_QUALITY:.0%} or more".replace("%", " %"),
            ),
        ),
        remedies=remedies,
    )
