"""What is measured at every iteration, without stopping for it.

Asking a tensor for its number at every step would cost as much as the step. So each iteration
only copies D's logits and a few scalars into a block, and the figures are computed block by block.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ganlab.gan.columns import SCALARS
from ganlab.gan.objectives import Objective

BLOCK = 50
"""Iterations between two looks at the numbers; so late can a divergence be noticed."""


class Record:
    """Collects iterations in blocks; `take` returns them as rows of SCALARS."""

    def __init__(self, batch_size: int, objective: Objective, device: torch.device) -> None:
        self._batch, self._objective, self._device = batch_size, objective, device
        self._steps: list[int] = []
        self._logits: list[Tensor] = []
        self._scalars: list[Tensor] = []

    @property
    def full(self) -> bool:
        """Whether the block must be taken before the next `add`."""
        return len(self._steps) == BLOCK

    def add(self, step: int, logits: list[Tensor], scalars: list[Tensor]) -> None:
        """One iteration: D's logits in its own last turn (2m,), real first, and in G's, (m,) or,
        where the objective pairs samples, (2m,) likewise; the penalty, and the squared norms of D's
        and of G's gradient. They must stay as they are until the block is taken."""
        self._steps.append(step)
        self._logits += logits
        self._scalars += scalars

    def take(self) -> NDArray[np.float64]:
        """(iterations, len(SCALARS)) since the last call.

        V(D, G) is what D climbs under its objective (of the variants of 2014, equation 1 of
        Goodfellow et al.), and its number for real and generated samples is that which the
        objective reads, over the minibatch of the iteration's last discriminator step and as it was
        before that step; so is D's loss. G's loss is that before G's last step. What a step came to
        is measured in measure.py.
        """
        n, both = len(self._steps), 2 * self._batch
        if n == 0:
            return np.empty((0, len(SCALARS)))
        logits = torch.cat(self._logits).view(n, -1)
        scalars = torch.stack(self._scalars).view(n, -1)
        rows = row_of(self._objective, logits[:, :both], logits[:, both:], *scalars.unbind(1))
        rows = np.column_stack([np.array(self._steps, dtype=np.float64), rows])
        for block in (self._steps, self._logits, self._scalars):
            block.clear()
        return rows


def row_of(
    objective: Objective,
    logits: Tensor,
    judged: Tensor,
    penalty: Tensor,
    square_d: Tensor,
    square_g: Tensor,
) -> NDArray[np.float64]:
    """(n, len(SCALARS) - 1), all but the step, from D's logits for its own turn (n, 2m), real
    first, and for G's, (n, m) or, where the objective pairs samples, (n, 2m) likewise; the penalty
    and the squared norms of both gradients, (n,) or ().
    """
    real, fake = logits.chunk(2, dim=1)
    opposite, made = judged.chunk(2, dim=1) if objective.paired else (None, judged)
    loss, score = objective.discriminator_loss(real, fake), objective.score
    columns = [
        -loss,
        loss + penalty,
        objective.generator_loss(opposite, made),
        score.of_logits(real).mean(1),
        score.of_logits(fake).mean(1),
        square_d.sqrt().expand(len(real)),
        square_g.sqrt().expand(len(real)),
    ]
    rows: NDArray[np.float64] = torch.stack(columns, 1).cpu().numpy().astype(np.float64)
    return rows
