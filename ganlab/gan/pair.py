"""Two players under an objective: the gradients of their losses, what they make, what D thinks.

Nothing here learns; see trainer.py.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ganlab.data.target import Batch, Target
from ganlab.experiment import Experiment
from ganlab.gan.average import MovingAverage
from ganlab.gan.batches.classes import classes_of
from ganlab.gan.batches.noise import asked_for, one_hot_rows, sample_labelled_noise
from ganlab.gan.measure import SEED
from ganlab.gan.objectives import OBJECTIVES
from ganlab.gan.penalties.choosing import r1, regularised
from ganlab.gan.penalties.regularisation import Regularisation
from ganlab.gan.play.pack import packed, unpacked, with_itself
from ganlab.gan.players import make_players, make_stream
from ganlab.gan.scores import Score
from ganlab.gan.settings import two_player

JUDGED_AT_ONCE = 1024
"""Rows a forward pass of D takes: what fits the processor's cache."""
OPPOSITE = 64
"""Real samples against which a paired objective judges each generated one that is shown."""


class Pair:
    """Two networks, and the streams of real data and noise that feed them."""

    def __init__(self, experiment: Experiment, target: Target, device: str) -> None:
        self.target = target
        self.device = torch.device(device)
        initial = torch.Generator().manual_seed(experiment.seed)
        self.classes = classes_of(experiment, target)
        """How many classes both players are told apart; 0: none."""
        self._asked_for = asked_for(target, self.device)
        self.generator, self.discriminator = make_players(experiment, target, initial, self.device)
        self.average = MovingAverage(self.generator)
        self.regularisation: Regularisation | None = None
        """Penalties and constraints on D beyond R1, while there are any."""
        self.chance = torch.Generator(self.device).manual_seed(experiment.seed)
        self.real = make_stream(experiment, target, self.device)
        self.iteration = 0
        self._zero = torch.zeros((), device=self.device)
        self.take_up(experiment)

    def take_up(self, experiment: Experiment) -> None:
        """Go on under an experiment that differs only in what can change live."""
        self.experiment, self.settings = experiment, two_player(experiment.game)
        self.objective = OBJECTIVES[self.settings.objective]
        self.regularisation = regularised(
            self.regularisation, experiment, self.discriminator, self.classes, self.target.dimension
        )

    def change_target(self, target: Target) -> None:
        """Go on with another target of the same dimension."""
        self.target = target
        self.real.change_target(target)
        self._asked_for = asked_for(target, self.device)

    # --- gradients ---

    def discriminator_gradient(self, real: Tensor, fake: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """D's logits for m real and m generated samples, (2m,), real first; the penalty, (); and
        the gradient of its loss in its parameters, flat, good until the next is asked for. Where
        samples are packed, a logit is one of a pack."""
        rows = packed(torch.cat([real, fake]), self.settings.pack)
        m = rows.shape[0] // 2
        if self.regularisation is not None:
            return self.regularisation.gradient(rows, m, self.objective, self.iteration)
        judged = self.discriminator.run(rows, parts=2)
        logits = judged.output.squeeze(1)
        slopes = self.objective.discriminator_slopes(*logits.chunk(2))
        slope, weight = torch.cat(slopes).unsqueeze(1), self.settings.penalty.r1
        if weight == 0:
            return logits, self._zero, judged.parameter_gradient(slope)
        return logits, *r1(judged, slope, m, weight)

    def generator_gradient(self, noise: Tensor, real: Tensor | None) -> tuple[Tensor, Tensor]:
        """D's logits for what G makes of m noise samples, (m,), or for m real samples and those,
        (2m,), where there are any, likewise packed; and the gradient of G's loss in G's parameters,
        flat, good until the next is asked for."""
        pack = self.settings.pack
        on_real = None if real is None else self.discriminator(self._shown(real)).squeeze(1)
        made = self.generator.run(noise)
        judged = self.discriminator.run(self._shown(made.output))
        logits = judged.output.squeeze(1)
        # The chain rule: how the loss changes with D's logit, that with x, and that with θ_G.
        slope = self.objective.generator_slope(on_real, logits)
        slopes = unpacked(judged.input_gradient(slope.unsqueeze(1)), pack)
        gradient = made.parameter_gradient(slopes)
        return (logits if on_real is None else torch.cat([on_real, logits])), gradient

    def _shown(self, rows: Tensor) -> Tensor:
        """Samples as D is shown them in training."""
        packs = packed(rows, self.settings.pack)
        if self.regularisation is None:
            return packs
        return self.regularisation.shown(packs, self.iteration)

    # --- what they make, and what D thinks ---

    def noise(self, m: int, chance: torch.Generator | None = None) -> Tensor:
        """m noise samples z, (m, columns), each with the class to be drawn where there are any; of
        another stream of chance than training's own if one is given."""
        return sample_labelled_noise(
            self.experiment.noise, self.classes, m, chance or self.chance, self._asked_for
        )

    def generate(self, noise: Tensor, average: bool = False) -> Tensor:
        """G(z) for rows of noise as `noise` draws them, networks' units."""
        if not average or self.settings.ema == 0:
            return self.generator.evaluate(noise)
        with self.average.shown():
            return self.generator.evaluate(noise)

    def first_layer(self, average: bool = False) -> NDArray[np.float32]:
        """(features, inputs): the weights by which G hears its noise, and its class behind it."""
        if not average or self.settings.ema == 0:
            return self.generator.first_layer()
        with self.average.shown():
            return self.generator.first_layer()

    @property
    def score(self) -> Score:
        """How D's number is to be read under the objective that is played."""
        return self.objective.score

    def opinion(self, rows: Tensor) -> Tensor:
        """D's number, as its objective reads it, for (n, columns) rows in the networks' units, all
        real or all generated: (n,), as when training is over; packed, each with itself."""
        return self.objective.score.of_logits(self.logits(rows))

    def logits(self, rows: Tensor) -> Tensor:
        """The same as D gives it: its logits."""
        packs = with_itself(rows, self.settings.pack).split(JUDGED_AT_ONCE)
        parts = [self.discriminator.evaluate(part) for part in packs]
        return torch.cat(parts).squeeze(1)

    def pull(self, fake: Tensor) -> Tensor:
        """(n, dimension): −∂L_G/∂x at each of (n, columns) generated rows by itself, where D and
        G's objective would move it; networks' units."""
        real, pack = None, self.settings.pack
        if self.objective.paired:
            real = self.discriminator.evaluate(with_itself(self.real.fixed(OPPOSITE, SEED), pack))
        judged = self.discriminator.run(with_itself(fake, pack), training=False)
        # The loss is a mean over samples: times n, each sample's own gradient; where it is judged
        # against real ones, (OPPOSITE, n), their mean.
        slope = self.objective.generator_slope(real, judged.output.squeeze(1)) * len(fake)
        slopes = judged.input_gradient(slope.view(-1, len(fake)).mean(0).unsqueeze(1))
        return -slopes.view(len(fake), pack, -1).sum(1)[:, : self.target.dimension]

    def sample(self, n: int, seed: int, average: bool = True) -> NDArray[np.float64]:
        """(n, dimension) generated samples in data units; from the moving average if there is
        one. Does not disturb training's own stream of chance."""
        return self.batch(n, seed, average).rows

    def batch(self, n: int, seed: int, average: bool = True, only: int | None = None) -> Batch:
        """The same samples with the classes that were asked for, places among the target's
        `told_names`, where the players are told any; all of the class `only`, if one is given."""
        noise = self.noise(n, torch.Generator(self.device).manual_seed(seed))
        if only is not None:
            noise[:, -self.classes :] = one_hot_rows(torch.tensor(only), self.classes).to(noise)
        rows = self.generate(noise, average)[:, : self.target.dimension].cpu().numpy()
        asked = noise[:, -self.classes :].argmax(1).cpu().numpy() if self.classes else None
        labels = None if asked is None else asked.astype(np.uint8)
        return Batch(self.target.network.inverse(rows), labels)
