"""How far the two benchmarks of mode collapse get in five minutes; a table of `make bench-science`.

The recipes are those of the presets, played several times as long. Published beside them is what
PacGAN4 reached (Lin et al. 2018, Table 1), with larger networks and 400,000 steps.
"""

from __future__ import annotations

from ganlab.experiment import Experiment
from ganlab.presets import load_preset
from tests.benchmarks.bars import Bars, judged
from tests.benchmarks.tables import Figures, Table

STEPS = {"ring-8": 150_000, "grid-25": 72_000}
"""The preset -> what it gets."""
BARS = {
    "ring-8": Bars(seconds=300, modes=8, high_quality=0.97, reverse_kl=0.005),
    "grid-25": Bars(seconds=300, modes=25, high_quality=0.96, reverse_kl=0.005),
}


def experiment(name: str, seed: int) -> Experiment:
    """What one line of the table plays."""
    return load_preset(name).with_values({"training.steps": STEPS[name], "seed": seed})


def _train(name: str, played: Experiment) -> Figures:
    from ganlab.lab.files.archive import Run
    from ganlab.lab.headless import train

    figures = train(Run.fresh(played), STEPS[name], device="cpu").figures
    return {"preset": name, "seed": played.seed, **figures}


def _over(runs: list[Figures]) -> Figures:
    return judged(BARS[runs[0]["preset"]], runs)


LONG_GAMES_TABLE = Table(
    about="ring-8 and grid-25 as their presets have them, for at most five minutes a seed",
    lines=tuple(STEPS),
    seconds=300,
    experiment=experiment,
    train=_train,
    over=_over,
    published={
        "ring-8": {"modes": 7.8, "high_quality": 0.959, "reverse_kl": 0.07, "of": "PacGAN4"},
        "grid-25": {"modes": 24.8, "high_quality": 0.936, "reverse_kl": 0.04, "of": "PacGAN4"},
    },
)
