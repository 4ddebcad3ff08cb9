"""Ink as a picture: how much there is by its opacity, of which class by tint and marks."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from ganlab.app.look.classes import class_color, class_mark
from ganlab.app.look.theme import Palette
from ganlab.data.drawn.drawing import Ink

OPACITY = 0.55
"""Of the densest ink: what the plane shows is seen through it."""
_APART, _RADIUS = 26.0, 3.0
"""Marks of classes: pixels from one to the next, and their size."""
_SEEN = 0.12
"""Ink that carries a mark."""


def ink_image(ink: Ink, palette: Palette) -> QImage:
    """The ink, row 0 lowest, as a picture from clear to the tints of its classes; of one class, it
    is as ink without any."""
    alpha = np.clip(ink.total[::-1], 0, 1) * np.float32(OPACITY)
    size = len(alpha)
    if len(ink.present) < 2:
        levels = np.ascontiguousarray((alpha * 255).astype(np.uint8))
        image = QImage(levels.data, size, size, size, QImage.Format.Format_Indexed8)
        image.setColorTable([_rgba(class_color(palette, 0), level) for level in range(256)])
        return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    colors = [class_color(palette, label) for label in range(len(ink.shares))]
    tints = np.array([[c.blue(), c.green(), c.red()] for c in colors], dtype=np.float32)
    mixed = np.tensordot(ink.shares[:, ::-1].astype(np.float32), tints, axes=(0, 0))
    pixels = np.empty((size, size, 4), dtype=np.uint8)
    pixels[..., :3] = np.clip(mixed, 0, 255) * alpha[..., None]
    pixels[..., 3] = alpha * 255
    format_ = QImage.Format.Format_ARGB32_Premultiplied
    return QImage(pixels.data, size, size, 4 * size, format_).copy()


def paint_marks(
    painter: QPainter, ink: Ink, palette: Palette, square: QRectF, shown: QRectF
) -> None:
    """Strew the marks of the classes over their ink, if there are several; `square`: the paper,
    `shown`: what is in sight, both in pixels."""
    if len(ink.present) < 2:
        return
    size, part = len(ink.total), square.intersected(shown)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(palette.panel), 1))
    across = np.arange(part.left() + _APART / 2, part.right(), _APART)
    down = np.arange(part.top() + _APART / 2, part.bottom(), _APART)
    for line, y in enumerate(down.tolist()):
        row = int((1 - (y - square.top()) / square.height()) * size)
        for x in (across + (line % 2) * _APART / 2).tolist():
            column = int((x - square.left()) / square.width() * size)
            inside = 0 <= row < size and 0 <= column < size
            if inside and ink.total[row, column] > _SEEN:
                label = int(ink.shares[:, row, column].argmax())
                painter.setBrush(class_color(palette, label))
                painter.drawPath(class_mark(label, _RADIUS).translated(QPointF(x, y)))


def _rgba(color: QColor, alpha: int) -> int:
    return QColor(color.red(), color.green(), color.blue(), alpha).rgba()
