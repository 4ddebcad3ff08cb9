"""From the units of networks to those of the view and back, as it is looked at."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ganlab.data.target import Target, plane_view
from ganlab.games.shown.views import Floats, own


class Units:
    """The view of one target, with or without equal units."""

    def __init__(self, target: Target, device: torch.device, equal: bool | None) -> None:
        self._device, self._network = device, target.network
        self._view = view = plane_view(target, equal)
        # Networks' units -> data -> view, in one: every frame needs it.
        self.unit = np.divide(target.network.scales, view.scales).astype(np.float32)
        """(dimension,) of the view in one of the networks'."""
        self._origin = view.forward(target.network.inverse(np.zeros((1, target.dimension))))

    def to_view(self, points: Tensor) -> Floats:
        """(n, dimension) networks' units -> (n, 2) view units."""
        return own(two_columns(points.cpu().numpy() * self.unit + self._origin))

    def arrows(self, points: Tensor, slopes: Tensor) -> Floats:
        """Points and a pull at each, (n, dimension) in the networks' units -> (n, 4) x, y and the
        pull per unit of the view (the chain rule, axis by axis)."""
        arrows = np.zeros((len(points), 4), dtype=np.float32)
        arrows[:, :2] = self.to_view(points)
        arrows[:, 2 : 2 + slopes.shape[1]] = slopes.cpu().numpy() / self.unit
        return own(arrows)

    def from_view(self, points: NDArray[np.float64]) -> Tensor:
        """(n, dimension) view units -> networks'."""
        seen = self._network.forward(self._view.inverse(points)).astype(np.float32)
        return torch.from_numpy(seen).to(self._device)


def two_columns(points: NDArray[Any]) -> NDArray[Any]:
    """(n, 1) or (n, 2) -> (n, 2), the second column 0 where there is none."""
    if points.shape[1] == 2:
        return points
    return np.column_stack([points[:, 0], np.zeros(len(points))])
