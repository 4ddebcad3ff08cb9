"""All divergences at a glance: name, number and a small picture of what is integrated."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QSizePolicy, QWidget

from ganlab.app.look.theme import SMALL_PX, Theme, figure_font, text_font
from ganlab.app.rooms.theory.plots.marks import Picture
from ganlab.app.rooms.theory.plots.painting import Brush
from ganlab.app.rooms.theory.plots.scale import Scale
from ganlab.theory.divergences.between import DIVERGENCES, Divergence

COLUMNS = 3
LINE = 14.0
"""Pixels of the line of words."""


class Cell(QAbstractButton):
    """One divergence; pressed, it is the one that is drawn large."""

    def __init__(self, divergence: Divergence, theme: Theme, brush: Brush) -> None:
        super().__init__()
        self._theme, self._brush = theme, brush
        self._divergence = divergence
        self._picture = Picture((), (0, 1), (0, 1))
        self._ground: tuple[object, QPixmap] | None = None
        self.value = ""
        self.setText(divergence.short)
        self.setCheckable(True)
        self.setToolTip(f"{divergence.title}: draws its integrand large")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # nothing behind is painted
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Enough to tell curves apart."""
        return QSize(90, 36)

    def show_number(self, value: str, picture: Picture) -> None:
        """Another number, and what it is the integral of."""
        self.value, self._picture = value, picture
        self.setAccessibleName(f"{self._divergence.title}: {value}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """What stays from memory, number and picture over it."""
        ratio = self.devicePixelRatioF()
        looks = self.size(), ratio, self._theme.palette, self._state
        if self._ground is None or self._ground[0] != looks:
            pixmap = QPixmap(self.size() * ratio)
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(self._theme.color("ground"))
            with QPainter(pixmap) as painter:
                self._paint_ground(painter)
            self._ground = looks, pixmap
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, self._ground[1])
            self._paint_number(painter)

    def paint_into(self, painter: QPainter) -> None:
        """The cell onto any painter, its origin at the corner."""
        self._paint_ground(painter)
        self._paint_number(painter)

    @property
    def _state(self) -> tuple[bool, bool, bool]:
        return self.isChecked(), self.underMouse(), self.hasFocus()

    @property
    def _words(self) -> QRectF:
        return QRectF(5.5, 2.5, self.width() - 11, LINE)

    def _paint_ground(self, painter: QPainter) -> None:
        """The rim and the name."""
        color, (chosen, pointed_at, focused) = self._theme.color, self._state
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        cell = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(color("good" if chosen else "hairline"), 1.5 if chosen else 1))
        painter.setBrush(color("hover" if pointed_at else "panel"))
        painter.drawRoundedRect(cell, 4, 4)
        if focused:
            painter.setPen(QPen(color("real"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(cell.adjusted(2, 2, -2, -2), 3, 3)
        painter.setFont(_names())
        painter.setPen(color("muted"))
        painter.drawText(self._words, _LEFT, self.text())

    def _paint_number(self, painter: QPainter) -> None:
        painter.setFont(_figures())
        painter.setPen(self._theme.color("text"))
        painter.drawText(self._words, _RIGHT, self.value)
        top = self._words.bottom() + 1
        area = QRectF(4.5, top, self.width() - 9, self.height() - 3.5 - top)
        if area.height() > 4:
            self._brush.paint(painter, self._picture, Scale.of(self._picture, area), words=False)


@cache
def _figures() -> QFont:
    return figure_font(SMALL_PX, text_font().weight())


@cache
def _names() -> QFont:
    return text_font(SMALL_PX)


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Gallery(QWidget):
    """A cell a divergence."""

    chosen = Signal(str)
    """The name of the divergence that is to be drawn large."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        brush = Brush(theme)
        self.cells = {name: Cell(row, theme, brush) for name, row in DIVERGENCES.items()}
        group = QButtonGroup(self)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        for i, cell in enumerate(self.cells.values()):
            group.addButton(cell)
            grid.addWidget(cell, i // COLUMNS, i % COLUMNS)
            grid.setRowStretch(i // COLUMNS, 1)
        for column in range(COLUMNS):
            grid.setColumnStretch(column, 1)
        group.buttonClicked.connect(self._clicked)

    def show_cells(self, values: dict[str, str], pictures: dict[str, Picture], shown: str) -> None:
        """Numbers and pictures by name; `shown` is the one that is drawn large."""
        for name, cell in self.cells.items():
            cell.show_number(values[name], pictures[name])
        self.cells[shown].setChecked(True)

    @Slot(QAbstractButton)
    def _clicked(self, button: QAbstractButton) -> None:
        self.chosen.emit(next(name for name, cell in self.cells.items() if cell is button))
