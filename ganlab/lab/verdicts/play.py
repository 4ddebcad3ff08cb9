"""Who is winning, and where p_g is going."""

from __future__ import annotations

from ganlab.gan.settings import two_player
from ganlab.lab.verdicts import figures as say
from ganlab.lab.verdicts import remedies as help_by
from ganlab.lab.verdicts.broken import JS_NEAR
from ganlab.lab.verdicts.figures import details
from ganlab.lab.verdicts.readings import EVEN, SWING_HEIGHT, SWING_TURNS, Readings, Trend
from ganlab.lab.verdicts.verdict import Compared, Remedy, Verdict

WARM_UP = 200
"""Steps before any judgement: two new networks agree on 1/2 without having learned anything."""
SURE = 0.9
"""D wins when its mean is above this on real samples and below 1 - this on generated ones, on the
scale of its objective from 0 (surely generated) to 1 (surely real)."""
VANISHING_GRADIENT = 1e-3
"""Norm of G's gradient under which G stands still, whatever its objective; usual are 0.01 to 1."""
FOOLED = 0.1
"""G wins when D gives generated samples this much more than real ones: worse than guessing."""
JS_FAR = 0.25
"""p_g is far from p_data beyond this, bits above the floor: then a D that sees no difference is
too weak, or has lost track."""
COLLAPSE_QUALITY = 0.3
"""Share of high-quality samples from which it counts that they sit at few modes. With fewer the
generator has not collapsed, it has not arrived."""


def warming_up(r: Readings) -> Verdict | None:
    """Too early for any judgement."""
    if r.history.steps >= WARM_UP:
        return None
    return Verdict(
        "busy", "Warming up: the first steps say little", details(r), "warming up",
        f"Before step {WARM_UP} nothing is judged: two new networks agree without having "
        "learned anything.",
        (Compared("step", f"{r.history.steps:,}", f"judged from {WARM_UP} on"),),
    )  # fmt: skip


def d_wins(r: Readings) -> Verdict | None:
    """D tells real from generated, and G may hear nothing of it."""
    if not (r.d_real > SURE and r.d_fake < 1 - SURE):
        return None
    e, gradient = r.experiment, r.now("generator_gradient")
    norm = Compared(
        "norm of G's gradient", say.signed(gradient, 4), f"vanished below {VANISHING_GRADIENT:g}"
    )
    if gradient < VANISHING_GRADIENT:
        headline, more = "D wins: the generator's gradient has vanished", "G stands still. "
    elif two_player(e.game).objective == "minimax":
        headline = "D wins: little is left of the generator's gradient"
        more = "Minimax scales what each sample teaches G by D(G(z)), which is 1/2 at its best. "
        norm = Compared("of G's gradient is left", say.percent(2 * r.d_fake), "2 D(G(z))")
    else:
        headline, more = "D wins: it tells real from generated at a glance", ""
    return Verdict(
        "warning",
        headline,
        details(r),
        rule="D wins",
        why=f"D wins when it gives real samples more than {say.at(r, SURE)} and generated ones "
        f"less than {say.at(r, 1 - SURE)}, on average. {more}".strip(),
        figures=(
            say.opinion(r, True, f"more than {say.at(r, SURE)}"),
            say.opinion(r, False, f"less than {say.at(r, 1 - SURE)}"),
            norm,
        ),
        remedies=help_by.offered(
            help_by.non_saturating(e),
            help_by.less_k(e),
            help_by.more_r1(e),
            help_by.slower(e, "discriminator"),
            help_by.larger(e, "generator"),
        ),
    )


def oscillating(r: Readings) -> Verdict | None:
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
            Compared("V swings by", say.signed(r.swing * near), height),
            Compared("and crosses its mean", f"{SWING_TURNS} times or more"),
        ),
        help_by.offered(
            help_by.more_r1(e),
            help_by.slower(e, "generator", "discriminator"),
            help_by.average(e),
            help_by.larger_batch(e),
        ),
    )  # fmt: skip


def g_wins(r: Readings) -> Verdict | None:
    """D is worse than a coin."""
    if not r.d_fake - r.d_real > FOOLED:
        return None
    e = r.experiment
    return Verdict(
        "warning", "G wins: D takes generated samples for real ones", details(r), "G wins",
        f"D gives generated samples more than real ones, by over {FOOLED} of its scale: guessing "
        "would be better.",
        (say.opinion(r, True), say.opinion(r, False), say.gap(r, f"more than {FOOLED}")),
        _stronger_d(r) + help_by.offered(help_by.slower(e, "generator")),
    )  # fmt: skip


