"""Images of the generator for noise that comes from outside, and the directions in its noise."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

from ganlab.data.image_target import ImageTarget
from ganlab.gan.batches.noise import one_hot_rows
from ganlab.gan.latent import leading_directions
from ganlab.gan.networks.modules import TorchNetwork
from ganlab.gan.settings import two_player
from ganlab.gan.trainer import Trainer
from ganlab.lab.commands import DrawImages, FindDirections
from ganlab.lab.frame import DirectionsFound, ImagesDrawn, own
from ganlab.lab.scenes.images import to_bytes


def draw_images(trainer: Trainer, asked: DrawImages, generation: int) -> ImagesDrawn:
    """Its images, batch normalisation as when training is over; training is not disturbed.

    Raises ValueError, in one sentence, where the generator cannot draw what was asked for.
    """
    target, columns = _images_of(trainer), trainer.experiment.noise.dimension
    noise = np.asarray(asked.noise, dtype=np.float32)
    if noise.ndim != 2 or noise.shape[1] != columns:
        raise ValueError(
            f"This generator makes an image from {columns} numbers; it was given an array of shape "
            f"{noise.shape}."
        )
    rows = torch.tensor(noise, device=trainer.device)
    if trainer.classes:
        labels = _labels(asked, len(noise), trainer.classes)
        rows = torch.cat([rows, one_hot_rows(labels.to(trainer.device), trainer.classes)], 1)
    images = to_bytes(trainer.generate(rows, asked.average), target.image_set.size)
    return ImagesDrawn(images, asked.token, generation)


def find_directions(trainer: Trainer, asked: FindDirections, generation: int) -> DirectionsFound:
    """What the first layer of the generator hears best; raises ValueError where none are images."""
    _images_of(trainer)
    assert isinstance(trainer.generator, TorchNetwork)
    flat = (
        trainer.average if asked.average and two_player(trainer.experiment.game).ema > 0 else None
    )
    modules = trainer.generator.module.named_modules()
    first = next(name for name, module in modules if isinstance(module, nn.Linear))
    # The label of a conditional generator stands behind the noise.
    weight = trainer.generator.arrays(flat)[f"{first}.weight"]
    vectors, strengths = leading_directions(
        weight[:, : trainer.experiment.noise.dimension], asked.count
    )
    return DirectionsFound(own(vectors), own(strengths), trainer.iteration, generation)


def _images_of(trainer: Trainer) -> ImageTarget:
    if not isinstance(trainer.target, ImageTarget):
        raise ValueError("This generator makes points, so there are no images to draw.")
    return trainer.target


def _labels(asked: DrawImages, n: int, classes: int) -> torch.Tensor:
    labels = np.asarray(asked.labels if asked.labels is not None else [])
    whole = np.issubdtype(labels.dtype, np.integer)
    if labels.shape != (n,) or (n and not (whole and 0 <= labels.min() <= labels.max() < classes)):
        raise ValueError(
            f"This generator draws what it is asked for: each image needs a class from 0 to "
            f"{classes - 1}."
        )
    return torch.tensor(labels.astype(np.int64))
