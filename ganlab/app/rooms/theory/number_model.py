"""The numbers of a bench as rows: what is computed, what the theorem says, how far they are
apart."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from ganlab.app.look.theme import SMALL_PX, text_font
from ganlab.app.look.words import in_tooltip
from ganlab.figures import fitting, significant
from ganlab.theory.bench import Number

COLUMNS = ("Number", "Computed", "Exact", "Difference")
CHARACTERS = 8
"""The longest figure on screen; the tooltip has all digits."""
UNKNOWN = "–"
Index = QModelIndex | QPersistentModelIndex
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
"""Of names,"""
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
"""and of figures."""


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
        self._known: dict[int, tuple[str, str, str, str]] = {}
        """The rows that somebody has read since they last changed, as they were seen: of a long
        table few are on screen, and the others need no words at each step of a drag."""

    def show_numbers(self, numbers: list[Number]) -> None:
        """Show these."""
        before, count = self._known, len(numbers)
        # Rows come and go at the end: a reset would lay the whole table out anew during a drag.
        shown = len(self.numbers)
        if count > shown:
            self.beginInsertRows(QModelIndex(), shown, count - 1)
            self._become(numbers)
            self.endInsertRows()
        elif count < shown:
            self.beginRemoveRows(QModelIndex(), count, shown - 1)
            self._become(numbers)
            self.endRemoveRows()
        else:
            self._become(numbers)
        for row, old in before.items():
            if row >= count:
                continue
            new = _texts(numbers[row])
            others = [column for column in range(len(COLUMNS)) if old[column] != new[column]]
            if others:
                self.dataChanged.emit(self.index(row, others[0]), self.index(row, others[-1]))
            else:
                self._known[row] = new

    def _become(self, numbers: list[Number]) -> None:
        self.numbers, self._known = numbers, {}

    def text(self, row: int, column: int) -> str:
        """What is seen in a cell."""
        if row not in self._known:
            self._known[row] = _texts(self.numbers[row])
        return self._known[row][column]

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """One a number."""
        return 0 if parent.isValid() else len(self.numbers)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
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
            return int(LEFT if section == 0 else RIGHT)
        if role == Qt.ItemDataRole.FontRole:
            return text_font(SMALL_PX)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A few digits to be seen, all of them under the mouse."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(index.row(), index.column())
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            self.text(index.row(), 0)  # whoever has read it is told when it changes
            return in_tooltip(self._whole(self.numbers[index.row()], index.column()))
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


@lru_cache(maxsize=256)
def _texts(number: Number) -> tuple[str, str, str, str]:
    """A row as it is seen."""
    computed, exact, difference = cells(number)
    small = difference is not None and difference < 1
    far = _shown(difference, digits=2 if small else 4)
    return number.name, _shown(computed), _shown(exact), far


def _shown(value: float | None, digits: int = 6) -> str:
    return UNKNOWN if value is None else fitting(value, CHARACTERS, digits)
