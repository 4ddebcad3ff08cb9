"""A surface that is turned with the mouse or the arrow keys, and read under the mouse."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganlab.app.look.theme import SMALL_PX, Theme, figure_font
from ganlab.app.rooms.theory.plots.grip import KEYS
from ganlab.app.rooms.theory.plots.painting import Brush
from ganlab.app.rooms.theory.plots.surface.painter import SurfacePainter
from ganlab.app.rooms.theory.plots.surface.projection import Projection
from ganlab.app.rooms.theory.plots.surface.relief import Relief
from ganlab.figures import significant

DEGREES_A_PIXEL = 0.45
DEGREES_A_KEY = 5.0
NEAR_PX = 14.0
"""How near the mouse has to come to a corner of the surface to read it."""


class SurfaceCanvas(QWidget):
    """See `Surface`, whose signals these are."""

    turned = Signal(float, float)
    settled = Signal()

    def __init__(self, theme: Theme, brush: Brush, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._painter = theme, SurfacePainter(theme, brush)
        self.relief: Relief | None = None
        self._held: tuple[QPointF, float, float] | None = None
        self._mouse: QPointF | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setMinimumSize(120, 100)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self._restyle)

    def show_relief(self, relief: Relief) -> None:
        """Show this from now on."""
        self.relief = relief
        self.update()

    @property
    def reading(self) -> str:
        """What stands under the mouse: the corner of the surface that is nearest to who looks."""
        if self.relief is None or self._mouse is None or self._held is not None:
            return ""
        corners = self.relief.corners
        seen = self._projection(self.relief).placed(corners.reshape(-1, 3))
        far = np.hypot(seen[:, 0] - self._mouse.x(), seen[:, 1] - self._mouse.y())
        near = np.flatnonzero(far < NEAR_PX)
        if not len(near):
            return ""
        nearest = near[np.argmax(seen[near, 2] - far[near] / 1e3)]
        at, titles = corners.reshape(-1, 3)[nearest], self.relief.titles
        return "   ".join(f"{t} {significant(v, 3)}" for t, v in zip(titles, at, strict=True))

    # --- turning ---

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take it."""
        if event.button() is Qt.MouseButton.LeftButton and self.relief is not None:
            self._held = event.position(), self.relief.azimuth, self.relief.elevation
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Turn it, or read it."""
        self._mouse = event.position()
        if self._held is None:
            self.update()
            return
        start, azimuth, elevation = self._held
        moved = event.position() - start
        self._turn(azimuth + DEGREES_A_PIXEL * moved.x(), elevation + DEGREES_A_PIXEL * moved.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let it go."""
        if event.button() is Qt.MouseButton.LeftButton and self._held is not None:
            self._held = None
            self.setCursor(Qt.CursorShape.OpenHandCursor)
            self.settled.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys turn it."""
        key = Qt.Key(event.key())
        if key not in KEYS or self.relief is None:
            super().keyPressEvent(event)
            return
        across, up = KEYS[key]
        azimuth = self.relief.azimuth + DEGREES_A_KEY * across
        self._turn(azimuth, self.relief.elevation + DEGREES_A_KEY * up)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """One push is one step back."""
        if Qt.Key(event.key()) in KEYS and not event.isAutoRepeat():
            self.settled.emit()
        else:
            super().keyReleaseEvent(event)

    def _turn(self, azimuth: float, elevation: float) -> None:
        azimuth = (azimuth + 180) % 360 - 180
        self.turned.emit(azimuth, min(max(elevation, 0.0), 90.0))

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse has left."""
        self._mouse = None
        self.update()
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A rim says so."""
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """And no more."""
        self.update()
        super().focusOutEvent(event)

    # --- painting ---

    def paintEvent(self, event: QPaintEvent) -> None:
        """The surface, and what is read of it."""
        with QPainter(self) as painter:
            self.paint_into(painter)
            if reading := self.reading:
                painter.setFont(figure_font(SMALL_PX))
                width = QFontMetricsF(painter.font()).horizontalAdvance(reading) + 16
                box = QRectF(self.width() - width - 1, 1, width, 20)
                painter.setPen(QPen(self._theme.color("hairline"), 1))
                painter.setBrush(self._theme.color("panel", 0.94))
                painter.drawRoundedRect(box, 4, 4)
                painter.setPen(self._theme.color("text"))
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, reading)
            if self.hasFocus():
                painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
                painter.setPen(QPen(self._theme.color("real"), 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def paint_into(self, painter: QPainter) -> None:
        """The surface alone."""
        if self.relief is not None:
            self._painter.paint(painter, self._projection(self.relief))

    def _projection(self, relief: Relief) -> Projection:
        return Projection(relief, self.width(), self.height())

    def _restyle(self) -> None:
        self._painter.restyle()
        self.update()
