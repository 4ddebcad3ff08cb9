"""What every iteration of the two-player game measures, under the objective that is played."""

from __future__ import annotations

from ganlab.experiment import Experiment
from ganlab.games.columns import STEP, Column, Marker
from ganlab.games.two_player.views import exact_density
from ganlab.gan.objectives import OBJECTIVES, Objective
from ganlab.gan.settings import two_player


def columns(experiment: Experiment) -> tuple[Column, ...]:
    """In the order of ganlab.gan.columns.SCALARS, as this experiment's objective reads them."""
    return of_objective(OBJECTIVES[two_player(experiment.game).objective])


def of_objective(objective: Objective) -> tuple[Column, ...]:
    """The same: each objective has its own value and its own D."""
    score = objective.score
    ends = "{:g}..{:g}".format(*score.scale.ends) if score.bounded else ""
    d: tuple[str, Marker] = ("discriminator", "square")
    g: tuple[str, Marker] = ("generated", "diamond")
    return (
        STEP,
        Column("value", objective.value_symbol, objective.unit, group="value", summary=True),
        Column("discriminator_loss", "discriminator loss", "", *d, "loss"),
        Column("generator_loss", "generator loss", "", *g, "loss"),
        Column("d_real", f"mean {score.of_real()}", ends, "real", "disc", summary=True),
        Column("d_fake", f"mean {score.of_generated()}", ends, *g, summary=True),
        Column("discriminator_gradient", "discriminator gradient norm", "", *d, "gradient"),
        Column("generator_gradient", "generator gradient norm", "", *g, "gradient"),
    )


def evaluation(experiment: Experiment) -> tuple[Column, ...]:
    """The divergence that the value bounds, exact or estimated. Each has a key of its own: what was
    measured under another objective is never taken for it."""
    name = two_player(experiment.game).objective
    objective = OBJECTIVES[name]
    if not objective.divergence or not experiment.data.has_density:
        return ()
    known = known_as(experiment)
    title = f"{objective.divergence} divergence, {known}"
    return (Column(f"{known} {name}", title, objective.unit, summary=True),)


def known_as(experiment: Experiment) -> str:
    """How p_g is known: by change of variables, or from samples by a kernel."""
    return "exact" if exact_density(experiment) else "estimated"


def comparable(key: str, one: str, other: str) -> bool:
    """Whether a column measures the same under two objectives, of which a file may know more."""
    if one == other or key == STEP.key:
        return True
    if one not in OBJECTIVES or other not in OBJECTIVES or key == "generator_loss":
        return False
    first, second = OBJECTIVES[one], OBJECTIVES[other]
    if first.divergence != second.divergence:  # the same letters mean another T
        return False
    if key in ("d_real", "d_fake"):
        return first.score == second.score
    return first.value_formula == second.value_formula


def real_samples(experiment: Experiment) -> int:
    """How many real samples D looks at in an iteration: k minibatches, of packs where samples are
    packed, and as many more where it looks a step ahead; in G's turn too where that needs them."""
    game = two_player(experiment.game)
    looks = 2 if game.play.updates == "extra-gradient" else 1
    paired = OBJECTIVES[game.objective].paired or game.play.unrolled or game.play.consensus
    turns = game.k + (game.g if paired else 0)
    return looks * turns * experiment.training.batch_size * game.pack
