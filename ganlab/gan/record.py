"""What is measured at every iteration, without stopping for it.

Asking a tensor for its number at every step would cost as much as the step. So each iteration
only copies D's logits and a few scalars into a block, and the figures are computed block by block.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ganlab.gan.objectives import Objective

BLOCK = 50
"""Iterations between two looks at the numbers; so late can a divergence be noticed."""


class Record:
    """Collects iterations in blocks; `take` returns them as rows of SCALARS."""

    def __init__(self, batch_size: int, objective: Objective, device: torch.device) -> None:
        self._batch, self._objective = batch_size, objective
        self._logits = torch.zeros((BLOCK, 3 * batch_size), device=device)
        self._scalars = torch.zeros((BLOCK, 3), device=device)
        self._steps: list[int] = []

    @property
    def full(self) -> bool:
        """Whether the block must be taken before the next `add`."""
        return len(self._steps) == BLOCK

    def add(self, step: int, logits: list[Tensor], scalars: list[Tensor]) -> None:
        """One iteration: D's logits in its own last turn (2m,), real first, and in G's (m,); the
        penalty, and the squared norms of D's and of G's gradient."""
        row = len(self._steps)
        torch.cat(logits, out=self._logits[row])
        torch.stack(scalars, out=self._scalars[row])
        self._steps.append(step)

    def take(self) -> NDArray[np.float64]:
        """(iterations, len(SCALARS)) since the last call.

        V(D, G) is what D climbs under its objective (of the variants of 2014, equation 1 of
        Goodfellow et al.), and its number for real and generated samples is that which the
        objective reads, over the minibatch of the iteration's last discriminator step.
        """
        n = len(self._steps)
        real, fake, judged = self._logits[:n].split(self._batch, dim=1)
        penalty, *squares = self._scalars[:n].unbind(1)
        loss, score = self._objective.discriminator_loss(real, fake), self._objective.score
        columns = [
            -loss,
            loss + penalty,
            self._objective.generator_loss(judged),
            score.of_logits(real).mean(1),
            score.of_logits(fake).mean(1),
            *(square.sqrt() for square in squares),
        ]
        rows = torch.stack(columns, 1).cpu().numpy().astype(np.float64)
        rows = np.column_stack([np.array(self._steps, dtype=np.float64), rows])
        self._steps.clear()
        return rows
