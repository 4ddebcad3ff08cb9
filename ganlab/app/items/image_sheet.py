"""A sheet of small images: how many are shown, and the one picture that all of them are painted in.

It fills the room that there is. Pixels stay squares: an image is enlarged a whole number of times,
and the sheet is fitted into its place as it is painted.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

Colors = NDArray[np.uint32]
FRAME, GAP = 4, 3
"""Width of the border round an image, and the room between two borders, in pixels on screen."""
LEGIBLE = 40
"""Pixels of the shorter side from which on an image can be read at a projector's distance."""
FEW = 6
"""Images that are worth a sheet, where no more fit legibly."""
GRAIN = 0.04
"""Shares of the room that differ by less are the same: the larger images win."""
_GREYS = np.uint32(0xFF000000) | (np.arange(256, dtype=np.uint32) * np.uint32(0x010101))


@dataclass(frozen=True)
class Grid:
    """Places for images of `height` x `width` pixels, each enlarged `scale` times in the picture of
    the sheet, which is `zoom` times as large on the screen."""

    columns: int
    rows: int
    scale: int
    height: int
    width: int
    frame: int = FRAME
    gap: int = GAP
    zoom: float = 1.0

    @property
    def count(self) -> int:
        """Images on the sheet."""
        return self.columns * self.rows

    @property
    def pitch(self) -> tuple[int, int]:
        """Down and across from one image to the next, pixels of the picture."""
        around = 2 * self.frame + self.gap
        return self.scale * self.height + around, self.scale * self.width + around

    @property
    def size(self) -> tuple[int, int]:
        """Height and width of the picture, pixels."""
        down, across = self.pitch
        return self.rows * down - self.gap, self.columns * across - self.gap

    @property
    def seen(self) -> tuple[float, float]:
        """Height and width on the screen, pixels."""
        height, width = self.size
        return height * self.zoom, width * self.zoom

    def at(self, x: float, y: float) -> int | None:
        """The number of the image at a place of the sheet on the screen; None beside it."""
        down, across = self.pitch
        column, row = int(x / self.zoom // across), int(y / self.zoom // down)
        inside = 0 <= column < self.columns and 0 <= row < self.rows
        return row * self.columns + column if inside else None


def fit(
    height: int,
    width: int,
    image: tuple[int, int],
    most: int,
    least: int,
    classes: int = 0,
    around: tuple[int, int] = (FRAME, GAP),
) -> Grid:
    """The grid that leaves the least of `height` x `width` pixels empty, with at least `least` and
    at most `most` images of size `image`; of those that fill it alike, the one of larger images.

    Rather fewer than `least` of them than images that cannot be read. With `classes` a row holds
    a multiple of them, so that each class has columns of its own, unless there is no room at all
    or fewer images than classes. `around`: FRAME and GAP.
    """
    few = min(least, FEW, most)
    best: tuple[bool, int, int, float, int, int] | None = None
    for columns in range(1, most + 1):
        for rows in range(1, most // columns + 1):
            size = _enlarged((height, width), image, (rows, columns), around)
            if size <= 0:
                break
            inside = size * image[0] + 2 * around[0], size * image[1] + 2 * around[0]
            filled = rows * inside[0] * columns * inside[1] / (height * width)
            count, readable = columns * rows, size * min(image) >= LEGIBLE
            rank = ((readable and count >= min(least, most)) + (readable and count >= few)) + (
                count >= few
            )
            ordered = not classes or columns % classes == 0
            one = (ordered, rank, int(filled / GRAIN), size, rows, columns)
            best = one if best is None else max(best, one)
    if best is None:  # no room for anything but a point
        zoom = max(min(height / (image[0] + 2), width / (image[1] + 2)), 0.01)
        return Grid(1, 1, 1, *image, 1, 1, zoom)
    return _grid(image, best[4:], best[3], around)


def _enlarged(
    room: tuple[int, int], image: tuple[int, int], places: tuple[int, int], around: tuple[int, int]
) -> float:
    """How many times as large as they are so many images fit, (rows, columns)."""
    frame, gap = around
    return min(
        ((length + gap) / count - 2 * frame - gap) / side
        for length, side, count in zip(room, image, places, strict=True)
    )


def _grid(
    image: tuple[int, int], places: tuple[int, int], size: float, around: tuple[int, int]
) -> Grid:
    if size >= 1 and size % 1 < 0.03 * size:
        size = math.floor(size)  # as sharp as can be, for a few pixels less
    scale = max(math.ceil(size), 1)
    zoom = size / scale
    # Of the picture, so that it has no less on the screen than it should.
    frame, gap = (max(math.floor(length / zoom), 1) for length in around)
    return Grid(places[1], places[0], scale, *image, frame, gap, zoom)


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
