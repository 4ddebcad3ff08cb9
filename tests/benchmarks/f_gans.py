"""Where the f-GANs of the game come to rest; a table of `make bench-science`.

The game is played on the mixture of f-GAN's experiment on a line with a linear generator of
Gaussian noise, which can draw nothing but one bell. The bell that each divergence wants is computed
by the theory room (`ganlab.theory.fits`); published beside it are those of f-GAN's Table 2 (Nowozin
et al. 2016).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ganlab.experiment import Experiment
from ganlab.presets import load_preset
from ganlab.theory.fits.bench import PUBLISHED
from ganlab.theory.fits.controls import TABLE_2
from tests.benchmarks.tables import Figures, Table

DIVERGENCES = {
    "f-kl": "kl",
    "f-reverse-kl": "reverse_kl",
    "f-jensen-shannon": "js",
    "f-squared-hellinger": "hellinger",
    "f-jeffrey": "jeffrey",
    "f-pearson": "pearson",
}
"""An objective of the game -> the divergence whose best Gaussian it should find."""
RECIPE: Mapping[str, Any] = {
    "game.generator.layers": 0,
    "game.k": 5,
    "game.penalty.r1": 0.0,
    "game.generator_optimizer.learning_rate": 0.02,
    "game.discriminator_optimizer.learning_rate": 0.01,
    "game.ema": 1.0,
    "training.batch_size": 1024,
    "training.steps": 5000,
}
"""Of `uneven-1d`, with a D that is no flatter than it wants to be, has time, and sees much: R1 and
small batches move the place at which the game comes to rest. G takes steps long enough to get there
where its slopes are mostly noise, as KL's are, and what is judged is the mean of where it was."""
WITHIN = 0.03
"""How near to the best Gaussian's μ and σ the game has to come."""
SAMPLES = 1_000_000


def experiment(objective: str, seed: int) -> Experiment:
    """What one line of the table plays."""
    changes = {**RECIPE, "game.objective": objective, "seed": seed}
    return load_preset("uneven-1d").with_values(changes)


def _train(objective: str, played: Experiment) -> Figures:
    """μ and σ of what the game generates at its end, and those of the best Gaussian."""
    import torch

    from ganlab.data import make_target
    from ganlab.games.game import make_game
    from ganlab.theory.fits.search import fits

    torch.set_num_threads(1)  # D is so small that a second one only gets in the way
    game = make_game(played, make_target(played.data))
    game.run(played.training.steps)
    made = game.sample(SAMPLES, played.seed)
    best = fits(TABLE_2, 1.0)[DIVERGENCES[objective]][0]
    return {
        "objective": objective,
        "seed": played.seed,
        "mu": float(made.mean()),
        "sigma": float(made.std()),
        "best_mu": best.mean,
        "best_sigma": best.sigma,
    }


def over(runs: list[Figures]) -> Figures:
    """The best Gaussian, the farthest that a seed's μ and σ are from it, and whether all are near
    enough."""
    line: Figures = {}
    for key in ("mu", "sigma"):
        best = runs[0][f"best_{key}"]
        line[key] = round(best, 4)
        line[f"{key}_off"] = round(max(abs(run[key] - best) for run in runs), 4)
    return {**line, "met": all(line[f"{key}_off"] <= WITHIN for key in ("mu", "sigma"))}


F_GANS_TABLE = Table(
    about=f"uneven-1d, a linear generator of Gaussian noise: within {WITHIN} of the best Gaussian",
    lines=tuple(DIVERGENCES),
    seconds=60,
    experiment=experiment,
    train=_train,
    over=over,
    published={
        objective: {"mu": PUBLISHED[name].mean, "sigma": PUBLISHED[name].sigma}
        for objective, name in DIVERGENCES.items()
        if name in PUBLISHED
    },
)
