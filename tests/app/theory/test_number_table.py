"""The table of numbers: what it paints again when its numbers change."""

from __future__ import annotations

from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from ganlab.app.look.theme import SMALL_PX, Theme, figure_font
from ganlab.app.rooms.theory.number_table import WIDEST, NumberModel, NumberTable
from ganlab.theory.bench import Number


def test_only_figures_that_are_others_are_painted_again(qtbot: QtBot) -> None:
    model = NumberModel()
    model.show_numbers([Number("V", 1.0, 2.0), Number("C", 3.0, 3.0), Number("F", 5.0)])
    told = QSignalSpy(model.dataChanged)
    model.show_numbers([Number("V", 1.5, 2.0), Number("C", 3.0, 3.0), Number("W", 5.0)])
    cells = [
        (told.at(i)[0].row(), told.at(i)[0].column(), told.at(i)[1].column())
        for i in range(told.count())
    ]
    assert cells == [(0, 1, 3), (2, 0, 0)]


def test_figures_of_two_columns_are_told_apart_at_a_glance(qtbot: QtBot, theme: Theme) -> None:
    table = NumberTable(theme)
    qtbot.addWidget(table)
    table.show_numbers([Number("V", -0.123456, -0.123456)])
    widest = QFontMetrics(figure_font(SMALL_PX)).horizontalAdvance(WIDEST)
    for column in (1, 2, 3):
        assert table.columnWidth(column) - widest >= 12
