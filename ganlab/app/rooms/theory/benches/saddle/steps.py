"""The table of steps: a column for each, with x, y and V."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
)

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
_STYLED = (
    QStyle.StateFlag.State_Selected
    | QStyle.StateFlag.State_HasFocus
    | QStyle.StateFlag.State_MouseOver
)


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

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """x, y, V."""
        return len(ROWS)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One for the start, and one for each step."""
        return len(self._rows[0])

    def text(self, index: Index) -> str:
        """What is seen in a cell."""
        return significant(self._rows[index.row()][index.column()], 4)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A number as text."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(index)
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


class _Cells(QStyledItemDelegate):
    """Paints a cell itself where it is only read: a style sheet takes much longer for each, at each
    step of a drag."""

    def __init__(self, model: _Model, parent: QTableView) -> None:
        super().__init__(parent)
        self._model = model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Its text; a cell that is chosen or pointed at as the style has it."""
        if option.state & _STYLED:
            super().paint(painter, option, index)
            return
        painter.setPen(option.palette.color(QPalette.ColorRole.Text))
        box = option.rect.adjusted(MARGIN, 0, -MARGIN, 0)
        text = self._model.text(index)
        text = option.fontMetrics.elidedText(text, option.textElideMode, box.width())
        painter.drawText(box, int(_RIGHT), text)


class Steps(QFrame):
    """A card with the table in it; it is moved sideways where it is longer than wide."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("class", "card")
        self._model = _Model()
        self.table = table = QTableView()
        table.setModel(self._model)
        table.setItemDelegate(_Cells(self._model, table))
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
