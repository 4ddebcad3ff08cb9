"""Minibatches of real data, in the networks' units, drawn in blocks.

One call for tens of thousands of points costs little more than one for a batch.
"""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
import torch
from torch import Tensor

from ganlab.data.target import Target, seen_by_networks
from ganlab.gan.batches.noise import one_hot_rows

BLOCK = 32_768
"""Points drawn at once."""


class RealStream(Protocol):
    """An endless, seeded stream of real data."""

    def next(self, n: int) -> Tensor:
        """The next (n, columns) rows, float32, in the networks' units."""

    def fixed(self, n: int, seed: int) -> Tensor:
        """(n, columns) rows that are the same for the same seed; the stream stays where it is."""

    def change_target(self, target: Target) -> None:
        """Go on with another target of the same dimension, from the next batch on."""

    def state(self) -> dict[str, Any]:
        """JSON values from which `load` continues bit-exactly."""

    def load(self, state: dict[str, Any]) -> None:
        """Continue from `state`; raises ValueError or KeyError when it is damaged."""


class PointStream:
    """Points, drawn afresh from a distribution."""

    def __init__(self, target: Target, seed: int, device: torch.device) -> None:
        self._target = target
        self._device = device
        self._rng = np.random.default_rng([seed, 0xDA7A])
        self._draw()

    def next(self, n: int) -> Tensor:
        """The next (n, dimension) points, float32, in the networks' units."""
        if self._position + n > BLOCK:
            self._draw()
        batch = self._block[self._position : self._position + n]
        self._position += n
        return batch

    def fixed(self, n: int, seed: int) -> Tensor:
        """(n, dimension) points that are the same for the same seed; the stream stays."""
        return self._sampled(n, np.random.default_rng(seed))

    def change_target(self, target: Target) -> None:
        """Go on with another target of the same dimension, from the next batch on."""
        self._target = target
        self._draw()

    def state(self) -> dict[str, Any]:
        """JSON values from which `load` continues bit-exactly."""
        return {"generator": self._before, "position": self._position}

    def load(self, state: dict[str, Any]) -> None:
        """Continue from `state`; raises ValueError or KeyError when it is damaged."""
        position = int(state["position"])
        if not 0 <= position <= BLOCK:
            raise ValueError("the saved position in the data is out of range")
        self._rng.bit_generator.state = state["generator"]
        self._draw()
        self._position = position

    @torch.inference_mode(False)  # a block lasts, and autograd may meet it later
    def _draw(self) -> None:
        self._before: Any = self._rng.bit_generator.state
        self._block = self._sampled(BLOCK, self._rng)
        self._position = 0

    def _sampled(self, n: int, rng: np.random.Generator) -> Tensor:
        points = seen_by_networks(self._target, self._target.sample(n, rng).rows)
        return torch.from_numpy(points).to(self._device)


class LabelledPointStream(PointStream):
    """Points with their class behind them, 1 for it and 0 for the others."""

    def next(self, n: int) -> Tensor:
        """The next (n, dimension + classes) rows."""
        return self._told(super().next(n))

    def fixed(self, n: int, seed: int) -> Tensor:
        """(n, dimension + classes) rows that are the same for the same seed; the stream stays."""
        return self._told(super().fixed(n, seed))

    def _sampled(self, n: int, rng: np.random.Generator) -> Tensor:
        """(n, dimension + 1), the number of the class last."""
        batch = self._target.sample(n, rng)
        points = seen_by_networks(self._target, batch.rows)
        rows = np.column_stack([points, self._target.told_labels(batch)]).astype(np.float32)
        return torch.from_numpy(rows).to(self._device)

    def _told(self, rows: Tensor) -> Tensor:
        classes = one_hot_rows(rows[:, -1].long(), len(self._target.told_names))
        return torch.cat([rows[:, :-1], classes], 1)
