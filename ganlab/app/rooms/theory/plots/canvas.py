"""The part of a plot in which curves are: paints a picture, reads it, drags and draws in it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt, Signal, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganlab.app.look.theme import Theme
from ganlab.app.rooms.theory.plots.grip import KEYS, Grip
from ganlab.app.rooms.theory.plots.ground import Frame, Margins, picture_of
from ganlab.app.rooms.theory.plots.marks import Handle, Picture
from ganlab.app.rooms.theory.plots.painting import Brush
from ganlab.app.rooms.theory.plots.reading import Reading, readings
from ganlab.app.rooms.theory.plots.reading_box import ReadingBox
from ganlab.app.rooms.theory.plots.scale import Scale
from ganlab.figures import significant

PUSHES = 50
"""Steps of an arrow key across the plot, where the handle does not say."""
READ_PUSHES = 100


class Canvas(QWidget):
    """See `Plot`, whose signals these are."""

    dragged = Signal(str, float, float)
    dropped = Signal(str)
    drawn = Signal(object, object)
    hovered = Signal(object)

    def __init__(self, theme: Theme, brush: Brush, margins: Margins) -> None:
        super().__init__()
        self._theme, self._brush, self._margins = theme, brush, margins
        self.picture = self._wanted = Picture((), (0.0, 1.0), (0.0, 1.0))
        self._frame = Frame.of(self.picture, self.size(), margins)
        self._ground: QPixmap | None = None
        self.grips: dict[str, Grip] = {}
        self._box = ReadingBox(theme, self)
        self._hover: tuple[float, float] | None = None
        self._stroke: list[QPointF] | None = None
        self._pen = (0.5, 0.5)
        """Where the keys draw: shares of the axes."""
        self.drawing = False
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setMinimumSize(60, 40)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self._restyle)

    @property
    def scale(self) -> Scale:
        """Where units lie, pixels of the canvas."""
        return self._frame.scale

    def show_picture(self, picture: Picture) -> None:
        """Show this from now on. An axis along which a handle is dragged stays as it is."""
        self._wanted = picture
        for grip in self.grips.values():
            if grip.dragged:
                held = grip.handle.moves
                picture = replace(
                    picture,
                    x=self.picture.x if "x" in held else picture.x,
                    y=self.picture.y if "y" in held else picture.y,
                )
        self.picture = picture
        self._place()

    def set_drawing(self, drawing: bool) -> None:
        """Whether the mouse draws a curve."""
        self.drawing, self._stroke = drawing, None
        self.update()

    @property
    def reading(self) -> list[Reading]:
        """What is read at the place of the mouse or of the keys' crosshair."""
        return [] if self._hover is None else readings(self.picture, self.scale, *self._hover)

    def _place(self) -> None:
        frame = Frame.of(self.picture, self.size(), self._margins)
        if frame != self._frame:
            self._frame, self._ground = frame, None
        self._place_grips()
        self._show_reading()
        self.update()

    def _place_grips(self) -> None:
        handles = {m.name: m for m in self.picture.marks if isinstance(m, Handle)}
        for name in self.grips.keys() - handles.keys():
            grip = self.grips.pop(name)
            grip.hide()
            grip.deleteLater()
        area = self.scale.area
        for name, handle in handles.items():
            if name not in self.grips:
                self.grips[name] = self._new_grip(name)
            at = self.scale.point(handle.x, handle.y)
            at.setX(min(max(at.x(), area.left()), area.right()))
            at.setY(min(max(at.y(), area.top()), area.bottom()))
            self.grips[name].show_handle(handle, at)

    def _new_grip(self, name: str) -> Grip:
        grip = Grip(self._theme, self)
        grip.wanted_at.connect(lambda at: self._drag(grip, at))
        grip.pushed.connect(lambda across, up: self._push(grip, across, up))
        grip.rested.connect(lambda: self._rest(grip))
        grip.held.connect(self._free_axes)
        last = next(reversed(self.grips.values()), self)
        self.setTabOrder(last, grip)
        grip.show()
        return grip

    def _drag(self, grip: Grip, at: QPointF) -> None:
        area, handle = self.scale.area, grip.handle
        at.setX(min(max(at.x(), area.left()), area.right()))
        at.setY(min(max(at.y(), area.top()), area.bottom()))
        x, y = self.scale.units(at)
        self._say(handle, x, y)

    def _push(self, grip: Grip, across: int, up: int) -> None:
        handle, area = grip.handle, self.scale.area
        at = self.scale.point(handle.x, handle.y)
        moved = self.scale.units(
            at + QPointF(across * area.width() / PUSHES, -up * area.height() / PUSHES)
        )
        by_x, by_y = handle.step
        x = handle.x + across * by_x if by_x else moved[0]
        y = handle.y + up * by_y if by_y else moved[1]
        self._say(handle, x if across else handle.x, y if up else handle.y)

    def _say(self, handle: Handle, x: float, y: float) -> None:
        x = x if "x" in handle.moves else handle.x
        y = y if "y" in handle.moves else handle.y
        if (x, y) != (handle.x, handle.y):
            self.dragged.emit(handle.name, x, y)

    @Slot(bool)
    def _free_axes(self, held: bool) -> None:
        """What was dragged has been let go: the axes are those of the picture again."""
        if not held:
            self.show_picture(self._wanted)

    def _rest(self, grip: Grip) -> None:
        self.dropped.emit(grip.handle.name)

    # --- events ---

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        super().resizeEvent(event)
        self._place()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a stroke."""
        if self.drawing and event.button() is Qt.MouseButton.LeftButton:
            self._stroke = [event.position()]
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the stroke, or read what is here."""
        if self._stroke is not None:
            self._stroke.append(event.position())
        self._look(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The stroke is done."""
        if self._stroke is not None and event.button() is Qt.MouseButton.LeftButton:
            stroke, self._stroke = self._stroke, None
            places = [self.scale.units(at) for at in stroke]
            self.drawn.emit(np.array([x for x, _ in places]), np.array([y for _, y in places]))
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse has left."""
        self._read_no_more()
        super().leaveEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keys are for somebody else."""
        self._read_no_more()
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys read along the axis, or draw."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape and self._hover is not None:
            self._read_no_more()
        elif key in KEYS:
            across, up = KEYS[key]
            if self.drawing:
                self._draw_by_keys(across, up)
            else:
                self._move_reading(across, up)
        else:
            super().keyPressEvent(event)

    def _look(self, at: QPointF) -> None:
        if self.scale.area.adjusted(-2, -2, 2, 2).contains(at):
            self._hover = self.scale.units(at)
            self.hovered.emit(self._hover[0])
            self._show_reading()
            self.update()
        else:
            self._read_no_more()

    def _read_no_more(self) -> None:
        if self._hover is not None:
            self._hover = None
            self.hovered.emit(None)
            self._show_reading()
            self.update()

    def _move_reading(self, across: int, up: int) -> None:
        area = self.scale.area
        at = area.center() if self._hover is None else self.scale.point(*self._hover)
        at += QPointF(across * area.width() / READ_PUSHES, -up * area.height() / READ_PUSHES)
        at.setX(min(max(at.x(), area.left()), area.right()))
        at.setY(min(max(at.y(), area.top()), area.bottom()))
        self._look(at)

    def _draw_by_keys(self, across: int, up: int) -> None:
        before = self._pen
        x, y = before[0] + across / PUSHES, before[1] + up / PUSHES
        self._pen = min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)
        places = [self.scale.units(self._pen_at(pen)) for pen in (before, self._pen)]
        self.drawn.emit(np.array([x for x, _ in places]), np.array([y for _, y in places]))
        self.update()

    def _pen_at(self, pen: tuple[float, float]) -> QPointF:
        area = self.scale.area
        return QPointF(area.left() + pen[0] * area.width(), area.bottom() - pen[1] * area.height())

    # --- painting ---

    def _restyle(self) -> None:
        self._ground = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground from memory, the marks over it, and what is read."""
        ratio = self.devicePixelRatioF()
        if self._ground is None or self._ground.devicePixelRatioF() != ratio:
            self._ground = picture_of(self._frame, self._theme, ratio)
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, self._ground)
            self._brush.paint(painter, self.picture, self.scale)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            if self._stroke is not None:
                painter.setPen(self._brush.pen("text", 1.5))
                painter.drawPolyline(self._stroke)
            elif self.drawing and self.hasFocus():
                painter.setPen(self._brush.pen("text", 1.5))
                painter.drawEllipse(self._pen_at(self._pen), 4, 4)
            if self._hover is not None and self._stroke is None and not self.picture.blank:
                x, area = round(self.scale.point(*self._hover).x()) + 0.5, self.scale.area
                painter.setPen(QPen(self._theme.color("text", 0.45), 1))
                painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
            if self.hasFocus():
                painter.setPen(QPen(self._theme.color("real"), 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(self.scale.area.adjusted(-0.5, -0.5, 0.5, 0.5))

    def paint_into(self, painter: QPainter) -> None:
        """Everything as shapes onto any painter, its origin at the corner; nothing that is read."""
        painter.save()
        self._frame.paint(painter, self._theme)
        self._brush.paint(painter, self.picture, self.scale)
        for grip in self.grips.values():
            painter.save()
            painter.translate(grip.pos())
            grip.paint_into(painter)
            painter.restore()
        painter.restore()

    def _show_reading(self) -> None:
        """What stands at the place, over everything else; or nothing."""
        if self._hover is None or self._stroke is not None or self.picture.blank:
            self._box.hide()
            return
        name, up = self.picture.x_title or "x", self.picture.y_title or "y"
        found = [(r.colour, r.title, r.text) for r in self.reading]
        found = found or [("text", up, significant(self._hover[1]))]
        lines = [("text", name, significant(self._hover[0])), *found]
        self._box.show_lines(lines, self.scale.point(*self._hover), self.scale.area)
