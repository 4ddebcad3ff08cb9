"""Spectral normalisation: each weight matrix of D is divided by its largest singular value.

    W̄ = W / σ(W),   σ(W) = uᵀ W v,   v ← Wᵀu / ‖Wᵀu‖,   u ← Wv / ‖Wv‖

Miyato et al. 2018, "Spectral normalization for generative adversarial networks", Algorithm 1: one
power iteration after each step of D suffices, as W moves slowly. What is learned is W; what judges
is W̄, and the gradient goes through the division (equation 12, here over a whole batch):

    ∂L/∂W = (∂L/∂W̄ − ⟨∂L/∂W̄, W̄⟩ u vᵀ) / σ(W)
"""

from __future__ import annotations

from collections.abc import Iterable
from math import prod

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.functional import normalize

from ganlab.values import dataclass

START = 20
"""Power iterations at the beginning, from vectors of chance."""
TINY = 1e-12
"""A matrix of zeros has no largest singular value: it stays as it is."""


@dataclass(frozen=True)
class _Matrix:
    """One weight matrix, (outputs, the rest), as views."""

    learned: Tensor
    used: Tensor
    u: Tensor
    v: Tensor


class SpectralNorm:
    """Of all weight matrices of a network whose parameters lie in one flat vector."""

    def __init__(
        self,
        learned: Tensor,
        shapes: Iterable[tuple[str, torch.Size]],
        chance: torch.Generator,
    ) -> None:
        """`learned`: the parameters, (count,); `shapes`: of each in turn, with its name. Vectors
        and biases among them are used as they are. First vectors u and v come from `chance`."""
        self._learned, self.used = learned, learned.clone()
        """The parameters by which the network judges, (count,)."""
        self._spans: dict[str, tuple[int, int, int]] = {}
        start = 0
        for name, shape in shapes:
            if len(shape) > 1:
                self._spans[name] = start, shape[0], prod(shape[1:])
            start += prod(shape)
        count = sum(rows + columns for _, rows, columns in self._spans.values())
        self.vectors = learned.new_empty(count).normal_(generator=chance)
        """u and v of each matrix, one after another, (count,)."""
        self._matrices = [
            _Matrix(self._view(learned, name), self._view(self.used, name), u, v)
            for name, (u, v) in self._split(self.vectors).items()
        ]
        self._seen = -1, -1
        self._begin()

    def iterate(self) -> None:
        """One power iteration of each matrix."""
        for m in self._matrices:
            m.v.copy_(normalize(m.learned.t() @ m.u, dim=0, eps=TINY))
            m.u.copy_(normalize(m.learned @ m.v, dim=0, eps=TINY))

    def refresh(self) -> None:
        """`used` from the parameters as they are now; what has not changed stays untouched, as
        passes through it may still be taken back."""
        seen = self._learned._version, self.vectors._version
        if seen == self._seen:
            return
        self._seen = seen
        self.used.copy_(self._learned)
        for m in self._matrices:
            m.used.div_(self._norm(m))

    def pull_back(self, gradient: Tensor) -> None:
        """∂L/∂W̄ -> ∂L/∂W, (count,), in place; `used` must be fresh."""
        for name, m in zip(self._spans, self._matrices, strict=True):
            of_used = self._view(gradient, name)
            along = (of_used * m.used).sum()
            of_used.sub_(along * torch.outer(m.u, m.v)).div_(self._norm(m))

    @property
    def norms(self) -> dict[str, float]:
        """σ(W) of each matrix, by its name, as far as the iterations have come."""
        return {n: float(self._norm(m)) for n, m in zip(self._spans, self._matrices, strict=True)}

    def arrays(self) -> dict[str, NDArray[np.float32]]:
        """Named, owned copies of u and v."""
        return {
            f"{name}.{letter}": vector.cpu().numpy().copy()
            for name, pair in self._split(self.vectors).items()
            for letter, vector in zip("uv", pair, strict=True)
        }

    def flat(self, arrays: dict[str, NDArray[np.float32]]) -> Tensor:
        """The vector `vectors` of such arrays; those that are not there, or do not fit, stay as
        they are."""
        if not arrays:
            self._begin()
        flat = self.vectors.clone()
        for name, pair in self._split(flat).items():
            for letter, vector in zip("uv", pair, strict=True):
                saved = arrays.get(f"{name}.{letter}")
                if saved is not None and saved.shape == tuple(vector.shape):
                    vector.copy_(torch.from_numpy(np.array(saved, dtype=np.float32)))
        return flat

    def _begin(self) -> None:
        for _ in range(START):
            self.iterate()
        self.refresh()

    @staticmethod
    def _norm(m: _Matrix) -> Tensor:
        return m.u.dot(m.learned @ m.v).clamp(min=TINY)

    def _view(self, flat: Tensor, name: str) -> Tensor:
        start, rows, columns = self._spans[name]
        return flat[start : start + rows * columns].view(rows, columns)

    def _split(self, vectors: Tensor) -> dict[str, tuple[Tensor, Tensor]]:
        parts = iter(vectors.split([n for _, *pair in self._spans.values() for n in pair]))
        return {name: (next(parts), next(parts)) for name in self._spans}
