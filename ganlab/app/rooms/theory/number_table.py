"""The table of a bench: what is computed, what the theorem says, and how far they are apart."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
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
from ganlab.app.look.words import in_tooltip
from ganlab.figures import fitting, significant
from ganlab.theory.bench import Number

COLUMNS = ("Number", "Computed", "Exact", "Difference")
ROW_PX = 22
LEAST_ROWS = 5
"""So many are seen without scrolling."""
CHARACTERS = 8
"""The longest figure on screen; the tooltip has all digits."""
WIDEST = "−0.00000"
"""Of those."""
GAP = 12
"""Between the widest figures of two columns, pixels."""
MARGIN = 3
"""At either side of a cell's text, pixels."""
FIT_MS = 250
"""After so long rows are as high as their names need; not at each step of a drag."""
UNKNOWN = "–"
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

    def text(self, index: Index) -> str:
        """What is seen in a cell."""
        row = index.row()
        if row not in self._known:
            self._known[row] = _texts(self.numbers[row])
        return self._known[row][index.column()]

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
            return int(_LEFT if section == 0 else _RIGHT)
        if role == Qt.ItemDataRole.FontRole:
            return text_font(SMALL_PX)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A few digits to be seen, all of them under the mouse."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(index)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            self.text(index)  # whoever has read it is told when it changes
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
        named, box = index.column() == 0, option.rect.adjusted(MARGIN, 0, -MARGIN, 0)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, self._theme.color("chosen"))
        painter.setFont(self._words if named else self._figures)
        painter.setPen(self._theme.color("text"))
        painter.drawText(box, int(_NAME if named else _RIGHT), self._model.text(index))

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
        self.setItemDelegate(_Cells(theme, self.rows, self))
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


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_NAME = int(_LEFT) | int(Qt.TextFlag.TextWordWrap)
