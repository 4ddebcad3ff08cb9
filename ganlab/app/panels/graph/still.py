"""What stands still in the model overview: title, caption, boxes with their names, unlit wires."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap

from ganlab.app.look.theme import Theme, text_font
from ganlab.app.panels.graph.layout import HEADER, LINE, MARGIN, Layout
from ganlab.app.panels.graph.parts import BACKWARD, COLORS, TITLES, Box
from ganlab.games.turns import Part, Turn

LOSSES: tuple[Box, Box] = ("discriminator_loss", "generator_loss")
BOX_RADIUS = 5.0
NAME_PX, DETAIL_PX = 11, 10
DIMMED = 0.35
"""Opacity of what takes no part in a stage."""


@dataclass(frozen=True)
class Light:
    """What is lit, for whom, and why."""

    turns: tuple[Turn, ...] = ()
    parts: frozenset[Part] = frozenset()
    caption: str = ""
    stage: int | None = None
    """Which stage of the turn; None when the light shows whole turns."""

    @property
    def learning(self) -> bool:
        """Whether networks change: in a turn's last stage, and in a whole turn."""
        return self.stage is None or self.stage == len(self.turns[0].stages) - 1

    def dims(self, box: Box) -> bool:
        """Whether a box steps back: a stage goes on without it, and no lit wire touches it."""
        touched = {end for wire in self.parts if isinstance(wire, tuple) for end in wire}
        return self.stage is not None and box not in self.parts | touched


def paint_still(
    size: QSize, ratio: float, theme: Theme, places: Layout, light: Light, details: dict[Box, str]
) -> QPixmap:
    """A picture of `size` (device-independent pixels) at `ratio` device pixels to one of them."""
    still = QPixmap(size * ratio)
    still.setDevicePixelRatio(ratio)
    still.fill(theme.color("panel"))
    painter = QPainter(still)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_header(painter, size.width(), theme, light)
    for wire, path in places.wires.items():
        if wire not in light.parts:
            _paint_unlit(painter, path, places.arrows[wire], theme, backward=wire in BACKWARD)
    for name, rect in places.boxes.items():
        painter.setOpacity(DIMMED if light.dims(name) else 1.0)
        if name not in LOSSES:
            _paint_frame(painter, name, rect, theme, light)
        _paint_texts(painter, name, places, theme, details.get(name, ""))
    painter.end()
    return still


def _paint_header(painter: QPainter, width: float, theme: Theme, light: Light) -> None:
    title = text_font(11, QFont.Weight.DemiBold)
    title.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.6)
    painter.setFont(title)
    painter.setPen(theme.color("muted"))
    row = QRectF(MARGIN - 2, 4, width - 2 * MARGIN + 4, HEADER - 8)
    painter.drawText(row, _LEFT, "MODEL")
    painter.setFont(text_font(12, QFont.Weight.Medium))
    color = theme.color("muted")
    if len(light.turns) == 1:
        color = theme.color(light.turns[0].colour)
    painter.setPen(color)
    painter.drawText(row, _RIGHT, light.caption)
    if light.stage is not None:
        x = row.right() - QFontMetricsF(painter.font()).horizontalAdvance(light.caption) - 14
        for i in reversed(range(len(light.turns[0].stages))):
            painter.setPen(QPen(color, 1))
            painter.setBrush(color if i == light.stage else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(x, row.center().y() + 0.5), 3, 3)
            x -= 10


def _paint_unlit(
    painter: QPainter, path: QPainterPath, arrow: QPainterPath, theme: Theme, backward: bool
) -> None:
    color = theme.color("muted", 0.3 if backward else 0.6)
    pen = QPen(color, 1)
    if backward:
        pen.setDashPattern([2, 3])
    painter.strokePath(path, pen)
    painter.fillPath(arrow, color)


def _paint_frame(painter: QPainter, name: Box, rect: QRectF, theme: Theme, light: Light) -> None:
    """The box's ground and border; a halo tells that its network is the one that changes."""
    lit = name in light.parts
    learns = lit and any(name in turn.learns for turn in light.turns) and light.learning
    if learns:
        painter.setPen(QPen(theme.color(COLORS[name], 0.25), 6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect, BOX_RADIUS + 1, BOX_RADIUS + 1)
    painter.setPen(QPen(theme.color(COLORS[name]), 2.0 if lit and light.turns else 1.0))
    painter.setBrush(theme.color("sunken"))
    painter.drawRoundedRect(rect, BOX_RADIUS, BOX_RADIUS)


def _paint_texts(painter: QPainter, name: Box, places: Layout, theme: Theme, detail: str) -> None:
    """Names above the boxes that stand alone, beside the wire of those in rows."""
    rect = places.boxes[name]
    painter.setFont(text_font(NAME_PX))
    painter.setPen(theme.color("text" if name == "noise" else COLORS[name]))
    title = TITLES.get(name, detail)
    if name in ("real", "generated"):
        above = name == "real"
        y = places.wires[name, "discriminator"].currentPosition().y()
        top = y - LINE - 3 if above else rect.center().y() + 6
        painter.drawText(QRectF(rect.right() + 7, top, 60, LINE), _LEFT, title)
    elif name in ("d_real", "d_fake"):
        y = places.wires["discriminator", name].currentPosition().y()
        top = y - LINE - 3 if name == "d_real" else rect.center().y() + 6
        painter.drawText(QRectF(rect.left() - 67, top, 60, LINE), _RIGHT, title)
    elif name not in LOSSES:
        left, width = rect.left() - 80, rect.width() + 160
        painter.drawText(QRectF(left, rect.top() - LINE - 3, width, LINE), _MID, title)
        painter.setFont(text_font(DETAIL_PX))
        painter.setPen(theme.color("muted"))
        painter.drawText(QRectF(left, rect.bottom() + 3, width, LINE), _MID, detail)


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_MID = Qt.AlignmentFlag.AlignCenter
