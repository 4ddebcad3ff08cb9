"""Images of the generator from noise that stays the same, and what D thinks of them."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from ganlab.data.sheet import ON_SCREEN, SHEET, SHEET_SEED
from ganlab.games.scenes.pixels import to_bytes
from ganlab.games.scenes.scene import Taker
from ganlab.games.shown.views import Images, Values
from ganlab.games.two_player.scenes.arriving import arriving, lipschitz, logits
from ganlab.games.two_player.scenes.opinions import Opinions
from ganlab.games.two_player.views import image_views
from ganlab.gan.batches.noise import one_hot_rows, sample_noise
from ganlab.gan.scores import Scale
from ganlab.gan.trainer import Trainer


class ImageScene:
    """The pictures of a game with images.

    A conditional generator draws every class in turn: image i is of class i modulo their number.
    """

    def __init__(self, trainer: Trainer) -> None:
        images = trainer.target.image_set
        assert images is not None
        self._trainer, self._set = trainer, images
        self._chosen = images.chosen(SHEET, SHEET_SEED)
        self.views = image_views(trainer.experiment)
        self.takers: dict[str, Taker] = {
            "generated": lambda look: self._images(self._generated()),
            "average": lambda look: self._images(self._trainer.generate(self._noise, True)),
            "d_real": lambda look: Values(self._opinions.of_real),
            "d_fake": lambda look: Values(self._opinions.of_generated),
            "lipschitz": lambda look: lipschitz(trainer),
            "logits": lambda look: logits(trainer, self._generated()),
            "arriving": lambda look: arriving(trainer, self._noise),
        }
        self._noise = self._fixed_noise(ON_SCREEN)
        real = self._real_rows()
        self._opinions = Opinions(trainer, lambda: real, self._generated)
        self._rows: Tensor | None = None

    @property
    def scale(self) -> Scale:
        """What the numbers of D run over that were taken last."""
        return self._opinions.scale

    def begin(self) -> None:
        """The networks may have moved on."""
        self._rows = None
        self._opinions.begin()

    def _generated(self) -> Tensor:
        if self._rows is None:
            self._rows = self._trainer.generate(self._noise)
        return self._rows

    def _fixed_noise(self, n: int) -> Tensor:
        trainer = self._trainer
        chance = torch.Generator(trainer.device).manual_seed(SHEET_SEED)
        noise = sample_noise(trainer.experiment.noise, n, chance)
        if not trainer.classes:
            return noise
        labels = torch.arange(n, device=trainer.device) % trainer.classes
        return torch.cat([noise, one_hot_rows(labels, trainer.classes)], 1)

    def _real_rows(self) -> Tensor:
        chosen = self._chosen
        pixels = self._set.images[chosen].reshape(SHEET, -1).astype(np.float32) / 255
        rows = torch.from_numpy(pixels).to(self._trainer.device)
        if not self._trainer.classes or self._set.labels is None:
            return rows
        labels = torch.from_numpy(self._set.labels[chosen].astype(np.int64)).to(rows.device)
        return torch.cat([rows, one_hot_rows(labels, self._trainer.classes)], 1)

    def _images(self, rows: Tensor) -> Images:
        return Images(to_bytes(rows, self._set.size))
