"""The square that one drags through: a plane of latent space, its anchors, and where one is."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ganlab.app.look.theme import Theme, figure_font
from ganlab.app.rooms.images.latent.picture import to_image
from ganlab.gan.latent import Floats

SIDE = 252
PLACES = np.array([(0.0, 0.72), (-0.72, -0.62), (0.72, -0.62)])
"""(3, 2): where the anchors stand, x to the right and y upwards in [-1, 1]."""
MAP = 7
"""Images a side of the map behind."""
MAP_OPACITY = 0.42
ANCHOR_PX, ANCHOR_SHARE = 46, 0.22
"""Side of an anchor's image, at most, and of the plane's side."""
STEP, FINE = 0.05, 0.01
"""How far an arrow key goes, and with Shift."""


def map_places() -> Floats:
    """(MAP², 2) middles of the map's cells, row by row from the top."""
    middles = (2 * np.arange(MAP) + 1) / MAP - 1
    x, y = np.meshgrid(middles, -middles)
    return np.stack([x, y], axis=-1).reshape(-1, 2)


class Pad(QWidget):
    """Emits `moved` when the point is dragged or walks by arrow keys; Home is the middle."""

    moved = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.place = (0.0, 0.0)
        """Where the point stands, in [-1, 1]²."""
        self._anchors: list[QImage] = []
        self._map = QImage()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName("Plane through latent space")
        self.setToolTip(
            "Drag through the plane: every place is another noise vector. "
            "Arrow keys walk, Shift walks finely, Home is the middle. While training goes on, the "
            "image is drawn between two steps."
        )
        theme.changed.connect(self._restyle)

    def show_anchors(self, images: NDArray[np.uint8]) -> None:
        """(3, H, W) images at their places, or none."""
        self._anchors = [to_image(pixels) for pixels in images]
        self.update()

    def show_map(self, images: NDArray[np.uint8]) -> None:
        """(MAP², H, W) images of the places of `map_places`, or none."""
        self._map = QImage()
        if len(images):
            height, width = images.shape[1:]
            rows = images.reshape(MAP, MAP, height, width).swapaxes(1, 2)
            self._map = to_image(rows.reshape(MAP * height, MAP * width))
        self.update()

    def go(self, x: float, y: float) -> None:
        """Move the point, as a drag does; the edge holds it."""
        place = (min(max(x, -1.0), 1.0), min(max(y, -1.0), 1.0))
        if place != self.place:
            self.place = place
            self.update()
            self.moved.emit()

    def pixel(self, x: float, y: float) -> QPointF:
        """Where a place of the plane is in the widget."""
        return QPointF((x + 1) / 2 * self.width(), (1 - y) / 2 * self.height())

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(SIDE, SIDE)

    # --- the hand ---

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The point jumps here."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._go_to(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The point follows."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go_to(event.position())

    def _go_to(self, where: QPointF) -> None:
        self.go(where.x() / self.width() * 2 - 1, 1 - where.y() / self.height() * 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys walk; Home goes to the middle."""
        way = _WAYS.get(Qt.Key(event.key()))
        if way is not None:
            step = FINE if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else STEP
            self.go(self.place[0] + step * way[0], self.place[1] + step * way[1])
        elif event.key() == Qt.Key.Key_Home:
            self.go(0.0, 0.0)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The frame tells it."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The frame tells it."""
        super().focusOutEvent(event)
        self.update()

    # --- painting ---

    def paintEvent(self, event: QPaintEvent) -> None:
        """The map, the triangle of anchors, the point."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("sunken"))
        if not self._map.isNull():
            painter.setOpacity(MAP_OPACITY)
            painter.drawImage(self.rect(), self._map)
            painter.setOpacity(1.0)
        self._paint_anchors(painter)
        self._paint_point(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(self._theme.color("real" if self.hasFocus() else "hairline"), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _paint_anchors(self, painter: QPainter) -> None:
        painter.setFont(figure_font(11))
        side = min(ANCHOR_PX, round(ANCHOR_SHARE * self.width()))
        for number, (image, (x, y)) in enumerate(zip(self._anchors, PLACES, strict=False), 1):
            rect = QRect(0, 0, side, side)
            rect.moveCenter(self.pixel(x, y).toPoint())
            painter.fillRect(rect.adjusted(-2, -2, 2, 2), self._theme.color("generated"))
            painter.drawImage(rect, image)
            tag = QRectF(rect.right() - 13, rect.bottom() - 14, 16, 17)
            painter.fillRect(tag, self._theme.color("generated"))
            painter.setPen(self._theme.color("panel"))
            painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, str(number))

    def _paint_point(self, painter: QPainter) -> None:
        """A ring in two colours, to be seen on white and on black."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for color, width in (("panel", 5.0), ("real", 2.5)):
            painter.setPen(QPen(self._theme.color(color), width))
            painter.drawEllipse(self.pixel(*self.place), 8, 8)

    @Slot()
    def _restyle(self) -> None:
        self.update()


_WAYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Down: (0, -1),
    Qt.Key.Key_Up: (0, 1),
}
