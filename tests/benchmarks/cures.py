"""What cures of mode collapse come to at one budget; a table of `make bench-science`.

The 25 Gaussians of PacGAN (Lin et al. 2018), its batches of 100, its networks shrunk to three
layers of 128, 20,000 steps, everything else equal. Beside ours stand the figures that papers tell
of the same target, played longer and with other networks. Two lines differ only in how often the
penalties are taken: the authors of R3GAN (Huang et al. 2024) report that taking them seldom fails
on toys, and the table ends with a sentence that says whether it does here.
"""

from __future__ import annotations

from collections.abc import Mapping
from statistics import mean
from typing import Any

from ganlab.experiment import Experiment
from ganlab.presets import load_preset
from tests.benchmarks.tables import Figures, Table

STEPS = 20_000
PLAIN: Mapping[str, Any] = {
    "game.generator.units": 128,
    "game.discriminator.units": 128,
    "game.objective": "non-saturating",
    "game.penalty.r1": 0.0,
    "game.ema": 0.0,
    "game.generator_optimizer.learning_rate": 1e-3,
    "game.discriminator_optimizer.learning_rate": 1e-3,
    "game.generator_optimizer.momentum": 0.5,
    "game.discriminator_optimizer.momentum": 0.5,
    "game.generator_optimizer.schedule": "constant",
    "game.discriminator_optimizer.schedule": "constant",
    "training.batch_size": 100,
    "training.steps": STEPS,
}
"""What all of the table share: nothing but the loss of 2014, and Adam."""
EVERY, SELDOM = "relativistic + R1 + R2", "relativistic + R1 + R2, every 8th step"
_R3GAN = {"game.objective": "relativistic", "game.penalty.r1": 0.1, "game.penalty.r2": 0.1}
CURES: dict[str, Mapping[str, Any]] = {
    "plain": {},
    "PacGAN2": {"game.pack": 2},
    "PacGAN4": {"game.pack": 4},
    "unrolled 5": {"game.play.unrolled": 5},
    "WGAN-GP": {"game.objective": "wasserstein", "game.penalty.gradient": 0.1, "game.k": 5},
    "spectral": {"game.penalty.spectral": True},
    "R1": {"game.penalty.r1": 0.1},
    EVERY: _R3GAN,
    SELDOM: {**_R3GAN, "game.penalty.every": 8},
    "extra-gradient": {"game.play.updates": "extra-gradient"},
    "lookahead": {"game.play.lookahead": 5},
}
"""WGAN-GP has the weight that its authors give it on toys. Unrolling keeps the rates of the table;
in the toys of its authors G's rate is ten times D's, and there it does cover the modes."""
PUBLISHED = {
    "plain": {"modes": 17.3, "high_quality": 0.948, "reverse_kl": 0.70, "of": "PacGAN, 400,000"},
    "PacGAN2": {"modes": 23.8, "high_quality": 0.913, "reverse_kl": 0.13, "of": "PacGAN, 400,000"},
    "PacGAN4": {"modes": 24.8, "high_quality": 0.936, "reverse_kl": 0.04, "of": "PacGAN, 400,000"},
    "unrolled 5": {"modes": 23.6, "high_quality": 0.16, "of": "VEEGAN"},
}
"""Lin et al. 2018, Table 1, after so many steps; Srivastava et al. 2017, Table 1."""
_FIGURES = ("modes", "high_quality", "reverse_kl", "seconds")


def experiment(name: str, seed: int) -> Experiment:
    """What one line of the table plays."""
    return load_preset("grid-25").with_values({**PLAIN, **CURES[name], "seed": seed})


def _train(name: str, played: Experiment) -> Figures:
    from ganlab.lab.files.archive import Run
    from ganlab.lab.headless import train

    figures = train(Run.fresh(played), STEPS, device="cpu").figures
    return {"cure": name, "seed": played.seed, **{key: figures[key] for key in _FIGURES}}


def _over(runs: list[Figures]) -> Figures:
    """The mean of each figure; null where a training came to no good end."""
    line: Figures = {}
    for key in _FIGURES:
        known = [run[key] for run in runs if run[key] is not None]
        line[key] = round(mean(known), 4) if len(known) == len(runs) else None
    return line


_HIGHER_IS_BETTER = {"modes": True, "high_quality": True, "reverse_kl": False}


def _of_seldom_penalties(lines: Mapping[str, Figures]) -> list[str]:
    """Whether it fails to take R1 and R2 at some steps only: empty where a line is missing."""
    if not {EVERY, SELDOM} <= set(lines):
        return []
    every, seldom = lines[EVERY], lines[SELDOM]
    if any(line[key] is None for line in (every, seldom) for key in _FIGURES):
        return ["R1 + R2 at every 8th step only: not compared, a training came to no good end."]
    worse = [
        key
        for key, higher in _HIGHER_IS_BETTER.items()
        if (seldom[key] < every[key] if higher else seldom[key] > every[key])
    ]
    figures = ", ".join(f"{key} {seldom[key]} against {every[key]}" for key in _FIGURES)
    told = f"worse in {', '.join(worse)}" if worse else "worse in nothing"
    return [f"R1 + R2 at every 8th step only, against every step: {told} ({figures})."]


CURES_TABLE = Table(
    about="grid-25, 20,000 steps, three layers of 128",
    lines=tuple(CURES),
    seconds=200,
    experiment=experiment,
    train=_train,
    over=_over,
    published=PUBLISHED,
    findings=_of_seldom_penalties,
)
