"""One sheet of images with its name: sharp, hoverable, painted as a single picture."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt, Signal, Slot
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from ganlab.app.items.heatmap import color_table
from ganlab.app.items.image_sheet import Grid, belief_colors, compose, fit
from ganlab.app.items.markers import Marker, draw_marker
from ganlab.app.look.theme import SMALL_PX, Theme, text_font
from ganlab.games.shown.views import Bytes, Floats

CAPTION, NAMES = 20, 15
"""Height of the line with the name, and of that with the names of the classes, pixels."""
LEAST = 40
"""Images that a sheet of its own shows, before they are enlarged any further."""
FULL_HUE = 1.0


class ImageView(QWidget):
    """A sheet of images under a caption; told what to show, it knows nothing of training."""

    pointed = Signal(object)
    """The number of the image under the mouse; None when there is none."""
    chosen = Signal(object, int)
    """(H, W) pixels and the number of an image that was clicked, where clicking is invited."""

    def __init__(
        self,
        theme: Theme,
        caption: str,
        color: str,
        marker: Marker,
        invitations: tuple[str, ...] = (),
        parent: QWidget | None = None,
    ) -> None:
        """`invitations` say what a click on an image does, in ever fewer words; without them a
        click does nothing."""
        super().__init__(parent)
        self._invitations = invitations
        self._theme, self._caption, self._color, self._marker = theme, caption, color, marker
        self._images: Bytes | None = None
        self._belief: Floats | None = None
        self._bordered = True
        self._classes: tuple[str, ...] = ()
        self._sheets = 1
        self._grid: Grid | None = None
        self._picture: QImage | None = None
        self._pointed: int | None = None
        self.hint = ""
        self.setMinimumSize(80, 120)
        self.setMouseTracking(True)
        self.setAccessibleName(caption)
        theme.changed.connect(self._repaint)

    # --- what is shown ---

    @property
    def grid(self) -> Grid | None:
        """The places of the images; None while there are no images."""
        return self._grid

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of the classes that have columns of their own."""
        return self._classes

    def show_images(self, images: Bytes | None, belief: Floats | None = None) -> None:
        """Show (n, H, W) images, and (n,) D's opinion of them in their borders."""
        known = None if self._images is None else self._images.shape
        self._images, self._belief = images, belief
        if (None if images is None else images.shape) != known:
            self._arrange()
        self._repaint()

    def set_bordered(self, bordered: bool) -> None:
        """Whether borders tell D's opinion."""
        self._bordered = bordered
        self._repaint()

    def set_sheets(self, sheets: int, classes: tuple[str, ...]) -> None:
        """How many sheets share the room, and the names of the classes that the images are of, in
        turn: each has a column."""
        if (sheets, classes) != (self._sheets, self._classes):
            self._sheets, self._classes = sheets, classes
            self._arrange()
            self._repaint()

    def picture(self) -> QImage | None:
        """The sheet as it is on screen, without its caption; None while there are no images."""
        if self._picture is None and self._images is not None and self._grid is not None:
            color = self._theme.color
            table = color_table(color("generated"), color("neutral"), color("real"), FULL_HUE)
            borders = None
            if self._bordered and self._belief is not None:
                borders = belief_colors(self._belief, table)
            self._picture = compose(self._images, self._grid, color("panel"), borders)
        return self._picture

    # --- events ---

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many images as fit now."""
        super().resizeEvent(event)
        self._arrange()
        self._repaint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Report the image under the mouse."""
        super().mouseMoveEvent(event)
        self._point(self.number_at(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the image under the mouse."""
        super().mousePressEvent(event)
        number = self.number_at(event.position())
        left = event.button() == Qt.MouseButton.LeftButton
        if self._images is not None and number is not None and left and self._invitations:
            self.chosen.emit(self._images[number], number)

    def leaveEvent(self, event: Any) -> None:
        """The mouse is gone."""
        super().leaveEvent(event)
        self._point(None)

    def number_at(self, position: QPointF) -> int | None:
        """The number of the image at a position in this widget."""
        if self._grid is None or self._images is None:
            return None
        place = (position - QPointF(self._corner())) * self.devicePixelRatioF()
        number = self._grid.at(place.x(), place.y()) if min(place.x(), place.y()) >= 0 else None
        return number if number is not None and number < len(self._images) else None

    def place_of(self, number: int) -> QPoint:
        """The middle of an image in this widget."""
        assert self._grid is not None
        (down, across), zoom = self._grid.pitch, self._grid.zoom / self.devicePixelRatioF()
        row, column = divmod(number, self._grid.columns)
        x, y = (column + 0.5) * across * zoom, (row + 0.5) * down * zoom
        return self._corner() + QPoint(round(x), round(y))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Caption, sheet, and a frame round the image under the mouse."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = self._theme.color(self._color)
        left = self._corner().x()
        draw_marker(painter, QPointF(left + 5, CAPTION / 2 - 2), self._marker, color, color)
        painter.setFont(text_font(SMALL_PX))
        painter.setPen(color)
        caption = QRectF(left + 14, 0, self.width() - left - 14, CAPTION - 4)
        painter.drawText(caption, Qt.AlignmentFlag.AlignVCenter, self._caption)
        picture = self.picture()
        if picture is not None:
            self._paint_invitation(painter, caption)
        if picture is None or self._grid is None:
            room = QRectF(self.rect()).adjusted(0, self._top, 0, 0)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("sunken"))
            painter.drawRoundedRect(room, 6, 6)
            painter.setPen(self._theme.color("muted"))
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, self.hint)
            return
        self._paint_names(painter)
        zoom = self._grid.zoom / self.devicePixelRatioF()
        tall, wide = self._grid.size
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self._grid.zoom != 1)
        painter.drawImage(QRectF(QPointF(self._corner()), QSizeF(wide, tall) * zoom), picture)
        if self._pointed is not None:
            down, across = (side * zoom for side in self._grid.pitch)
            around = QRectF(0, 0, across - 1, down - 1)
            around.moveCenter(QPointF(self.place_of(self._pointed)) - QPointF(0.5, 0.5))
            painter.setPen(QPen(self._theme.color("text"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(around)

    # --- inside ---

    @property
    def _top(self) -> int:
        """Height of the lines above the sheet."""
        return CAPTION + (NAMES if self._classes else 0)

    def _paint_names(self, painter: QPainter) -> None:
        """Of the classes, each above its columns."""
        if self._grid is None or not self._classes or self._grid.columns % len(self._classes):
            return
        painter.setFont(text_font(SMALL_PX))
        painter.setPen(self._theme.color("muted"))
        across = self._grid.pitch[1] * self._grid.zoom / self.devicePixelRatioF()
        for column in range(self._grid.columns):
            left = self._corner().x() + column * across
            place = QRectF(left, CAPTION - 2, across, NAMES)
            name = self._classes[column % len(self._classes)]
            elide = Qt.TextElideMode.ElideRight
            shown = painter.fontMetrics().elidedText(name, elide, int(across))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, shown)

    def _paint_invitation(self, painter: QPainter, line: QRectF) -> None:
        """After the caption, in as many words as there is room for."""
        length = painter.fontMetrics().horizontalAdvance
        rest = line.adjusted(length(self._caption) + 10, 0, 0, 0)
        painter.setPen(self._theme.color("muted"))
        for words in self._invitations:
            if length(words) <= rest.width():
                painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, words)
                return

    def _corner(self) -> QPoint:
        """Of the sheet: in the middle of the width, under the caption."""
        if self._grid is None:
            return QPoint(0, self._top)
        width = round(self._grid.seen[1] / self.devicePixelRatioF())
        return QPoint(max((self.width() - width) // 2, 0), self._top)

    def _point(self, number: int | None) -> None:
        if number != self._pointed:
            self._pointed = number
            over = self._invitations and number is not None
            shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)
            self.update()
            self.pointed.emit(number)

    def _arrange(self) -> None:
        if self._images is None or not len(self._images):
            self._grid = None
            return
        n, height, width = self._images.shape
        ratio = self.devicePixelRatioF()
        room = int(self.width() * ratio), max(int((self.height() - self._top) * ratio), 1)
        least = max(LEAST // self._sheets, 1)
        self._grid = fit(room[1], room[0], (height, width), n, least, len(self._classes))

    @Slot()
    def _repaint(self) -> None:
        self._picture = None
        self.update()


def lined_up(labels: NDArray[np.uint8], classes: int) -> NDArray[np.intp]:
    """An order in which image i is of class i modulo `classes`, as far as there are such images."""
    queues = [list(np.flatnonzero(labels == number)[::-1]) for number in range(classes)]
    order: list[int] = []
    for place in range(len(labels)):
        if not queues[place % classes]:
            break
        order.append(int(queues[place % classes].pop()))
    rest = sorted(set(range(len(labels))) - set(order))
    return np.array(order + rest, dtype=np.intp)
