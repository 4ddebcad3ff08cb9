"""The live pictures in the boxes of the model overview, and the two losses."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QPainter, QPixmap

from ganlab.app.items import thumbnails
from ganlab.app.items.heatmap import color_table
from ganlab.app.items.image_sheet import belief_colors, compose, fit
from ganlab.app.look.theme import Theme, figure_font, text_font
from ganlab.app.panels.curves.axes import figure
from ganlab.app.panels.graph.parts import COLORS, TITLES, Box
from ganlab.games.views import Bytes, Floats

NOISE_POINTS = 100
BAR = 6.0
"""Height of the bar of a loss."""


@dataclass
class Pictures:
    """The newest data of the thumbnails; None where there is none yet. Points in view units, D's
    numbers from 0 (generated) over 1/2 (undecided) to 1 (real)."""

    noise: Floats | None = None
    mapping: Floats | None = None
    real: NDArray[np.floating] | None = None
    generated: Floats | None = None
    heatmap: Floats | None = None
    d_real: Floats | None = None
    d_fake: Floats | None = None
    real_images: Bytes | None = None
    """Of a game with images, and of no other: (n, H, W)."""
    images: Bytes | None = None
    noise_extent: float = 2.8
    extent: float = 1.25
    losses: dict[Box, float] = field(default_factory=dict)
    equilibrium: dict[Box, float] = field(default_factory=dict)
    """What the losses are where p_g = p_data."""


def paint_thumbnail(name: Box, size: QSize, ratio: float, theme: Theme, data: Pictures) -> QPixmap:
    """The picture of one box, `ratio` device pixels to a pixel of `size`; empty without data."""
    picture = QPixmap(size * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(theme.color("sunken"))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    rect, color = QRectF(QPointF(), size), theme.color
    real, fake = color("real"), color("generated")
    if data.real_images is not None and name not in ("d_real", "d_fake"):
        _paint_images(painter, name, rect, ratio, theme, data)
    elif name == "noise" and data.noise is not None:
        extent = data.noise_extent
        thumbnails.draw_points(painter, rect, data.noise, extent, color("muted"), "disc")
    elif name == "generator" and data.mapping is not None:
        lines = theme.color("generated", 0.7)
        thumbnails.draw_mesh(painter, rect, data.mapping, data.extent, lines)
    elif name == "real" and data.real is not None:
        thumbnails.draw_points(painter, rect, data.real, data.extent, real, "disc")
    elif name == "generated" and data.generated is not None:
        thumbnails.draw_points(painter, rect, data.generated, data.extent, fake, "diamond")
    elif name == "discriminator" and data.heatmap is not None:
        table = color_table(fake, color("neutral"), real)
        thumbnails.draw_belief(painter, rect, data.heatmap, table)
    elif name == "d_real" and data.d_real is not None:
        thumbnails.draw_histogram(painter, rect, data.d_real, real, color("hairline"))
    elif name == "d_fake" and data.d_fake is not None:
        thumbnails.draw_histogram(painter, rect, data.d_fake, fake, color("hairline"))
    painter.end()
    return picture


def _paint_images(
    painter: QPainter, name: Box, rect: QRectF, ratio: float, theme: Theme, data: Pictures
) -> None:
    """A game with images: fixed noise, one large image, a few, or a few in D's opinion."""
    color = theme.color
    if name == "noise":
        points = np.random.default_rng(0).standard_normal((NOISE_POINTS, 2))
        thumbnails.draw_points(painter, rect, points, 2.8, color("muted"), "disc")
        return
    images = data.real_images if name == "real" else data.images
    if images is None:
        return
    borders = None
    if name == "discriminator" and data.d_fake is not None:
        table = color_table(color("generated"), color("neutral"), color("real"), 1.0)
        borders = belief_colors(data.d_fake, table)
    least = 1 if name == "generator" else 4
    room = round(rect.height() * ratio), round(rect.width() * ratio)
    height, width = images.shape[1:]
    sheet = compose(
        images, fit(*room, (height, width), len(images), least), color("sunken"), borders
    )
    sheet.setDevicePixelRatio(ratio)
    size = QSizeF(sheet.size()) / ratio
    painter.drawImage(
        QPointF(
            round(rect.center().x() - size.width() / 2),
            round(rect.center().y() - size.height() / 2),
        ),
        sheet,
    )


def paint_loss(painter: QPainter, name: Box, rect: QRectF, data: Pictures, theme: Theme) -> None:
    """Name and figure, and under them a bar; half of it is the loss at the equilibrium."""
    value = data.losses.get(name, math.nan)
    color = theme.color(COLORS[name])
    left, width = rect.left() + 8, rect.width() - 10
    line = QRectF(left, rect.center().y() - 16, width, 16)
    painter.setPen(color)
    painter.setFont(text_font(11))
    middle = Qt.AlignmentFlag.AlignVCenter
    painter.drawText(line, Qt.AlignmentFlag.AlignLeft | middle, TITLES[name])
    painter.setFont(figure_font(13))
    painter.drawText(line, Qt.AlignmentFlag.AlignRight | middle, figure(value))
    bar = QRectF(left, rect.center().y() + 4, width, BAR)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("hairline"))
    painter.drawRoundedRect(bar, BAR / 2, BAR / 2)
    if math.isfinite(value) and value:
        half = abs(data.equilibrium.get(name, 0.0)) or 1.0
        share = abs(value) / (abs(value) + half)
        painter.setBrush(color)
        filled = QRectF(bar.topLeft(), QSizeF(share * width, BAR))
        painter.drawRoundedRect(filled, BAR / 2, BAR / 2)
