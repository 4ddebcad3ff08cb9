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

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.autograd import grad

from ganlab.data.target import Target
from ganlab.experiment import Experiment, Optimizer
from ganlab.gan.checkpoint import Checkpoint
from ganlab.gan.networks import MLP
from ganlab.gan.noise import sample_noise
from ganlab.gan.objectives import OBJECTIVES
from ganlab.gan.optimizers import adjust_optimizer, make_optimizer, scheduled_rate
from ganlab.gan.penalties import penalize
from ganlab.gan.real import RealStream
from ganlab.gan.record import Record
from ganlab.gan.state import load_state, save_state

EXPLODED = 1e4
"""A parameter this large is a run that diverged: healthy ones here stay below 100."""


class Diverged(ArithmeticError):
    """A number stopped being finite, or a parameter exploded."""

    def __init__(self, step: int, what: str) -> None:
        super().__init__(f"Training diverged at step {step:,}: {what}.")
        self.step = step


class Trainer:
    """Two networks, two optimizers, and the streams of real data and noise that feed them."""

    def __init__(self, experiment: Experiment, target: Target, device: str = "cpu") -> None:
        """Same experiment, same machine, CPU: the same numbers, bit for bit."""
        self.experiment = experiment
        self.target = target
        self.device = torch.device(device)
        initial = torch.Generator().manual_seed(experiment.seed)
        noise, data = experiment.noise.dimension, target.dimension
        self.generator = MLP(noise, data, experiment.generator, initial, self.device)
        self.discriminator = MLP(data, 1, experiment.discriminator, initial, self.device)
        self.average = self.generator.parameters.detach().clone()
        """Exponential moving average of the generator's parameters."""
        if len(self.generator.parameters) + len(self.discriminator.parameters) < 1_000_000:
            torch.set_num_threads(1)  # small matrices: more threads only wait for each other
        torch.set_flush_denormal(True)  # a saturated D's gradients would be 10 times slower
        self.chance = torch.Generator(self.device).manual_seed(experiment.seed)
        self.real = RealStream(target, experiment.seed, self.device)
        self.iteration = 0
        self._rows: list[NDArray[np.float64]] = []
        self._forget()
        self.generator_optimizer = self._make(self.generator, experiment.generator_optimizer)
        self.discriminator_optimizer = self._make(
            self.discriminator, experiment.discriminator_optimizer
        )
        self._adopt(experiment)

    # --- the algorithm ---

    def discriminator_step(self) -> None:
        """One ascent of D on a minibatch of m real and m generated samples."""
        batch = self.experiment.training.batch_size
        real = self.real.next(batch)
        noise = sample_noise(self.experiment.noise, batch, self.chance)
        with torch.no_grad():
            fake = self.generator(noise)

        logits = self.discriminator(torch.cat([real, fake])).squeeze(1)
        loss = self.objective.discriminator_loss(logits[:batch], logits[batch:])
        loss = loss + penalize(self.discriminator, real, self.experiment.penalty)

        (gradient,) = grad(loss, self.discriminator.parameters)
        self._descend(self.discriminator, self.discriminator_optimizer, gradient)
        self._last_logits = logits.detach()
        self._last_scalars[0], self._last_scalars[2] = loss.detach(), gradient.norm()

    def generator_step(self) -> None:
        """One descent of G on a minibatch of m noise samples; D is held fixed."""
        noise = sample_noise(
            self.experiment.noise, self.experiment.training.batch_size, self.chance
        )
        fake = self.generator(noise)
        loss = self.objective.generator_loss(self.discriminator(fake, frozen=True).squeeze(1))

        (gradient,) = grad(loss, self.generator.parameters)
        self._descend(self.generator, self.generator_optimizer, gradient)
        self._last_scalars[1], self._last_scalars[3] = loss.detach(), gradient.norm()
        if self.experiment.training.ema > 0:
            self.average.lerp_(self.generator.parameters.detach(), 1 - self.experiment.training.ema)

    def step(self) -> None:
        """One iteration: k steps of D, then g steps of G."""
        for _ in range(self.experiment.training.k):
            self.discriminator_step()
        for _ in range(self.experiment.training.g):
            self.generator_step()
        self.finish_iteration()

    def run(self, iterations: int) -> None:
        """Many iterations; raises Diverged within 50 of the step at which it happened."""
        for _ in range(iterations):
            self.step()

    def finish_iteration(self) -> None:
        """Count what has just been done as one step of the run, and record it."""
        self.iteration += 1
        self._record.add(self.iteration, self._last_logits, self._last_scalars)
        if self._record.full:
            self._look()
        self._set_rates()

    # --- what comes out ---

    def take_scalars(self) -> NDArray[np.float64]:
        """(iterations, 8) since the last call, columns `SCALARS`; raises Diverged."""
        self._look()
        rows, self._rows = self._rows, []
        return np.concatenate(rows) if rows else np.empty((0, 8))

    def generate(self, noise: Tensor, average: bool = False) -> Tensor:
        """G(z) for (n, dimension) noise, networks' units, not differentiable."""
        with torch.no_grad():
            if not average or self.experiment.training.ema == 0:
                return self.generator(noise)
            raw = self.generator.parameters.detach().clone()
            self.generator.parameters.copy_(self.average)
            try:
                return self.generator(noise)
            finally:
                self.generator.parameters.copy_(raw)

    def sample(self, n: int, seed: int, average: bool = True) -> NDArray[np.float64]:
        """(n, dimension) generated samples in data units; from the moving average if there is
        one. Does not disturb training's own stream of chance."""
        chance = torch.Generator(self.device).manual_seed(seed)
        noise = sample_noise(self.experiment.noise, n, chance)
        return self.target.network.inverse(self.generate(noise, average).cpu().numpy())

    def state(self) -> Checkpoint:
        """Everything that decides how training goes on; `load` continues bit-exactly."""
        return save_state(self)

    def load(self, checkpoint: Checkpoint) -> None:
        """Continue from a checkpoint of this experiment; raises ValueError if it does not fit."""
        load_state(self, checkpoint)

    # --- changes while it runs ---

    def apply(self, experiment: Experiment, target: Target) -> None:
        """Go on under an experiment that differs only in what can change live."""
        self._look()
        old = self.experiment
        if target is not self.target:
            self.target = target
            self.real.change_target(target)
        if experiment.training.ema > 0 and old.training.ema == 0:
            self.average.copy_(self.generator.parameters.detach())
        if experiment.generator_optimizer.kind != old.generator_optimizer.kind:
            self.generator_optimizer = self._make(self.generator, experiment.generator_optimizer)
        if experiment.discriminator_optimizer.kind != old.discriminator_optimizer.kind:
            self.discriminator_optimizer = self._make(
                self.discriminator, experiment.discriminator_optimizer
            )
        self._adopt(experiment)

    def rewind(self, iteration: int) -> None:
        """Forget what was measured after `iteration` and count on from there."""
        self.iteration = iteration
        self._rows = [rows[rows[:, 0] <= iteration] for rows in self._rows]
        self._forget()
        self._adopt(self.experiment)

    # --- inside ---

    def _adopt(self, experiment: Experiment) -> None:
        self.experiment = experiment
        self.objective = OBJECTIVES[experiment.objective]
        batch = experiment.training.batch_size
        self._record = Record(batch, self.device)
        if len(self._last_logits) != 2 * batch:
            self._last_logits = self._last_logits.mean().repeat(2 * batch)
            self.generator.workspace.clear()
            self.discriminator.workspace.clear()
        adjust_optimizer(self.generator_optimizer, experiment.generator_optimizer)
        adjust_optimizer(self.discriminator_optimizer, experiment.discriminator_optimizer)
        self._set_rates()

    def _forget(self) -> None:
        """What each player's last turn gave: nothing yet."""
        self._last_logits = torch.zeros(2 * self.experiment.training.batch_size, device=self.device)
        self._last_scalars = [torch.zeros((), device=self.device)] * 4

    def _make(self, network: MLP, settings: Optimizer) -> torch.optim.Optimizer:
        return make_optimizer(network.parameters, settings)

    def _set_rates(self) -> None:
        e = self.experiment
        for optimizer, settings in (
            (self.generator_optimizer, e.generator_optimizer),
            (self.discriminator_optimizer, e.discriminator_optimizer),
        ):
            rate = scheduled_rate(settings, self.iteration, e.training.steps)
            optimizer.param_groups[0]["lr"] = rate

    def _descend(self, network: MLP, optimizer: torch.optim.Optimizer, gradient: Tensor) -> None:
        network.parameters.grad = gradient
        optimizer.step()

    def _look(self) -> None:
        rows = self._record.take()
        if not len(rows):
            return
        self._rows.append(rows)
        bad = np.flatnonzero(~np.isfinite(rows).all(axis=1))
        if len(bad):
            raise Diverged(int(rows[bad[0], 0]), "a loss is no longer a finite number")
        for name, network in (("discriminator", self.discriminator), ("generator", self.generator)):
            largest = float(network.parameters.detach().abs().max())
            if not largest < EXPLODED:
                raise Diverged(self.iteration, f"the {name}'s weights exploded ({largest:.3g})")
