"""What curves are drawn on: a hairline grid, the numbers beside it, labelled reference lines."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPixmap

from ganlab.app.look.theme import Theme, figure_font, text_font
from ganlab.app.panels.curves import axes
from ganlab.data.target import Array

LEFT, TOP, RIGHT, BOTTOM = 34.0, 4.0, 50.0, 6.0
"""Pixels around the plot: numbers on the left, the names of reference lines on the right."""
STEPS_HEIGHT = 15.0
"""Pixels more below it, where the steps are written."""
LABEL_PX = 10


@dataclass(frozen=True)
class Ground:
    """Where step and value lie in a widget of `size`, and what is written there.

    Two that are equal look the same, so the picture of one serves as long as the next is equal.
    """

    size: QSize
    y: axes.Range
    end: float
    """The step at the right edge; the left one is 0."""
    references: tuple[tuple[str, float], ...]
    """The dashed lines: (name, height)."""
    with_steps: bool
    """Whether the axis of steps stands below."""

    @property
    def area(self) -> QRectF:
        """Where the curves are drawn, pixels."""
        bottom = BOTTOM + (STEPS_HEIGHT if self.with_steps else 0.0)
        return QRectF(0, 0, self.size.width(), self.size.height()).adjusted(
            LEFT, TOP, -RIGHT, -bottom
        )

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
        painter.setFont(figure_font(LABEL_PX, text_font().weight()))
        self._paint_grid(painter, theme)
        self._paint_references(painter, theme)
        if self.with_steps:
            self._paint_steps(painter, theme)
        painter.end()
        return picture

    def _paint_grid(self, painter: QPainter, theme: Theme) -> None:
        area, (low, high) = self.area, self.y
        marks = axes.ticks(low, high, most=max(3, int(area.height() // 24)))
        spacing = marks[1] - marks[0] if len(marks) > 1 else abs(marks[0]) if marks else 1.0
        for mark in marks:
            y = round(self.position(0, mark).y()) + 0.5
            painter.setPen(QPen(theme.color("hairline"), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(theme.color("muted"))
            box = QRectF(0, y - 8, LEFT - 6, 16)
            painter.drawText(box, _RIGHT_MIDDLE, axes.tick_text(mark, spacing))

    def _paint_references(self, painter: QPainter, theme: Theme) -> None:
        area = self.area
        dashes = QPen(theme.color("muted"), 1, Qt.PenStyle.CustomDashLine)
        dashes.setDashPattern([4, 4])
        heights = [self.position(0, value).y() for _, value in self.references]
        text_heights = _spread(heights, QFontMetricsF(painter.font()).height())
        for (label, _), y, text_y in zip(self.references, heights, text_heights, strict=True):
            line = round(y) + 0.5
            painter.setPen(dashes)
            painter.drawLine(QPointF(area.left(), line), QPointF(area.right(), line))
            painter.setPen(theme.color("text"))
            box = QRectF(area.right() + 6, text_y - 8, RIGHT - 6, 16)
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


def _spread(heights: list[float], apart: float) -> list[float]:
    """The heights, moved where two names would lie on each other."""
    placed = list(heights)
    order = sorted(range(len(heights)), key=heights.__getitem__)
    for above, below in pairwise(order):
        lack = apart - (placed[below] - placed[above])
        if lack > 0:
            placed[above] -= lack / 2
            placed[below] += lack / 2
    return placed
