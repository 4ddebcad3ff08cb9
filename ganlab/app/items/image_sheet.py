"""A sheet of small images: how many fit, and the one picture that all of them are painted in.

Pixels stay squares: an image is enlarged a whole number of times, never smoothed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

Colors = NDArray[np.uint32]
FRAME, GAP = 2, 2
"""Width of the border round an image, and the room between two borders, in pixels."""
LEGIBLE = 48
"""Pixels of the shorter side from which on an image can be read at a projector's distance."""
FEW = 6
"""Images that are worth a sheet, where no more fit legibly."""
_GREYS = np.uint32(0xFF000000) | (np.arange(256, dtype=np.uint32) * np.uint32(0x010101))


@dataclass(frozen=True)
class Grid:
    """Places for images of `height` x `width` pixels, each enlarged `scale` times."""

    columns: int
    rows: int
    scale: int
    height: int
    width: int
    frame: int = FRAME
    gap: int = GAP

    @property
    def count(self) -> int:
        """Images on the sheet."""
        return self.columns * self.rows

    @property
    def pitch(self) -> tuple[int, int]:
        """Down and across from one image to the next, pixels."""
        around = 2 * self.frame + self.gap
        return self.scale * self.height + around, self.scale * self.width + around

    @property
    def size(self) -> tuple[int, int]:
        """Height and width of the sheet, pixels."""
        down, across = self.pitch
        return self.rows * down - self.gap, self.columns * across - self.gap

    def at(self, x: float, y: float) -> int | None:
        """The number of the image at a pixel of the sheet; None beside it."""
        down, across = self.pitch
        column, row = int(x // across), int(y // down)
        inside = 0 <= column < self.columns and 0 <= row < self.rows
        return row * self.columns + column if inside else None


def fit(
    height: int, width: int, image: tuple[int, int], most: int, least: int, classes: int = 0
) -> Grid:
    """The grid with the largest images of which `least` fit into `height` x `width` pixels.

    Rather fewer than `least` of them than images that cannot be read. At most `most` images of
    size `image`. With `classes` a row holds a multiple of them where there is room, so that each
    class has columns of its own.
    """
    legible = -(-LEGIBLE // min(image))
    largest = max(min(height // image[0], width // image[1]), 1)
    for scale in range(largest, 0, -1):
        for frame, gap in ((FRAME, GAP), (1, 1)):
            grid = Grid(1, 1, scale, *image, frame, gap)
            down, across = grid.pitch
            columns = max(min((width + gap) // across, most), 1)
            fits_classes = columns >= classes
            if classes and fits_classes:
                columns -= columns % classes
            rows = max(min((height + gap) // down, most // columns), 1)
            wanted = least if scale > legible else min(least, FEW)
            enough = columns * rows >= min(wanted, most)
            # A narrower border rather than torn columns, but not rather than larger images.
            if (enough and (fits_classes or gap == 1)) or scale == gap == 1:
                return Grid(columns, rows, scale, *image, frame, gap)
    raise AssertionError("the smallest scale always fits")


def compose(
    images: NDArray[np.uint8], grid: Grid, ground: QColor, borders: Colors | None = None
) -> QImage:
    """Paint the first of (n, H, W) images into one picture; `borders` are (n,) opaque ARGB."""
    shown = min(len(images), grid.count)
    (down, across), blank = grid.pitch, np.uint32(ground.rgba())
    cells = np.full((grid.count, down, across), blank, np.uint32)
    inner = grid.scale * grid.height, grid.scale * grid.width
    frame = grid.frame
    if borders is not None:
        bottom, right = inner[0] + 2 * frame, inner[1] + 2 * frame
        cells[:shown, :bottom, :right] = borders[:shown, None, None]
    grey = _GREYS[images[:shown]]
    enlarged = grey.repeat(grid.scale, axis=1).repeat(grid.scale, axis=2)
    cells[:shown, frame : frame + inner[0], frame : frame + inner[1]] = enlarged
    sheet = cells.reshape(grid.rows, grid.columns, down, across).swapaxes(1, 2)
    height, width = grid.size
    pixels = np.ascontiguousarray(
        sheet.reshape(grid.rows * down, grid.columns * across)[:height, :width]
    )
    picture = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32)
    return picture.copy()  # the pixels are gone when this function is


def belief_colors(belief: NDArray[np.floating], table: Colors) -> Colors:
    """(n,) D in [0, 1] -> (n,) colours of a table of 256; what is no number is at 1/2."""
    index = np.nan_to_num(belief, nan=0.5).clip(0.0, 1.0) * 255
    colors: Colors = table[index.astype(np.uint8)]
    return colors
