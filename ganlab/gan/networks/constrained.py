"""What constraints on D ask of a network: to judge by other weights than those it learns."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable

import torch
from torch import Tensor

from ganlab.gan.penalties.spectral import SpectralNorm


class Constrained:
    """A network whose parameters lie in one flat vector, with spectral normalisation or without."""

    parameters: Tensor
    """(count,), what is learned."""
    statistics: Tensor
    spectral: SpectralNorm | None = None
    """None: it judges by what is learned."""

    @abstractmethod
    def judge_by(self, flat: Tensor) -> None:
        """Pass rows through these parameters, (count,), from now on."""

    @abstractmethod
    def named_shapes(self) -> Iterable[tuple[str, torch.Size]]:
        """Name and shape of each parameter, in the order of the flat vector."""

    def normalise(self, wanted: bool, chance: torch.Generator) -> None:
        """Spectral normalisation from now on, or no more: then the normalised weights are what is
        learned on. First vectors are drawn from `chance`; they are its statistics."""
        if wanted and self.spectral is None:
            self.spectral = SpectralNorm(self.parameters, self.named_shapes(), chance)
            self.statistics = self.spectral.vectors
            self.judge_by(self.spectral.used)
        elif not wanted and self.spectral is not None:
            self.parameters.copy_(self.spectral.used)
            self.spectral, self.statistics = None, self.statistics.new_empty(0)
            self.judge_by(self.parameters)

    def settle(self) -> None:
        """What is learned has moved by a step."""
        if self.spectral is not None:
            self.spectral.iterate()

    def pull_back(self, gradient: Tensor) -> None:
        """The gradient in the weights by which it judged last -> in those that are learned:
        (count,), in place."""
        if self.spectral is not None:
            self.spectral.pull_back(gradient)
