"""Applies the penalties and constraints that are set, in one gradient of D.

A game with none, or with R1 alone at every step, needs nothing of this: see `choosing`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ganlab.document import Penalty
from ganlab.gan.objectives import Objective
from ganlab.gan.penalties.clipping import clip
from ganlab.gan.penalties.gradient import PENALTIES, GradientPenalty
from ganlab.gan.penalties.instance_noise import annealed, noisy
from ganlab.gan.penalties.smoothing import smooth
from ganlab.gan.players import ForwardPass, Player

PART = "penalties"
"""Of a checkpoint: the stream of chance by device, how many steps D has had, the newest value."""
STEPS, NEWEST = "steps", "newest"


class Regularisation:
    """Of one discriminator."""

    def __init__(self, discriminator: Player, chance: torch.Generator, felt: Tensor | None) -> None:
        """`felt`, (columns,) of D's rows: see `gradient.Places`."""
        self._discriminator, self._chance, self._felt = discriminator, chance, felt
        self._penalty = Penalty()
        self._length = 1
        self._terms: tuple[tuple[GradientPenalty, float], ...] = ()
        self._steps = 0
        self._always = False
        self._newest = discriminator.parameters.new_zeros(())

    def adopt(self, penalty: Penalty, length: int) -> None:
        """Go on as a person wants; `length` of the training, steps."""
        self._penalty, self._length = penalty, length
        weights = [(entry, float(getattr(penalty, entry.setting))) for entry in PENALTIES]
        self._terms = tuple((entry, weight) for entry, weight in weights if weight > 0)
        self._discriminator.constrain(penalty.spectral, penalty.dropout, self._chance)

    def end(self) -> None:
        """Nothing is wanted any more."""
        self._discriminator.constrain(False, 0.0, self._chance)

    # --- D's turn ---

    def shown(self, rows: Tensor, step: int) -> Tensor:
        """(n, columns) rows as D is shown them at a step of the training."""
        deviation = annealed(self._penalty.instance_noise, step, self._length)
        return noisy(rows, deviation, self._chance, self._felt) if deviation > 0 else rows

    def gradient(
        self, rows: Tensor, m: int, objective: Objective, step: int
    ) -> tuple[Tensor, Tensor, Tensor]:
        """D's logits for (2m, columns) rows, m real ones first; what joins its loss, (); and the
        gradient of both in its parameters, flat, good until the next is asked for."""
        rows = self.shown(rows, step)
        judged = self._discriminator.run(rows, parts=2)
        logits = judged.output.squeeze(1)
        on_real, on_fake = objective.discriminator_slopes(logits[:m], logits[m:])
        value, joining = self._of_slope(judged, rows[:m], rows[m:])
        if self._penalty.smoothing > 0:
            value = value + smooth(logits[:m], on_real, self._penalty.smoothing)
        gradient = judged.parameter_gradient(torch.cat([on_real, on_fake]).unsqueeze(1))
        if joining is not None:
            gradient += joining
        self._discriminator.pull_back(gradient)
        return logits, value, gradient

    def moved(self) -> None:
        """D has moved."""
        if self._penalty.clip > 0:
            clip(self._discriminator.parameters, self._penalty.clip)
        self._discriminator.settle()

    def count(self) -> None:
        """D has had a step of its turn."""
        self._steps += 1

    def _of_slope(
        self, judged: ForwardPass, real: Tensor, fake: Tensor
    ) -> tuple[Tensor, Tensor | None]:
        """The penalties on D's gradient, as they count at every step, and their gradient, as it
        counts at this one."""
        every = self._penalty.every
        if not self._terms or (self._steps % every and not self._always):
            return self._newest, None
        value, total = torch.zeros_like(self._newest), None
        for entry, weight in self._terms:
            found, gradient = self._of(entry, judged, real, fake)
            value = value + weight * entry.factor * found
            gradient *= weight * entry.factor
            total = gradient if total is None else total.add_(gradient)
        if not self._always:
            self._newest = value
            if every > 1 and total is not None:
                total *= every
        return value, total

    def _of(
        self, entry: GradientPenalty, judged: ForwardPass, real: Tensor, fake: Tensor
    ) -> tuple[Tensor, Tensor]:
        m = len(real)
        if entry.at == "real" or entry.at == "generated":
            first = 0 if entry.at == "real" else m
            return judged.squared_input_gradient(m, first, entry.bend)
        places = entry.at(real, fake, self._chance, self._felt)
        there = self._discriminator.run(places)
        found = there.squared_input_gradient(m, 0, entry.bend)
        there.release()
        return found

    # --- looking, keeping ---

    @contextmanager
    def left_as_it_was(self, seed: int) -> Iterator[None]:
        """Within the block chance begins at `seed` and penalties count at every step; after it all
        goes on as if nothing had been."""
        before = self._chance.get_state()
        self._chance.manual_seed(seed)
        self._always = True
        try:
            yield
        finally:
            self._chance.set_state(before)
            self._always = False

    def arrays(self) -> dict[str, dict[str, NDArray[Any]]]:
        """What it remembers, by the parts of a checkpoint."""
        return {
            PART: {
                self._chance.device.type: self._chance.get_state().numpy().copy(),
                STEPS: np.array(self._steps, dtype=np.int64),
                NEWEST: np.array(float(self._newest), dtype=np.float32),
            }
        }

    def load(self, parts: Mapping[str, Mapping[str, NDArray[Any]]]) -> None:
        """The inverse; what is not there begins anew. Raises ValueError where it is damaged."""
        saved = parts.get(PART, {})
        try:
            self._steps = int(saved.get(STEPS, 0))
            self._newest = self._newest.new_tensor(float(saved.get(NEWEST, 0.0)))
            chance = saved.get(self._chance.device.type)
            if chance is not None:
                self._chance.set_state(torch.from_numpy(np.array(chance, dtype=np.uint8)))
        except (TypeError, ValueError, RuntimeError) as error:
            raise ValueError(f"the saved random state is damaged ({error})") from None
