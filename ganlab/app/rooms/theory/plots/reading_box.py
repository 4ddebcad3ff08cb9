"""The box that says what stands under the mouse. It lies over curves and handles."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ganlab.app.look.theme import SMALL_PX, Theme, figure_font, text_font

LINE = 15.0
Line = tuple[str, str, str]
"""Colour, title, text."""


class ReadingBox(QWidget):
    """A line for each thing that is read; the mouse goes through it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._over = theme, parent
        self._lines: Sequence[Line] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_lines(self, lines: Sequence[Line], place: QPointF, area: QRectF) -> None:
        """Show them beside a place of the parent, on the emptier side and within its `area`; over
        the place where there is no room beside it."""
        words, figures = QFontMetricsF(text_font(SMALL_PX)), QFontMetricsF(figure_font(SMALL_PX))
        left = max(words.horizontalAdvance(title) for _, title, _ in lines)
        right = max(figures.horizontalAdvance(text) for _, _, text in lines)
        width, height = left + right + 22, LINE * len(lines) + 6
        top = max(area.top(), min(place.y() - height - 8, area.bottom() - height), 1.0)
        box = QRectF(place.x() + 10, top, width, height)
        if box.right() > area.right():
            box.moveRight(place.x() - 10)
        whole = self._over.rect()
        box.moveLeft(max(min(box.left(), whole.width() - width - 2), 1.0))
        box.moveTop(max(min(box.top(), whole.height() - height - 2), 1.0))
        self._lines = lines
        self.setGeometry(box.toAlignedRect())
        self.raise_()
        self.show()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Titles at the left, figures at the right."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._theme.color("hairline"), 1))
            painter.setBrush(self._theme.color("panel", 0.94))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
            for i, (colour, title, text) in enumerate(self._lines):
                line = QRectF(8, 3 + LINE * i, self.width() - 16, LINE)
                painter.setFont(text_font(SMALL_PX))
                painter.setPen(self._theme.color("muted"))
                painter.drawText(line, _LEFT, title)
                painter.setFont(figure_font(SMALL_PX))
                painter.setPen(self._theme.color("muted" if colour == "theory" else colour))
                painter.drawText(line, _RIGHT, text)


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
