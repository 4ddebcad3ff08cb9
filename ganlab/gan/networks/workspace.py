"""The memory in which a perceptron's passes work: it is lent, and used again at every step.

Fresh memory at every step is dear, and so is every view of it.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import NamedTuple

import torch
from torch import Tensor


class Part(NamedTuple):
    """Some neighbouring rows of what a pass works in; `hidden` and `deltas` are views of it."""

    hidden: list[Tensor]
    deltas: list[Tensor]
    raised: list[Tensor]
    """Of their own, (rows, units) for each hidden layer."""


class Buffers:
    """What one pass works in: (rows, units) matrices for each hidden layer."""

    def __init__(self, rows: int, units: list[int], like: Tensor) -> None:
        self.rows, self._units, self._like = rows, units, like
        self.hidden = self._empty(rows)
        """h₁, ..., h_{L−1}"""
        self._parts: dict[tuple[int, int], Part] = {}

    @cached_property
    def deltas(self) -> list[Tensor]:
        """δ₁, ..., δ_{L−1}; only a pass that is taken back needs them."""
        return self._empty(self.rows)

    def part(self, first: int, rows: int) -> Part:
        """`rows` of them from `first` on."""
        if (first, rows) not in self._parts:
            hidden, deltas = (
                [matrix[first : first + rows] for matrix in matrices]
                for matrices in (self.hidden, self.deltas)
            )
            self._parts[first, rows] = Part(hidden, deltas, self._empty(rows))
        return self._parts[first, rows]

    @torch.inference_mode(False)  # they last, and are written to in any mode
    def _empty(self, rows: int) -> list[Tensor]:
        return [self._like.new_empty((rows, units)) for units in self._units]


class Workspace:
    """Lends buffers to passes.

    They are only ever given back by the pass that borrowed them, once nothing can read them any
    more; what is not given back is simply garbage.
    """

    def __init__(self) -> None:
        self._free: defaultdict[int, list[Buffers]] = defaultdict(list)

    def borrow(self, rows: int, units: list[int], like: Tensor) -> Buffers:
        """Uninitialised ones."""
        free = self._free[rows]
        return free.pop() if free else Buffers(rows, units, like)

    def give_back(self, buffers: Buffers) -> None:
        """Return what was borrowed."""
        free = self._free[buffers.rows]
        if len(free) < 4:
            free.append(buffers)

    def clear(self) -> None:
        """Forget all buffers (the batch size has changed)."""
        self._free.clear()
