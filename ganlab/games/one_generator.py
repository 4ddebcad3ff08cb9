"""What games have in common in which one generator learns and nobody else."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar, Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ganlab.data.target import Batch, Target
from ganlab.experiment import Experiment, Optimizer
from ganlab.games.record import ScalarRecord
from ganlab.games.scenes.scene import Scene
from ganlab.gan.average import MovingAverage, newest_share
from ganlab.gan.batches.noise import sample_noise
from ganlab.gan.batches.real import PointStream, RealStream
from ganlab.gan.divergence import check_rows, check_weights
from ganlab.gan.optimizers import make_optimizer, scheduled_rate
from ganlab.gan.players import Player
from ganlab.gan.saving.checkpoint import Checkpoint
from ganlab.gan.saving.names import GENERATOR
from ganlab.gan.saving.state import Learner, Streams, load_state, save_state

MEASURED, SEED = 2048, 6
"""Samples a side, and their seed, of what a step at rest came to: the same every time."""


class Settings(Protocol):
    """What is asked of the settings of such a game."""

    @property
    def generator_optimizer(self) -> Optimizer: ...
    @property
    def ema(self) -> float: ...
    @property
    def has_average(self) -> bool: ...


class OneGenerator:
    """A `Game` of points whose one turn moves its generator. A subclass says which way."""

    columns: ClassVar[int]
    """What an iteration measures beside the step: losses first, the gradient's norm last."""

    def __init__(
        self,
        experiment: Experiment,
        target: Target,
        device: str,
        generator: Player,
        settings: Settings,
    ) -> None:
        self.experiment, self.target, self.device = experiment, target, torch.device(device)
        self.settings, self.generator, self.classes = settings, generator, 0
        self.average = MovingAverage(generator)
        self.chance = torch.Generator(self.device).manual_seed(experiment.seed)
        self.real: RealStream = PointStream(target, experiment.seed, self.device)
        self.optimizer = make_optimizer(generator.parameters, settings.generator_optimizer)
        self.iteration = self.taken = 0
        self._numbers: tuple[Tensor, ...] = ()
        self._rows: list[NDArray[np.float64]] = []
        self._forget()
        self._set_rate()

    @abstractmethod
    def settings_of(self, experiment: Experiment) -> Settings:
        """The settings of this game in a document."""

    @abstractmethod
    def gradient(self, real: Tensor, noise: Tensor) -> tuple[Sequence[Tensor], Tensor]:
        """What is measured of (m, dimension) real samples and (m, columns) noise, a tensor of shape
        () for each column but the last, and the loss's gradient in G's parameters, flat."""

    @abstractmethod
    def scene(self) -> Scene:
        """The pictures that can be taken of it."""

    # --- training ---

    def take(self, turn: str) -> None:
        """One descent of G."""
        m = self.experiment.training.batch_size
        noise = sample_noise(self.experiment.noise, m, self.chance)
        numbers, gradient = self.gradient(self.real.next(m), noise)
        self._numbers = *numbers, gradient.norm()
        self.optimizer.step(gradient, self._rate)
        if self.settings.has_average:
            self.average.move(newest_share(self.settings.ema, self.iteration))

    def step(self) -> None:
        """One iteration, which is one turn."""
        self.take(GENERATOR)
        self.finish_iteration()

    def run(self, iterations: int) -> None:
        """Many iterations; raises Diverged within 50 of the step at which it happened."""
        for _ in range(iterations):
            self.step()

    def finish_iteration(self) -> None:
        """Count what has just been done as one step of the run, and record it."""
        self.iteration += 1
        self._record.add(self.iteration, self._numbers)
        if self._record.full:
            self._look()
        self._set_rate()

    @property
    def ends_at(self) -> float:
        """Where the learning rate has come down to 0; infinity where it never does."""
        return self.experiment.ends_at

    # --- figures ---

    @property
    def era(self) -> str:
        """What is measured always means the same."""
        return ""

    @property
    def era_since(self) -> int:
        """From the beginning."""
        return 0

    def take_scalars(self) -> NDArray[np.float64]:
        """(iterations, 1 + columns) since the last call; raises Diverged."""
        self._look()
        rows, self._rows = self._rows, []
        return np.concatenate(rows) if rows else np.empty((0, 1 + self.columns))

    def newest_rows(self) -> NDArray[np.float64]:
        """(n, 1 + columns) the last iterations that were looked at; raises Diverged."""
        self._look()
        return self._newest

    def measure(self) -> None:
        """Record the present step anew, on samples that are the same every time; raises
        Diverged."""
        self._look()
        if self.iteration:
            n = max(MEASURED, self.experiment.training.batch_size)
            chance = torch.Generator(self.device).manual_seed(SEED)
            noise = sample_noise(self.experiment.noise, n, chance)
            numbers, gradient = self.gradient(self.real.fixed(n, SEED), noise)
            row = torch.stack([*numbers, gradient.norm()]).cpu().numpy().astype(np.float64)
            self._keep(np.concatenate([[float(self.iteration)], row])[None])

    # --- samples ---

    def generate(self, noise: Tensor, average: bool = False) -> Tensor:
        """G(z) for rows of noise, networks' units."""
        if not average or not self.settings.has_average:
            return self.generator.evaluate(noise)
        with self.average.shown():
            return self.generator.evaluate(noise)

    def figures(self) -> dict[str, float]:
        """Nothing of its own."""
        return {}

    def sample(self, n: int, seed: int, average: bool = True) -> NDArray[np.float64]:
        """(n, dimension) generated samples in data units; from the moving average if there is
        one."""
        return self.batch(n, seed, average).rows

    def batch(self, n: int, seed: int, average: bool = True, only: int | None = None) -> Batch:
        """The same samples; nobody is told a class."""
        chance = torch.Generator(self.device).manual_seed(seed)
        rows = self.generate(sample_noise(self.experiment.noise, n, chance), average)
        return Batch(self.target.network.inverse(rows.cpu().numpy()))

    def first_layer(self, average: bool = False) -> NDArray[np.float32]:
        """(features, inputs): the weights by which G hears its noise."""
        if not average or not self.settings.has_average:
            return self.generator.first_layer()
        with self.average.shown():
            return self.generator.first_layer()

    # --- keeping, and changes while it runs ---

    def state(self) -> Checkpoint:
        """Everything that decides how training goes on."""
        return save_state(self._learners, self._streams, self.iteration)

    def load(self, checkpoint: Checkpoint) -> None:
        """Continue from a checkpoint of this experiment; raises ValueError if it does not fit: the
        game is then of no more use."""
        load_state(checkpoint, self._learners, self._streams, self.experiment.seed)
        self.rewind(checkpoint.step)

    def rewind(self, iteration: int) -> None:
        """Forget what was measured after `iteration` and count on from there."""
        self.iteration = iteration
        kept = [rows[rows[:, 0] <= iteration] for rows in self._rows]
        self._forget()
        self._rows = kept
        self._set_rate()

    def apply(self, experiment: Experiment, target: Target) -> None:
        """Go on under an experiment that differs only in what can change live."""
        self._look()
        old, new = self.settings, self.settings_of(experiment)
        if target is not self.target:
            self.target = target
            self.real.change_target(target)
        if new.has_average and not old.has_average:
            self.average.move(1.0)
        if new.generator_optimizer.kind != old.generator_optimizer.kind:
            self.optimizer = make_optimizer(self.generator.parameters, new.generator_optimizer)
        if experiment.training.batch_size != self.experiment.training.batch_size:
            self.generator.workspace.clear()
        self.experiment, self.settings = experiment, new
        self.optimizer.adjust(new.generator_optimizer)
        self._set_rate()

    # --- inside ---

    @property
    def _learners(self) -> tuple[Learner]:
        return (Learner(GENERATOR, self.generator, self.optimizer, self.average),)

    @property
    def _streams(self) -> Streams:
        return Streams(self.chance, self.real)

    def _forget(self) -> None:
        self._record = ScalarRecord(self.columns, self.device)
        self._numbers = (torch.zeros((), device=self.device),) * self.columns
        self._rows = []
        self._newest = np.empty((0, 1 + self.columns))

    def _set_rate(self) -> None:
        steps = self.experiment.training.steps
        self._rate = scheduled_rate(self.settings.generator_optimizer, self.iteration, steps)

    def _look(self) -> None:
        rows = self._record.take()
        if len(rows):
            self._keep(rows)
            check_weights(self.iteration, {GENERATOR: self.generator.parameters})

    def _keep(self, rows: NDArray[np.float64]) -> None:
        self._rows.append(rows)
        self._newest = rows
        check_rows(rows, gradients=1)
