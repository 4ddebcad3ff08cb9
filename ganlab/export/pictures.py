"""Frames as an animated GIF."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ganlab.atomic import atomic_write
from ganlab.interruptible import Asked, check, never

if TYPE_CHECKING:
    from PIL.Image import Image

Pixels = NDArray[np.uint8]

COLORS = 256
_FRAMES_FOR_PALETTE = 12
_PIXELS_FOR_PALETTE = 300_000
_LAST_FRAME_MS = 1000


def write_animation(
    path: Path,
    frames: Sequence[Pixels],
    frames_per_second: float,
    progress: Callable[[int], None] = lambda done: None,
    cancelled: Asked = never,
) -> int:
    """Write (height, width, 3) RGB frames of one size as a GIF that loops; returns their number.

    One palette for all of them, so that no colour flickers and the file stays small; no dithering,
    for flat colours. The last frame stays a second. `progress` gets the number of frames done.
    Raises ValueError without frames, Cancelled, and OSError; an old file is then as it was.
    """
    if not frames:
        raise ValueError("there is no frame to write")
    durations = [max(round(1000 / frames_per_second), 20)] * len(frames)
    durations[-1] = max(durations[-1], _LAST_FRAME_MS)
    with atomic_write(path) as file:
        images = _indexed(frames, progress, cancelled)
        images[0].save(
            file,
            format="GIF",
            save_all=True,
            append_images=images[1:],
            duration=durations,
            loop=0,
            optimize=False,
        )
    return len(frames)


def _indexed(
    frames: Sequence[Pixels], progress: Callable[[int], None], cancelled: Asked
) -> list[Image]:
    """Every frame with the colours of the one palette."""
    from PIL import Image

    palette, images = _palette(frames), []
    for frame in frames:
        check(cancelled)
        images.append(Image.fromarray(frame).quantize(palette=palette, dither=Image.Dither.NONE))
        progress(len(images))
    return images


def _palette(frames: Sequence[Pixels]) -> Image:
    """An image whose palette suits some frames spread over all of them."""
    from PIL import Image

    chosen = np.unique(np.linspace(0, len(frames) - 1, _FRAMES_FOR_PALETTE).astype(int))
    # Odd, so that it does not walk down one column of an even picture.
    every = len(chosen) * frames[0][..., 0].size // _PIXELS_FOR_PALETTE | 1
    pixels = np.concatenate([frames[i].reshape(-1, 3)[::every] for i in chosen])
    # Coverage, not median cut: a few small marks on a wide heatmap keep their colours.
    return Image.fromarray(pixels[None]).quantize(COLORS, method=Image.Quantize.MAXCOVERAGE)
