"""One plot of curves over the whole run, with a crosshair.

A plain widget: pyqtgraph's view and axes would cost more than the curves each time one moves.
"""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from ganlab.app.items.markers import draw_marker
from ganlab.app.items.plane.layer import hairline
from ganlab.app.items.polyline import Polylines
from ganlab.app.look.theme import Theme, text_font
from ganlab.app.panels.curves.ground import LEFT, RIGHT, STEPS_HEIGHT, Ground
from ganlab.app.panels.curves.marks import draw_arrow, draw_beyond, draw_dots, staircase
from ganlab.app.panels.curves.shown import Curves, Shown
from ganlab.games.shown.cards import Page, Range, Series

FAINT = 0.4
LEAST = QSize(140, 48)  # pixels, without the axis of steps
SMOOTH = 1000
"""Longer curves are not antialiased."""


class CurvePlot(QWidget):
    """The curves of one Page."""

    hovered = Signal(object)
    """The step under the mouse, a float; None once it has left."""

    def __init__(
        self, theme: Theme, page: Page, with_steps: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._page = page
        self._with_steps = with_steps
        self._shown = Shown()
        self._margins = LEFT, RIGHT
        self._picture: QPixmap | None = None
        self._lines = Polylines()
        self.hint = ""
        """What stands in the middle while there is nothing to show."""
        self._ground = self._lay_ground()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setMinimumSize(LEAST)
        theme.changed.connect(self._restyle)
        self.show_page(page)

    @property
    def y_range(self) -> Range:
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
        return max(100, round(self._ground.area.width()))

    def position(self, step: float, value: float) -> QPointF:
        """A point of the plot in the widget's pixels."""
        return self._ground.position(step, value)

    # --- what is shown ---

    def set_with_steps(self, with_steps: bool) -> None:
        """Whether the axis of steps stands under this plot."""
        self._with_steps = with_steps
        self.setMinimumHeight(LEAST.height() + (round(STEPS_HEIGHT) if with_steps else 0))
        self._place()

    @property
    def needs(self) -> tuple[float, float]:
        """Pixels that what is written takes left and right of the curves."""
        return self._ground.needs

    def set_margins(self, left: float, right: float) -> None:
        """How much room there is for it, the same for all plots of a column."""
        self._margins = left, right
        self._place()

    def show_page(self, page: Page) -> None:
        """Show other series; the curves come with the next `show_curves`."""
        self._page = page
        self._shown = Shown(end=self._shown.end, cursor=self._shown.cursor)
        self.setAccessibleName(page.title)
        self.setAccessibleDescription(page.about)
        self._place()

    def show_curves(
        self, curves: Curves, references: tuple[tuple[str, float], ...], end: float
    ) -> None:
        """Show (x, y) of every series of the page, over steps 0 to `end`."""
        self._shown.take(self._page, curves, references, end)
        self._place()

    def forget(self) -> None:
        """Start with a fresh axis."""
        self._shown.y = None

    def show_cursor(
        self, step: float | None, values: dict[str, float], measured_at: float | None = None
    ) -> None:
        """Put the crosshair at `step`, where the curves have these values, which were measured at
        another step if one is given; None takes it away, and they are those of now."""
        shown = self._shown
        shown.cursor, shown.values = step, values
        shown.read_at = (step or 0.0) if measured_at is None else measured_at
        self.update()

    def beyond(self, value: float) -> Literal["", "↑", "↓"]:
        """Where a value lies that the axis does not reach."""
        low, high = self.y_range
        if self._shown.y is None and not self._page.fixed:
            return ""  # there is no axis yet
        return "↑" if value > high else "↓" if value < low else ""

    def _lay_ground(self) -> Ground:
        shown = self._shown
        return Ground(
            self.size(),
            self.y_range,
            shown.end,
            shown.references,
            self._with_steps,
            *self._margins,
        )

    def _place(self) -> None:
        """Put everything where it belongs; the ground is painted anew only if it changed."""
        ground = self._lay_ground()
        if ground != self._ground:
            self._ground, self._picture = ground, None
        self.update()

    def _restyle(self) -> None:
        self._picture = None
        self.update()

    # --- events ---

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        super().resizeEvent(event)
        self._place()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell the step under the mouse."""
        area = self._ground.area
        share = (event.position().x() - area.left()) / max(area.width(), 1.0)
        self.hovered.emit(share * self._shown.end if -0.02 <= share <= 1.02 else None)

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse has left."""
        self.hovered.emit(None)
        super().leaveEvent(event)

    # --- painting ---

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground, the curves, and over them what tells of single values."""
        ratio = self.devicePixelRatioF()
        if self._picture is None or self._picture.devicePixelRatioF() != ratio:
            self._picture = self._ground.paint(self._theme, ratio)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        area = self._ground.area
        if self.hasFocus():
            painter.setPen(QPen(self._theme.color("real"), 1))
            painter.drawRect(area.adjusted(-0.5, -0.5, 0.5, 0.5))
        if any(not np.isnan(y).all() for _, y in self._shown.curves.values()):
            painter.setClipRect(area)
            for series in self._page.series:
                self._paint_curve(painter, series)
            painter.setClipping(False)
            self._paint_values(painter, area)
        else:
            self._paint_hint(painter, area)
        painter.end()

    def _paint_curve(self, painter: QPainter, series: Series) -> None:
        """A noisy curve faint, its average over it; a curve of few evaluations smooth."""
        color, average = self._theme.color(series.colour), self._shown.averages.get(series.name)
        bold = QPen(color, 1.5)
        bold.setCapStyle(Qt.PenCapStyle.FlatCap)
        x, y = self._ground.pixels(*self._shown.curves[series.name])
        evaluated = self._page.evaluated
        smooth = evaluated and len(x) < SMOOTH
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)
        painter.setPen(bold if evaluated else hairline(color))
        painter.setOpacity(1.0 if average is None else FAINT)
        line = staircase(x, y) if self._page.counts else (x, y)
        self._lines.draw(painter, *line, seamless=smooth)
        painter.setOpacity(1.0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if average is not None:
            painter.setPen(bold)
            self._lines.draw(painter, *self._ground.pixels(*average))
        if evaluated:
            draw_dots(painter, x, y, self._ground.area, color)
        draw_beyond(painter, x, y, self._ground.area, color)

    def _paint_hint(self, painter: QPainter, area: QRectF) -> None:
        painter.setPen(self._theme.color("muted"))
        painter.setFont(text_font())
        words = painter.boundingRect(area, Qt.AlignmentFlag.AlignCenter, self.hint)
        painter.fillRect(words.adjusted(-6, 0, 6, 0), self._theme.color("panel"))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self.hint)

    def _paint_values(self, painter: QPainter, area: QRectF) -> None:
        """The newest values; or the crosshair, and the values there."""
        shown = self._shown
        if shown.cursor is not None:
            x = round(self.position(shown.cursor, 0).x()) + 0.5
            painter.setPen(QPen(self._theme.color("text", 0.55), 1))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        for series in self._page.series:
            steps, value = shown.curves[series.name][0], shown.values.get(series.name, math.nan)
            newest = steps[-1] if len(steps) else 0.0
            step = newest if shown.cursor is None else shown.read_at
            if shown.cursor is None and not self._page.evaluated:
                value = shown.end_of_line(series.name, value)
            color, beyond = self._theme.color(series.colour), self.beyond(value)
            if beyond:
                draw_arrow(painter, self.position(step, 0).x(), area, beyond == "↑", color)
            elif math.isfinite(value):
                centre = self.position(step, value)
                if area.adjusted(-1, -1, 1, 1).contains(centre):
                    draw_marker(painter, centre, series.marker, color, self._theme.color("panel"))