def collapsed(r: Readings) -> Verdict | None:
    """Good samples at no more than half of the modes, in effect."""
    if r.modes is None or not r.figure("high_quality") >= COLLAPSE_QUALITY:
        return None
    if not r.effective <= r.modes / 2 + 0.01:
        return None
    e = r.experiment
    return Verdict(
        "warning",
        "Mode collapse: most samples sit at few of the modes",
        details(r),
        rule="collapsed",
        why="Many samples are good, but weighed by how many lie where, they make up no more than "
        "half of the modes. One stray sample makes no mode covered.",
        figures=(
            say.modes(r),
            Compared("modes of weight, m·e^−KL", f"{r.effective:.1f}", f"{r.modes / 2:g} or fewer"),
            Compared(
                "samples of high quality",
                say.percent(r.figure("high_quality")),
                f"{COLLAPSE_QUALITY:.0%} or more".replace("%", " %"),
            ),
        ),
        remedies=help_by.offered(
            help_by.more_r1(e),
            help_by.more_k(e),
            help_by.slower(e, "generator"),
            help_by.more_noise(e),
            help_by.another_seed(e),
        ),
    )


def equilibrium(r: Readings) -> Verdict | None:
    """As the theorem has it, as far as can be measured."""
    if not (r.even and r.value_near and r.excess < JS_NEAR and not r.missing):
        return None
    return Verdict(
        "good", "Near equilibrium", details(r), "equilibrium",
        "D sees no difference, V is that of the equilibrium, and p_g lies as near to p_data as "
        "two batches of data to each other, or nearly.",
        (*_even(r), say.divergence(r, f"less than {JS_NEAR}"), *_all_modes(r)),
    )  # fmt: skip


def images(r: Readings) -> Verdict | None:
    """Of images nobody can measure a distribution as training goes."""
    if not r.imaged:
        return None
    if r.even and r.value_near:
        return Verdict(
            "busy", "D sees no difference: the images are that good, or D that weak", details(r),
            "images even",
            "D gives real and generated images the same, and V is that of the equilibrium. Whether "
            "the images are good, only their figures can tell: How Good Is It, in the menu Train.",
            _even(r),
            _stronger_d(r),
        )  # fmt: skip
    return Verdict(
        "busy", "Learning: neither player has won", details(r), "images learning",
        "D tells real from generated, but not at a glance: G has something to learn from.",
        (say.opinion(r, True), say.opinion(r, False)),
    )  # fmt: skip


def lost_track(r: Readings) -> Verdict | None:
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
        figures=(*_even(r)[:3], say.divergence(r, f"more than {JS_FAR}"), *say.course(r)),
        remedies=_stronger_d(r),
    )


_GOING: dict[Trend, str] = {
    "unknown": "Learning: too early to say where it goes",
    "closer": "Learning: p_g is moving towards p_data",
    "still": "Standing still: p_g has stopped short of p_data",
    "away": "Losing ground: p_g is moving away from p_data",
}
_MISSING: dict[Trend, str] = {
    "unknown": "Learning: some modes are still to be found",
    "closer": "Learning: p_g is moving towards p_data, some modes are still to be found",
    "still": "Standing still: some modes are not found",
    "away": "Losing ground: some modes are not found",
}


def going(r: Readings) -> Verdict:
    """Neither has won: where is p_g going?"""
    if r.trend == "still" and r.excess < JS_NEAR and not r.missing:
        headline = "Close to the data, and the game goes on"
    else:
        headline = (_MISSING if r.missing else _GOING)[r.trend]
    stuck = r.trend in ("still", "away") and not headline.startswith("Close")
    e = r.experiment
    return Verdict(
        "busy", headline, details(r), f"going {r.trend}",
        "The newest measurements of JS and of the sliced Wasserstein distance are compared, half "
        "with half: nearer, no nearer, or further away. Neither player has won.",
        (
            *say.course(r),
            say.divergence(r, f"close below {JS_NEAR}"),
            say.value(r, f"{say.signed(r.objective.equilibrium)} at the equilibrium"),
            *_all_modes(r),
        ),
        help_by.offered(
            help_by.slower(e, "generator", "discriminator"),
            help_by.more_k(e),
            help_by.more_r1(e) if r.trend == "away" else help_by.less_r1(e),
            help_by.larger(e, "generator"),
        ) if stuck else (),
    )  # fmt: skip


def _even(r: Readings) -> tuple[Compared, ...]:
    best = say.signed(r.objective.equilibrium)
    return (
        say.opinion(r, True),
        say.opinion(r, False),
        say.gap(r, f"less than {EVEN}"),
        say.value(r, f"{best} ± {r.objective.near:g}, the equilibrium's"),
    )


def _all_modes(r: Readings) -> tuple[Compared, ...]:
    return () if r.modes is None else (say.modes(r, "all of them"),)


def _stronger_d(r: Readings) -> tuple[Remedy, ...]:
    e = r.experiment
    return help_by.offered(
        help_by.more_k(e),
        help_by.faster(e, "discriminator"),
        help_by.less_r1(e),
        help_by.larger(e, "discriminator"),
    )
