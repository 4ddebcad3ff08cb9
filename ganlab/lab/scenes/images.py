"""Images of the generator from noise that stays the same, and what D thinks of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import numpy as np
import torch
from torch import Tensor

from ganlab.data.image_target import ImageTarget
from ganlab.gan.batches.noise import one_hot_rows, sample_noise
from ganlab.gan.trainer import Trainer
from ganlab.lab.frame import SHOWN_REAL as REAL
from ganlab.lab.frame import SHOWN_SEED as SEED
from ganlab.lab.frame import Bytes, FrameRequest, Layer, own
from ganlab.lab.scenes.ruler import Ruler


class ImageScene:
    """The layers of a game with images.

    A conditional generator draws every class in turn: image i is of class i modulo their number.
    """

    shares: ClassVar[dict[Layer, float]] = {
        "images": 0.015,
        "average_images": 0.005,
        "predictions": 0.006,
    }

    def __init__(self, trainer: Trainer) -> None:
        assert isinstance(trainer.target, ImageTarget)
        self._trainer, self._set = trainer, trainer.target.image_set
        self._chosen = trainer.target.chosen(REAL, SEED)
        self.ruler = Ruler()
        self.takers: dict[Layer, Callable[[FrameRequest], dict[str, Any]]] = {
            "images": self._images,
            "average_images": self._average_images,
            "predictions": self._predictions,
        }
        self._noise = self._fixed_noise(FrameRequest().images)
        self._real = self._real_rows()

    def _images(self, request: FrameRequest) -> dict[str, Any]:
        rows = self._generate(request)
        opinions = self._opinion(rows)
        return {"images": self._bytes(rows), "d_images": opinions, "d_fake": opinions}

    def _average_images(self, request: FrameRequest) -> dict[str, Any]:
        return {"average_images": self._bytes(self._generate(request, average=True))}

    def _predictions(self, request: FrameRequest) -> dict[str, Any]:
        """Of the real images; what D thinks of the generated comes with them."""
        return {"d_real": self._opinion(self._real)}

    def _generate(self, request: FrameRequest, average: bool = False) -> Tensor:
        if request.images != len(self._noise):
            self._noise = self._fixed_noise(request.images)
        return self._trainer.generate(self._noise, average)

    def _fixed_noise(self, n: int) -> Tensor:
        trainer = self._trainer
        chance = torch.Generator(trainer.device).manual_seed(SEED)
        noise = sample_noise(trainer.experiment.noise, n, chance)
        if not trainer.classes:
            return noise
        labels = torch.arange(n, device=trainer.device) % trainer.classes
        return torch.cat([noise, one_hot_rows(labels, trainer.classes)], 1)

    def _real_rows(self) -> Tensor:
        chosen = self._chosen
        pixels = self._set.images[chosen].reshape(REAL, -1).astype(np.float32) / 255
        rows = torch.from_numpy(pixels).to(self._trainer.device)
        if not self._trainer.classes or self._set.labels is None:
            return rows
        labels = torch.from_numpy(self._set.labels[chosen].astype(np.int64)).to(rows.device)
        return torch.cat([rows, one_hot_rows(labels, self._trainer.classes)], 1)

    def _opinion(self, rows: Tensor) -> Any:
        score = self._trainer.objective.score
        logits = self._trainer.discriminator.evaluate(rows).squeeze(1)
        numbers = own(score.of_logits(logits).cpu().numpy())
        self.ruler.look(score, numbers)
        return numbers

    def _bytes(self, rows: Tensor) -> Bytes:
        return to_bytes(rows, self._set.size)


def to_bytes(rows: Tensor, size: tuple[int, int]) -> Bytes:
    """Rows of pixels in [0, 1], with or without a label behind them -> (n, H, W), read-only."""
    height, width = size
    pixels = rows[:, : height * width].mul(255).round_().byte()
    images: Bytes = pixels.cpu().numpy().reshape(-1, height, width)
    images.flags.writeable = False
    return images
