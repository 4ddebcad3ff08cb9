"""What the discriminator believes, everywhere: D(x) as colour."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from ganlab.app.items.plane.layer import Array, LayerItem
from ganlab.games.shown.views import Field

STRENGTH = 0.62
"""How much of the full hue D = 0 and D = 1 get, so that samples stand out on it."""


class HeatmapItem(LayerItem):
    """D over a part of the view: generated's hue at 0, neutral at 1/2, real's hue at 1."""

    def __init__(self) -> None:
        super().__init__()
        self._values: Array | None = None
        self._table = np.zeros(256, dtype=np.uint32)
        self._pixels: NDArray[np.uint32] | None = None
        self._rect = QRectF(-1, -1, 2, 2)

    def set_colors(self, low: QColor, neutral: QColor, high: QColor) -> None:
        """Colours at D = 0, 1/2 and 1."""
        self._table = color_table(low, neutral, high)
        self._rebuild()

    def set_values(self, values: Array | None, area: QRectF) -> None:
        """(rows, columns) D in [0, 1] over an area of the view, row 0 lowest; None: nothing."""
        self._values, self._rect = values, area
        self._rebuild()

    def _rebuild(self) -> None:
        if self._values is None or self._values.size == 0:
            self._pixels = None
        else:
            belief = np.nan_to_num(self._values, nan=0.5).clip(0.0, 1.0)
            self._pixels = np.ascontiguousarray(self._table[(belief * 255).astype(np.uint8)])
        self.changed()

    def draw(self, painter: QPainter) -> None:
        """Stretch the cells over their area, smoothly."""
        if self._pixels is None:
            return
        rows, columns = self._pixels.shape
        # The view's y runs upwards, so the first row of the picture is the lowest already.
        image = QImage(
            self._pixels.data, columns, rows, 4 * columns, QImage.Format.Format_ARGB32_Premultiplied
        )
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self._rect, image)


def color_table(
    low: QColor, neutral: QColor, high: QColor, strength: float = STRENGTH
) -> NDArray[np.uint32]:
    """256 opaque ARGB colours from D = 0 to 1, at most `strength` of the way to each hue."""

    def rgb(color: QColor) -> Array:
        return np.array([color.red(), color.green(), color.blue()], dtype=np.float64)

    belief = np.linspace(-1, 1, 256)[:, None]
    hue = np.where(belief < 0, rgb(low), rgb(high))
    mixed = rgb(neutral) + strength * np.abs(belief) * (hue - rgb(neutral))
    red, green, blue = mixed.round().astype(np.uint32).T
    return np.uint32(0xFF000000) | (red << 16) | (green << 8) | blue


def interpolate(field: Field, x: float, y: float) -> float:
    """The number at a point of the view, between the centres of the cells; NaN outside."""
    values, part = field.values, field.part
    across, up = (x - part.left) / part.width, (y - part.bottom) / part.height
    rows, columns = values.shape
    if not (0 <= across <= 1 and (0 <= up <= 1 or rows == 1)):
        return float("nan")
    column = min(max(across * columns - 0.5, 0.0), columns - 1.0)
    row = min(max(up * rows - 0.5, 0.0), rows - 1.0)
    left, low = int(column), int(row)
    right, high = min(left + 1, columns - 1), min(low + 1, rows - 1)
    across, up = column - left, row - low
    lower = (1 - across) * values[low, left] + across * values[low, right]
    upper = (1 - across) * values[high, left] + across * values[high, right]
    return float((1 - up) * lower + up * upper)
