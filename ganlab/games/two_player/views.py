"""What can be seen of the two-player game, in the plane and with images."""

from __future__ import annotations

from functools import cache

from ganlab.experiment import Experiment
from ganlab.games.shown.plane_views import (
    ESTIMATED,
    EXACT,
    GENERATED,
    MAPPING,
    NO_AVERAGE,
    NOISE,
    P_G,
    REAL,
    average,
    curves,
    density,
)
from ganlab.games.shown.views import Best, View
from ganlab.gan.objectives import OBJECTIVES
from ganlab.gan.penalties.effect import in_effect
from ganlab.gan.play.table import in_packs
from ganlab.gan.settings import TwoPlayer, two_player


def views(experiment: Experiment) -> tuple[View, ...]:
    """In the order of their chips: the keys 1 to n switch them."""
    return image_views(experiment) if experiment.data.imaged else plane_views(experiment)


SLOPES = (View("logits", "values", share=0.001), View("arriving", "values", share=0.002))
"""What the slopes of losses are told by: D's logits of the samples, and the norm of the gradient
that arrives at G under each of several losses."""

LIPSCHITZ = View("lipschitz", "values", share=0.002)
"""How steep D is at places between real and generated samples."""


def best_d(game: TwoPlayer) -> Best | None:
    """log p_data/p_g -> what the best D says, of as many x together as are packed; where real
    samples are called real only to 1 - s, (1 - s) times that. The same function each time."""
    return _best_d(game.objective, game.pack, in_effect(game, images=False).smoothing)


@cache
def _best_d(objective: str, pack: int, smoothing: float) -> Best | None:
    best = OBJECTIVES[objective].best
    if best is None or (pack == 1 and not smoothing):
        return best
    return lambda log_ratio: (1 - smoothing) * best(pack * log_ratio)


def exact_density(experiment: Experiment) -> bool:
    """Whether p_g is known by change of variables: noise has the dimension of the data."""
    return experiment.noise.dimension == (1 if experiment.data.on_a_line else 2)


def best_views(experiment: Experiment) -> tuple[View, ...]:
    """D beside the best D, and the ratio of densities that it tells."""
    game = two_player(experiment.game)
    objective = OBJECTIVES[game.objective]
    letter = objective.score.letter
    unknown = "" if experiment.data.has_density else "Nobody knows p_data of points."
    if objective.best is None:
        unknown = "A critic may rise only so fast: which is best at a place hangs on all others."
    silent = ""
    if objective.log_ratio is None:
        silent = "The best D of this objective does not tell how many times as likely a point is."
    known = EXACT if exact_density(experiment) else ESTIMATED
    told = " Of the class that is looked at, or the highest of all." if game.conditional else ""
    of = f"{told} Here {known}."
    constant = ", but for a constant" if objective.score.floating else ""
    return (
        View(
            "best",
            "field",
            share=0.02,
            label=f"{letter}*",
            about=f"What the best discriminator against this generator would say{constant}: it "
            f"follows from p_data and p_g at each point.{of}",
            missing=unknown,
            alone=True,
            caption=known,
            noise=experiment.noise.kind,
            colour="discriminator",
        ),
        View(
            "error",
            "field",
            share=0.02,
            label=f"{letter}−{letter}*",
            about="How far the discriminator is from its best: blue where it takes a point for "
            f"real more than it should, orange where less.{of}",
            missing=unknown,
            alone=True,
            caption=known,
            noise=experiment.noise.kind,
            colour="discriminator",
        ),
        View(
            "ratio",
            "field",
            share=0.005,
            label="ratio",
            about="The ratio of densities that the discriminator would be the best for, as its "
            "logarithm: blue where it holds a point for more likely real, orange for more likely "
            "generated.",
            missing=silent,
            alone=True,
            colour="discriminator",
        ),
    )


def plane_views(experiment: Experiment) -> tuple[View, ...]:
    """Of points."""
    game = two_player(experiment.game)
    score = OBJECTIVES[game.objective].score
    # Who is told the class has another best for each.
    best = None if game.conditional else best_d(game)
    return (
        REAL,
        GENERATED,
        average(experiment.game.has_average),
        View(
            "heatmap",
            "field",
            share=0.002,
            label=score.of_real(),
            about="What the discriminator believes at each point: blue where it takes a point for "
            "real, orange where it takes it for generated, neutral where it cannot tell."
            f"{in_packs(game.pack)}",
            on_at_first=True,
            alone=True,
            colour="discriminator",
        ),
        MAPPING,
        View(
            "gradients",
            "arrows",
            of="generated",
            depth=5,
            share=0.001,
            label="gradients",
            about="Where the generator's objective pulls each generated sample. A corner of the "
            "view says how many times as long as the gradients the arrows are: × 0.1 is usual; at "
            "× 1,000, or where none are seen even then, the generator learns next to nothing."
            f"{in_packs(game.pack)}",
            colour="generated",
        ),
        *density(experiment),
        *curves(experiment, score.letter, best, score.floating),
        NOISE,
        View("belief", "field", share=0.001, whole=True),
        View(
            "d_at",
            "values",
            share=0.001,
            at_point=True,
            of="heatmap",
            caption=f"{score.letter}({','.join('x' * game.pack)})",
        ),
        P_G,
        *best_views(experiment),
        View("d_real", "values", share=0.001, colour="real"),
        View("d_fake", "values", share=0.001, colour="generated"),
        *SLOPES,
        LIPSCHITZ,
    )


def image_views(experiment: Experiment) -> tuple[View, ...]:
    """Of images."""
    game = two_player(experiment.game)
    score = OBJECTIVES[game.objective].score
    opinions = ("d_real", "d_fake")
    return (
        View(
            "generated",
            "images",
            share=0.01,
            label="generated",
            caption="generated  G(z)",
            about="What the generator draws, always from the same noise: G's turn changes it.",
            on_at_first=True,
            colour="generated",
            mark="diamond",
        ),
        View(
            "average",
            "images",
            share=0.005,
            label="average",
            caption="moving average of G",
            about="What the moving average of the generator draws from the same noise: the same "
            "without the last wobble.",
            missing="" if experiment.game.has_average else NO_AVERAGE,
            colour="generated",
            mark="diamond",
            hollow=True,
        ),
        View(
            "real",
            "images",
            label="real",
            caption="real  x",
            about="Images of the data: what the generator learns to imitate.",
            on_at_first=True,
            colour="real",
        ),
        View(
            "heatmap",
            "field",
            needs=opinions,
            label=score.of_real(),
            about="What the discriminator believes of each image, as its border: blue where it "
            "takes it for real, orange where it takes it for generated, neutral where it cannot "
            f"tell.{in_packs(game.pack)}",
            on_at_first=True,
            colour="discriminator",
        ),
        View(
            "histogram",
            "values",
            needs=opinions,
            label="histogram",
            about=f"How D's opinions of real and of generated images spread.{in_packs(game.pack)}",
            on_at_first=True,
            colour="discriminator",
        ),
        View(
            "d_real",
            "values",
            share=0.006,
            colour="real",
            of="real",
            caption=score.of_real(),
        ),
        View(
            "d_fake",
            "values",
            share=0.005,
            colour="generated",
            of="generated",
            caption=score.of_generated(),
        ),
        *SLOPES,
        LIPSCHITZ,
    )
