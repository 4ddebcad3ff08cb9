"""What every iteration of a game measures, kept without stopping for it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

BLOCK = 50
"""Iterations between two looks at the numbers; so late can a divergence be noticed."""


class ScalarRecord:
    """Collects iterations of a few numbers in blocks: asking a tensor for its number at every step
    would cost as much as the step."""

    def __init__(self, columns: int, device: torch.device) -> None:
        """`columns`: without the step."""
        self._numbers = torch.zeros((BLOCK, columns), device=device)
        self._steps: list[int] = []

    @property
    def full(self) -> bool:
        """Whether the block must be taken before the next `add`."""
        return len(self._steps) == BLOCK

    def add(self, step: int, numbers: Sequence[Tensor]) -> None:
        """One iteration: a tensor of shape () for each column."""
        torch.stack(list(numbers), out=self._numbers[len(self._steps)])
        self._steps.append(step)

    def take(self) -> NDArray[np.float64]:
        """(iterations, 1 + columns) since the last call, the step first."""
        numbers = self._numbers[: len(self._steps)].cpu().numpy().astype(np.float64)
        rows = np.column_stack([np.array(self._steps, dtype=np.float64), numbers])
        self._steps.clear()
        return rows
