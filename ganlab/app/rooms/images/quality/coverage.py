"""How often the generator draws each digit, as bars beside how often the data show it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganlab.app.look.theme import SMALL_PX, TEXT_PX, Theme, figure_font, text_font
from ganlab.data.images import ImageSet
from ganlab.metrics.image_evaluation import DIGIT_SHARE

DIGITS = 10
HEIGHT = 132
TOP, NAMES, LEFT = 18, 20, 34
"""Room above the bars, for the digits below and for the scale at the left, pixels."""
LEAST = 0.2
"""The highest share that the scale ends at, at least."""


class CoverageBars(QWidget):
    """A bar for each digit; a line across it where the data's share is; the least that counts."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shares: Sequence[float] | None = None
        self._real: Sequence[float] = (0.0,) * DIGITS
        self.faded = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Digit coverage")
        theme.changed.connect(self._restyle)

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(560, HEIGHT)

    def show_real(self, shares: Sequence[float]) -> None:
        """Take the share of each digit in the data."""
        self._real = shares
        self.update()

    def show_shares(self, shares: Sequence[float] | None, faded: bool = False) -> None:
        """Take the share of each digit among the generated images, None before it is known."""
        self._shares, self.faded = shares, faded
        words = "not measured" if shares is None else _words(shares)
        self.setAccessibleDescription(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Scale, bars, marks."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plot = QRectF(self.rect()).adjusted(LEFT, TOP, -4, -NAMES)
        top = max(*(self._shares or (0.0,)), *self._real, LEAST)
        muted = self._theme.color("muted")
        centre = Qt.AlignmentFlag.AlignCenter

        def height(share: float) -> float:
            return plot.bottom() - share / top * plot.height()

        painter.setFont(text_font(SMALL_PX))
        painter.setPen(muted)
        least = round(height(DIGIT_SHARE)) + 0.5
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, least - 8, LEFT - 6, 16), side, f"{DIGIT_SHARE:.0%}")
        width = plot.width() / DIGITS
        for digit in range(DIGITS):
            place = QRectF(plot.left() + digit * width, plot.top(), width, plot.height())
            bar = place.adjusted(width * 0.18, 0, -width * 0.18, 0)
            if self._shares is not None:
                share = self._shares[digit]
                bar.setTop(height(share))
                painter.fillRect(bar, self._theme.color("generated", 0.45 if self.faded else 1.0))
                painter.setFont(figure_font(SMALL_PX))
                painter.setPen(muted if self.faded else self._theme.color("text"))
                above = min(bar.top(), height(self._real[digit])) - 9
                words = QRectF(place.left(), above - 8, width, 16)
                painter.drawText(words, centre, f"{share:.1%}")
            painter.setPen(QPen(self._theme.color("real"), 2.5))
            real = height(self._real[digit])
            painter.drawLine(QPointF(bar.left() - 3, real), QPointF(bar.right() + 3, real))
            painter.setFont(figure_font(TEXT_PX))
            painter.setPen(self._theme.color("text"))
            painter.drawText(QRectF(place.left(), plot.bottom() + 2, width, 18), centre, str(digit))
        painter.setPen(QPen(muted, 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(plot.left(), least), QPointF(plot.right(), least))
        painter.setPen(QPen(self._theme.color("hairline"), 1))
        ground = round(plot.bottom()) + 0.5
        painter.drawLine(QPointF(plot.left(), ground), QPointF(plot.right(), ground))

    @Slot()
    def _restyle(self) -> None:
        self.update()


def shares_of(digits: ImageSet) -> tuple[float, ...]:
    """(10,) share of each digit in a set of them; zeros where nobody knows them."""
    shares = np.zeros(DIGITS)
    if digits.labels is not None:
        counts = np.bincount(digits.labels, minlength=len(digits.class_names))
        shares[[int(name) for name in digits.class_names]] = counts / counts.sum()
    return tuple(shares.tolist())


def drawn(shares: Sequence[float], real: Sequence[float]) -> tuple[int, int]:
    """How many of the data's digits are drawn often enough, and how many there are."""
    due = [share for share, known in zip(shares, real, strict=True) if known > 0]
    return sum(share >= DIGIT_SHARE for share in due), len(due)


def _words(shares: Sequence[float]) -> str:
    return ", ".join(f"{digit}: {share:.1%}" for digit, share in enumerate(shares))
