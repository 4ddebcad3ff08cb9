"""From what networks of images make to what is shown."""

from __future__ import annotations

from torch import Tensor

from ganlab.games.shown.views import Bytes


def to_bytes(rows: Tensor, size: tuple[int, int]) -> Bytes:
    """Rows of pixels in [0, 1], with or without a label behind them -> (n, H, W), read-only."""
    height, width = size
    pixels = rows[:, : height * width].mul(255).round_().byte()
    images: Bytes = pixels.cpu().numpy().reshape(-1, height, width)
    images.flags.writeable = False
    return images
