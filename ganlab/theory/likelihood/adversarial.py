"""The same estimate by a game: x = μ + z against a small critic, M samples as the real side.

The samples are seen as a histogram, each shared between its two neighbouring places so that the
mean stays what it is: a step costs the same for ten samples and for ten thousand, and all
repetitions of all M play at once. Everything is centred at the sample mean: the game's estimate
moves along with its samples. Loads torch.
"""

from __future__ import annotations

from math import log, pi
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from ganlab.data.target import Array
from ganlab.interruptible import Asked, ProgressCallback, check, within
from ganlab.theory.critics import LOGISTIC, Critics, one_thread
from ganlab.theory.likelihood.estimators import FREE, REPEATS, SIZES, by_mmd, repetitions

if TYPE_CHECKING:
    from ganlab.theory.likelihood.bench import LikelihoodControls

REACH, PLACES = 6.0, 97
"""Of the histogram, standard deviations to either side."""
ROUNDS, CRITIC_STEPS = 250, 3
CRITIC_RATE, GENERATOR_RATE = 5e-3, 2e-2
WIDTH = 8
"""Of the critics' layers: such a critic sees where samples lie and not each of them."""
AVERAGED = 0.3
"""The share of the last rounds over which μ is averaged."""


def run(
    controls: LikelihoodControls, progress: ProgressCallback, cancelled: Asked
) -> dict[str, Any]:
    """The work of the bench: `sizes` (s,), and by method the errors of μ in units of x, (s, FREE)
    of likelihood and MMD, on the same samples, and (s, REPEATS) of the game, on the first of them.
    Raises Cancelled."""
    draw = np.random.default_rng(controls.seed)
    rounds = FREE // REPEATS
    of_means, of_mmd = (np.empty((len(SIZES), rounds, REPEATS)) for _ in range(2))
    start = []
    for i, m in enumerate(SIZES):
        for j in range(rounds):
            check(cancelled)
            residuals, means = repetitions(m, draw)
            of_means[i, j] = means
            of_mmd[i, j] = means + by_mmd(residuals, controls.width / controls.sigma)
            if j == 0:
                start.append(histogram(residuals))
            within(progress, 0, 20, 100)(i * rounds + j + 1, len(SIZES) * rounds)
    played = play(np.concatenate(start), controls.seed, within(progress, 20, 100, 100), cancelled)
    return {
        "sizes": np.array(SIZES),
        "likelihood": controls.sigma * of_means.reshape(len(SIZES), FREE),
        "mmd": controls.sigma * of_mmd.reshape(len(SIZES), FREE),
        "adversarial": controls.sigma * (of_means[:, 0] + played.reshape(len(SIZES), REPEATS)),
    }


def histogram(samples: Array) -> Array:
    """Shares (r, PLACES) of standardised samples (r, m) at even places over ±REACH: each sample
    goes to the two places beside it, to the nearer the more."""
    at = (np.clip(samples, -REACH, REACH) + REACH) / (2 * REACH) * (PLACES - 1)
    left = np.minimum(at.astype(int), PLACES - 2)
    right = at - left
    rows = np.arange(len(samples))[:, None] * PLACES
    shares = np.zeros(len(samples) * PLACES)
    np.add.at(shares, rows + left, 1 - right)
    np.add.at(shares, rows + left + 1, right)
    return shares.reshape(len(samples), PLACES) / samples.shape[1]


@one_thread()
def play(shares: Array, seed: int, progress: ProgressCallback, cancelled: Asked) -> Array:
    """The μ (r,) at which the games of x = μ + z against histograms (r, PLACES) come to rest: the
    critics ascend V and μ descends it in turn. Raises Cancelled."""
    x = torch.linspace(-REACH, REACH, PLACES)[None]
    real = torch.as_tensor(shares, dtype=torch.float32)
    z = torch.linspace(-4, 4, 41)[None]
    mass = torch.exp(-z * z / 2)
    mass = mass / mass.sum()
    critics = Critics(len(shares), seed, 0.0, 1.0, WIDTH)
    mean = torch.zeros(len(shares), 1, requires_grad=True)
    ascent = torch.optim.Adam(critics.parameters(), CRITIC_RATE, betas=(0.5, 0.99))
    descent = torch.optim.Adam([mean], GENERATOR_RATE, betas=(0.5, 0.99))
    falling = [
        torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, ROUNDS)
        for optimizer in (ascent, descent)
    ]
    path = []
    for done in range(ROUNDS):
        check(cancelled)
        fake = torch.exp(-((x - mean.detach()) ** 2) / 2 - log(2 * pi) / 2) * (x[0, 1] - x[0, 0])
        for _ in range(CRITIC_STEPS):
            v = critics(x)
            ascent.zero_grad()
            (fake * LOGISTIC.at_q(v) - real * LOGISTIC.at_p(v)).sum().backward()
            ascent.step()
        descent.zero_grad()
        (-(mass * LOGISTIC.at_q(critics(mean + z))).sum()).backward()
        descent.step()
        for schedule in falling:
            schedule.step()
        path.append(mean.detach()[:, 0].clone())
        progress(done + 1, ROUNDS)
    last = torch.stack(path[-int(AVERAGED * ROUNDS) :])
    return np.asarray(last.mean(0).double().numpy())
