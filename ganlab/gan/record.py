"""What is measured at every iteration, without stopping for it.

Asking a tensor for its number at every step would cost as much as the step. So each iteration
only copies its losses and D's logits into a block, and the figures are computed block by block.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.functional import softplus

BLOCK = 50
"""Iterations between two looks at the numbers; so late can a divergence be noticed."""


class Record:
    """Collects iterations in blocks; `take` returns them as rows of SCALARS."""

    def __init__(self, batch_size: int, device: torch.device) -> None:
        self._logits = torch.zeros((BLOCK, 2 * batch_size), device=device)
        self._scalars = torch.zeros((BLOCK, 4), device=device)
        self._steps: list[int] = []

    @property
    def full(self) -> bool:
        """Whether the block must be taken before the next `add`."""
        return len(self._steps) == BLOCK

    def add(self, step: int, logits: Tensor, scalars: list[Tensor]) -> None:
        """One iteration: D's (2·batch,) logits, real first, and [L_D, L_G, ‖∇_D‖, ‖∇_G‖]."""
        row = len(self._steps)
        self._logits[row] = logits
        torch.stack(scalars, out=self._scalars[row])
        self._steps.append(step)

    def take(self) -> NDArray[np.float64]:
        """(iterations, len(SCALARS)) since the last call.

        V(D, G) = E log D(x) + E log(1 − D(G(z))), Goodfellow et al. 2014, equation 1, over the
        minibatch of the iteration's last discriminator step, whatever the objective.
        """
        n = len(self._steps)
        real, fake = self._logits[:n].chunk(2, dim=1)
        value = -softplus(-real).mean(1) - softplus(fake).mean(1)
        columns = [value, *self._scalars[:n, :2].T]
        columns += [real.sigmoid().mean(1), fake.sigmoid().mean(1), *self._scalars[:n, 2:].T]
        rows = torch.stack(columns, 1).cpu().numpy().astype(np.float64)
        rows = np.column_stack([np.array(self._steps, dtype=np.float64), rows])
        self._steps.clear()
        return rows
