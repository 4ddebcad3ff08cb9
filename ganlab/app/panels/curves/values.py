"""The legend of a plot and the values of its curves: what stands beside its title."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganlab.app.items.markers import draw_marker
from ganlab.app.look.theme import Theme, figure_font, text_font
from ganlab.games.shown.cards import Series

LINE_PX, WORDS_PX, FIGURES_PX = 18, 11, 12
TWO_LINES_PX = 30
BESIDE_LABEL, BESIDE_MARKER, APART = 4, 8, 14
"""Pixels between a figure and its word, the word and its sign, and two figures."""
MOST, LATEST = "88.888 ↑", "step 88,888"
"""The widest figure, and step, that there is room for in one line."""

Entry = tuple[Series, str]


class CurveValues(QWidget):
    """The legend and the values in one line, right-aligned, in the colours of the curves; where
    values may be of an earlier step and one line is too narrow, the step stands below.

    Painted, because labels would lay out the card again at each new number.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._entries: list[Entry] = []
        self._lead, self._older = "", False
        self._dated: tuple[Series, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(LINE_PX)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # nothing behind is painted
        theme.changed.connect(self.update)

    @property
    def text(self) -> str:
        """What stands there, e.g. ``D(x) 0.51  D(G(z)) 0.49``."""
        figures = [f"{series.label} {value}".strip() for series, value in self._entries]
        return "  ".join([self._lead, *figures] if self._lead else figures)

    @property
    def older(self) -> bool:
        """Whether the values are grey: not of the newest step."""
        return self._older

    @property
    def places(self) -> list[tuple[str, QRectF]]:
        """What is written, and where: every figure, and the words of introduction."""
        return [(text, where) for text, where, _ in self._parts()]

    def expect(self, dated: tuple[Series, ...]) -> None:
        """Keep room for the values of these series together with the step that they are of."""
        self._dated = dated
        self._fit()

    def show_values(self, entries: list[Entry], lead: str = "", older: bool = False) -> None:
        """Show a value for each series, after some words of introduction; `older` values, of a
        step before the newest, in grey."""
        if (entries, lead, older) != (self._entries, self._lead, self._older):
            self._entries, self._lead, self._older = entries, lead, older
            self.setAccessibleName(self.text)
            self.update()

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(80, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A line more where one is too narrow."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """From the right edge to the left."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("panel"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for text, where, series in self._parts():
            color = "muted" if series is None or self._older else series.colour
            painter.setPen(self._theme.color(color))
            painter.setFont(text_font(WORDS_PX) if series is None else figure_font(FIGURES_PX))
            figure = QFontMetricsF(painter.font()).horizontalAdvance(text)
            painter.drawText(where.adjusted(where.width() - figure, 0, 1, 0), _MIDDLE, text)
            if series is not None and series.label:
                self._paint_name(painter, series, where)
        painter.end()

    # --- inside ---

    def _paint_name(self, painter: QPainter, series: Series, where: QRectF) -> None:
        """The sign of a curve and its word, at the left of its figure."""
        color = self._theme.color(series.colour)
        painter.setFont(text_font(WORDS_PX))
        painter.drawText(where.adjusted(BESIDE_MARKER, 0, 0, 0), _MIDDLE, series.label)
        draw_marker(painter, QPointF(where.left(), where.center().y()), series.marker, color, color)

    def _fit(self) -> None:
        """Its height hangs on its width and on what may stand there, on no value: nothing jumps."""
        needed = _words(LATEST) + sum(APART + _width(s, MOST) for s in self._dated)
        two = bool(self._dated) and needed > self.width()
        self.setFixedHeight(TWO_LINES_PX if two else LINE_PX)

    def _parts(self) -> list[tuple[str, QRectF, Series | None]]:
        """The text, place and series of every figure; without a series: the introduction. What
        has no room is left out: the step under the cursor, which the crosshair shows."""
        height, parts = float(self.height()), list[tuple[str, QRectF, Series | None]]()
        x = float(self.width())
        for series, value in reversed(self._entries):
            width = _width(series, value)
            parts.append((value, QRectF(x - width, 0, width, height), series))
            x -= width + APART
        lead = _words(self._lead)
        if self._lead and lead < x:
            parts.append((self._lead, QRectF(x - lead, 0, lead, height), None))
        elif self._lead and height > LINE_PX:
            line = height / 2
            parts = [(text, where.adjusted(0, 0, 0, -line), s) for text, where, s in parts]
            below = QRectF(self.width() - lead, line, lead, line)
            parts.append((self._lead, below, None))
        return parts


_MIDDLE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def _words(text: str) -> float:
    """Pixels that words take."""
    return QFontMetricsF(text_font(WORDS_PX)).horizontalAdvance(text)


def _width(series: Series, figure: str) -> float:
    """Pixels that a figure takes, with the sign and the word of its curve."""
    name = BESIDE_MARKER + _words(series.label) + BESIDE_LABEL if series.label else 0.0
    return name + QFontMetricsF(figure_font(FIGURES_PX)).horizontalAdvance(figure)
