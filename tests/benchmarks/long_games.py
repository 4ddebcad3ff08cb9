"""How far the two benchmarks of mode collapse get in five minutes; a table of `make bench-science`.

The presets, played longer, by a generator of five layers: what is left between modes are the jumps
of G from one to the next, and each layer more makes them steeper. What else is changed says why.
Published beside them is what PacGAN4 reached (Lin et al. 2018, Table 1), with larger networks and
400,000 steps. Ours is counted on 10,000 samples, where a perfect generator of 25 modes has a
reverse KL of 24/20,000 = .0012; on the 2,500 of the paper it has .0048.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ganlab.experiment import Experiment
from ganlab.presets import load_preset
from tests.benchmarks.bars import Bars, judged
from tests.benchmarks.tables import Figures, Table

RECIPES: dict[str, Mapping[str, Any]] = {
    # G takes two steps for one of D, which has less to learn where there are few modes; small
    # batches leave time for twice as many.
    "ring-8": {
        "game.generator.layers": 5,
        "game.g": 2,
        "training.batch_size": 128,
        "training.steps": 40_000,
    },
    # A smaller G and small batches, for twice as many steps, a D that may be steeper, and an Adam
    # that forgets ten times as soon: what first gradients were says nothing of the last ones.
    # Compared in pairs, real and fake leave no fold of G between the modes; each on its own, they
    # leave one in half of the seeds.
    "grid-25": {
        "game.objective": "relativistic",
        "game.generator.layers": 5,
        "game.generator.units": 64,
        "game.generator_optimizer.learning_rate": 2e-3,
        "game.discriminator_optimizer.learning_rate": 2e-3,
        "game.generator_optimizer.decay": 0.99,
        "game.discriminator_optimizer.decay": 0.99,
        "game.penalty.r1": 0.05,
        "training.batch_size": 128,
        "training.steps": 40_000,
    },
}
"""The preset -> what is changed."""
SAMPLES = 10_000
BARS = {
    "ring-8": Bars(seconds=300, modes=8, high_quality=0.97, reverse_kl=0.005),
    "grid-25": Bars(seconds=300, modes=25, high_quality=0.96, reverse_kl=0.005),
}


def experiment(name: str, seed: int) -> Experiment:
    """What one line of the table plays."""
    return load_preset(name).with_values({**RECIPES[name], "seed": seed})


def _train(name: str, played: Experiment) -> Figures:
    from ganlab.data import make_target
    from ganlab.lab.files.archive import Run
    from ganlab.lab.headless import sample, train
    from ganlab.metrics.modes import count_modes

    result = train(Run.fresh(played), played.training.steps, device="cpu")
    modes = make_target(played.data).modes
    assert modes is not None
    drawn = sample(result.run, SAMPLES, played.seed)
    found = count_modes(modes, drawn.astype(np.float64))
    return {
        "preset": name,
        "seed": played.seed,
        "seconds": result.figures["seconds"],
        "modes": found.covered,
        "high_quality": found.high_quality,
        "reverse_kl": found.reverse_kl,
    }


def _over(runs: list[Figures]) -> Figures:
    return judged(BARS[runs[0]["preset"]], runs)


LONG_GAMES_TABLE = Table(
    about="ring-8 and grid-25 for at most five minutes a seed",
    lines=tuple(RECIPES),
    seconds=300,
    experiment=experiment,
    train=_train,
    over=_over,
    published={
        "ring-8": {"modes": 7.8, "high_quality": 0.959, "reverse_kl": 0.07, "of": "PacGAN4"},
        "grid-25": {"modes": 24.8, "high_quality": 0.936, "reverse_kl": 0.04, "of": "PacGAN4"},
    },
)
