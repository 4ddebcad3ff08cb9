"""What curves are drawn on: a hairline grid, the numbers beside it, labelled reference lines."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QPixmap

from ganlab.app.look.theme import Theme, figure_font, text_font
from ganlab.app.panels.curves import axes
from ganlab.data.target import Array
from ganlab.games.shown.cards import Range

LEFT, TOP, RIGHT, BOTTOM = 34.0, 4.0, 50.0, 6.0
"""Pixels around the plot, at least: numbers on the left, the names of reference lines on the
right."""
APART = 6.0
"""Between the plot and what is written beside it."""
STEPS_HEIGHT = 15.0
"""Pixels more below it, where the steps are written."""
LABEL_PX = 10
APART_PX = 24
"""Between two numbers beside the axis, pixels, at least."""


@dataclass(frozen=True)
class Ground:
    """Where step and value lie in a widget of `size`, and what is written there.

    Two that are equal look the same, so the picture of one serves as long as the next is equal.
    """

    size: QSize
    y: Range
    end: float
    """The step at the right edge; the left one is 0."""
    references: tuple[tuple[str, float], ...]
    """The dashed lines: (name, height)."""
    with_steps: bool
    """Whether the axis of steps stands below."""
    left: float = LEFT
    right: float = RIGHT
    """Pixels beside the plot."""

    @property
    def area(self) -> QRectF:
        """Where the curves are drawn, pixels."""
        bottom = BOTTOM + (STEPS_HEIGHT if self.with_steps else 0.0)
        return QRectF(0, 0, self.size.width(), self.size.height()).adjusted(
            self.left, TOP, -self.right, -bottom
        )

    @cached_property
    def needs(self) -> tuple[float, float]:
        """Pixels that what is written takes left and right of the plot."""
        metrics = QFontMetricsF(_font())
        numbers = [metrics.horizontalAdvance(text) for _, text in self._marks()]
        names = [metrics.horizontalAdvance(label) for label, _ in self.references]
        return max(numbers, default=0.0) + APART + 2, max(names, default=0.0) + APART + 2

    def _marks(self) -> list[tuple[float, str]]:
        """The numbers beside the axis, and how they are written."""
        low, high = self.y
        marks = axes.ticks(low, high, most=max(3, 1 + int(self.area.height() // APART_PX)))
        spacing = marks[1] - marks[0] if len(marks) > 1 else 0.0
        return [(mark, axes.tick_text(mark, spacing)) for mark in marks]

    def pixels(self, steps: Array, values: Array) -> tuple[Array, Array]:
        """(n,) steps and values -> (n,) x and (n,) y in the widget."""
        area, (low, high) = self.area, self.y
        x = area.left() + area.width() / self.end * steps
        return x, area.bottom() - area.height() / (high - low) * (values - low)

    def position(self, step: float, value: float) -> QPointF:
        """The same of one point."""
        x, y = self.pixels(np.array([step]), np.array([value]))
        return QPointF(float(x[0]), float(y[0]))

    def paint(self, theme: Theme, ratio: float) -> QPixmap:
        """The picture, `ratio` device pixels to one of the widget's."""
        picture = QPixmap(self.size * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(theme.color("panel"))
        painter = QPainter(picture)
        painter.setFont(_font())
        self._paint_grid(painter, theme)
        self._paint_references(painter, theme)
        if self.with_steps:
            self._paint_steps(painter, theme)
        painter.end()
        return picture

    def _paint_grid(self, painter: QPainter, theme: Theme) -> None:
        area = self.area
        for mark, text in self._marks():
            y = round(self.position(0, mark).y()) + 0.5
            painter.setPen(QPen(theme.color("hairline"), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(theme.color("muted"))
            box = QRectF(0, y - 8, self.left - APART, 16)
            painter.drawText(box, _RIGHT_MIDDLE, text)

    def _paint_references(self, painter: QPainter, theme: Theme) -> None:
        area = self.area
        dashes = QPen(theme.color("muted"), 1, Qt.PenStyle.CustomDashLine)
        dashes.setDashPattern([4, 4])
        heights = [self.position(0, value).y() for _, value in self.references]
        line = QFontMetricsF(painter.font()).height()
        ends = line / 2, self.size.height() - line / 2
        text_heights = _spread(heights, line, ends)
        for (label, _), y, text_y in zip(self.references, heights, text_heights, strict=True):
            at = round(y) + 0.5
            painter.setPen(dashes)
            painter.drawLine(QPointF(area.left(), at), QPointF(area.right(), at))
            painter.setPen(theme.color("text"))
            box = QRectF(area.right() + APART, text_y - 8, self.right - APART, 16)
            painter.drawText(box, _LEFT_MIDDLE, label)

    def _paint_steps(self, painter: QPainter, theme: Theme) -> None:
        area = self.area
        painter.setPen(theme.color("muted"))
        for step in axes.ticks(0, self.end, most=max(2, int(area.width() // 60))):
            at = self.position(step, 0).x()
            box = QRectF(at - 30, area.bottom() + 3, 60, STEPS_HEIGHT)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, axes.step_text(step))


_RIGHT_MIDDLE = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT_MIDDLE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def _font() -> QFont:
    return figure_font(LABEL_PX, text_font().weight())


def _spread(heights: list[float], apart: float, ends: tuple[float, float]) -> list[float]:
    """The heights, moved where two names would lie on each other, or beyond the ends."""
    order = sorted(range(len(heights)), key=heights.__getitem__)
    placed = [min(max(height, ends[0]), ends[1]) for height in heights]
    for above, below in pairwise(order):
        lack = apart - (placed[below] - placed[above])
        if lack > 0:
            up = min(lack / 2, placed[above] - ends[0])
            placed[above] -= up
            placed[below] += lack - up
    return placed
