"""The table of a bench: what is computed, what the theorem says, and how far they are apart."""

from __future__ import annotations

from PySide6.QtCore import (
    QRect,
    QSize,
    Qt,
    QTimer,
    Slot,
)
from PySide6.QtGui import (
    QFontMetrics,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from ganlab.app.look.theme import SMALL_PX, Theme, figure_font, text_font
from ganlab.app.rooms.theory.number_model import COLUMNS, LEFT, RIGHT, Index, NumberModel
from ganlab.app.widgets.plain_cells import plain_cells
from ganlab.theory.bench import Number

ROW_PX = 22
LEAST_ROWS = 5
"""So many are seen without scrolling."""
WIDEST = "−0.00000"
"""Of the figures."""
GAP = 12
"""Between the widest figures of two columns, pixels."""
MARGIN = 3
"""At either side of a cell's text, pixels."""
FIT_MS = 250
"""After so long rows are as high as their names need; not at each step of a drag."""


class _Cells(QStyledItemDelegate):
    """Paints a cell itself: a style sheet would take ten times as long for each, at each step of a
    drag."""

    def __init__(self, theme: Theme, model: NumberModel, parent: QTableView) -> None:
        super().__init__(parent)
        self._theme, self._model, self._table = theme, model, parent
        self._words, self._figures = text_font(SMALL_PX), figure_font(SMALL_PX)
        self._metrics = QFontMetrics(self._words)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Its ground where it is selected, and its text."""
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, self._theme.color("chosen"))
        painter.setPen(self._theme.color("text"))
        self.write(painter, option.rect, index.row(), index.column())

    def write(self, painter: QPainter, cell: QRect, row: int, column: int) -> None:
        """Its text, in the painter's pen."""
        painter.setFont(self._figures if column else self._words)
        box = cell.adjusted(MARGIN, 0, -MARGIN, 0)
        painter.drawText(box, int(RIGHT if column else _NAME), self._model.text(row, column))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as the name needs."""
        if index.column():
            return QSize(self._table.columnWidth(index.column()), ROW_PX)
        room = QRect(0, 0, max(self._table.columnWidth(0) - 2 * MARGIN, 20), 10_000)
        name = self._model.numbers[index.row()].name
        text = self._metrics.boundingRect(room, int(_NAME), name)
        return QSize(room.width(), ROW_PX - self._metrics.height() + text.height())


class NumberTable(QTableView):
    """Shows the model; what is selected can be copied with all its digits."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.rows = NumberModel()
        self.setModel(self.rows)
        self._theme = theme
        self._cells = _Cells(theme, self.rows, self)
        self.setItemDelegate(self._cells)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(FIT_MS)
        self._soon.timeout.connect(self._fit)
        self.setProperty("class", "numbers")
        self.setAccessibleName("Numbers: computed, exact and their difference")
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)  # names may take two lines
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(ROW_PX)
        self.verticalHeader().setDefaultSectionSize(ROW_PX)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(40)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        widest = QFontMetrics(figure_font(SMALL_PX)).horizontalAdvance(WIDEST) + GAP
        for column in range(1, len(COLUMNS)):
            header.resizeSection(column, max(widest, header.sectionSizeHint(column)))

    def show_numbers(self, numbers: list[Number]) -> None:
        """Show these rows."""
        names = [row.name for row in self.rows.numbers]
        self.rows.show_numbers(numbers)
        if not names:
            self._fit()
        elif [row.name for row in numbers] != names and self.isVisible():
            self._soon.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Where nothing is selected there are texts alone."""
        if self.selectionModel().hasSelection():
            super().paintEvent(event)
            return
        with QPainter(self.viewport()) as painter:
            painter.setPen(self._theme.color("text"))
            for row, column, cell in plain_cells(self, event.region()):
                self._cells.write(painter, cell, row, column)

    def sizeHint(self) -> QSize:
        """As high as its rows."""
        return QSize(300, self.verticalHeader().length() + ROW_PX + 8)

    def minimumSizeHint(self) -> QSize:
        """Heading and a few rows."""
        return QSize(200, ROW_PX * (min(len(self.rows.numbers), LEAST_ROWS) + 1) + 8)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Names have what the figures leave, and may need more lines, or fewer."""
        super().resizeEvent(event)
        figures = sum(self.columnWidth(column) for column in range(1, len(COLUMNS)))
        wide = max(event.size().width() - figures, figures // 3)
        if wide != self.columnWidth(0):
            self.setColumnWidth(0, wide)
            self._fit()

    def _fit(self) -> None:
        self.resizeRowsToContents()
        self.updateGeometry()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody sees how high the rows are."""
        self._soon.stop()
        super().hideEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Now somebody does."""
        super().showEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy what is selected."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    @Slot()
    def copy(self) -> None:
        """What is selected, rows of tabs, into the clipboard."""
        chosen = sorted((i.row(), i.column()) for i in self.selectedIndexes())
        lines = [
            "\t".join(self.rows.copied(self.rows.index(r, c)) for r, c in chosen if r == row)
            for row in dict.fromkeys(r for r, _ in chosen)
        ]
        if lines:
            QApplication.clipboard().setText("\n".join(lines))


_NAME = int(LEFT) | int(Qt.TextFlag.TextWordWrap)
