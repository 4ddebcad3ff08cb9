"""Which class the samples that are shown of a game in the plane are asked for."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import torch
from torch import Tensor

from ganlab.data.sheet import SHEET_SEED as SEED
from ganlab.data.target import Target
from ganlab.games.shown.views import DENSITY_COUNT, Bytes
from ganlab.gan.batches.noise import asked_for, one_hot_rows


class Asks(Protocol):
    """What is asked of a game."""

    target: Target
    device: torch.device
    classes: int


class Asked:
    """The classes of one game, always the same from frame to frame; of a game that is told none,
    nothing that is given to it changes."""

    def __init__(self, game: Asks) -> None:
        self._game = game
        self._labels = torch.zeros(0, dtype=torch.long, device=game.device)
        if game.classes:
            chance = torch.Generator(game.device).manual_seed(SEED)
            edges = asked_for(game.target, game.device)
            if edges is None:
                edges = torch.arange(1, game.classes + 1, device=game.device) / game.classes
            drawn = torch.rand(DENSITY_COUNT, generator=chance, device=game.device)
            self._labels = torch.bucketize(drawn, edges, right=True).clamp(max=game.classes - 1)

    def one(self, label: int | None) -> int | None:
        """The class that is looked at, None where the game has no such class: a window may ask for
        one of the game before."""
        return label if label is not None and label < self._game.classes else None

    def classes(self, label: int | None) -> tuple[int | None, ...]:
        """The one that is looked at, or, if it is None, all that the target has; (None,) where the
        game is told none."""
        if not self._game.classes or self.one(label) is not None:
            return (self.one(label),)
        shares = self._game.target.told_shares
        return tuple(number for number, share in enumerate(shares) if share > 0)

    def of(self, rows: Tensor, label: int | None) -> Tensor:
        """(n, columns) noise or points -> the same with a class behind each, `label` or, if it is
        None, one that is as probable as the target has it; n is at most DENSITY_COUNT then."""
        classes = self._game.classes
        if not classes:
            return rows
        one = self.one(label)
        if one is None:
            labels = self._labels[: len(rows)]
        else:
            labels = torch.full((len(rows),), one, device=rows.device)
        return torch.cat([rows, one_hot_rows(labels, classes)], 1)

    def labels(self, rows: Tensor) -> Bytes | None:
        """(n,) the classes behind (n, columns) rows; None where the game is told none."""
        if not self._game.classes:
            return None
        labels = rows[:, -self._game.classes :].argmax(1).cpu().numpy().astype(np.uint8)
        labels.flags.writeable = False
        return labels
