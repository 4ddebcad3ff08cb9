"""The table of steps: a column for each, with x, y and V."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QHeaderView, QTableView, QVBoxLayout

from ganlab.data.target import Array
from ganlab.figures import significant
from ganlab.theory.saddle.game import Game

ROWS = ("x", "y", "V")
HEAD_HEIGHT = 20
ROW_HEIGHT = 20
BAR_HEIGHT = 12
COLUMN_WIDTH = 64
MOST = 100
"""Steps that are told: Qt asks for the head of every column whenever one is added."""
Index = QModelIndex | QPersistentModelIndex


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

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A number as text."""
        if role == Qt.ItemDataRole.DisplayRole:
            return significant(self._rows[index.row()][index.column()], 4)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Which step, and what of it."""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.DisplayRole:
            return ROWS[section] if orientation == Qt.Orientation.Vertical else str(section)
        return None


class Steps(QFrame):
    """A card with the table in it; it is moved sideways where it is longer than wide."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("class", "card")
        self._model = _Model()
        self.table = table = QTableView()
        table.setModel(self._model)
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
