"""Images that were pinned, as they looked then, with the noise they were made from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QWidget

from ganlab.app.look.theme import Theme
from ganlab.app.rooms.images.latent.picture import Picture
from ganlab.gan.latent import Floats

SIDE = 48


@dataclass(frozen=True, eq=False)
class Pin:
    """One of them."""

    noise: Floats
    """(d,)"""
    pixels: NDArray[np.uint8]
    """(H, W)"""


class PinRow(QScrollArea):
    """Shows them in a row; `chosen` tells which was clicked."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.pins: list[Pin] = []
        self.pictures: list[Picture] = []
        inside = QWidget()
        self._row = QHBoxLayout(inside)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        self._row.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self._hint = QLabel("Nothing is pinned yet. A pinned image stays here as it is.")
        self._hint.setProperty("class", "muted")
        self._row.addWidget(self._hint)
        self.setWidget(inside)
        for widget in (inside, self.viewport()):
            widget.setAutoFillBackground(False)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(SIDE + 10)

    def add(self, pin: Pin) -> None:
        """Put it at the end of the row."""
        self.pins.append(pin)
        picture = Picture(self._theme, SIDE, f"Pinned image {len(self.pins)}")
        picture.setToolTip("Click to make it an anchor or an end of the strip, or to unpin it")
        picture.setCursor(Qt.CursorShape.PointingHandCursor)
        picture.show_pixels(pin.pixels)
        picture.clicked.connect(lambda: self.chosen.emit(self.pictures.index(picture)))
        self.pictures.append(picture)
        self._row.addWidget(picture)
        self._hint.hide()

    def remove(self, index: int) -> None:
        """Take it out of the row."""
        del self.pins[index]
        picture = self.pictures.pop(index)
        self._row.removeWidget(picture)
        picture.hide()
        picture.deleteLater()
        self._hint.setVisible(not self.pins)

    def clear(self) -> None:
        """No pins: they belong to another latent space."""
        while self.pins:
            self.remove(len(self.pins) - 1)
