"""The table of numbers: what it paints again when its numbers change."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QPaintEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from ganlab.app.look.theme import SMALL_PX, Theme, figure_font
from ganlab.app.rooms.theory.number_model import NumberModel
from ganlab.app.rooms.theory.number_table import WIDEST, NumberTable
from ganlab.theory.bench import Number


def test_only_figures_that_are_others_are_painted_again(qtbot: QtBot) -> None:
    model = NumberModel()
    model.show_numbers([Number("V", 1.0, 2.0), Number("C", 3.0, 3.0), Number("F", 5.0)])
    for row in range(3):
        model.text(row, 0)
    told = QSignalSpy(model.dataChanged)
    model.show_numbers([Number("V", 1.5, 2.0), Number("C", 3.0, 3.0), Number("W", 5.0)])
    assert _cells(told) == [(0, 1, 3), (2, 0, 0)]


def test_rows_that_nobody_has_read_are_not_told_of(qtbot: QtBot) -> None:
    model = NumberModel()
    model.show_numbers([Number("V", 1.0, 2.0), Number("C", 3.0, 3.0), Number("F", 5.0)])
    seen, heard = model.index(0, 1), model.index(2, 1)
    model.data(seen)
    model.data(heard, Qt.ItemDataRole.AccessibleTextRole)
    told = QSignalSpy(model.dataChanged)
    for figure in (1.5, 2.5, 3.5):
        model.show_numbers([Number(name, figure) for name in "VCF"])
    assert _cells(told) == [(0, 1, 3), (2, 1, 1)]  # once: nobody has looked again
    assert model.data(seen) == "3.5"
    model.show_numbers([Number("V", 4.5)])
    assert _cells(told)[2:] == [(0, 1, 1)]


class Styled(NumberTable):
    """Painted as Qt would."""

    def paintEvent(self, event: QPaintEvent) -> None:
        QTableView.paintEvent(self, event)


def test_plain_cells_look_as_qt_would_paint_them(qtbot: QtBot, theme: Theme) -> None:
    pictures = []
    for table in (NumberTable(theme), Styled(theme)):
        qtbot.addWidget(table)
        table.resize(360, 120)
        table.show_numbers([Number("a long name " * (1 + i % 3), 1.5 * i, -i) for i in range(9)])
        table.show()
        table.verticalScrollBar().setValue(7)
        pictures.append(table.viewport().grab().toImage())
    assert pictures[0] == pictures[1]


def _cells(told: QSignalSpy) -> list[tuple[int, int, int]]:
    """Row, first and last column of each signal."""
    return [
        (told.at(i)[0].row(), told.at(i)[0].column(), told.at(i)[1].column())
        for i in range(told.count())
    ]


def test_figures_of_two_columns_are_told_apart_at_a_glance(qtbot: QtBot, theme: Theme) -> None:
    table = NumberTable(theme)
    qtbot.addWidget(table)
    table.show_numbers([Number("V", -0.123456, -0.123456)])
    widest = QFontMetrics(figure_font(SMALL_PX)).horizontalAdvance(WIDEST)
    for column in (1, 2, 3):
        assert table.columnWidth(column) - widest >= 12
