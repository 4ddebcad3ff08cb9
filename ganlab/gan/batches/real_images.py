"""Minibatches of images: every image once in each epoch, in an order of chance."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ganlab.data.target import Target
from ganlab.gan.batches.noise import one_hot_rows


class ImageStream:
    """Rows of pixels in [0, 1], with the image's class behind them where there are classes.

    The images stay bytes; only a batch is ever turned into numbers.
    """

    def __init__(self, target: Target, classes: int, seed: int, device: torch.device) -> None:
        """`classes`: how many the players tell apart; 0: they are told none."""
        self._classes, self._device = classes, device
        self._rng = np.random.default_rng([seed, 0xDA7A])
        self._kept: dict[str, Any] | None = None
        """Where the stream of images that are not there stands: handed on untouched."""
        self._take(target)
        self._shuffle()

    def next(self, n: int) -> Tensor:
        """The next (n, pixels + classes) rows, float32; an epoch's last images open the next.

        Raises ValueError where the images are absent.
        """
        if self._absent:
            raise ValueError(self._absent)
        return self._rows(torch.cat(self._pick(n)))

    def fixed(self, n: int, seed: int) -> Tensor:
        """(n, pixels + classes) rows that are the same for the same seed; the stream stays."""
        return self._rows(
            self._there(np.random.default_rng(seed).integers(len(self._images), size=n))
        )

    def _there(self, numbers: NDArray[np.int64]) -> Tensor:
        return torch.from_numpy(numbers).to(self._device)

    def _rows(self, index: Tensor) -> Tensor:
        pixels = self._images[index].float().div_(255)
        if not self._classes:
            return pixels
        return torch.cat([pixels, one_hot_rows(self._labels[index], self._classes)], 1)

    def change_target(self, target: Target) -> None:
        """Images of another set need another trainer; the same set goes on."""
        self._take(target)
        self._shuffle()

    def state(self) -> dict[str, Any]:
        """JSON values from which `load` continues bit-exactly."""
        if self._kept is not None:
            return self._kept
        return {
            "generator": self._before,
            "position": self._position,
            "images": len(self._images),
        }

    def load(self, state: dict[str, Any]) -> None:
        """Continue from `state`; raises ValueError or KeyError when it is damaged."""
        if self._absent:
            self._kept = state
            return
        position = int(state["position"])
        if state.get("images", len(self._images)) != len(self._images):
            return  # of other images, which the person chose to go on with: an epoch begins
        if not 0 <= position <= len(self._images):
            raise ValueError("the saved position in the data is out of range")
        self._rng.bit_generator.state = state["generator"]
        self._shuffle()
        self._position = position

    def _take(self, target: Target) -> None:
        assert target.image_set is not None
        image_set, self._absent, self._kept = target.image_set, target.absent, None
        pixels = image_set.images.reshape(len(image_set.images), -1)
        self._images = torch.from_numpy(pixels.copy()).to(self._device)
        if self._classes:
            if image_set.labels is None:
                raise ValueError(f"{image_set.name} has no labels to be conditional on.")
            self._labels = self._there(image_set.labels.astype(np.int64))

    def _pick(self, n: int) -> list[Tensor]:
        picked: list[Tensor] = []
        while n > 0:
            part = self._order[self._position : self._position + n]
            picked.append(part)
            self._position += len(part)
            n -= len(part)
            if self._position == len(self._order):
                self._shuffle()
        return picked

    def _shuffle(self) -> None:
        self._before: Any = self._rng.bit_generator.state
        # A whole epoch's: a GPU would wait for that of every batch.
        self._order = self._there(self._rng.permutation(len(self._images)))
        self._position = 0
