"""One picture of the gallery: a target painted from its samples."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QTransform,
)
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from ganlab.app.forms.field import rich
from ganlab.app.look.icons import icon
from ganlab.app.look.theme import SMALL_PX, Theme, text_font
from ganlab.data import Target
from ganlab.data.target import plane_view

HEIGHT = 44
SAMPLES = 240
_DOT = 1.8
_MARGIN = 5
_EDGE = 1.2
"""View units beyond which no dot is drawn."""
_MARKS = ((60, SMALL_PX, 17), (0, 9, 13))
"""From which height of the picture on, pixels: the size of its word, and the room for it."""
_SIGN_PX = 20


class Thumbnail(QAbstractButton):
    """A small picture of one target. Checked: it is the current one."""

    data_only = Signal()
    """The context menu's "only the data"."""
    arrow = Signal(int, int)
    """(columns, rows) to go by an arrow key."""

    def __init__(self, name: str, title: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self._theme = theme
        self._points = QPolygonF()
        self._filled = self._ring = False
        self._images: QImage | None = None
        self._mark = self._sign = ""
        self.setCheckable(True)
        self.describe(title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def describe(self, title: str, about: str = "") -> None:
        """Set title, tooltip and the name for screen readers."""
        self.setText(title)
        self.setAccessibleName(f"Target: {title}")
        self.setAccessibleDescription(about)
        self.setToolTip(f"<qt>{rich(title, about)}</qt>")

    @property
    def painted(self) -> bool:
        """Whether it has a picture yet."""
        return not self._points.isEmpty() or self._images is not None

    def sizeHint(self) -> QSize:
        """A fifth of the dock's width; where there is room it grows."""
        return QSize(48, HEIGHT)

    def show_target(self, target: Target) -> None:
        """Take a picture of a target: dots in two dimensions, a hill in one."""
        rng = np.random.default_rng(7)
        points: Iterable[tuple[float, float]]
        if target.dimension == 1:
            points = _hill(target.view.forward(target.sample(200 * SAMPLES, rng).rows)[:, 0])
        else:
            seen = plane_view(target).forward(target.sample(SAMPLES, rng).rows)
            points = seen[np.abs(seen).max(axis=1) < _EDGE].tolist()  # outliers have no room
        self._filled, self._images = target.dimension == 1, None
        self._points = QPolygonF([QPointF(x, -y) for x, y in points])
        self.update()

    def show_images(self, images: NDArray[np.uint8], mark: str = "") -> None:
        """Show (n, H, W) images side by side, over a word that tells them from others."""
        row = np.ascontiguousarray(np.concatenate(list(images), axis=1))
        height, width = row.shape
        picture = QImage(row.data, width, height, width, QImage.Format.Format_Grayscale8)
        self._images, self._mark = picture.copy(), mark
        self.update()

    def show_mark(self, mark: str) -> None:
        """Show a word below the picture."""
        self._mark = mark
        self.update()

    def show_sign(self, name: str) -> None:
        """Show an icon of that name for as long as there is no picture."""
        self._sign = name
        self.update()

    def nextCheckState(self) -> None:
        """A click asks; only the document decides which one is current."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture in the data's colour on sunken ground, framed when it is the current one."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, current = self._theme, self.isChecked()
        ground = "hover" if self.underMouse() and not current else "sunken"
        width = 2.0 if current else 1.0
        painter.setBrush(theme.color(ground))
        painter.setPen(QPen(theme.color("real" if current else "hairline"), width))
        inset = width / 2
        frame = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(frame, 4, 4)
        if self._ring:  # unlike the frame of the current one, which alone is chosen
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("text"), 1, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(frame.adjusted(2, 2, -2, -2), 3, 3)
        room = self._paint_mark(painter)
        if not self.painted and self._sign:
            across = round(min(room.width(), room.height(), _SIGN_PX))
            place = QRect(0, 0, across, across)
            place.moveCenter(room.center().toPoint())
            icon(self._sign, theme.palette.muted).paint(painter, place)
            return
        if self._images is not None:
            self._paint_images(painter, self._images, room)
            return
        side = min(room.width(), room.height()) / 2 - _MARGIN + 3
        painter.translate(room.center())
        dots = QTransform.fromScale(side, side).map(self._points)
        if self._filled:
            painter.setPen(QPen(theme.color("real"), 1.2))
            painter.setBrush(theme.color("real", 0.2))
            painter.drawPolygon(dots)
        else:
            pen = QPen(theme.color("real", 0.85), _DOT)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawPoints(dots)

    def _paint_mark(self, painter: QPainter) -> QRectF:
        """The word below the picture, if there is one; returns the room that is left."""
        room = QRectF(self.rect()).adjusted(3, 3, -3, -3)
        if self._mark:
            size, below = next(mark[1:] for mark in _MARKS if self.height() >= mark[0])
            room.setBottom(room.bottom() - below)
            painter.setFont(text_font(size))
            painter.setPen(self._theme.color("text" if self.isChecked() else "muted"))
            words = QRectF(3, room.bottom(), self.width() - 6, below)
            elide = Qt.TextElideMode.ElideRight
            shown = painter.fontMetrics().elidedText(self._mark, elide, round(words.width()))
            painter.drawText(words, Qt.AlignmentFlag.AlignCenter, shown)
        return room

    def _paint_images(self, painter: QPainter, images: QImage, room: QRectF) -> None:
        size = QSizeF(images.size()).scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(QPointF(), size)
        place.moveCenter(room.center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, images)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus to those who came by the keyboard."""
        super().focusInEvent(event)
        self._ring = event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
        )
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """It is elsewhere."""
        super().focusOutEvent(event)
        self._ring = False
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys go to the neighbour, Enter and Space take this one."""
        steps = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        key = Qt.Key(event.key())
        if key in steps:
            self.arrow.emit(*steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Choose how much of the recipe to take."""
        self.menu().popup(event.globalPos())

    def menu(self) -> QMenu:
        """The context menu: the whole recipe, or only the data."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Whole recipe", self.click)
        menu.addAction("Only the data", self.data_only.emit)
        return menu

    def event(self, event: QEvent) -> bool:
        """Repaint when the mouse comes or goes."""
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self.update()
        return super().event(event)


def _hill(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> list[tuple[float, float]]:
    """The outline of a histogram of values in [-1, 1], for a polygon within [-1, 1]^2."""
    counts, edges = np.histogram(values, bins=24, range=(-1.0, 1.0))
    heights = -0.8 + 1.5 * counts / max(counts.max(), 1)
    tops = [(x, h) for i, h in enumerate(heights) for x in (edges[i], edges[i + 1])]
    return [(-1.0, -0.8), *tops, (1.0, -0.8)]
