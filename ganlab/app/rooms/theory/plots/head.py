"""The head of a plot: its title, the legend, and a figure at the right. The legend stands here,
where it covers no curve."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganlab.app.look.theme import SMALL_PX, Theme, figure_font, text_font
from ganlab.app.rooms.theory.plots import marks
from ganlab.app.rooms.theory.plots.marks import Picture
from ganlab.app.rooms.theory.plots.painting import Brush, draw_shape

LINE = 18
SAMPLE = 16.0
"""Pixels of a sample of line or fill."""
APART = 14.0
NOTE_STEP = 16.0
"""The room of the figure grows by this, so that the legend does not jump with each digit."""

Entry = marks.Line | marks.Area | marks.Bars | marks.Dots | marks.Segments | marks.Arrows


@dataclass(frozen=True)
class _Placed:
    """An entry of the legend and where it begins."""

    entry: Entry
    at: QPointF


class Head(QWidget):
    """Painted: labels would lay out the plot again at each new figure."""

    def __init__(self, theme: Theme, brush: Brush, title: str) -> None:
        super().__init__()
        self._theme, self._brush, self.title = theme, brush, title
        self._entries: list[Entry] = []
        self.note = ""
        self._note_room = 0.0
        self._placed: list[_Placed] = []
        self._still: QPixmap | None = None
        """Title and legend, which stay as they are while the figure runs."""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(LINE)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # nothing behind is painted
        theme.changed.connect(self._restyle)

    def show_picture(self, picture: Picture) -> None:
        """Legend and figure of this picture; paints only what has changed."""
        entries = [mark for mark in picture.marks if isinstance(mark, Entry) and mark.title]
        if _looks(entries) != _looks(self._entries):
            self._entries = entries
            self._lay_out()
        if picture.note != self.note:
            self.note = picture.note
            wanted = QFontMetricsF(_figures()).horizontalAdvance(self.note)
            if wanted > self._note_room:
                self._note_room = NOTE_STEP * -(-wanted // NOTE_STEP)
                self._lay_out()
            self.update()

    @property
    def legend(self) -> tuple[str, ...]:
        """The titles in the legend."""
        return tuple(entry.title for entry in self._entries)

    def set_title(self, title: str) -> None:
        """Another title."""
        if title != self.title:
            self.title = title
            self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may need other lines."""
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        """The legend follows the title, on as many lines as it needs."""
        titles, words = QFontMetricsF(_titles()), QFontMetricsF(text_font(SMALL_PX))
        x = titles.horizontalAdvance(self.title.upper()) + APART if self.title else 0.0
        end = self.width() - self._note_room - (6 if self._note_room else 0)
        line, self._placed = 0, []
        for entry in self._entries:
            wide = SAMPLE + 5 + words.horizontalAdvance(entry.title)
            if x + wide > (end if line == 0 else self.width()) and x > 0:
                x, line = 0.0, line + 1
            self._placed.append(_Placed(entry, QPointF(x, LINE * (line + 0.5))))
            x += wide + APART
        if (line + 1) * LINE != self.height():
            self.setFixedHeight((line + 1) * LINE)
        self._restyle()

    def _restyle(self) -> None:
        self._still = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Title and legend from memory, and the figure over them."""
        ratio = self.devicePixelRatioF()
        if self._still is None or self._still.devicePixelRatioF() != ratio:
            self._still = QPixmap(self.size() * ratio)
            self._still.setDevicePixelRatio(ratio)
            self._still.fill(self._theme.color("panel"))
            with QPainter(self._still) as painter:
                self._paint_still(painter)
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, self._still)
            self._paint_note(painter)

    def paint_into(self, painter: QPainter) -> None:
        """The same onto any painter, its origin at the corner."""
        self._paint_still(painter)
        self._paint_note(painter)

    def _paint_note(self, painter: QPainter) -> None:
        painter.setFont(_figures())
        painter.setPen(self._theme.color("text"))
        painter.drawText(QRectF(0, 0, self.width(), LINE), _RIGHT, self.note)

    def _paint_still(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(_titles())
        painter.setPen(self._theme.color("muted"))
        painter.drawText(QRectF(0, 0, self.width(), LINE), _LEFT, self.title.upper())
        painter.setFont(text_font(SMALL_PX))
        for placed in self._placed:
            self._sample(painter, placed.entry, placed.at)
            painter.setPen(self._theme.color("text"))
            left = placed.at.x() + SAMPLE + 5
            box = QRectF(left, placed.at.y() - LINE / 2, self.width() - left, LINE)
            painter.drawText(box, _LEFT, placed.entry.title)

    def _sample(self, painter: QPainter, entry: Entry, at: QPointF) -> None:
        color = self._brush.color(entry.colour)
        end = at + QPointF(SAMPLE, 0)
        match entry:
            case marks.Line():
                painter.setPen(self._brush.pen(entry.colour, entry.width, 1.0, entry.dash))
                painter.drawLine(at, end)
            case marks.Segments() | marks.Arrows():
                painter.setPen(self._brush.pen(entry.colour, 1.0))
                painter.drawLine(at, end)
            case marks.Dots():
                size = min(entry.size, 8.0)
                draw_shape(painter, at + QPointF(SAMPLE / 2, 0), entry.shape, size, color)
            case _:
                filled = self._brush.color(entry.colour, max(entry.alpha, 0.3))
                painter.fillRect(QRectF(at.x(), at.y() - 5, SAMPLE, 10), filled)


def _looks(entries: list[Entry]) -> list[tuple[object, ...]]:
    return [(type(entry), entry.title, entry.colour) for entry in entries]


@cache
def _titles() -> QFont:
    font = text_font(SMALL_PX)
    font.setWeight(font.Weight.DemiBold)
    font.setLetterSpacing(font.SpacingType.AbsoluteSpacing, 0.6)
    return font


@cache
def _figures() -> QFont:
    return figure_font(SMALL_PX)


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
