"""A number that changes with every frame, over what it counts."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ganlab.app.look.theme import FIGURE_PX, SMALL_PX, Theme, figure_font, text_font
from ganlab.app.look.words import in_tooltip


class RunningFigure(QWidget):
    """As wide as its widest text, so that nothing moves. Painted, opaque: a label would have all
    that lies behind it painted again, up to the window, thirty times a second."""

    def __init__(self, theme: Theme, caption: str, widest: str, tooltip: str) -> None:
        super().__init__()
        self._theme, self._caption, self._text = theme, caption, "0"
        self._lines = figure_font(FIGURE_PX), text_font(SMALL_PX)
        heights = [QFontMetrics(font).height() for font in self._lines]
        self._split = heights[0]
        self.setFixedSize(
            QSize(QFontMetrics(self._lines[0]).horizontalAdvance(widest), sum(heights))
        )
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setToolTip(in_tooltip(tooltip))
        self.setAccessibleName(f"0 {caption}")
        theme.changed.connect(self.update)

    def show_text(self, text: str) -> None:
        """Show another figure."""
        if text != self._text:
            self._text = text
            self.setAccessibleName(f"{text} {self._caption}")
            self.update()

    def text(self) -> str:
        """The figure on show."""
        return self._text

    def paintEvent(self, event: QPaintEvent) -> None:
        """Both lines, right-aligned."""
        painter, color = QPainter(self), self._theme.color
        painter.fillRect(self.rect(), color("panel"))
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        above = QRect(0, 0, self.width(), self._split)
        below = QRect(0, self._split, self.width(), self.height() - self._split)
        for font, ink, place, text in (
            (self._lines[0], "text", above, self._text),
            (self._lines[1], "muted", below, self._caption),
        ):
            painter.setFont(font)
            painter.setPen(color(ink))
            painter.drawText(place, right, text)
        painter.end()
