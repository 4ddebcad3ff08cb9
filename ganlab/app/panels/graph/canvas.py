"""Paints the model overview: boxes with live thumbnails, wires, and the light that moves along.

What stands still is kept in a picture for each place of the moving dashes and each thumbnail in
another, so that a step of the dashes repaints only the wires, and draws nothing.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from ganlab.app.look.theme import Theme, text_font
from ganlab.app.panels.curves.axes import figure
from ganlab.app.panels.graph.layout import LINE, NAMED, layout
from ganlab.app.panels.graph.parts import ABOUT, BOXES, IMAGE_ABOUT, TITLES, Box
from ganlab.app.panels.graph.pictures import Pictures, paint_loss, paint_thumbnail
from ganlab.app.panels.graph.still import (
    DETAIL_PX,
    DIMMED,
    LOSSES,
    NAME_PX,
    Light,
    paint_still,
)

_BACKTAB = Qt.FocusReason.BacktabFocusReason
PERIOD = 8.0
"""Length of a dash and its gap, in widths of the line."""
WIDTH = 2.0
PHASES = 4
"""Places of the moving dashes; after so many steps all looks as before."""
INSET = 3
"""Between a box's border and its picture."""


class GraphCanvas(QWidget):
    """The whole picture. The arrow keys walk through the boxes and tell what each is."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.pictures = Pictures()
        self.light = Light()
        self.details: dict[Box, str] = {}
        self.imaged = False
        """Whether the game is one with images."""
        self._phase = 0
        self.selected: Box | None = None
        self._ring = False
        self._layout = layout(1.0, 1.0, {})
        self._stills: dict[int, QPixmap] = {}
        """By the place of the dashes."""
        self._thumbnails: dict[Box, QPixmap] = {}
        self.setMinimumSize(560, 120)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("Model overview")
        theme.changed.connect(self._redraw)

    # --- what is shown ---

    def show_details(self, details: dict[Box, str]) -> None:
        """The lines under noise, generator and discriminator."""
        if details != self.details:
            self.details = details
            self._relayout()

    def show_light(self, light: Light) -> None:
        """Light other parts."""
        if light != self.light:
            self.light = light
            self.setAccessibleDescription(
                "Noise goes through the generator; the discriminator judges real and generated "
                f"samples, and both losses follow. {light.caption}"
            )
            self._stills.clear()
            self.update()

    def show_pictures(self, changed: set[Box]) -> None:
        """Paint these boxes anew from `pictures`."""
        region = QRegion()
        for name in changed:
            self._thumbnails.pop(name, None)
            region += self._layout.boxes[name].toAlignedRect()
        self.update(region)

    def advance(self) -> None:
        """Let the light move on by one place."""
        self._phase = (self._phase + 1) % PHASES
        region = QRegion()
        for wire in self.light.parts:
            if isinstance(wire, tuple):
                bounds = self._layout.wires[wire].boundingRect().adjusted(-2, -2, 2, 2)
                region += bounds.toAlignedRect()
        self.update(region)

    def box_at(self, place: QPointF) -> Box | None:
        """The box there, its lines of text included."""
        for name, rect in self._layout.boxes.items():
            if rect.adjusted(-4, -LINE, 4, LINE).contains(place):
                return name
        return None

    def about(self, name: Box) -> str:
        """What a box is, and how it is now."""
        more, data = self.details.get(name), self.pictures
        if name in data.losses:
            more = figure(data.losses[name])
            if name in data.equilibrium:
                more += f"; {figure(data.equilibrium[name])} at the equilibrium"
        about = (IMAGE_ABOUT if self.imaged else ABOUT)[name]
        return f"{about}\n{more}" if more else about

    def box(self, name: Box) -> QRectF:
        """Where a box lies."""
        return self._layout.boxes[name]

    def sizeHint(self) -> QSize:
        """As in the window of 1440x900."""
        return QSize(1080, 180)

    # --- events ---

    def event(self, event: QEvent) -> bool:
        """Tooltips of the boxes."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            name = self.box_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self.about(name) if name else "", self)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right choose a box and tell what it is; Escape leaves it."""
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if by is not None:
            here = BOXES.index(self.selected) if self.selected else -1 if by > 0 else 0
            self._select(BOXES[(here + by) % len(BOXES)])
        elif event.key() == Qt.Key.Key_Escape and self.selected:
            self._select(None)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus to those who came by the keyboard."""
        super().focusInEvent(event)
        self._ring = event.reason() in (Qt.FocusReason.TabFocusReason, _BACKTAB)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Nothing is chosen any more."""
        super().focusOutEvent(event)
        self._ring = False
        self._select(None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        super().resizeEvent(event)
        self._relayout()

    def _select(self, name: Box | None) -> None:
        self.selected = name
        if name:
            corner = self.box(name).bottomLeft().toPoint() + QPoint(0, 4)
            QToolTip.showText(self.mapToGlobal(corner), self.about(name), self)
        else:
            QToolTip.hideText()
        self.update()

    def _relayout(self) -> None:
        small, usual = QFontMetricsF(text_font(DETAIL_PX)), QFontMetricsF(text_font(NAME_PX))
        texts = {name: small.horizontalAdvance(text) for name, text in self.details.items()}
        names = {
            name: usual.horizontalAdvance(TITLES.get(name, self.details.get(name, "")))
            for named in NAMED
            for name in named
        }
        self._layout = layout(self.width(), self.height(), texts, names)
        self._redraw()

    def _redraw(self) -> None:
        self._stills.clear()
        self._thumbnails.clear()
        self.update()

    # --- painting ---

    def paintEvent(self, event: QPaintEvent) -> None:
        """The still picture with the light, the thumbnails, the figures."""
        painter = QPainter(self)
        region = event.region()
        painter.drawPixmap(0, 0, self._lit_picture())  # clipped to the region
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for name, rect in self._layout.boxes.items():
            if region.intersects(rect.toAlignedRect()):
                if name in LOSSES:
                    painter.setOpacity(DIMMED if self.light.dims(name) else 1.0)
                    paint_loss(painter, name, rect, self.pictures, self._theme)
                    painter.setOpacity(1.0)
                else:
                    self._paint_thumbnail(painter, name, rect)
        if self._ring or self.selected:
            chosen = self.box(self.selected) if self.selected else QRectF(self.rect())
            painter.setPen(QPen(self._theme.color("real"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(chosen.adjusted(2.5, 2.5, -2.5, -2.5), 3, 3)
        painter.end()

    def _lit_picture(self) -> QPixmap:
        if self._phase not in self._stills:
            picture = paint_still(
                self.size(),
                self.devicePixelRatioF(),
                self._theme,
                self._layout,
                self.light,
                self.details,
            )
            painter = QPainter(picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_light(painter)
            painter.end()
            self._stills[self._phase] = picture
        return self._stills[self._phase]

    def _paint_thumbnail(self, painter: QPainter, name: Box, rect: QRectF) -> None:
        inner = rect.adjusted(INSET, INSET, -INSET, -INSET)
        if name not in self._thumbnails:
            self._thumbnails[name] = paint_thumbnail(
                name, inner.size().toSize(), self.devicePixelRatioF(), self._theme, self.pictures
            )
        painter.setOpacity(DIMMED if self.light.dims(name) else 1.0)
        painter.drawPixmap(inner.topLeft(), self._thumbnails[name])
        painter.setOpacity(1.0)

    def _paint_light(self, painter: QPainter) -> None:
        """Moving dashes along the lit wires; a wire that two turns use carries both colours."""
        for wire, path in self._layout.wires.items():
            turns = [t for t in self.light.turns if wire in self.light.parts & t.parts]
            for i, turn in enumerate(turns):
                pen = QPen(self._theme.color(turn.colour), WIDTH)
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                dash = PERIOD / 2 - 1 if len(turns) > 1 else PERIOD / 2
                pen.setDashPattern([dash, PERIOD - dash])
                pen.setDashOffset(i * PERIOD / 2 - self._phase * PERIOD / PHASES)
                painter.strokePath(path, pen)
            if turns:
                color = self._theme.color(turns[0].colour)
                painter.fillPath(self._layout.arrows[wire], color)
