"""The table of a bench: what is computed, what the theorem says, and how far they are apart."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Slot,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QHeaderView, QTableView

from ganlab.app.look.theme import SMALL_PX, figure_font, text_font
from ganlab.app.look.words import in_tooltip
from ganlab.figures import minus, significant
from ganlab.theory.bench import Number

COLUMNS = ("Number", "Computed", "Exact", "Difference")
ROW_PX = 22
LEAST_ROWS = 6
"""So many are seen without scrolling."""
DIGITS = 6
FIGURE_PX = 70
"""Width of a column of figures."""
Index = QModelIndex | QPersistentModelIndex


def cells(number: Number) -> tuple[float | None, float | None, float | None]:
    """Computed, exact, difference; None where nobody knows."""
    return number.computed, number.exact, number.difference


def as_text(numbers: list[Number]) -> str:
    """Rows of tabs, all digits, with a heading: to be pasted into a sheet."""
    lines = ["\t".join(("number", "computed", "exact", "difference", "unit"))]
    for number in numbers:
        figures = ("" if cell is None else repr(cell) for cell in cells(number))
        lines.append("\t".join((number.name, *figures, number.unit)))
    return "\n".join(lines) + "\n"


class NumberModel(QAbstractTableModel):
    """The rows of a bench. New figures in the same rows disturb nothing that is selected."""

    def __init__(self) -> None:
        super().__init__()
        self.numbers: list[Number] = []

    def show_numbers(self, numbers: list[Number]) -> None:
        """Show these."""
        if [row.name for row in numbers] != [row.name for row in self.numbers]:
            self.beginResetModel()
            self.numbers = numbers
            self.endResetModel()
        elif numbers:
            self.numbers = numbers
            last = self.index(len(numbers) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One a number."""
        return 0 if parent.isValid() else len(self.numbers)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Name, computed, exact, difference."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The names of the columns."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEFT if section == 0 else _RIGHT
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Six digits to be seen, all of them under the mouse."""
        number, column = self.numbers[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return number.name if column == 0 else _shown(cells(number)[column - 1], column)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return in_tooltip(self._whole(number, column))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEFT if column == 0 else _RIGHT
        if role == Qt.ItemDataRole.FontRole:
            return text_font(SMALL_PX) if column == 0 else figure_font(SMALL_PX)
        return None

    def copied(self, index: Index) -> str:
        """What copying a cell takes: all its digits."""
        number, column = self.numbers[index.row()], index.column()
        cell = None if column == 0 else cells(number)[column - 1]
        return number.name if column == 0 else "" if cell is None else repr(cell)

    @staticmethod
    def _whole(number: Number, column: int) -> str:
        unit = f" {number.unit}" if number.unit else ""
        if column == 0:
            return number.name + (f", in {number.unit}" if number.unit else "")
        value = cells(number)[column - 1]
        if value is None:
            return f"{number.name}: nobody knows an exact value to compare with"
        return f"{number.name}, {COLUMNS[column].lower()}: {significant(value, 17)}{unit}"


def _shown(value: float | None, column: int) -> str:
    if value is None:
        return "–"
    if column == 3 and 0 < value < 1e9:
        return minus(f"{value:.1e}")
    return significant(value, DIGITS)


class NumberTable(QTableView):
    """Shows the model; what is selected can be copied with all its digits."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = NumberModel()
        self.setModel(self.rows)
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
        header.setFont(text_font(SMALL_PX))
        header.setHighlightSections(False)
        header.setMinimumSectionSize(40)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in range(1, len(COLUMNS)):
            header.resizeSection(column, FIGURE_PX)

    def show_numbers(self, numbers: list[Number]) -> None:
        """Show these rows."""
        before = self.rows.numbers
        self.rows.show_numbers(numbers)
        if [row.name for row in numbers] != [row.name for row in before]:
            self._fit()

    def sizeHint(self) -> QSize:
        """As high as its rows."""
        return QSize(300, self.verticalHeader().length() + ROW_PX + 8)

    def minimumSizeHint(self) -> QSize:
        """Heading and a few rows."""
        return QSize(200, ROW_PX * (min(len(self.rows.numbers), LEAST_ROWS) + 1) + 8)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Names may need more lines, or fewer."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _fit(self) -> None:
        self.resizeRowsToContents()
        self.updateGeometry()

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


_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
