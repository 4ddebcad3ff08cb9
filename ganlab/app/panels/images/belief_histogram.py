"""How D's opinions spread: real images above the line, generated ones below it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganlab.app.look.theme import SMALL_PX, Theme, text_font
from ganlab.figures import figure
from ganlab.games.shown.cards import short
from ganlab.games.shown.views import Floats
from ganlab.gan.scores import UNIT, Scale

BINS = 40
HEIGHT = 76
LINE = 14
"""Height of the line with the ends of the scale, pixels."""
NAMES = 92
"""Room for the names at the left, pixels."""
SIDES = (("real", "real"), ("generated", "gen."))
"""Colour and word of the half above the line, and of that below."""


@dataclass(frozen=True)
class Half:
    """The numbers on one side of the line: the first above it, of real images."""

    name: str
    """What D's number is called for them."""
    numbers: Floats | None


class BeliefHistogram(QWidget):
    """D's numbers from generated to real; both halves to one scale, so that areas compare."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._halves: tuple[Half, ...] = ()
        self._scale = UNIT
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(
            "What D says of real images, above, and of generated ones, below: generated on the\n"
            "left, real on the right. At the end of the game both pile up at the dashed line."
        )
        self.setAccessibleName("D over real and generated images")
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(240, HEIGHT)

    def show_belief(self, halves: Iterable[Half], scale: Scale = UNIT) -> None:
        """Take D's numbers for real and for generated images, and what they run over."""
        self._halves, self._scale = tuple(halves), scale
        known = [half.numbers for half in self._halves if half.numbers is not None]
        if len(known) == 2:
            real, fake = (figure(float(numbers.mean()), 2) for numbers in known)
            self.setAccessibleDescription(
                f"On average {real} over real, {fake} over generated images."
            )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Bars, the line between them, the scale."""
        painter = QPainter(self)
        painter.setFont(text_font(SMALL_PX))
        plot = QRectF(self.rect()).adjusted(NAMES, 0, -8, -LINE)
        middle = round(plot.center().y()) + 0.5
        half = plot.height() / 2 - 1
        shares = [
            None if half.numbers is None else _shares(self._scale.share(half.numbers))
            for half in self._halves
        ]
        highest = max((s.max() for s in shares if s is not None), default=0.0) or 1.0
        width = plot.width() / BINS
        for (name, words), share, half_of in zip(SIDES, shares, self._halves, strict=False):
            if share is None:
                continue
            painter.setPen(self._theme.color(name))
            top = middle - half if name == "real" else middle
            side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            label = f"{half_of.name} {words}"
            painter.drawText(QRectF(0, top, NAMES - 8, half), side, label)
            for i, height in enumerate((share / highest * half).tolist()):
                upper = middle - height if name == "real" else middle
                bar = QRectF(plot.left() + i * width, upper, max(width - 1, 1), height)
                painter.fillRect(bar, self._theme.color(name))
        painter.setPen(QPen(self._theme.color("muted"), 1))
        painter.drawLine(QPointF(plot.left(), middle), QPointF(plot.right(), middle))
        painter.setPen(QPen(self._theme.color("muted", 0.7), 1, Qt.PenStyle.DashLine))
        centre = round(plot.center().x()) + 0.5
        painter.drawLine(QPointF(centre, plot.top()), QPointF(centre, plot.bottom()))
        painter.setPen(self._theme.color("muted"))
        (low, high), neutral = self._scale.ends, self._scale.neutral
        for x, number in ((plot.left(), low), (centre, neutral), (plot.right(), high)):
            place = QRectF(x - 20, plot.bottom() + 1, 40, LINE)
            place.moveRight(min(place.right(), self.width()))
            at_end = place.right() < x + 20
            side = Qt.AlignmentFlag.AlignRight if at_end else Qt.AlignmentFlag.AlignHCenter
            painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter, short(number))


def _shares(belief: NDArray[Any]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """(BINS,) shares of the finite ones of (n,) opinions from 0 to 1."""
    finite = belief[np.isfinite(belief)]
    counts, _ = np.histogram(finite, bins=BINS, range=(0.0, 1.0))
    return counts / max(len(finite), 1)
