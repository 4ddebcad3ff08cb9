"""What the generator draws, as pictures: a grid, a walk through the noise, single images."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ganlab.atomic import atomic_write
from ganlab.export.generator.request import ExportError
from ganlab.export.generator.trained import Trained
from ganlab.export.pictures import write_animation
from ganlab.interruptible import Asked, never

Images = NDArray[np.uint8]

ROWS = COLUMNS = 8
SCALE = 4
"""Squares of so many pixels a side show one pixel of the network: exact, nothing smoothed."""
STOPS = 6
"""Samples that a walk visits before it is back at the first."""
FRAMES_A_STOP = 12
FRAMES_PER_SECOND = 12.5
"""80 ms a frame: a GIF counts in hundredths of a second."""


def write_pictures(folder: Path, trained: Trained, seed: int, cancelled: Asked = never) -> None:
    """Write grid.png, walk.gif and single/*.png into a folder, which is made if need be.

    The grid has 8 x 8 samples, or, of a conditional generator, 8 rows with a column for each class.
    Raises ExportError for a generator of points, Cancelled and OSError.
    """
    if trained.size is None:
        raise ExportError("Pictures are of images, and this generator makes points.")
    (folder / "single").mkdir(parents=True)
    columns = len(trained.class_names) or COLUMNS
    images = trained.images(*trained.inputs(ROWS * columns, seed))
    write_png(folder / "grid.png", enlarge(tile(images, columns), SCALE))
    frames = [np.stack([enlarge(image, SCALE)] * 3, axis=-1) for image in walk(trained, seed)]
    write_animation(folder / "walk.gif", frames, FRAMES_PER_SECOND, cancelled=cancelled)
    classes = file_names(trained.class_names)
    for i, image in enumerate(images):
        label = f"-class-{classes[i % columns]}" if classes else ""
        write_png(folder / "single" / f"{i:03}{label}.png", image)


def file_names(names: tuple[str, ...]) -> tuple[str, ...]:
    """Class names as parts of files' names, each unlike the others: what every system takes."""
    plain = [re.sub(r"[^\w.+-]+", "-", name)[:40].strip("-.") for name in names]
    alone = Counter(name.casefold() for name in plain)
    return tuple(
        name if name and alone[name.casefold()] == 1 else f"{number}-{name}".strip("-")
        for number, name in enumerate(plain)
    )


def tile(images: Images, columns: int) -> Images:
    """(n, H, W) images side by side, row by row: (rows · H, columns · W); n = rows · columns."""
    n, height, width = images.shape
    rows = images.reshape(n // columns, columns, height, width)
    return rows.transpose(0, 2, 1, 3).reshape(-1, columns * width)


def enlarge(image: Images, scale: int) -> Images:
    """(H, W) -> (scale · H, scale · W): each pixel a square."""
    return image.repeat(scale, axis=0).repeat(scale, axis=1)


def write_png(path: Path, image: Images) -> None:
    """Write an (H, W) greyscale PNG atomically; raises OSError."""
    from PIL import Image

    with atomic_write(path) as file:
        Image.fromarray(image).save(file, format="PNG")


def walk(trained: Trained, seed: int) -> Images:
    """(STOPS · FRAMES_A_STOP, H, W): from sample to sample along great circles, and back to the
    first. A conditional generator draws the class of the sample that is nearer."""
    z, *label = trained.inputs(STOPS, seed)
    after = torch.roll(torch.arange(STOPS), -1)
    steps = torch.arange(FRAMES_A_STOP) / FRAMES_A_STOP
    way = torch.cat([spherical(z[i], z[after[i]], steps) for i in range(STOPS)])
    if not label:
        return trained.images(way)
    near = torch.where(steps < 0.5, torch.arange(STOPS)[:, None], after[:, None]).flatten()
    return trained.images(way, label[0][near])


def spherical(start: Tensor, end: Tensor, t: Tensor) -> Tensor:
    """(d,), (d,) and (k,) in 0..1 -> (k, d): along the great circle from start to end.

    sin((1 − t)ω)/sin ω · start + sin(tω)/sin ω · end with ω their angle (Shoemake 1985, "Animating
    rotation with quaternion curves", section 3.3), so that the length stays typical of the noise,
    as White 2016 ("Sampling generative networks") advises; a straight line where ω is 0 or π.
    """
    t = t[:, None]
    cosine = torch.dot(start, end) / (start.norm() * end.norm()).clamp_min(1e-12)
    angle = torch.arccos(cosine.clamp(-1, 1))
    if torch.sin(angle) < 1e-4:
        return (1 - t) * start + t * end
    return (torch.sin((1 - t) * angle) * start + torch.sin(t * angle) * end) / torch.sin(angle)
