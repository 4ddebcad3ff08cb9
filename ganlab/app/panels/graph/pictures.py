"""The live pictures in the boxes of the model overview, by their kind, and the figures."""

from __future__ import annotations

import math
from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QPainter, QPixmap

from ganlab.app.items import thumbnails
from ganlab.app.items.heatmap import color_table
from ganlab.app.items.image_sheet import belief_colors, compose, fit
from ganlab.app.look.theme import Theme, figure_font, text_font
from ganlab.figures import figure
from ganlab.games.shown.graph import Box
from ganlab.games.shown.views import Field, Images, Mesh, Picture, Points, Values

AROUND = (2, 2)
"""Border of an image and the room between two of them, pixels."""
SMALL = 48
"""Side of a box below which one image in it is enough, pixels."""
BAR = 6.0
"""Height of the bar of a figure."""

Pictures = Mapping[str, Picture]
"""The newest of each view. Points in view units, D's numbers from 0 (generated) over 1/2
(undecided) to 1 (real)."""


def paint_thumbnail(box: Box, size: QSize, ratio: float, theme: Theme, data: Pictures) -> QPixmap:
    """The picture of one box, `ratio` device pixels to a pixel of `size`; empty without data."""
    picture = QPixmap(size * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(theme.color("sunken"))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    rect, color = QRectF(QPointF(), size), theme.color(box.colour)
    match data.get(box.view):
        case Points(at):
            thumbnails.draw_points(painter, rect, at, box.extent, color, box.marker)
        case Mesh(corners=corners, mass=mass):
            thumbnails.draw_mesh(painter, rect, corners, mass, box.extent, color)
        case Field(values=values):
            ends = theme.color("generated"), theme.color("neutral"), theme.color("real")
            thumbnails.draw_belief(painter, rect, values, color_table(*ends))
        case Values(numbers):
            hairline = theme.color("hairline")
            thumbnails.draw_histogram(painter, rect, numbers, color, hairline)
        case Images() as images:
            opinion = data.get(box.opinion)
            _paint_images(painter, box, images, opinion, rect, ratio, theme)
    if box.words:
        painter.setFont(figure_font(12))
        painter.setPen(color)
        fits = painter.fontMetrics().horizontalAdvance(box.words) <= rect.width()
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, box.words if fits else box.name)
    painter.end()
    return picture


def _paint_images(
    painter: QPainter,
    box: Box,
    images: Images,
    opinion: Picture | None,
    rect: QRectF,
    ratio: float,
    theme: Theme,
) -> None:
    """One large image or a few, in the colours of an opinion of them if there is one."""
    borders = None
    if isinstance(opinion, Values):
        color = theme.color
        table = color_table(color("generated"), color("neutral"), color("real"), 1.0)
        borders = belief_colors(opinion.numbers, table)
    room = round(rect.height() * ratio), round(rect.width() * ratio)
    pixels = images.pixels
    height, width = pixels.shape[1:]
    small = min(room) < SMALL * ratio
    least, around = (1, (1, 1)) if small else (box.least, AROUND)
    grid = fit(*room, (height, width), len(pixels), least, around=around)
    sheet = compose(pixels, grid, theme.color("sunken"), borders)
    tall, wide = (length / ratio for length in grid.seen)
    corner = QPointF(round(rect.center().x() - wide / 2), round(rect.center().y() - tall / 2))
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, grid.zoom != 1)
    painter.drawImage(QRectF(corner, QSizeF(wide, tall)), sheet)


def paint_figure(painter: QPainter, box: Box, rect: QRectF, value: float, theme: Theme) -> None:
    """Title and figure, and under them a bar, half of which is the box's reference."""
    color = theme.color(box.colour)
    left, width = rect.left() + 8, rect.width() - 10
    line = QRectF(left, rect.center().y() - 16, width, 16)
    painter.setPen(color)
    painter.setFont(text_font(11))
    middle = Qt.AlignmentFlag.AlignVCenter
    painter.drawText(line, Qt.AlignmentFlag.AlignLeft | middle, box.title)
    painter.setFont(figure_font(13))
    painter.drawText(line, Qt.AlignmentFlag.AlignRight | middle, figure(value))
    if box.reference is None:
        return
    bar = QRectF(left, rect.center().y() + 4, width, BAR)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("hairline"))
    painter.drawRoundedRect(bar, BAR / 2, BAR / 2)
    if math.isfinite(value) and value:
        half = abs(box.reference) or 1.0
        share = abs(value) / (abs(value) + half)
        painter.setBrush(color)
        filled = QRectF(bar.topLeft(), QSizeF(share * width, BAR))
        painter.drawRoundedRect(filled, BAR / 2, BAR / 2)
