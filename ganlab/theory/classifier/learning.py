"""A classifier of n samples of p and n of q, and what its value says of their divergence.

The value of the best D is 2 JS - log 4 (Goodfellow et al. 2014, Theorem 1), so (V + log 4)/2 of a D
that was trained estimates JS: too high on the samples it was trained on, whose accidents it has
learned, and too low on others. Loads torch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from ganlab.interruptible import Asked, ProgressCallback, within
from ganlab.theory.critics import LOGISTIC, Critics, Side, estimate, one_thread, train
from ganlab.theory.densities import Mixture
from ganlab.theory.game import LOG_4

if TYPE_CHECKING:
    from ganlab.theory.classifier.bench import ClassifierControls

SIZES = (3, 10, 30, 100, 300, 1000)
"""Samples of each density."""
REPEATS = 4
"""Sets of samples of every size, each with a classifier of its own."""
HELD_OUT = 2000
"""Samples of each density that no classifier was trained on."""
WIDTH, STEPS, RATE = 32, 400, 0.03
PLACES = 241
"""At which D is returned,"""
REACH = 4.0
"""and how far out, in standard deviations of both."""


def run(
    controls: ClassifierControls, progress: ProgressCallback, cancelled: Asked
) -> dict[str, Any]:
    """The work of the bench. Raises Cancelled."""
    return learn(controls.p, controls.q, controls.seed, progress, cancelled)


def middle(p: Mixture, q: Mixture) -> tuple[float, float]:
    """Mean and standard deviation of (p + q)/2."""
    mean = (p.mean + q.mean) / 2
    return mean, ((p.variance + q.variance) / 2 + ((p.mean - q.mean) / 2) ** 2) ** 0.5


@one_thread()
def learn(
    p: Mixture, q: Mixture, seed: int, progress: ProgressCallback, cancelled: Asked
) -> dict[str, Any]:
    """`sizes` (s,); JS by `training` and by `held_out` samples, (s, repeats); `x` (places,) and the
    first classifier's `logit` there, (s, places); and what it was trained on, `real` and `fake`,
    (n,) for each size. Raises Cancelled."""
    draw = np.random.default_rng(seed)
    held = Side.samples(p.sample(HELD_OUT, draw)), Side.samples(q.sample(HELD_OUT, draw))
    centre, scale = middle(p, q)
    x = centre + scale * np.linspace(-REACH, REACH, PLACES)
    rows: dict[str, list[Any]] = {
        name: [] for name in ("training", "held_out", "logit", "real", "fake")
    }
    for done, n in enumerate(SIZES):
        real, fake = (density.sample(REPEATS * n, draw).reshape(REPEATS, n) for density in (p, q))
        critics = Critics(REPEATS, seed + n, centre, scale, WIDTH)
        part = within(progress, done * STEPS, (done + 1) * STEPS, len(SIZES) * STEPS)
        sides = Side.samples(real), Side.samples(fake)
        reached = train(critics, *sides, LOGISTIC, STEPS, RATE, 0.0, seed, part, cancelled)[-1]
        with torch.no_grad():
            others = estimate(critics, *held, LOGISTIC).double().numpy()
        rows["training"].append((reached + LOG_4) / 2)
        rows["held_out"].append((others + LOG_4) / 2)
        rows["logit"].append(critics.values(x)[0])
        rows["real"].append(real[0])
        rows["fake"].append(fake[0])
    return {"sizes": np.array(SIZES), "x": x, **rows}
