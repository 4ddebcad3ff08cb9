"""The table of steps: a column for each, with x, y and V."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QStyle,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
)

from ganlab.app.widgets.plain_cells import plain_cells
from ganlab.data.target import Array
from ganlab.figures import significant
from ganlab.theory.saddle.game import Game

ROWS = ("x", "y", "V")
HEAD_HEIGHT = 20
ROW_HEIGHT = 20
BAR_HEIGHT = 12
COLUMN_WIDTH = 64
MARGIN = 3
"""At either side of a cell's text, pixels."""
MOST = 100
"""Steps that are told: Qt asks for the head of every column whenever one is added."""
Index = QModelIndex | QPersistentModelIndex
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class _Model(QAbstractTableModel):
    """The numbers behind it."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[list[float]] = [[], [], []]

    def show_way(self, way: Array, game: Game) -> None:
        """(n, 2) places, one for each step."""
        x, y = way[: MOST + 1].T
        rows = [x.tolist(), y.tolist(), (game.value(x, y) + 0 * x).tolist()]
        old, new = self.columnCount(), len(x)
        if new > old:
            self.beginInsertColumns(QModelIndex(), old, new - 1)
            self._rows = rows
            self.endInsertColumns()
        elif new < old:
            self.beginRemoveColumns(QModelIndex(), new, old - 1)
            self._rows = rows
            self.endRemoveColumns()
        self._rows = rows
        self.dataChanged.emit(self.index(0, 0), self.index(len(ROWS) - 1, new - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """x, y, V."""
        return len(ROWS)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """One for the start, and one for each step."""
        return len(self._rows[0])

    def text(self, row: int, column: int) -> str:
        """What is seen in a cell."""
        return significant(self._rows[row][column], 4)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A number as text."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(index.row(), index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Which step, and what of it."""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT
        if role == Qt.ItemDataRole.DisplayRole:
            return ROWS[section] if orientation == Qt.Orientation.Vertical else str(section)
        return None


class _Table(QTableView):
    """Paints its cells itself where they are only read: a style sheet takes much longer for each,
    at each step of a drag."""

    def __init__(self, model: _Model) -> None:
        super().__init__()
        self._model = model
        self.setModel(model)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Texts and grid; cells that are chosen or pointed at as the style has them."""
        if self.selectionModel().hasSelection() or self.hasFocus() or self.viewport().underMouse():
            super().paintEvent(event)
            return
        metrics, grid = self.fontMetrics(), []
        with QPainter(self.viewport()) as painter:
            painter.setPen(self.palette().color(QPalette.ColorRole.Text))
            for row, column, cell in plain_cells(self, event.region()):
                box = cell.adjusted(MARGIN, 0, -MARGIN - 1, -1)
                text = metrics.elidedText(
                    self._model.text(row, column), self.textElideMode(), box.width()
                )
                painter.drawText(box, int(_RIGHT), text)
                grid += [cell.bottomLeft(), cell.bottomRight(), cell.topRight()]
                grid.append(cell.bottomRight())
            painter.setPen(self._grid_color())
            painter.drawLines(grid)

    def _grid_color(self) -> QColor:
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        hint = self.style().styleHint(QStyle.StyleHint.SH_Table_GridLineColor, option, self)
        return QColor.fromRgba(hint & 0xFFFFFFFF)


class Steps(QFrame):
    """A card with the table in it; it is moved sideways where it is longer than wide."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("class", "card")
        self._model = _Model()
        self.table = table = _Table(self._model)
        table.setAccessibleName("Table of steps")
        table.setToolTip(
            f"Where the players stand after each of the first {MOST} steps, and V there"
        )
        table.setFrameShape(QFrame.Shape.NoFrame)
        table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.setTabKeyNavigation(False)
        across, down = table.horizontalHeader(), table.verticalHeader()
        across.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across.setDefaultSectionSize(COLUMN_WIDTH)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setMinimumSectionSize(ROW_HEIGHT)
        down.setDefaultSectionSize(ROW_HEIGHT)
        across.setFixedHeight(HEAD_HEIGHT)
        table.setFixedHeight(HEAD_HEIGHT + len(ROWS) * ROW_HEIGHT + BAR_HEIGHT)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 4, 6, 4)
        column.addWidget(table)

    def show_way(self, way: Array, game: Game) -> None:
        """(n, 2) places, one for each step."""
        self._model.show_way(way, game)

    def paint_into(self, painter: QPainter) -> None:
        """As it is, its origin at the corner: for files."""
        self.render(painter, QPoint())
