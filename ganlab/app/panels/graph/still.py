"""What stands still in the model overview: title, caption, boxes with their names, unlit wires."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap

from ganlab.app.look.theme import Theme, text_font
from ganlab.app.panels.graph.layout import HEADER, LINE, MARGIN, Layout
from ganlab.games.shown.graph import Box, Graph
from ganlab.games.turns import Part, Turn

BOX_RADIUS = 5.0
NAME_PX, DETAIL_PX = 11, 10
BELOW = 6.0
"""Pixels between a wire and the name below it."""
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

    def dims(self, box: str) -> bool:
        """Whether a box steps back: a stage goes on without it, and no lit wire touches it."""
        touched = {end for wire in self.parts if isinstance(wire, tuple) for end in wire}
        return self.stage is not None and box not in self.parts | touched


def paint_still(
    size: QSize, ratio: float, theme: Theme, graph: Graph, places: Layout, light: Light
) -> QPixmap:
    """A picture of `size` (device-independent pixels) at `ratio` device pixels to one of them."""
    still = QPixmap(size * ratio)
    still.setDevicePixelRatio(ratio)
    still.fill(theme.color("panel"))
    painter = QPainter(still)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_header(painter, size.width(), theme, light)
    forward = {(wire.source, wire.target) for wire in graph.wires}
    for wire, path in places.wires.items():
        if wire not in light.parts:
            _paint_unlit(painter, path, places.arrows[wire], theme, wire not in forward)
    for box in graph.boxes:
        painter.setOpacity(DIMMED if light.dims(box.under or box.name) else 1.0)
        rect = places.boxes[box.name]
        if box.under:
            if places.named:
                _paint_detail(painter, box, rect.top(), rect, theme)
        elif box.shape != "figure":
            _paint_frame(painter, box, rect, theme, light)
            if not places.named:
                continue
            room = rect.center().y() + BELOW + LINE <= size.height()
            _paint_title(painter, box, rect, _is_lowest(box, graph) and room, theme)
            if places.details and box.side == "above":
                _paint_detail(painter, box, rect.bottom() + 3, rect, theme)
    painter.end()
    return still


def title_color(box: Box) -> str:
    """In which colour of the palette its title is written: grey is for what is beside it."""
    return "text" if box.colour == "muted" else box.colour


def _is_lowest(box: Box, graph: Graph) -> bool:
    return box is [other for other in graph.boxes if other.column == box.column][-1]


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


def _paint_frame(painter: QPainter, box: Box, rect: QRectF, theme: Theme, light: Light) -> None:
    """The box's ground and border; a halo tells that its network is the one that changes."""
    lit = box.name in light.parts
    learns = lit and any(box.name in turn.learns for turn in light.turns) and light.learning
    if learns:
        painter.setPen(QPen(theme.color(box.colour, 0.25), 6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect, BOX_RADIUS + 1, BOX_RADIUS + 1)
    painter.setPen(QPen(theme.color(box.colour), 2.0 if lit and light.turns else 1.0))
    painter.setBrush(theme.color("sunken"))
    painter.drawRoundedRect(rect, BOX_RADIUS, BOX_RADIUS)


def _paint_title(painter: QPainter, box: Box, rect: QRectF, below: bool, theme: Theme) -> None:
    """Names above the boxes that stand alone; above or below the wire of those in rows."""
    painter.setFont(text_font(NAME_PX))
    painter.setPen(theme.color(title_color(box)))
    if box.side in ("left", "right"):
        wire = round(rect.center().y()) + 0.5
        top = rect.center().y() + BELOW if below else wire - LINE - 3
        if box.side == "right":
            painter.drawText(QRectF(rect.right() + 7, top, 60, LINE), _LEFT, box.title)
        else:
            painter.drawText(QRectF(rect.left() - 67, top, 60, LINE), _RIGHT, box.title)
        return
    left, width = rect.left() - 80, rect.width() + 160
    painter.drawText(QRectF(left, rect.top() - LINE - 3, width, LINE), _MID, box.title)


def _paint_detail(painter: QPainter, box: Box, top: float, rect: QRectF, theme: Theme) -> None:
    """The line under a box, or its note: as wide as it needs to be around the middle of `rect`."""
    painter.setFont(text_font(DETAIL_PX))
    painter.setPen(theme.color("muted"))
    left, width = rect.left() - 80, rect.width() + 160
    painter.drawText(QRectF(left, top, width, LINE), _MID, box.detail)


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_MID = Qt.AlignmentFlag.AlignCenter
