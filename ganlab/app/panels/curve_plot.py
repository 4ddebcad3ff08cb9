"""One plot of curves over the whole run: hairline grid, labelled reference lines, a crosshair.

The numbers beside the axes are painted in the view's background and not by pyqtgraph's AxisItem,
which would cost more than the curves each time the axis moves.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from ganlab.app.items.markers import draw_marker
from ganlab.app.panels import axes
from ganlab.app.panels.curve_pages import Page
from ganlab.app.theme import Theme, figure_font, text_font
from ganlab.data.target import Array

LEFT, TOP, RIGHT, BOTTOM = 34.0, 4.0, 50.0, 6.0
"""Pixels around the plot: numbers on the left, the names of reference lines on the right."""
STEPS_HEIGHT = 15.0
"""Pixels more below it, where the steps are written."""
LABEL_PX = 10
AVERAGED = 60
"""A noisy curve is drawn faint, and over it its moving average over 1/60 of the run."""
FAINT = 0.4


Curves = dict[str, tuple[Array, Array]]
"""(x, y) by the name of the series."""


@dataclass
class _Shown:
    """What the plot shows now."""

    curves: Curves = field(default_factory=dict)
    references: tuple[tuple[str, float], ...] = ()
    y: axes.Range | None = None
    end: float = 10.0
    cursor: float | None = None
    at_cursor: dict[str, float] = field(default_factory=dict)


class CurvePlot(pg.GraphicsView):
    """The curves of one Page."""

    hovered = Signal(object)
    """The step under the mouse, a float; None once it has left."""

    def __init__(
        self, theme: Theme, page: Page, with_steps: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, background=None)
        self._theme = theme
        self._page = page
        self._with_steps = with_steps
        self._shown = _Shown()
        self._placed: tuple[object, ...] = ()
        self.hint = ""
        """What stands in the middle while there is nothing to show."""
        self._box = pg.ViewBox(enableMouse=False, enableMenu=False, defaultPadding=0.0)
        self._box.disableAutoRange()
        self.scene().addItem(self._box)
        self.sigDeviceRangeChanged.connect(self._place)
        self._items: dict[str, pg.PlotCurveItem] = {}
        self._averages: dict[str, pg.PlotCurveItem] = {}
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setMinimumSize(140, 48)
        theme.changed.connect(self.restyle)
        self.show_page(page)

    @property
    def y_range(self) -> axes.Range:
        """The axis, (bottom, top)."""
        return self._shown.y or self._page.start

    @property
    def x_end(self) -> float:
        """The step at the right edge."""
        return self._shown.end

    @property
    def references(self) -> tuple[tuple[str, float], ...]:
        """The dashed lines shown: (name, height)."""
        return self._shown.references

    @property
    def points(self) -> int:
        """How many points the curves have together."""
        return sum(len(x) for x, _ in self._shown.curves.values())

    @property
    def width_for_points(self) -> int:
        """How many points a curve can use: a minimum and a maximum to every two pixels."""
        return max(100, round(self._area().width()))

    def set_with_steps(self, with_steps: bool) -> None:
        """Whether the axis of steps stands under this plot."""
        if with_steps != self._with_steps:
            self._with_steps = with_steps
            self._place()

    def show_page(self, page: Page) -> None:
        """Show other series; the curves come with the next `show_curves`."""
        self._page = page
        for item in (*self._items.values(), *self._averages.values()):
            self._box.removeItem(item)
        self._items = {s.name: pg.PlotCurveItem(connect="finite") for s in page.series}
        self._averages = {s.name: pg.PlotCurveItem(connect="finite") for s in page.series}
        for item in (*self._items.values(), *self._averages.values()):
            item.setSegmentedLineMode("on")  # a stroked path costs five times as much
            self._box.addItem(item, ignoreBounds=True)
        self._shown = _Shown(end=self._shown.end, cursor=self._shown.cursor)
        self.setAccessibleName(page.title)
        self.setAccessibleDescription(page.about)
        self.restyle()

    def show_curves(
        self, curves: Curves, references: tuple[tuple[str, float], ...], end: float
    ) -> None:
        """Show (x, y) of every series of the page, over steps 0 to `end`."""
        shown, page = self._shown, self._page
        shown.curves = {n: (x, np.where(np.isfinite(y), y, np.nan)) for n, (x, y) in curves.items()}
        shown.references = tuple((n, v) for n, v in references if math.isfinite(v))
        shown.end = end
        for name, (x, y) in shown.curves.items():
            self._items[name].setData(x, y, antialias=page.evaluated and len(x) < 1000)
            window = 1 if page.evaluated else len(y) // AVERAGED
            averaged = window >= 3
            self._averages[name].setVisible(averaged)
            self._items[name].setOpacity(FAINT if averaged else 1.0)
            if averaged:
                few = slice(None, None, max(1, window // 2))
                self._averages[name].setData(x[few], axes.smooth(y, window)[few], antialias=True)
        everything = [y for _, y in shown.curves.values()]
        wanted = axes.robust_range(np.concatenate(everything)) if everything else None
        if wanted is None or page.fixed:
            shown.y = None
        else:
            heights = [v for _, v in shown.references]
            wanted = min(wanted[0], *heights, wanted[0]), max(wanted[1], *heights, wanted[1])
            shown.y = axes.settle(shown.y, wanted, page.least, page.limits)
        self._place()

    def forget(self) -> None:
        """Start with a fresh axis."""
        self._shown.y = None

    def show_cursor(self, step: float | None, values: dict[str, float]) -> None:
        """Put the crosshair at `step`, where the curves have these values; None takes it away."""
        self._shown.cursor, self._shown.at_cursor = step, values
        self.viewport().update()

    def restyle(self) -> None:
        """Take the theme's colours."""
        for series in self._page.series:
            pen = pg.mkPen(self._theme.color(series.color), width=1)
            bold = pg.mkPen(self._theme.color(series.color), width=1.5)
            bold.setCapStyle(Qt.PenCapStyle.FlatCap)
            self._items[series.name].setPen(bold if self._page.evaluated else pen)
            self._averages[series.name].setPen(bold)
        self.setBackground(self._theme.color("panel"))
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.resetCachedContent()
        self.viewport().update()

    # --- where things are ---

    def position(self, step: float, value: float) -> QPointF:
        """A point of the plot in the widget's pixels."""
        area, (low, high) = self._area(), self.y_range
        return QPointF(
            area.left() + area.width() * step / self._shown.end,
            area.bottom() - area.height() * (value - low) / (high - low),
        )

    def _area(self) -> QRectF:
        bottom = BOTTOM + (STEPS_HEIGHT if self._with_steps else 0.0)
        return QRectF(self.rect()).adjusted(LEFT, TOP, -RIGHT, -bottom)

    def _place(self) -> None:
        """Put box and axes where they belong; the background is painted anew only if it changed."""
        low, high = self.y_range
        place = (self._area(), low, high, self._shown.end, self._shown.references)
        if place != self._placed:
            self._placed = place
            self._box.setGeometry(self._area())
            self._box.setRange(xRange=(0, self._shown.end), yRange=(low, high), padding=0)
            self.resetCachedContent()
        self.viewport().update()

    # --- the crosshair ---

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell the step under the mouse."""
        area = self._area()
        share = (event.position().x() - area.left()) / max(area.width(), 1.0)
        self.hovered.emit(share * self._shown.end if -0.02 <= share <= 1.02 else None)

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse has left."""
        self.hovered.emit(None)
        super().leaveEvent(event)

    # --- painting ---

    def drawBackground(self, painter: QPainter, rect: QRectF) -> None:
        """The grid, its numbers and the reference lines. Qt keeps the picture of it."""
        super().drawBackground(painter, rect)
        painter.setFont(figure_font(LABEL_PX, text_font().weight()))
        metrics = QFontMetricsF(painter.font())
        area, (low, high) = self._area(), self.y_range
        hairline = QPen(self._theme.color("hairline"), 1)
        muted = self._theme.color("muted")
        marks = axes.ticks(low, high, most=max(3, int(area.height() // 24)))
        spacing = marks[1] - marks[0] if len(marks) > 1 else abs(marks[0]) if marks else 1.0
        for mark in marks:
            y = round(self.position(0, mark).y()) + 0.5
            painter.setPen(hairline)
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(muted)
            box = QRectF(0, y - 8, LEFT - 6, 16)
            painter.drawText(box, _RIGHT_MIDDLE, axes.tick_text(mark, spacing))
        dashes = QPen(muted, 1, Qt.PenStyle.CustomDashLine)
        dashes.setDashPattern([4, 4])
        heights = [self.position(0, value).y() for _, value in self._shown.references]
        for (label, _), y, text_y in zip(
            self._shown.references, heights, _spread(heights, metrics.height()), strict=True
        ):
            line = round(y) + 0.5
            painter.setPen(dashes)
            painter.drawLine(QPointF(area.left(), line), QPointF(area.right(), line))
            painter.setPen(self._theme.color("text"))
            painter.drawText(
                QRectF(area.right() + 6, text_y - 8, RIGHT - 6, 16), _LEFT_MIDDLE, label
            )
        if self._with_steps:
            self._draw_steps(painter, area)

    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:
        """The newest values, the crosshair, or the hint where there is nothing."""
        area = self._area()
        if self.hasFocus():
            painter.setPen(QPen(self._theme.color("real"), 1))
            painter.drawRect(area.adjusted(-0.5, -0.5, 0.5, 0.5))
        if not any(np.isfinite(y).any() for _, y in self._shown.curves.values()):
            painter.setPen(self._theme.color("muted"))
            painter.setFont(text_font())
            ground = painter.boundingRect(area, Qt.AlignmentFlag.AlignCenter, self.hint)
            painter.fillRect(ground.adjusted(-6, 0, 6, 0), self._theme.color("panel"))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self.hint)
            return
        cursor = self._shown.cursor
        if cursor is not None:
            x = round(self.position(cursor, 0).x()) + 0.5
            painter.setPen(QPen(self._theme.color("text", 0.55), 1))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for series in self._page.series:
            if cursor is None:
                x_all, y_all = self._shown.curves.get(series.name, (np.empty(0), np.empty(0)))
                step, value = (x_all[-1], y_all[-1]) if len(x_all) else (0.0, math.nan)
            else:
                step, value = cursor, self._shown.at_cursor.get(series.name, math.nan)
            if math.isfinite(value):
                centre = self.position(step, value)
                if area.adjusted(-1, -1, 1, 1).contains(centre):
                    color = self._theme.color(series.color)
                    draw_marker(painter, centre, series.marker, color, self._theme.color("panel"))

    def _draw_steps(self, painter: QPainter, area: QRectF) -> None:
        painter.setPen(self._theme.color("muted"))
        for step in axes.ticks(0, self._shown.end, most=max(2, int(area.width() // 60))):
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
