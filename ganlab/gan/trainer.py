"""Algorithm 1 of Goodfellow et al. 2014, "Generative Adversarial Nets".

for number of training iterations do
    for k steps do
        sample m noise samples z and m examples x from p_data
        update the discriminator by ascending   V(D, G) = E log D(x) + E log(1 − D(G(z)))
    for g steps do
        sample m noise samples z
        update the generator by descending its objective
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ganlab.data.target import Target
from ganlab.experiment import Experiment
from ganlab.gan.average import newest_share
from ganlab.gan.divergence import check_rows, check_weights
from ganlab.gan.measure import measure
from ganlab.gan.networks.products import squared_length
from ganlab.gan.optimizers import make_optimizer, scheduled_rate
from ganlab.gan.pair import Pair
from ganlab.gan.play.ways import Ways
from ganlab.gan.record import Record
from ganlab.gan.saving.checkpoint import Checkpoint
from ganlab.gan.saving.names import DISCRIMINATOR, GENERATOR, parted
from ganlab.gan.saving.state import Learner, Streams, load_state, save_state
from ganlab.gan.settings import two_player


class Trainer(Pair):
    """Two players with an optimizer each, which take turns."""

    def __init__(self, experiment: Experiment, target: Target, device: str = "cpu") -> None:
        """Same experiment, same machine, CPU: the same numbers, bit for bit."""
        super().__init__(experiment, target, device)
        self.ways = Ways({DISCRIMINATOR: self.discriminator, GENERATOR: self.generator})
        self.objective_since = 0
        self.taken = 0
        """Turns of the next iteration that have been taken: 1 where D has had its own, G not."""
        self._answered = False
        """Whether G has had its own."""
        self._rows: list[NDArray[np.float64]] = []
        self._newest = np.empty((0, 8))
        self._forget()
        self.generator_optimizer = make_optimizer(
            self.generator.parameters, self.settings.generator_optimizer
        )
        self.discriminator_optimizer = make_optimizer(
            self.discriminator.parameters, self.settings.discriminator_optimizer
        )
        self._prepare()

    # --- the algorithm ---

    def discriminator_step(self) -> None:
        """One ascent of D on a minibatch of m real and m generated samples; frozen, D only says
        what it thinks of them."""
        self.move_discriminator(self.discriminator_slope())

    def generator_step(self) -> None:
        """One descent of G on a minibatch of m noise samples, unless G is frozen; D is fixed."""
        self.move_generator(self.generator_slope())
        self.follow()

    def discriminator_slope(self) -> Tensor:
        """The gradient of D's loss on the next minibatch, flat, good until the next is asked for;
        what D thinks of it is recorded."""
        m = self.samples
        real, noise = self.real.next(m), self.noise(m)
        fake = self.generator(noise)
        self._logits_d, self._scalars[0], gradient = self.discriminator_gradient(real, fake)
        self._scalars[1] = squared_length(gradient)
        if self.ways.bends:
            gradient = self.ways.bent_discriminator(self, gradient, noise, real)
        return gradient

    def generator_slope(self) -> Tensor:
        """The gradient of G's loss likewise. Where the objective pairs samples, m real ones are
        drawn for it."""
        m = self.samples
        noise = self.noise(m)
        real = self.real.next(m) if self.objective.paired else None
        self._logits_g, gradient = self.generator_gradient(noise, real)
        self._scalars[2] = squared_length(gradient)
        if self.ways.bends:
            real = self.real.next(m) if real is None else real
            gradient = self.ways.bent_generator(self, gradient, noise, real)
        return gradient

    def move_discriminator(self, gradient: Tensor) -> None:
        """One step of D against a gradient, unless D is frozen."""
        if self.settings.train != GENERATOR:
            self.discriminator_optimizer.step(gradient, self.rate_d)
            if self.regularisation is not None:
                self.regularisation.moved()

    def move_generator(self, gradient: Tensor) -> None:
        """One step of G against a gradient, unless G is frozen."""
        if self.settings.train != DISCRIMINATOR:
            self.generator_optimizer.step(gradient, self.rate_g)

    def follow(self) -> None:
        """The moving average goes after G, which has moved unless it is frozen."""
        if self.settings.ema > 0 and self.settings.train != DISCRIMINATOR:
            self.average.move(newest_share(self.settings.ema, self.iteration))

    def take(self, turn: str) -> None:
        """One update of the player whose turn is meant: "discriminator" or "generator"."""
        if turn == DISCRIMINATOR:
            self.ways.updates.discriminator_step(self)
            if self.regularisation is not None:
                self.regularisation.count()
            self.taken = 1
        else:
            self.ways.updates.generator_step(self)
            self._answered = True

    def step(self) -> None:
        """One iteration: k steps of D, then g steps of G."""
        for _ in range(self.settings.k):
            self.take(DISCRIMINATOR)
        for _ in range(self.settings.g):
            self.take(GENERATOR)
        self.finish_iteration()

    def run(self, iterations: int) -> None:
        """Many iterations; raises Diverged within 50 of the step at which it happened."""
        with self._unwatched():
            for _ in range(iterations):
                self.step()

    def finish_iteration(self) -> None:
        """Count what has just been done as one step of the run, and record it."""
        self.iteration += 1
        self.ways.finish(self.iteration, self._moved if self.ways.lookahead else ())
        self.taken, self._answered = 0, False
        self._record.add(self.iteration, [self._logits_d, self._logits_g], self._scalars)
        if self._record.full:
            self._look()
        self._set_rates()

    # --- what comes out ---

    def take_scalars(self) -> NDArray[np.float64]:
        """(iterations, 8) since the last call, columns `SCALARS`; raises Diverged."""
        self._look()
        rows, self._rows = self._rows, []
        return np.concatenate(rows) if rows else np.empty((0, 8))

    def measure(self) -> None:
        """Record the present step anew, measured after it (see measure.py): what is taken next
        ends in that row. Learns nothing, and there is nothing to record of an untouched game.
        Raises Diverged."""
        self._look()
        if self.iteration or self.taken:
            self._keep(measure(self))

    def newest_rows(self) -> NDArray[np.float64]:
        """(n, 8) the last iterations that were looked at, at most a block; raises Diverged. They
        stay for `take_scalars`."""
        self._look()
        return self._newest

    def state(self) -> Checkpoint:
        """Everything that decides how training goes on; `load` continues bit-exactly."""
        kept = self.ways.arrays()
        if self.regularisation is not None:
            kept |= self.regularisation.arrays()
        return save_state(self._learners, self._streams, self.iteration, self.taken, kept)

    def load(self, checkpoint: Checkpoint) -> None:
        """Continue from a checkpoint of this experiment; raises ValueError if it does not fit: the
        trainer is then of no more use."""
        taken = load_state(checkpoint, self._learners, self._streams, self.experiment.seed)
        parts = parted(checkpoint.arrays)
        self.ways.load(parts)
        if self.regularisation is not None:
            self.regularisation.load(parts)
        self.rewind(checkpoint.step)
        self.taken = min(taken, 1)

    # --- changes while it runs ---

    def apply(self, experiment: Experiment, target: Target) -> None:
        """Go on under an experiment that differs only in what can change live."""
        self._look()
        old, new = self.settings, two_player(experiment.game)
        if new.objective != old.objective:
            self.objective_since = self.iteration
        if target is not self.target:
            self.change_target(target)
        if new.ema > 0 and old.ema == 0:
            self.average.move(1.0)
        if new.generator_optimizer.kind != old.generator_optimizer.kind:
            self.generator_optimizer = make_optimizer(
                self.generator.parameters, new.generator_optimizer
            )
        if new.discriminator_optimizer.kind != old.discriminator_optimizer.kind:
            self.discriminator_optimizer = make_optimizer(
                self.discriminator.parameters, new.discriminator_optimizer
            )
        self._adopt(experiment)

    def rewind(self, iteration: int) -> None:
        """Forget what was measured after `iteration` and count on from there."""
        self.iteration, self.taken, self._answered = iteration, 0, False
        self.objective_since = iteration
        self._rows = [rows[rows[:, 0] <= iteration] for rows in self._rows]
        self._newest = self._newest[:0]
        self._forget()
        self._adopt(self.experiment)

    # --- inside ---

    @property
    def _learners(self) -> tuple[Learner, Learner]:
        return (
            Learner(GENERATOR, self.generator, self.generator_optimizer, self.average),
            Learner(DISCRIMINATOR, self.discriminator, self.discriminator_optimizer),
        )

    @property
    def _streams(self) -> Streams:
        return Streams(self.chance, self.real)

    @property
    def _moved(self) -> tuple[str, ...]:
        """Who has had a turn of this iteration and is not frozen."""
        train = self.settings.train
        d, g = self.taken > 0 and train != GENERATOR, self._answered and train != DISCRIMINATOR
        return (DISCRIMINATOR,) * d + (GENERATOR,) * g

    def _adopt(self, experiment: Experiment) -> None:
        self.take_up(experiment)
        self._prepare()

    def _prepare(self) -> None:
        """For the next steps under the experiment as it is now."""
        self.ways.adopt(self.settings.play)
        m = self.experiment.training.batch_size
        self.samples = m * self.settings.pack
        """Of each kind, for a minibatch."""
        self._record = Record(m, self.objective, self.device)
        of_g = 2 * m if self.objective.paired else m
        if len(self._logits_g) != of_g:
            self._logits_g = self._logits_g.mean().repeat(of_g)
        if len(self._logits_d) != 2 * m:
            self._logits_d = self._logits_d.mean().repeat(2 * m)
            self.generator.workspace.clear()
            self.discriminator.workspace.clear()
        self.generator_optimizer.adjust(self.settings.generator_optimizer)
        self.discriminator_optimizer.adjust(self.settings.discriminator_optimizer)
        self._set_rates()

    def _unwatched(self) -> AbstractContextManager[object]:
        """Within it torch does not ask at every call whether autograd takes part, which costs tiny
        networks a sixth of a step. Where autograd does take part, it is as ever. What lasts longer
        than the block and is written to, or met by autograd, is made outside of that mode."""
        by_hand = self.generator.by_hand and self.discriminator.by_hand and not self.ways.bends
        return torch.inference_mode() if by_hand else nullcontext()

    def _forget(self) -> None:
        """What each player's last turn gave: nothing yet."""
        m = self.experiment.training.batch_size
        self._logits_d = torch.zeros(2 * m, device=self.device)
        self._logits_g = torch.zeros(m, device=self.device)  # Twice as many where paired: _adopt.
        self._scalars = [self._zero] * 3

    def _set_rates(self) -> None:
        e, now = self.experiment, self.iteration
        self.rate_d = scheduled_rate(self.settings.discriminator_optimizer, now, e.training.steps)
        self.rate_g = scheduled_rate(self.settings.generator_optimizer, now, e.training.steps)

    def _look(self) -> None:
        rows = self._record.take()
        if not len(rows):
            return
        self._keep(rows)
        players = {
            DISCRIMINATOR: self.discriminator.parameters,
            GENERATOR: self.generator.parameters,
        }
        check_weights(self.iteration, players)

    def _keep(self, rows: NDArray[np.float64]) -> None:
        self._rows.append(rows)
        self._newest = rows
        check_rows(rows, gradients=2)
