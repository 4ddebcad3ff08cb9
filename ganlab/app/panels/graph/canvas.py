"""Paints the model overview: boxes with live thumbnails, wires, and the light that moves along.

What stands still is kept in a picture for each place of the moving dashes and each thumbnail in
another, so that a step of the dashes repaints only the wires, and draws nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from ganlab.app.look.theme import Theme, text_font
from ganlab.app.look.words import in_tooltip
from ganlab.app.panels.graph.dashes import PHASES, paint_dashes
from ganlab.app.panels.graph.layout import LINE, layout
from ganlab.app.panels.graph.pictures import paint_figure, paint_thumbnail
from ganlab.app.panels.graph.said import about, leads
from ganlab.app.panels.graph.still import DETAIL_PX, DIMMED, NAME_PX, Light, paint_still
from ganlab.app.widgets.calm_update import CalmUpdate
from ganlab.games.shown.graph import Box, Graph
from ganlab.games.shown.views import Picture

_BACKTAB = Qt.FocusReason.BacktabFocusReason
INSET = 3
"""Between a box's border and its picture."""
AFTER_MS = 20
"""From a frame to its small pictures: the plane's are painted before."""


class GraphCanvas(QWidget):
    """The whole picture. The arrow keys walk through the boxes and tell what each is; a click, or
    Enter, goes where a box leads."""

    chosen = Signal(object)
    """The Box that was clicked; it has a curve or settings."""

    def __init__(self, theme: Theme, graph: Graph, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.graph = graph
        self.pictures: dict[str, Picture] = {}
        """The newest of each view; see pictures.py."""
        self.figures: dict[str, float] = {}
        """What the columns read that boxes show."""
        self.light = Light()
        self._phase = 0
        self.selected: str | None = None
        self._pressed: Box | None = None
        self._ring = False
        self._named = True
        self._layout = layout(graph, 1.0, 1.0, {}, {})
        self._stills: dict[int, QPixmap] = {}
        """By the place of the dashes."""
        self._thumbnails: dict[str, QPixmap] = {}
        self._calm = CalmUpdate(self, AFTER_MS)
        self.setMinimumSize(560, 96)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setAccessibleName("Model overview")
        theme.changed.connect(self._redraw)

    # --- what is shown ---

    def show_graph(self, graph: Graph) -> None:
        """Show another game, or the same with other settings."""
        if graph != self.graph:
            self.graph = graph
            if self.selected not in graph.by_name:
                self.selected = None
            self._relayout()
            self._describe()

    def show_light(self, light: Light) -> None:
        """Light other parts."""
        if light != self.light:
            self.light = light
            self._describe()
            self._stills.clear()
            self.update()

    def show_news(self, changed: Iterable[str]) -> None:
        """Paint these boxes anew, from `pictures` and `figures`: figures at once, as figures are
        everywhere, pictures soon after the plane's, which come with them."""
        pictures = QRegion()
        for name in changed:
            self._thumbnails.pop(name, None)
            place = self._layout.boxes[name].toAlignedRect()
            if self.graph.by_name[name].shape == "figure":
                self.update(place)
            else:
                pictures += place
        self._calm.ask(pictures)

    def _describe(self) -> None:
        self.setAccessibleDescription(f"{self.graph.about} {self.light.caption}")

    @property
    def named(self) -> bool:
        """Whether names stand beside the boxes."""
        return self._named

    def set_named(self, named: bool) -> None:
        """Whether names stand beside the boxes; tooltips tell them in any case."""
        if named != self._named:
            self._named = named
            self._relayout()

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
        for name, rect in reversed(self._layout.boxes.items()):  # notes first, which lie beside
            box = self.graph.by_name[name]
            lines = 0.0 if box.under else LINE
            if rect.adjusted(-4, -lines, 4, lines).contains(place):
                return box
        return None

    def about(self, name: str) -> str:
        """What a box is, how it is now, and where a click on it leads."""
        return about(self.graph.by_name[name], self.figures)

    def box(self, name: str) -> QRectF:
        """Where a box lies."""
        return self._layout.boxes[name]

    def sizeHint(self) -> QSize:
        """As in the window of 1440x900."""
        return QSize(1080, 180)

    # --- events ---

    def event(self, event: QEvent) -> bool:
        """Tooltips of the boxes."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            box = self.box_at(QPointF(event.pos()))
            told = in_tooltip(self.about(box.name)) if box else ""
            QToolTip.showText(event.globalPos(), told, self)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right choose a box and tell what it is; Enter goes where it leads, Escape
        leaves it."""
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if by is not None:
            names = list(self.graph.by_name)
            here = names.index(self.selected) if self.selected else -1 if by > 0 else 0
            self._select(names[(here + by) % len(names)])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.selected:
            self._go(self.graph.by_name[self.selected])
        elif event.key() == Qt.Key.Key_Escape and self.selected:
            self._select(None)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over what leads somewhere."""
        box = self.box_at(event.position())
        led = box is not None and bool(leads(box))
        self.setCursor(Qt.CursorShape.PointingHandCursor if led else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click may begin here."""
        self._pressed = self.box_at(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click that ends where it began goes where its box leads."""
        box, pressed = self.box_at(event.position()), self._pressed
        self._pressed = None
        if event.button() == Qt.MouseButton.LeftButton and box is not None and box == pressed:
            self._go(box)

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

    def _go(self, box: Box) -> None:
        if leads(box):
            QToolTip.hideText()
            self.chosen.emit(box)

    def _select(self, name: str | None) -> None:
        self.selected = name
        if name:
            corner = self.box(name).bottomLeft().toPoint() + QPoint(0, 4)
            QToolTip.showText(self.mapToGlobal(corner), in_tooltip(self.about(name)), self)
        else:
            QToolTip.hideText()
        self.update()

    def _relayout(self) -> None:
        small, usual = QFontMetricsF(text_font(DETAIL_PX)), QFontMetricsF(text_font(NAME_PX))
        boxes = self.graph.boxes
        details = {box.name: small.horizontalAdvance(box.detail) for box in boxes if box.detail}
        names = {
            box.name: usual.horizontalAdvance(box.title)
            for box in boxes
            if box.side in ("left", "right")
        }
        size = self.width(), self.height()
        self._layout = layout(self.graph, *size, details, names, self._named)
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
        for box in self.graph.boxes:
            rect = self._layout.boxes[box.name]
            if region.intersects(rect.toAlignedRect()):
                painter.setOpacity(DIMMED if self.light.dims(box.name) else 1.0)
                if box.shape == "figure":
                    value = self.figures.get(box.measure, math.nan)
                    paint_figure(painter, box, rect, value, self._theme)
                elif not box.under:
                    self._paint_thumbnail(painter, box, rect)
                painter.setOpacity(1.0)
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
                self.graph,
                self._layout,
                self.light,
            )
            painter = QPainter(picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_dashes(painter, self._theme, self._layout, self.light, self._phase)
            painter.end()
            self._stills[self._phase] = picture
        return self._stills[self._phase]

    def _paint_thumbnail(self, painter: QPainter, box: Box, rect: QRectF) -> None:
        inner = rect.adjusted(INSET, INSET, -INSET, -INSET)
        if box.name not in self._thumbnails:
            size, ratio = inner.size().toSize(), self.devicePixelRatioF()
            picture = paint_thumbnail(box, size, ratio, self._theme, self.pictures)
            self._thumbnails[box.name] = picture
        painter.drawPixmap(inner.topLeft(), self._thumbnails[box.name])
