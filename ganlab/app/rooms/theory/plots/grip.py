"""What one drags in a plot: a small widget, so that keys and screen readers reach it, too."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ganlab.app.look.theme import Theme
from ganlab.app.look.words import in_tooltip
from ganlab.app.rooms.theory.plots.marks import Handle

SIZE = 18
"""Pixels that the mouse can hold."""
RADIUS = 5.5
KEYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Down: (0, -1),
    Qt.Key.Key_Up: (0, 1),
}
"""Which way an arrow key moves."""
_CURSORS = {
    "x": Qt.CursorShape.SizeHorCursor,
    "y": Qt.CursorShape.SizeVerCursor,
    "xy": Qt.CursorShape.SizeAllCursor,
}


class Grip(QWidget):
    """Shows one Handle. Says where it is wanted; the picture that follows moves it."""

    held = Signal(bool)
    """It has been taken by the mouse, or let go."""
    wanted_at = Signal(QPointF)
    """Where its middle is wanted, pixels of the parent."""
    pushed = Signal(int, int)
    """Steps of the arrow keys to the right and up."""
    rested = Signal()
    """What moved it was let go: the mouse or the key."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._handle: Handle | None = None
        self._offset: QPointF | None = None
        self.setFixedSize(SIZE, SIZE)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def handle(self) -> Handle:
        """What it shows."""
        assert self._handle is not None
        return self._handle

    @property
    def dragged(self) -> bool:
        """Whether the mouse holds it."""
        return self._offset is not None

    def show_handle(self, handle: Handle, at: QPointF) -> None:
        """Stand there."""
        if self._handle is None or handle.about != self._handle.about:
            self.setAccessibleName(handle.about or handle.name)
            about = f"{handle.about}: drag it, or use the arrow keys".lstrip(": ")
            self.setToolTip(in_tooltip(about))
        if self._handle is None or handle.moves != self._handle.moves:
            self.setCursor(_CURSORS[handle.moves])
        self._handle = handle
        self.move((at - QPointF(SIZE / 2, SIZE / 2)).toPoint())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take it where it is held."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._offset = event.position() - QPointF(SIZE / 2, SIZE / 2)
            self.held.emit(True)
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Ask to be moved."""
        if self._offset is not None:
            self.wanted_at.emit(self.mapToParent(event.position()) - self._offset)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if event.button() is Qt.MouseButton.LeftButton and self._offset is not None:
            self._offset = None
            self.held.emit(False)
            self.rested.emit()
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys move it; with Shift ten steps at a time."""
        key = Qt.Key(event.key())
        if key not in KEYS:
            super().keyPressEvent(event)
            return
        factor = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        across, up = KEYS[key]
        self.pushed.emit(factor * across, factor * up)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """One push, however long the key was held, is one step back."""
        if Qt.Key(event.key()) in KEYS and not event.isAutoRepeat():
            self.rested.emit()
        else:
            super().keyReleaseEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A disc with a rim; the rim is wide while it is held or has the focus."""
        with QPainter(self) as painter:
            self.paint_into(painter)

    def paint_into(self, painter: QPainter) -> None:
        """The same onto any painter, its origin at the corner."""
        if self._handle is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = "muted" if self._handle.colour == "theory" else self._handle.colour
        strong = self.hasFocus() or self.dragged
        painter.setBrush(self._theme.color("panel"))
        painter.setPen(QPen(self._theme.color(colour), 2.0))
        middle = QPointF(SIZE / 2, SIZE / 2)
        painter.drawEllipse(middle, RADIUS, RADIUS)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color(colour))
        painter.drawEllipse(middle, 2.2, 2.2)
        if strong:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.color("text"), 1.0))
            painter.drawEllipse(middle, RADIUS + 2.2, RADIUS + 2.2)
