"""What a picture is drawn on: a hairline grid and the numbers beside it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache, cached_property

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QPixmap, QPixmapCache

from ganlab.app.look.theme import Theme, figure_font, text_font
from ganlab.app.panels.curves import axes
from ganlab.app.rooms.theory.plots.marks import Picture, Reference
from ganlab.app.rooms.theory.plots.scale import Scale

LABEL_PX = 10
APART = 5.0
"""Pixels between the plot and what is written beside it."""
LINE = 14.0
"""A line of small writing, pixels."""
CLEAR = 6.0
"""Below the title of the upright axis: half of the number that may stand at its top, pixels."""
STEP = 8.0
"""Margins grow by this, so that they do not tremble with each number."""
Margins = tuple[float, float]
"""Pixels left and right of a plot, at least."""
STACKED: Margins = (40.0, 4.0)
"""Of plots over one another with the same axis, whose numbers are as wide as 0.001 at most: places
then stand over one another."""
STACKED_NAMED: Margins = (40.0, 32.0)
"""The same where levels have names beside them, such as 1/2."""
LOW_PX = 60.0
"""A plot that is not higher does without what is written beside its axes."""

Ticks = tuple[tuple[float, str], ...]


@cache
def label_font() -> QFont:
    """Of numbers and names in a plot."""
    return figure_font(LABEL_PX, text_font().weight())


@dataclass(frozen=True)
class Frame:
    """What decides how the ground of a picture looks. Equal ones look the same."""

    size: QSize
    x: tuple[float, float]
    y: tuple[float, float]
    titles: tuple[str, str]
    logs: tuple[bool, bool]
    equal: bool
    ticks_x: Ticks
    blank: bool
    left: float
    """Pixels beside the plot for its numbers, at least,"""
    right: float
    """and for the names of levels."""

    @classmethod
    def of(cls, picture: Picture, size: QSize, margins: Margins = (0.0, 4.0)) -> Frame:
        """The frame of a picture in a widget of that size."""
        metrics = QFontMetricsF(label_font())
        names = [
            metrics.horizontalAdvance(mark.title) + APART
            for mark in picture.marks
            if isinstance(mark, Reference) and mark.axis == "y" and mark.title
        ]
        return cls(
            QSize(size),
            picture.x,
            picture.y,
            (picture.x_title, picture.y_title),
            (picture.log_x, picture.log_y),
            picture.equal,
            picture.ticks_x,
            picture.blank,
            margins[0],
            _stepped(max([*names, margins[1]])),
        )

    @cached_property
    def scale(self) -> Scale:
        """Where its units lie."""
        whole = QRectF(0, 0, self.size.width(), self.size.height())
        if whole.height() < LOW_PX:
            left, right = (self.left, self.right) if self.left else (1, 1)
            return Scale.of(self._picture, whole.adjusted(left, 1, -right, -1))
        top = LINE + CLEAR if self.titles[1] else 5.0
        across = whole.adjusted(0, top, 0, -(LINE + 5))
        numbers = self._texts(Scale.of(self._picture, across))
        metrics = QFontMetricsF(label_font())
        wide = max((metrics.horizontalAdvance(text) for _, text in numbers), default=0.0)
        left = max(_stepped(wide + APART), self.left)
        return Scale.of(self._picture, across.adjusted(left, 0, -self.right, 0))

    @property
    def _picture(self) -> Picture:
        return Picture((), self.x, self.y, log_x=self.logs[0], log_y=self.logs[1], equal=self.equal)

    def _texts(self, scale: Scale) -> Ticks:
        return ticks(scale.y, scale.log_y, max(2, int(scale.area.height() // 26)))

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Grid and numbers, over the whole of the widget."""
        painter.fillRect(QRectF(0, 0, self.size.width(), self.size.height()), theme.color("panel"))
        if self.blank:
            return
        painter.setFont(label_font())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        scale, area = self.scale, self.scale.area
        hairline, muted = QPen(theme.color("hairline"), 1), theme.color("muted")
        written = self.size.height() >= LOW_PX
        for value, text in self._texts(scale):
            y = round(_at(scale.y, area.bottom(), area.top(), value)) + 0.5
            painter.setPen(hairline)
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            if written:
                painter.setPen(muted)
                painter.drawText(QRectF(0, y - 8, area.left() - APART, 16), _RIGHT, text)
        self._paint_across(painter, hairline, theme, written)
        if written and self.titles[1]:
            painter.setPen(muted)
            painter.drawText(QRectF(2, 0, area.right() - 2, LINE), _LEFT, self.titles[1])

    def _paint_across(self, painter: QPainter, hairline: QPen, theme: Theme, names: bool) -> None:
        scale, area = self.scale, self.scale.area
        metrics = QFontMetricsF(painter.font())
        end = area.right() + min(self.right, 8.0)
        if names and self.titles[0]:
            width = metrics.horizontalAdvance(self.titles[0])
            box = QRectF(end - width, area.bottom() + 3, width + 1, LINE)
            painter.setPen(theme.color("muted"))
            painter.drawText(box, _RIGHT, self.titles[0])
            end -= width + 8
        free = -math.inf
        for value, text in self.ticks_x or ticks(
            scale.x, scale.log_x, max(2, int(area.width() // 54))
        ):
            place = math.log10(value) if self.ticks_x and scale.log_x and value > 0 else value
            x = round(_at(scale.x, area.left(), area.right(), place)) + 0.5
            painter.setPen(hairline)
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
            half = metrics.horizontalAdvance(text) / 2
            if names and x - half > free and x + half < end:
                painter.setPen(theme.color("muted"))
                box = QRectF(x - half - 1, area.bottom() + 3, 2 * half + 2, LINE)
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
                free = x + half + 4


def picture_of(frame: Frame, theme: Theme, ratio: float) -> QPixmap:
    """The ground, to be kept as long as the next frame is equal. A drag there and back meets the
    same ones again: Qt's memory has the last of them."""
    key = f"{frame!r} {theme.palette!r} {ratio}"
    pixmap = QPixmap()
    if QPixmapCache.find(key, pixmap):
        return pixmap
    pixmap = QPixmap(frame.size * ratio)
    pixmap.setDevicePixelRatio(ratio)
    with QPainter(pixmap) as painter:
        frame.paint(painter, theme)
    QPixmapCache.insert(key, pixmap)
    return pixmap


def ticks(range_: tuple[float, float], log: bool, most: int) -> Ticks:
    """At most `most` places of an axis with what is written there; on a logarithmic axis places
    and range are those after the logarithm."""
    low, high = range_
    if log:
        first, last = math.ceil(low - 1e-9), math.floor(high + 1e-9)
        step = max(1, math.ceil((last - first + 1) / max(most, 1)))
        if last > first:
            return tuple((float(k), _power(k)) for k in range(first, last + 1, step))
        marks = axes.ticks(low, high, most)
        return tuple((mark, f"{10.0**mark:.2g}") for mark in marks)
    marks = axes.ticks(low, high, most)
    spacing = marks[1] - marks[0] if len(marks) > 1 else abs(marks[0]) if marks else 1.0
    return tuple((mark, axes.tick_text(mark, spacing)) for mark in marks)


def _power(exponent: int) -> str:
    if -3 <= exponent < 3:
        return f"{10.0**exponent:g}"
    return axes.step_text(10.0**exponent) if 0 < exponent < 9 else f"1e{exponent}".replace("-", "−")


def _at(range_: tuple[float, float], start: float, end: float, value: float) -> float:
    return start + (end - start) * (value - range_[0]) / (range_[1] - range_[0])


def _stepped(pixels: float) -> float:
    return STEP * math.ceil(pixels / STEP)


_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
