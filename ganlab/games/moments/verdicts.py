"""What a person should know of moment matching now."""

from __future__ import annotations

from collections.abc import Callable
from math import isnan

from ganlab.experiment import Experiment
from ganlab.games.moments.columns import COLUMNS
from ganlab.games.verdicts import shared
from ganlab.games.verdicts.readings import Past, Readings
from ganlab.games.verdicts.remedies import (
    RESTORE,
    constant_rate,
    edit,
    larger_batch,
    longer,
    more_noise,
    offered,
    two_digits,
)
from ganlab.games.verdicts.shared import JS_FAR, JS_NEAR, first_of
from ganlab.games.verdicts.verdict import Compared, Remedy, Verdict
from ganlab.games.verdicts.words import course, details, divergence, modes, signed

AGREED = 0.25
"""Both differences below this, in the networks' units, in which the data spread by 1. Of batches of
256 chance alone leaves 0.12 to the means and 0.2 to the covariances."""


def describe(history: Past, experiment: Experiment, outside: float) -> Verdict:
    """Whether both moments agree, and what that is worth."""
    return first_of(RULES, Readings(history, experiment, COLUMNS, outside))


def _diverged(r: Readings) -> Verdict | None:
    return shared.diverged(r, offered(RESTORE, _slower(r.experiment)))


def _finished(r: Readings) -> Verdict | None:
    """The learning rate has come down to 0."""
    if not r.ended:
        return None
    e, end = r.experiment, f"{r.experiment.training.steps:,}"
    near, go_on = _is_near(r), constant_rate(e)
    return Verdict(
        "good" if near else "busy",
        "Finished near p_data" if near else f"Finished: {_outcome(r)}",
        _said(r),
        "finished",
        f"The learning rate came down to 0 at step {end}: nothing changes any more.",
        (*_moments(r), *_how_near(r)),
        offered(go_on, longer(e)),
        go_on,
    )


def _outside(r: Readings) -> Verdict | None:
    return shared.outside(r, _said(r), offered(_slower(r.experiment)))


def _warming_up(r: Readings) -> Verdict | None:
    return shared.warming_up(r, "the generator has hardly moved", _said(r))


def _near(r: Readings) -> Verdict | None:
    """Two moments were enough."""
    if not (_agree(r) and _is_near(r)):
        return None
    return Verdict(
        "good", f"{_agreeing(r)} agree, and p_g is near p_data", _said(r), "near",
        "What is matched agrees, and JS lies near its floor: the data are as simple as that.",
        (*_moments(r), *_how_near(r)),
    )  # fmt: skip


def _agree_in_vain(r: Readings) -> Verdict | None:
    """The point of this game: it is over, and p_g is somewhere else."""
    if not _agree(r) or _is_near(r) or isnan(r.excess):
        return None
    far = r.excess >= JS_FAR
    agree, looks = (
        ("Means and covariances agree: two moments are not a distribution", "two moments")
        if _weighs_covariances(r)
        else ("Means agree: one moment is not a distribution", "means")
    )
    return Verdict(
        "warning" if far else "busy",
        agree,
        _said(r),
        "agree in vain",
        "The loss has nothing left to tell G, while p_g is still another distribution. That takes "
        f"somebody who looks closer than at {looks}: a discriminator.",
        (*_moments(r), *_how_near(r)),
        offered(_two_players(r.experiment)),
    )


def _going(r: Readings) -> Verdict:
    """Nothing else to be said."""
    e = r.experiment
    if _agree(r):
        return Verdict(
            "busy", f"{_agreeing(r)} agree: how near p_g is has not been measured", _said(r),
            "going unmeasured",
            f"What is matched differs by less than {AGREED:g}, and that is all that this game "
            "looks at.", _moments(r),
        )  # fmt: skip
    return Verdict(
        "busy", "Matching moments", _said(r), "going",
        f"{'Means or covariances' if _weighs_covariances(r) else 'Means'} still differ by "
        f"{AGREED:g} or more.",
        _moments(r) + course(r), offered(larger_batch(e), more_noise(e)),
    )  # fmt: skip


RULES: tuple[Callable[[Readings], Verdict | None], ...] = (
    _diverged,
    _finished,
    _outside,
    _warming_up,
    _near,
    _agree_in_vain,
    _going,
)
"""What is broken, what is over, what cannot be seen, and what has been reached."""


def _agree(r: Readings) -> bool:
    means = r.now("mean_difference") < AGREED
    return means and (not _weighs_covariances(r) or r.now("covariance_difference") < AGREED)


def _weighs_covariances(r: Readings) -> bool:
    return bool(r.experiment.game.model_dump()["covariances"] > 0)


def _agreeing(r: Readings) -> str:
    return "Moments" if _weighs_covariances(r) else "Means"


def _is_near(r: Readings) -> bool:
    return r.excess < JS_NEAR and not r.missing


def _outcome(r: Readings) -> str:
    matched = _agreeing(r).lower()
    if not _agree(r):
        return f"the {matched} differ"
    return f"the {matched} agree" + ("" if isnan(r.excess) else ", the distributions do not")


def _how_near(r: Readings) -> tuple[Compared, ...]:
    found = () if r.modes is None else (modes(r, "all of them"),)
    return divergence(r, f"near below {JS_NEAR} bits"), *found


def _moments(r: Readings) -> tuple[Compared, ...]:
    names = (
        ("mean_difference", "difference of means"),
        ("covariance_difference", "difference of covariances"),
    )
    matched = names if _weighs_covariances(r) else names[:1]
    below = f"agree below {AGREED:g}"
    return tuple(
        Compared(said, signed(r.now(name)), below if (name, said) in matched else "not matched")
        for name, said in names
    )


def _said(r: Readings) -> tuple[str, ...]:
    means, covariances = r.now("mean_difference"), r.now("covariance_difference")
    return details(r, (f"means {signed(means)} apart", f"covariances {signed(covariances)}"))


def _slower(e: Experiment) -> Remedy | None:
    optimizer = e.game.optimizers()["G"]
    rate = max(two_digits(optimizer.learning_rate / 3), 1e-6)
    about = "Shorter steps: less can go wrong in one of them."
    return edit(
        e, f"Learning rate {rate:g}", about, {"game.generator_optimizer.learning_rate": rate}
    )


def _two_players(e: Experiment) -> Remedy | None:
    about = "A discriminator learns what two moments overlook."
    return edit(e, "Play with two players", about, {"game.kind": "gan"})
