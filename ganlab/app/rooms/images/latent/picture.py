"""One small greyscale image, its pixels sharp however large it is shown."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QSize, Qt, Slot
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ganlab.app.look.theme import Theme


def to_image(pixels: NDArray[np.uint8]) -> QImage:
    """(H, W) grey pixels as an image that owns them."""
    pixels = np.ascontiguousarray(pixels)
    height, width = pixels.shape
    return QImage(pixels.data, width, height, width, QImage.Format.Format_Grayscale8).copy()


class Picture(QAbstractButton):
    """Shows an image in a square; a click or Return on it emits `clicked`."""

    def __init__(
        self,
        theme: Theme,
        side: int,
        name: str,
        parent: QWidget | None = None,
        least: int | None = None,
    ) -> None:
        """`side`, in pixels; with `least` it may be made as narrow as that."""
        super().__init__(parent)
        self._theme, self._side, self._least = theme, side, least or side
        self.pixels: NDArray[np.uint8] | None = None
        """(H, W); None while there is nothing to show."""
        self._image = QImage()
        self.setAccessibleName(name)
        policy = QSizePolicy.Policy
        self.setSizePolicy(policy.Preferred if least else policy.Fixed, policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.changed.connect(self._restyle)

    def show_pixels(self, pixels: NDArray[np.uint8] | None) -> None:
        """Show this (H, W) image, or an empty place."""
        self.pixels = pixels
        self._image = QImage() if pixels is None else to_image(pixels)
        self.update()

    def set_side(self, side: int) -> None:
        """Be of another size."""
        if side != self._side:
            self._side = side
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(self._side, self._side)

    def minimumSizeHint(self) -> QSize:
        """As narrow as it may be."""
        return QSize(self._least, self._side)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return is a click: Space always plays."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The image as large as fits, and a frame that tells focus."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("sunken"))
        painter.drawImage(fitted(self.rect(), self._image), self._image)
        clickable = self.focusPolicy() != Qt.FocusPolicy.NoFocus
        active = clickable and (self.hasFocus() or self.underMouse())
        painter.setPen(QPen(self._theme.color("real" if active else "hairline"), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    @Slot()
    def _restyle(self) -> None:
        self.update()


def fitted(rect: QRect, image: QImage) -> QRect:
    """The largest place in `rect`, centred, that keeps the image's proportions."""
    size = image.size().scaled(rect.size(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRect(rect.topLeft(), size)
    place.moveCenter(rect.center())
    return place
