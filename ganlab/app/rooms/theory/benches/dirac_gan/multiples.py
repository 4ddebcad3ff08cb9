"""The eleven small pictures as one widget, so that a drag costs little."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QToolTip

from ganlab.app.look.theme import Theme
from ganlab.app.look.words import in_tooltip
from ganlab.app.rooms.theory.benches.dirac_gan.pictures import verdict
from ganlab.app.rooms.theory.benches.dirac_gan.sheet import Sheet
from ganlab.app.rooms.theory.benches.dirac_gan.small import Shown, SmallPictures
from ganlab.theory.dirac_gan.methods import METHODS

GRIP = 9.0
"""Pixels around the start within which it is taken."""
CLICK = 4.0
"""Pixels that a click may move."""
_KEYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class Multiples(QFrame):
    """A click enlarges one; the start can be dragged in each of them."""

    chosen = Signal(str)
    """The method of that name is to be enlarged."""
    dragged = Signal(float, float)
    """Where the start is wanted: θ, ψ."""
    dropped = Signal()
    """It was let go."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("class", "card")
        self._theme = theme
        self._pictures = SmallPictures(theme)
        self._shown: Shown | None = None
        self.sheet = Sheet.of(self.size())
        self._pressed: tuple[str, QPointF, bool] | None = None
        """In which picture, where, and whether the start is held."""
        self._moved = False
        self.setMinimumSize(220, 240)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName("Eleven ways to train")
        theme.changed.connect(self._restyle)

    def show_all(self, shown: Shown) -> None:
        """Show these from now on."""
        if self._shown is None or shown.chosen != self._shown.chosen:
            title = METHODS[shown.chosen].title
            self.setAccessibleDescription(f"{title} is enlarged; the arrow keys enlarge another")
        self._shown = shown
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """They stand elsewhere."""
        super().resizeEvent(event)
        self.sheet = Sheet.of(self.size())
        self._pictures.forget()

    # --- mouse and keys ---

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the start, or begin a click."""
        name = self.sheet.at(event.position())
        if event.button() is Qt.MouseButton.LeftButton and name and self._shown is not None:
            away = event.position() - self.sheet.scales[name].point(*self._shown.start)
            held = math.hypot(away.x(), away.y()) <= GRIP
            self._pressed, self._moved = (name, event.position(), held), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the start."""
        if self._pressed is None:
            there = bool(self.sheet.at(event.position()))
            shape = Qt.CursorShape.PointingHandCursor if there else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)
            return
        name, start, held = self._pressed
        away = event.position() - start
        self._moved = self._moved or math.hypot(away.x(), away.y()) > CLICK
        if held and self._moved:
            self.dragged.emit(*self.sheet.scales[name].units(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go, or enlarge what was clicked."""
        if self._pressed is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        (name, _, held), self._pressed = self._pressed, None
        if not self._moved:
            self.chosen.emit(name)
        elif held:
            self.dropped.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrow keys enlarge a neighbour."""
        step = _KEYS.get(Qt.Key(event.key()))
        if step is None or self._shown is None:
            super().keyPressEvent(event)
            return
        names = list(METHODS)
        wanted = names.index(self._shown.chosen) + step[0] + self.sheet.columns * step[1]
        if 0 <= wanted < len(names):
            self.chosen.emit(names[wanted])

    def event(self, event: QEvent) -> bool:
        """A picture's tooltip says which it is, and how it ended."""
        if isinstance(event, QHelpEvent) and self._shown is not None:
            name = self.sheet.at(QPointF(event.pos()))
            if name:
                method = METHODS[name]
                words = f"{method.title} ({method.source}): {verdict(self._shown.ways[name])}"
                told = in_tooltip(f"{words}. Click to enlarge")
                QToolTip.showText(event.globalPos(), told, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The enlarged one's frame shows it."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """And no more."""
        super().focusOutEvent(event)
        self.update()

    # --- painting ---

    def _restyle(self) -> None:
        self._pictures.forget()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The card, and all of them."""
        super().paintEvent(event)
        if self._shown is not None:
            with QPainter(self) as painter:
                ratio, focus = self.devicePixelRatioF(), self.hasFocus()
                self._pictures.paint(painter, self._shown, self.sheet, ratio, focus)

    def paint_into(self, painter: QPainter) -> None:
        """As it is, its origin at the corner: for files."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("hairline"), 1))
        painter.setBrush(self._theme.color("panel"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        if self._shown is not None:
            self._pictures.paint(painter, self._shown, self.sheet, 0, focus=False)
        painter.restore()
