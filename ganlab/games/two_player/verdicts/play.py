"""Who is winning, and where p_g is going."""

from __future__ import annotations

from ganlab.games.two_player.verdicts import figures as say
from ganlab.games.two_player.verdicts import remedies as help_by
from ganlab.games.two_player.verdicts.figures import details
from ganlab.games.two_player.verdicts.readings import (
    EVEN,
    SWING_HEIGHT,
    SWING_TURNS,
    PlayReadings,
)
from ganlab.games.verdicts import shared, words
from ganlab.games.verdicts.course import Trend
from ganlab.games.verdicts.remedies import another_seed, larger_batch, more_noise, offered
from ganlab.games.verdicts.shared import JS_FAR, JS_NEAR
from ganlab.games.verdicts.verdict import Compared, Remedy, Verdict
from ganlab.gan.settings import two_player

SURE = 0.9
"""D wins when its mean is above this on real samples and below 1 - this on generated ones, on the
scale of its objective from 0 (surely generated) to 1 (surely real)."""
VANISHING_GRADIENT = 1e-3
"""Norm of G's gradient under which G stands still, whatever its objective; usual are 0.01 to 1."""
FOOLED = 0.1
"""G wins when D gives generated samples this much more than real ones: worse than guessing."""


def warming_up(r: PlayReadings) -> Verdict | None:
    """Too early for any judgement."""
    why = "two new networks agree without having learned anything"
    return shared.warming_up(r, why, details(r))


def d_wins(r: PlayReadings) -> Verdict | None:
    """D tells real from generated, and G may hear nothing of it."""
    if not (r.d_real > SURE and r.d_fake < 1 - SURE):
        return None
    e, gradient = r.experiment, r.now("generator_gradient")
    norm = Compared(
        "norm of G's gradient", words.signed(gradient, 4), f"vanished below {VANISHING_GRADIENT:g}"
    )
    if gradient < VANISHING_GRADIENT and not two_player(e.game).play.unrolled:
        headline, more = "D wins: the generator's gradient has vanished", "G stands still. "
    elif two_player(e.game).objective == "minimax":
        headline = "D wins: little is left of the generator's gradient"
        more = "Minimax scales what each sample teaches G by D(G(z)), which is 1/2 at its best. "
        norm = Compared("of G's gradient is left", words.percent(2 * r.d_fake), "2 D(G(z))")
    else:
        headline, more = "D wins: it tells real from generated at a glance", ""
    return Verdict(
        "warning",
        headline,
        details(r),
        rule="D wins",
        why=f"D wins when {_sure(r)}, on average. {more}".strip(),
        figures=(*_opinions(r), norm),
        remedies=offered(
            help_by.non_saturating(e),
            help_by.less_k(e),
            help_by.more_r1(e),
            help_by.noisy(e, r.history.steps),
            help_by.spectral(e),
            help_by.slower(e, "discriminator"),
            help_by.larger(e, "generator"),
        ),
    )


def _sure(r: PlayReadings) -> str:
    """When D is sure, as its objective counts."""
    if r.objective.score.sorts:
        return f"it takes the real one of a pair for the more real one with more than {SURE}"
    high, low = say.at(r, SURE), say.at(r, 1 - SURE)
    return f"it gives real samples more than {high} and generated ones less than {low}"


def _opinions(r: PlayReadings) -> tuple[Compared, ...]:
    """What D says, against what it says when it is sure."""
    if r.objective.score.sorts:
        sorts = Compared("σ of the difference", words.signed(r.d_real), f"more than {SURE}")
        return say.opinion(r, True), say.opinion(r, False), sorts
    return (
        say.opinion(r, True, f"more than {say.at(r, SURE)}"),
        say.opinion(r, False, f"less than {say.at(r, 1 - SURE)}"),
    )


def oscillating(r: PlayReadings) -> Verdict | None:
    """The players circle each other."""
    if not r.swing > SWING_HEIGHT:
        return None
    e, near = r.experiment, r.objective.near
    height = f"more than {SWING_HEIGHT * near:.2g}"
    return Verdict(
        "warning", "Oscillating: the players circle each other", details(r), "oscillating",
        "V swings about its mean again and again, in step with itself and further than minibatches "
        "move it: what one player learns, the other undoes.",
        (
            Compared("V swings by", words.signed(r.swing * near), height),
            Compared("and crosses its mean", f"{SWING_TURNS} times or more"),
        ),
        offered(
            help_by.more_r1(e),
            help_by.extra_gradient(e),
            help_by.lookahead(e),
            help_by.slower(e, "generator", "discriminator"),
            help_by.average(e),
            larger_batch(e),
        ),
    )  # fmt: skip


def g_wins(r: PlayReadings) -> Verdict | None:
    """D is worse than a coin."""
    if not r.d_fake - r.d_real > FOOLED:
        return None
    e = r.experiment
    return Verdict(
        "warning", "G wins: D takes generated samples for real ones", details(r), "G wins",
        f"D gives generated samples more than real ones, by over {FOOLED} of its scale: guessing "
        "would be better.",
        (say.opinion(r, True), say.opinion(r, False), say.gap(r, f"more than {FOOLED}")),
        _stronger_d(r) + offered(help_by.slower(e, "generator")),
    )  # fmt: skip


def collapsed(r: PlayReadings) -> Verdict | None:
    """Good samples at no more than half of the modes, in effect."""
    e = r.experiment
    remedies = (
        help_by.more_r1(e),
        help_by.packed(e),
        help_by.unrolled(e),
        help_by.more_k(e),
        help_by.slower(e, "generator"),
        more_noise(e),
        another_seed(e),
    )
    return shared.collapsed(r, details(r), offered(*remedies))


