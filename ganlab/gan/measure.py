"""What a game comes to as it stands: the figures of both players, learning nothing.

While training runs, its record costs nothing: an iteration is told by the forward passes that it
makes anyway, D's before its last update and G's before its own, each on the minibatch that it
learns from (see record.py). Where a person looks at one step, that will not do: after G's turn V
would still be that of before. So the figures of a step at rest are measured after it, those of both
players at the same networks and on the same real and noise samples every time. What differs
between two such steps, the networks have done, and no sample: one sees G lower V and D raise it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ganlab.data.target import Target
from ganlab.experiment import Experiment
from ganlab.gan.batches.real import RealStream
from ganlab.gan.objectives import Objective
from ganlab.gan.penalties.regularisation import Regularisation
from ganlab.gan.play.pack import packed, unpacked
from ganlab.gan.players import Player
from ganlab.gan.record import row_of
from ganlab.gan.settings import two_player

POINTS, IMAGES = 2048, 256
"""Samples a side: V of so many points wanders by 0.01 nats, less than the mean of a second of
training; images cost more. Never fewer than a minibatch."""
SEED = 6
"""Of these samples, whatever the seed of the game."""


Slope = Callable[[NDArray[np.float64]], NDArray[np.float64]]
"""Of a loss in each of (n,) logits."""


class Measurable(Protocol):
    """What is needed of a game to measure it."""

    experiment: Experiment
    target: Target
    device: torch.device
    objective: Objective
    generator: Player
    discriminator: Player
    real: RealStream
    regularisation: Regularisation | None
    iteration: int
    taken: int

    def noise(self, m: int, chance: torch.Generator | None = None) -> Tensor:
        """m noise samples, each with the class to be drawn where there are any."""

    def discriminator_gradient(self, real: Tensor, fake: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """D's logits, (2m,), real first; the penalty; the gradient of its loss."""

    def generator_gradient(self, noise: Tensor, real: Tensor | None) -> tuple[Tensor, Tensor]:
        """D's logits for the real samples, where there are any, and for what G makes of noise; and
        the gradient of G's loss, flat."""


def measure(trainer: Measurable) -> NDArray[np.float64]:
    """(1, len(SCALARS)): the figures of the trainer's networks as they are now.

    A function of the networks and the experiment alone: a checkpoint gives the same figures again.
    The step is that of the trainer, and a half more where D has had its turn of the next iteration
    and G has not. The trainer is left as it was.
    """
    pack = two_player(trainer.experiment.game).pack
    least = POINTS if trainer.target.image_set is None else IMAGES
    n = pack * max(least // pack, trainer.experiment.training.batch_size)
    chance = torch.Generator(trainer.device).manual_seed(SEED)
    noise = trainer.noise(n, chance)
    with left_as_it_was(trainer):
        real, fake = trainer.real.fixed(n, SEED), trainer.generator(noise)
        logits, penalty, of_d = trainer.discriminator_gradient(real, fake)
        square_d = of_d.dot(of_d)
        judged, of_g = trainer.generator_gradient(noise, real if trainer.objective.paired else None)
        square_g = of_g.dot(of_g)
    rows = row_of(trainer.objective, logits[None], judged[None], penalty, square_d, square_g)
    step = trainer.iteration + trainer.taken / 2
    return np.column_stack([np.array([[step]]), rows])


@contextmanager
def left_as_it_was(trainer: Measurable) -> Iterator[None]:
    """Passes as in training move batch normalisation's statistics and draw which units drop out:
    the same ones each time here, and as if nothing had been afterwards."""
    players = trainer.generator, trainer.discriminator
    statistics = [player.statistics.clone() for player in players]
    dropout = trainer.discriminator.chance_state()
    if len(dropout):
        fixed = torch.Generator(trainer.device).manual_seed(SEED)
        trainer.discriminator.load_chance(fixed.get_state().numpy())
    beyond = trainer.regularisation
    try:
        with nullcontext() if beyond is None else beyond.left_as_it_was(SEED):
            yield
    finally:
        for player, before in zip(players, statistics, strict=True):
            player.statistics.copy_(before)
        if len(dropout):
            trainer.discriminator.load_chance(dropout)


def gradient_norms(trainer: Measurable, noise: Tensor, slopes: Iterable[Slope]) -> list[float]:
    """‖∂ E J(a(G(z)))/∂θ_G‖ over (n, columns) noise for the `slopes` of several losses J of G,
    whichever it learns by, on the networks as they are."""
    norms, pack = [], two_player(trainer.experiment.game).pack
    noise = noise[: len(noise) // pack * pack]
    with left_as_it_was(trainer):
        for slope in slopes:
            made = trainer.generator.run(noise)
            judged = trainer.discriminator.run(packed(made.output, pack))
            logits = judged.output.squeeze(1)
            with np.errstate(over="ignore"):
                taught = slope(logits.cpu().numpy().astype(float)) / len(logits)
            back = judged.input_gradient(torch.from_numpy(taught).to(logits).unsqueeze(1))
            norms.append(float(made.parameter_gradient(unpacked(back, pack)).norm()))
    return norms
