"""From one sample to another in thirteen images, along a straight line and along an arc."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from ganlab.app.look.theme import Theme
from ganlab.app.look.words import in_tooltip
from ganlab.app.rooms.images.latent.picture import Picture
from ganlab.gan.latent import Floats, lerp, slerp

STEPS = 13
SIDE, LEAST = 56, 26
"""Of an image, pixels, as there is room."""
GAP = 4
_WAYS = {
    "Linear": "Straight from one to the other, through shorter noise than the generator knows",
    "Spherical": "Along the arc, on which Gaussian noise keeps its length (Shoemake 1985)",
}


class Strip(QWidget):
    """Two rows of images; `chosen` tells which place of `noise` was clicked."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.noise: Floats = np.zeros((0, 0))
        """(2 · STEPS, d): the line, then the arc."""
        self.pictures: list[Picture] = []
        self._names: list[QLabel] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(GAP)
        grid.setColumnStretch(STEPS + 1, 1)
        for row, (way, tooltip) in enumerate(_WAYS.items()):
            label = QLabel(way)
            label.setProperty("class", "muted")
            label.setToolTip(in_tooltip(tooltip))
            grid.addWidget(label, row, 0)
            self._names.append(label)
            for column in range(STEPS):
                name = f"{way} step {column + 1} of {STEPS}"
                picture = Picture(theme, SIDE, name, least=LEAST)
                picture.setToolTip("Click to go on from here: pin it, or make it an anchor or end")
                picture.setCursor(Qt.CursorShape.PointingHandCursor)
                place = row * STEPS + column
                picture.clicked.connect(lambda _=False, place=place: self.chosen.emit(place))
                grid.addWidget(picture, row, column + 1)
                self.pictures.append(picture)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """All thirteen stand beside one another, as large as they can."""
        super().resizeEvent(event)
        names = max(self._names, key=lambda label: label.sizeHint().width())
        room = event.size().width() - names.sizeHint().width()
        side = min(max(room // STEPS - GAP, LEAST), SIDE)
        for picture in self.pictures:
            picture.set_side(side)

    def join(self, begin: Floats, end: Floats) -> Floats:
        """The (2 · STEPS, d) noise of both ways between two (d,) samples."""
        shares = np.linspace(0, 1, STEPS)
        self.noise = np.concatenate([lerp(begin, end, shares), slerp(begin, end, shares)])
        return self.noise

    def show_images(self, images: NDArray[np.uint8]) -> None:
        """(2 · STEPS, H, W)."""
        for picture, pixels in zip(self.pictures, images, strict=True):
            picture.show_pixels(pixels)