def equilibrium(r: PlayReadings) -> Verdict | None:
    """As the theorem has it, as far as can be measured."""
    if not (r.even and r.value_near and r.excess < JS_NEAR and not r.missing):
        return None
    return Verdict(
        "good", "Near equilibrium", details(r), "equilibrium",
        "D sees no difference, V is that of the equilibrium, and p_g lies as near to p_data as "
        "two batches of data to each other, or nearly.",
        (*_even(r), words.divergence(r, f"less than {JS_NEAR}"), *_all_modes(r)),
    )  # fmt: skip


def images(r: PlayReadings) -> Verdict | None:
    """Of images nobody can measure a distribution as training goes."""
    if not r.imaged:
        return None
    if not r.judges:
        return Verdict(
            "busy", "Learning: a critic's numbers have no scale of their own", details(r),
            "images learning",
            "How far apart D holds real and generated images hangs on how steep it may be: only "
            "their figures tell how good the images are (How Good Is It, in the menu Train).",
            (say.opinion(r, True), say.opinion(r, False)),
        )  # fmt: skip
    if r.even and r.value_near:
        return Verdict(
            "busy", "D sees no difference: the images are that good, or D that weak", details(r),
            "images even",
            "D gives real and generated images the same, and V is that of the equilibrium. Whether "
            "the images are good, only their figures can tell: How Good Is It, in the menu Train.",
            _even(r),
            _stronger_d(r),
        )  # fmt: skip
    seen = "gives both the same" if r.even else "tells real from generated"
    told = "but V is not the equilibrium's" if r.even else "but not at a glance"
    return Verdict(
        "busy", "Learning: neither player has won", details(r), "images learning",
        f"On average D {seen}, {told}: G has something to learn from.",
        (say.opinion(r, True), say.opinion(r, False)),
    )  # fmt: skip


def lost_track(r: PlayReadings) -> Verdict | None:
    """D at the neutral value, p_g far away."""
    if not (r.even and r.excess > JS_FAR):
        return None
    closer = r.trend == "closer"
    return Verdict(
        "busy" if closer else "warning",
        "D sees no difference, yet there is: p_g comes closer all the same"
        if closer
        else "D is too weak or has lost track: it sees no difference, yet there is",
        details(r),
        rule="lost track",
        why="D gives real and generated samples the same, as it does at the equilibrium, while JS "
        "says that they differ a lot. What such a D teaches G leads nowhere, or slowly.",
        figures=(*_even(r)[:3], words.divergence(r, f"more than {JS_FAR}"), *words.course(r)),
        remedies=_stronger_d(r),
    )


_GOING: dict[Trend, str] = {
    "unknown": "Learning: too early to say where it goes",
    "closer": "Learning: p_g is moving towards p_data",
    "still": "Standing still: p_g has stopped short of p_data",
    "away": "Losing ground: p_g is moving away from p_data",
    "unsteady": "Unsteady: p_g comes nearer and goes away again",
}
_MISSING: dict[Trend, str] = {
    "unknown": "Learning: some modes are still to be found",
    "closer": "Learning: p_g is moving towards p_data, some modes are still to be found",
    "still": "Standing still: some modes are not found",
    "away": "Losing ground: some modes are not found",
    "unsteady": "Unsteady: p_g comes nearer and goes away again, some modes are not found",
}


def going(r: PlayReadings) -> Verdict:
    """Neither has won: where is p_g going?"""
    e, close = r.experiment, r.excess < JS_NEAR and not r.missing
    if close and r.trend in ("still", "unsteady"):
        headline, stuck = "Close to the data, and the game goes on", False
    else:
        headline = (_MISSING if r.missing else _GOING)[r.trend]
        stuck = r.trend in ("still", "away", "unsteady")
    return Verdict(
        "busy", headline, details(r), f"going {r.trend}",
        "The newest measurements of JS and of the sliced Wasserstein distance are compared, half "
        "with half and the newest with the one before: nearer, no nearer, further away, or now the "
        "one and now the other. Neither player has won.",
        (
            *words.course(r),
            words.divergence(r, f"close below {JS_NEAR}"),
            say.value(r, f"{words.signed(r.objective.equilibrium)} at the equilibrium"),
            *_all_modes(r),
        ),
        offered(
            help_by.bounded(e),
            help_by.slower(e, "generator", "discriminator"),
            help_by.more_k(e),
            help_by.more_r1(e) if r.trend == "away" else help_by.less_r1(e),
            help_by.larger(e, "generator"),
        ) if stuck else (),
    )  # fmt: skip


def _even(r: PlayReadings) -> tuple[Compared, ...]:
    best = words.signed(r.objective.equilibrium)
    return (
        say.opinion(r, True),
        say.opinion(r, False),
        say.gap(r, f"less than {EVEN}"),
        say.value(r, f"{best} ± {r.objective.near:g}, the equilibrium's"),
    )


def _all_modes(r: PlayReadings) -> tuple[Compared, ...]:
    return () if r.modes is None else (words.modes(r, "all of them"),)


def _stronger_d(r: PlayReadings) -> tuple[Remedy, ...]:
    e = r.experiment
    return offered(
        help_by.more_k(e),
        help_by.faster(e, "discriminator"),
        help_by.less_r1(e),
        help_by.larger(e, "discriminator"),
    )
