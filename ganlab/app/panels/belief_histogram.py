"""How D's opinions spread: real images above the line, generated ones below it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganlab.app.panels.axes import figure
from ganlab.app.theme import SMALL_PX, Theme, text_font
from ganlab.lab.frame import Floats

BINS = 40
HEIGHT = 76
LINE = 14
"""Height of the line with the ends of the scale, pixels."""
NAMES = 92
"""Room for the names at the left, pixels."""


class BeliefHistogram(QWidget):
    """D from 0 to 1; both halves to one scale, so that their areas may be compared."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._real: Floats | None = None
        self._fake: Floats | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(
            "What D says of real images, above, and of generated ones, below: from 0, generated,\n"
            "to 1, real. At the end of the game both pile up at 1/2."
        )
        self.setAccessibleName("D over real and generated images")
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(240, HEIGHT)

    def show_belief(self, real: Floats | None, fake: Floats | None) -> None:
        """Take (n,) D(x) and (m,) D(G(z))."""
        self._real, self._fake = real, fake
        if real is not None and fake is not None:
            self.setAccessibleDescription(
                f"On average {figure(float(real.mean()), 2)} over real, "
                f"{figure(float(fake.mean()), 2)} over generated images."
            )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Bars, the line between them, the scale."""
        painter = QPainter(self)
        painter.setFont(text_font(SMALL_PX))
        plot = QRectF(self.rect()).adjusted(NAMES, 0, -8, -LINE)
        middle = round(plot.center().y()) + 0.5
        half = plot.height() / 2 - 1
        shares = {name: _shares(belief) for name, belief in self._beliefs()}
        highest = max((share.max() for share in shares.values()), default=0.0) or 1.0
        width = plot.width() / BINS
        for name, share in shares.items():
            painter.setPen(self._theme.color(name))
            top = middle - half if name == "real" else middle
            words = "D(x) real" if name == "real" else "D(G(z)) gen."
            side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(0, top, NAMES - 8, half), side, words)
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
        for x, text in ((plot.left(), "0"), (centre, "1/2"), (plot.right(), "1")):
            place = QRectF(x - 20, plot.bottom() + 1, 40, LINE)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)

    def _beliefs(self) -> list[tuple[str, Floats]]:
        both = (("real", self._real), ("generated", self._fake))
        return [(name, belief) for name, belief in both if belief is not None]


def _shares(belief: Floats) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """(BINS,) shares of the finite ones of (n,) opinions."""
    finite = belief[np.isfinite(belief)]
    counts, _ = np.histogram(finite, bins=BINS, range=(0.0, 1.0))
    return counts / max(len(finite), 1)
