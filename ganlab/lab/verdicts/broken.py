"""What stops learning altogether, and what the end of a schedule has come to."""

from __future__ import annotations

from math import isnan

from ganlab.lab.verdicts import remedies as help_by
from ganlab.lab.verdicts.figures import details, divergence, gap, modes, percent, signed
from ganlab.lab.verdicts.readings import EVEN, Readings
from ganlab.lab.verdicts.verdict import Compared, Remedy, Verdict

BLOWN_UP = 1000.0
"""Losses so many times those of the equilibrium: healthy ones stay below a hundred times."""
MOSTLY_OUTSIDE = 0.5
"""Share of the samples outside the view from which on that is the news."""
JS_NEAR = 0.05
"""p_g is near p_data when JS is within this of the floor, bits (the bar for the presets)."""


def diverged(r: Readings) -> Verdict | None:
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
        remedies=_calmer(r),
    )


def blown_up(r: Readings) -> Verdict | None:
    """Numbers that are finite still, and mean as little."""
    if not r.largest_loss > BLOWN_UP:
        return None
    losses = (r.now("discriminator_loss"), r.now("generator_loss"))
    size = max(losses, key=abs)
    return Verdict(
        "error",
        "Blown up: the losses are beyond all measure",
        details(r),
        rule="blown up",
        why=f"A loss is more than {BLOWN_UP:,.0f} times as large as the losses at the equilibrium: "
        "the networks' weights have run away, and what they give means nothing any more.",
        figures=(
            Compared("largest loss now", signed(size, 1)),
            Compared(
                "times the equilibrium's", f"{r.largest_loss:,.3g}", f"more than {BLOWN_UP:,.0f}"
            ),
        ),
        remedies=_calmer(r),
    )


def finished(r: Readings) -> Verdict | None:
    """Both learning rates have come down to 0: there is nothing more to wait for."""
    if not r.ended:
        return None
    end = f"{r.experiment.training.steps:,}"
    why = f"Both learning rates came down to 0 at step {end}: nothing changes any more. "
    again = help_by.offered(help_by.longer(r.experiment), help_by.steady_rates(r.experiment))
    seen = "D does not see it" if r.even else "D sees it"
    views = (gap(r, f"D is even below {EVEN}"),)
    if isnan(r.excess):
        sees = "D sees no difference" if r.even else "D tells real from generated"
        return Verdict(
            "busy", f"Finished: {sees}", details(r), "finished",
            why + "How close p_g has come was not measured as it learned.", views, again,
        )  # fmt: skip
    near = r.excess < JS_NEAR and not r.missing
    measured: tuple[Compared, ...] = (divergence(r, f"near below {JS_NEAR} bits"),)
    if r.modes is not None:
        measured += (modes(r, "all of them"),)
    if near:
        return Verdict(
            "good", "Finished near p_data", details(r), "finished near",
            why + f"JS lies within {JS_NEAR} bits of its floor.", (*measured, *views), again,
        )  # fmt: skip
    why += "p_g is still too far from p_data, and D, which should have taught it better, " + (
        "holds both for the same." if r.even else "could still tell."
    )
    e = r.experiment
    stronger = (help_by.more_k(e), help_by.less_r1(e), help_by.larger(e, "discriminator"))
    weaker = (help_by.larger(e, "generator"), help_by.more_noise(e))
    return Verdict(
        "warning", f"Finished short of p_data, and {seen}", details(r), "finished short",
        why, (*measured, *views), again + help_by.offered(*(stronger if r.even else weaker)),
    )  # fmt: skip


def outside(r: Readings) -> Verdict | None:
    """Samples that nobody can see."""
    if not r.outside >= MOSTLY_OUTSIDE:
        return None
    e = r.experiment
    return Verdict(
        "warning",
        "Most samples lie outside the view",
        details(r),
        rule="outside",
        why="The generator puts most of its samples neither into the square around the data nor "
        "into the part of the plane that is in view.",
        figures=(
            Compared("samples outside", percent(r.outside), f"{percent(MOSTLY_OUTSIDE)} or more"),
        ),
        remedies=help_by.offered(
            help_by.FIT,
            help_by.slower(e, "generator", "discriminator"),
            help_by.more_r1(e),
        ),
    )


def _calmer(r: Readings) -> tuple[Remedy, ...]:
    e = r.experiment
    return help_by.offered(
        help_by.RESTORE,
        help_by.slower(e, "generator", "discriminator"),
        help_by.more_r1(e),
    )
