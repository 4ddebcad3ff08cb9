"""All divergences at a glance: name, number and a small picture of what is integrated."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QSizePolicy, QWidget

from ganlab.app.look.theme import SMALL_PX, Theme, figure_font, text_font
from ganlab.app.rooms.theory.plots.marks import Picture
from ganlab.app.rooms.theory.plots.painting import Brush
from ganlab.app.rooms.theory.plots.scale import Scale
from ganlab.theory.between import DIVERGENCES, Divergence

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
        self.value = ""
        self.setText(divergence.short)
        self.setCheckable(True)
        self.setToolTip(f"{divergence.title}: draws its integrand large")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
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
        """See `paint_into`."""
        with QPainter(self) as painter:
            self.paint_into(painter)

    def paint_into(self, painter: QPainter) -> None:
        """The cell onto any painter, its origin at the corner."""
        color = self._theme.color
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        cell = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        chosen = self.isChecked()
        painter.setPen(QPen(color("good" if chosen else "hairline"), 1.5 if chosen else 1))
        painter.setBrush(color("hover" if self.underMouse() else "panel"))
        painter.drawRoundedRect(cell, 4, 4)
        if self.hasFocus():
            painter.setPen(QPen(color("real"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(cell.adjusted(2, 2, -2, -2), 3, 3)
        words = QRectF(cell.left() + 5, cell.top() + 2, cell.width() - 10, LINE)
        painter.setFont(_figures())
        painter.setPen(color("text"))
        painter.drawText(words, _RIGHT, self.value)
        painter.setFont(_names())
        painter.setPen(color("muted"))
        painter.drawText(words, _LEFT, self.text())
        area = QRectF(cell.left() + 4, words.bottom() + 1, cell.width() - 8, 0)
        area.setBottom(cell.bottom() - 3)
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
