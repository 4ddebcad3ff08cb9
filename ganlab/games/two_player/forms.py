"""What a form shows of the two-player game."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ganlab.document import summaries
from ganlab.experiment import Experiment, Penalty
from ganlab.games.shown.forms import (
    IMAGES,
    NOISE,
    Form,
    Formulas,
    Readout,
    Section,
    network_section,
    optimizer_section,
)
from ganlab.gan.objectives import OBJECTIVES
from ganlab.gan.penalties.table import summary
from ganlab.gan.settings import TwoPlayer, two_player

NETWORKS = Section(
    "Networks",
    "Both players of a game with images.",
    "game.image_networks",
    ("kind", "channels", "units"),
    lambda experiment: summaries.of_image_networks(two_player(experiment.game).image_networks),
    samples=IMAGES,
)
WAY = Section(
    "Way to play",
    "How both players take their steps, and what D is shown at once.",
    "game",
    (
        "play.updates",
        "play.unrolled",
        "play.consensus",
        "play.lookahead",
        "play.lookahead_share",
        "pack",
    ),
    lambda experiment: _way(two_player(experiment.game)),
)


def steepness(slopes: NDArray[np.float32]) -> str:
    """The largest slope and the mean: "≥ 3.24, mean 0.97"."""
    if not np.isfinite(slopes).all():
        return "not finite"
    return f"≥ {slopes.max():.3g}, mean {slopes.mean():.3g}"


def _penalties(penalty: Penalty) -> str:
    return summary(penalty) or ("R1 alone" if penalty.r1 else "none")


PENALTIES = Section(
    "Penalties and constraints",
    "What keeps D smooth, or from being too sure, beside R1; they go together.",
    "game.penalty",
    tuple(name for name in Penalty.model_fields if name != "r1"),
    lambda experiment: _penalties(two_player(experiment.game).penalty),
    "discriminator",
    readout=Readout(
        "lipschitz",
        "Lipschitz of D",
        "An estimate, from below, of D's Lipschitz constant: the largest ‖∇ₓa‖ of its logit at 512 "
        "places on lines between real and generated samples (64 of images), and the mean, in the "
        "networks' units. WGAN-GP wants 1. Measured while this is open.",
        steepness,
    ),
)
SECTIONS = (
    NOISE,
    network_section(
        "Generator", "The network that turns noise into samples.", "game.generator", "generated"
    ),
    network_section(
        "Discriminator",
        "The network that tells real from generated.",
        "game.discriminator",
        "discriminator",
    ),
    NETWORKS,
    PENALTIES,
    WAY,
    optimizer_section(
        "Optimizer D",
        "How the discriminator turns its gradient into a step.",
        "game.discriminator_optimizer",
        "discriminator",
    ),
    optimizer_section(
        "Optimizer G",
        "How the generator turns its gradient into a step.",
        "game.generator_optimizer",
        "generated",
    ),
)


def _way(game: TwoPlayer) -> str:
    return game.play.summary(game.pack) or "alternating"


def form(experiment: Experiment) -> Form:
    """With the formulas of the experiment's loss variant."""
    return _form(two_player(experiment.game).objective)


@lru_cache
def _form(variant: str) -> Form:
    objective = OBJECTIVES[variant]
    return Form(
        Formulas(
            (objective.discriminator_formula, objective.generator_formula),
            objective.title,
            objective.about,
            objective.source,
        ),
        tuple((o.discriminator_formula, o.generator_formula) for o in OBJECTIVES.values()),
        first=("game.objective",),
        rows=(
            "game.k",
            "game.discriminator_optimizer.learning_rate",
            "game.generator_optimizer.learning_rate",
            "game.penalty.r1",
        ),
        players=("game.train", "game.conditional"),
        sections=SECTIONS,
        more=("training.batch_size", "game.g", "game.ema", "training.steps"),
        more_about="Batch size, the generator's steps and moving average, the training's length.",
        spectrum=True,
    )
