"""Images of the generator for noise that comes from outside, and the directions in its noise."""

from __future__ import annotations

import numpy as np
import torch

from ganlab.data.images import ImageSet
from ganlab.games.game import Game
from ganlab.games.scenes.pixels import to_bytes
from ganlab.games.shown.views import own
from ganlab.gan.batches.noise import one_hot_rows
from ganlab.gan.latent import leading_directions
from ganlab.lab.commands import DrawImages, FindDirections
from ganlab.lab.frame import DirectionsFound, ImagesDrawn


def draw_images(game: Game, asked: DrawImages, generation: int) -> ImagesDrawn:
    """Its images, batch normalisation as when training is over; training is not disturbed.

    Raises ValueError, in one sentence, where the generator cannot draw what was asked for.
    """
    images, columns = _images_of(game), game.experiment.noise.dimension
    noise = np.asarray(asked.noise, dtype=np.float32)
    if noise.ndim != 2 or noise.shape[1] != columns:
        raise ValueError(
            f"This generator makes an image from {columns} numbers; it was given an array of shape "
            f"{noise.shape}."
        )
    rows = torch.tensor(noise, device=game.device)
    if game.classes:
        labels = _labels(asked, len(noise), game.classes)
        rows = torch.cat([rows, one_hot_rows(labels.to(game.device), game.classes)], 1)
    drawn = to_bytes(game.generate(rows, asked.average), images.size)
    return ImagesDrawn(drawn, asked.token, generation)


def find_directions(game: Game, asked: FindDirections, generation: int) -> DirectionsFound:
    """What the first layer of the generator hears best; raises ValueError where none are images."""
    _images_of(game)
    # The label of a conditional generator stands behind the noise.
    weight = game.first_layer(asked.average)
    vectors, strengths = leading_directions(
        weight[:, : game.experiment.noise.dimension], asked.count
    )
    return DirectionsFound(own(vectors), own(strengths), game.iteration, generation)


def _images_of(game: Game) -> ImageSet:
    if game.target.image_set is None:
        raise ValueError("This generator makes points, so there are no images to draw.")
    return game.target.image_set


def _labels(asked: DrawImages, n: int, classes: int) -> torch.Tensor:
    labels = np.asarray(asked.labels if asked.labels is not None else [])
    whole = np.issubdtype(labels.dtype, np.integer)
    if labels.shape != (n,) or (n and not (whole and 0 <= labels.min() <= labels.max() < classes)):
        raise ValueError(
            f"This generator draws what it is asked for: each image needs a class from 0 to "
            f"{classes - 1}."
        )
    return torch.tensor(labels.astype(np.int64))
