"""What stops learning altogether, and what the end of a schedule has come to."""

from __future__ import annotations

from math import isnan

from ganlab.games.two_player.verdicts import remedies as help_by
from ganlab.games.two_player.verdicts.figures import details, gap, opinion
from ganlab.games.two_player.verdicts.readings import EVEN, PlayReadings
from ganlab.games.verdicts import shared
from ganlab.games.verdicts.remedies import RESTORE, constant_rate, longer, more_noise, offered
from ganlab.games.verdicts.shared import JS_NEAR
from ganlab.games.verdicts.verdict import Compared, Remedy, Verdict
from ganlab.games.verdicts.words import divergence, modes, signed

BLOWN_UP = 1000.0
"""Losses so many times those of the equilibrium: healthy ones stay below a hundred times."""


def diverged(r: PlayReadings) -> Verdict | None:
    """A number that is none."""
    return shared.diverged(r, _calmer(r))


def blown_up(r: PlayReadings) -> Verdict | None:
    """Numbers that are finite still, and mean as little."""
    if not r.blown_by > BLOWN_UP:
        return None
    losses = (r.now("discriminator_loss"), r.now("generator_loss"))
    size = max(losses, key=abs)
    usual = "the losses of the game" if r.objective.sized else "distances among the data"
    return Verdict(
        "error",
        "Blown up: the losses are beyond all measure",
        details(r),
        rule="blown up",
        why=f"A loss is more than {BLOWN_UP:,.0f} times as large as {usual}: "
        "the networks' weights have run away, and what they give means nothing any more.",
        figures=(
            Compared("largest loss now", signed(size, 1)),
            Compared("times as large", f"{r.blown_by:,.3g}", f"more than {BLOWN_UP:,.0f}"),
        ),
        remedies=_calmer(r),
    )


def finished(r: PlayReadings) -> Verdict | None:
    """Both learning rates have come down to 0: there is nothing more to wait for."""
    if not r.ended:
        return None
    end = f"{r.experiment.training.steps:,}"
    why = f"Both learning rates came down to 0 at step {end}: nothing changes any more. "
    go_on = constant_rate(r.experiment)
    again = offered(go_on, longer(r.experiment))
    seen = "D does not see it" if r.even else "D sees it"
    views: tuple[Compared, ...] = (gap(r, f"D is even below {EVEN}"),)
    if not r.judges:
        seen, views = "a critic cannot say how far", (opinion(r, True), opinion(r, False))
    if isnan(r.excess):
        sees = "D sees no difference" if r.even else "D tells real from generated"
        if not r.judges:
            sees = "a critic's numbers have no scale of their own"
        return Verdict(
            "busy", f"Finished: {sees}", details(r), "finished",
            why + "How close p_g has come was not measured as it learned.", views, again,
            go_on,
        )  # fmt: skip
    near = r.excess < JS_NEAR and not r.missing
    measured: tuple[Compared, ...] = (divergence(r, f"near below {JS_NEAR} bits"),)
    if r.modes is not None:
        measured += (modes(r, "all of them"),)
    if near:
        return Verdict(
            "good", "Finished near p_data", details(r), "finished near",
            why + f"JS lies within {JS_NEAR} bits of its floor.", (*measured, *views), again,
            go_on,
        )  # fmt: skip
    why += "p_g is still too far from p_data"
    if r.judges:
        tells = "holds both for the same" if r.even else "could still tell"
        why += f", and D, which should have taught it better, {tells}"
    why += "."
    e = r.experiment
    stronger = (help_by.more_k(e), help_by.less_r1(e), help_by.larger(e, "discriminator"))
    weaker = (help_by.larger(e, "generator"), more_noise(e))
    return Verdict(
        "warning", f"Finished short of p_data, and {seen}", details(r), "finished short",
        why, (*measured, *views), again + offered(*(stronger if r.even else weaker)), go_on,
    )  # fmt: skip


def outside(r: PlayReadings) -> Verdict | None:
    """Samples that nobody can see."""
    e = r.experiment
    calmer = help_by.slower(e, "generator", "discriminator"), help_by.more_r1(e)
    remedies = (help_by.bounded(e), *calmer)
    return shared.outside(r, details(r), offered(*remedies))


def _calmer(r: PlayReadings) -> tuple[Remedy, ...]:
    e = r.experiment
    return offered(
        RESTORE,
        help_by.bounded(e),
        help_by.slower(e, "generator", "discriminator"),
        help_by.more_r1(e),
    )
