"""Tables of `make bench-science`: what cures of mode collapse come to at one budget, and where the
f-GANs of the game come to rest.

The cures are compared on the 25 Gaussians of PacGAN (Lin et al. 2018) with its networks shrunk to
three layers of 128, for 20,000 steps, everything else equal; its published figures stand beside
ours: PacGAN4 after 400,000 steps found 25 modes and 93.6 % high quality. The f-GANs are played on
the mixture of Table 2 of Nowozin et al. 2016 with a linear generator of Gaussian noise; the best
Gaussian of each divergence is computed by the theory room.
"""

from __future__ import annotations

from collections.abc import Mapping
from statistics import mean
from typing import Any

from ganlab.experiment import Experiment
from ganlab.presets import load_preset

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
    "training.steps": STEPS,
}
"""What all of the table share: nothing but the loss of 2014, and Adam."""
CURES: dict[str, Mapping[str, Any]] = {
    "plain": {},
    "PacGAN2": {"game.pack": 2},
    "PacGAN4": {"game.pack": 4},
    "unrolled 5": {"game.play.unrolled": 5},
    "WGAN-GP": {"game.objective": "wasserstein", "game.penalty.gradient": 10.0, "game.k": 5},
    "spectral": {"game.penalty.spectral": True},
    "R1": {"game.penalty.r1": 0.1},
    "relativistic + R1 + R2": {
        "game.objective": "relativistic",
        "game.penalty.r1": 0.1,
        "game.penalty.r2": 0.1,
    },
    "relativistic + R1 + R2, every 8th step": {
        "game.objective": "relativistic",
        "game.penalty.r1": 0.1,
        "game.penalty.r2": 0.1,
        "game.penalty.every": 8,
    },
    "extra-gradient": {"game.play.updates": "extra-gradient"},
    "lookahead": {"game.play.lookahead": 5},
}
F_GANS = {
    "f-kl": "kl",
    "f-reverse-kl": "reverse_kl",
    "f-jensen-shannon": "js",
    "f-squared-hellinger": "hellinger",
    "f-jeffrey": "jeffrey",
    "f-pearson": "pearson",
}
"""An objective of the game -> the divergence whose best Gaussian it should find."""
TABLE_2 = ".33 N(-1, .065) + .67 N(2, 2)"
WITHIN = 0.03
"""How near to the best Gaussian's μ and σ the game has to come."""
SAMPLES = 200_000


def with_cure(name: str, seed: int) -> Experiment:
    """The experiment of one line of the table."""
    return load_preset("grid-25").with_values({**PLAIN, **CURES[name], "seed": seed})


def cure(name: str, seed: int) -> dict[str, Any]:
    """Train one line of the table; its modes, high quality, reverse KL and seconds."""
    from ganlab.lab.files.archive import Run
    from ganlab.lab.headless import train

    figures = train(Run.fresh(with_cure(name, seed)), STEPS, device="cpu").figures
    wanted = ("modes", "high_quality", "reverse_kl", "seconds")
    return {"cure": name, "seed": seed, **{key: figures[key] for key in wanted}}


def cures_over(runs: list[dict[str, Any]]) -> dict[str, Any]:
    """One line of the table, over its seeds: the mean of each figure; null where one has none."""
    line: dict[str, Any] = {}
    for key in ("modes", "high_quality", "reverse_kl", "seconds"):
        known = [run[key] for run in runs if run[key] is not None]
        line[key] = round(mean(known), 4) if len(known) == len(runs) else None
    return line


def f_gan(objective: str, seed: int) -> dict[str, Any]:
    """Train one f-GAN with the recipe of the study `covering`; μ and σ of what it generates beside
    the best Gaussian's."""
    from ganlab.data import make_target
    from ganlab.games.game import make_game
    from ganlab.theory.densities import Mixture
    from ganlab.theory.fits.search import fits

    experiment = load_preset("covering").with_values({"game.objective": objective, "seed": seed})
    game = make_game(experiment, make_target(experiment.data))
    game.run(experiment.training.steps)
    made = game.sample(SAMPLES, seed)
    best = fits(Mixture.read(TABLE_2), 1.0)[F_GANS[objective]][0]
    return {
        "objective": objective,
        "seed": seed,
        "mean": float(made.mean()),
        "sigma": float(made.std()),
        "best_mean": best.mean,
        "best_sigma": best.sigma,
    }


def f_gans_over(runs: list[dict[str, Any]]) -> dict[str, Any]:
    """One objective over its seeds: the farthest that μ and σ are from the best Gaussian's, and
    whether all are near enough."""
    off = {
        key: max(abs(run[key] - run[f"best_{key}"]) for run in runs) for key in ("mean", "sigma")
    }
    met = all(distance <= WITHIN for distance in off.values())
    return {**{f"{key}_off": round(value, 4) for key, value in off.items()}, "met": met}
