"""Every bench in the window: it builds, shows, resets, undoes, is exported, leaves nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QFontMetrics, QImage
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from ganlab.app.exporting import painted
from ganlab.app.forms.controls import ChoiceControl, SliderControl
from ganlab.app.look.theme import SMALL_PX, Theme, figure_font
from ganlab.app.rooms.theory.control_form import fields_of
from ganlab.app.rooms.theory.number_model import COLUMNS
from ganlab.app.rooms.theory.plots.plot import Plot
from ganlab.app.rooms.theory.shown import Shown, view_of
from ganlab.app.widgets.formula import typeset
from ganlab.theory.table import BENCHES, bench
from tests.app.theory.conftest import MakeDesk

SIZES = ((590, 494), (705, 624))
"""Of the stage at 1280 x 720 and at 1440 x 900, pixels."""
SIDES = (((358, 477), 5), ((401, 624), 8))
"""Of the side there, and how many rows of numbers are seen at least."""
STACKED = {
    "figure-1": ("curves", "ways"),
    "criterion": ("densities", "d"),
    "proposition-2": ("histogram", "d"),
    "slopes": ("losses", "slopes", "samples"),
    "divergences": ("densities", "integrand"),
    "classifier": ("densities", "ratio"),
}
"""Plots with one axis that stand over one another."""
STRIPS = ((956, 108), (1116, 152))


@pytest.fixture(params=list(BENCHES))
def shown(request: pytest.FixtureRequest, make_desk: MakeDesk, qtbot: QtBot) -> Iterator[Shown]:
    """Each bench, on show."""
    shown = Shown(make_desk(bench(request.param)), view_of(request.param), make_desk())
    for part in (shown.page, shown.side, shown.statements):
        qtbot.addWidget(part)
    shown.page.resize(*SIZES[0])
    shown.page.show()
    shown.side.show()
    shown.set_on_show(True)
    yield shown
    shown.stop()
    shown.page.hide()


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_it_is_painted_and_written(shown: Shown, theme: Theme, choice: str, qtbot: QtBot) -> None:
    theme.choose(choice)  # type: ignore[arg-type]
    for size in SIZES:
        shown.page.resize(*size)
        assert (shown.page.width(), shown.page.height()) == size, "it needs more room"
        assert not shown.page.grab().isNull()
    page = shown.page
    image = QImage.fromData(painted.png(page.paint_into, page.shape, page.shape))
    assert image.size() == page.shape
    colours = {
        image.pixelColor(x, y).name()
        for x in range(0, image.width(), 7)
        for y in range(0, image.height(), 7)
    }
    assert len(colours) > 3, "there is something in it"
    assert painted.svg(page.paint_into, page.shape).startswith(b"<?xml")


def test_every_slider_moves_and_comes_back(shown: Shown, qtbot: QtBot) -> None:
    desk = shown.desk
    before = desk.controls
    for name, row in shown.side.form.rows.items():
        if not isinstance(row, SliderControl):
            continue
        slider = row.slider
        old = slider.value()
        slider.setValue(old + 1 if old < slider.maximum() else old - 1)
        slider.rested.emit()
        assert getattr(desk.controls, name) != getattr(before, name), name
        shown.page.grab()
        desk.stack.undo()
        assert desk.controls == before
        assert slider.value() == old


def test_it_is_reset_and_that_is_undone(shown: Shown) -> None:
    desk = shown.desk
    slider = next(
        (row for row in shown.side.form.rows.values() if isinstance(row, SliderControl)), None
    )
    if slider is None:
        return
    slider.slider.setValue(slider.slider.maximum())
    slider.slider.setValue(slider.slider.minimum())
    slider.slider.rested.emit()
    moved = desk.controls
    desk.reset()
    assert desk.controls == desk.bench.controls()
    desk.stack.undo()
    assert desk.controls == moved


def test_its_small_picture_is_made_without_it(shown: Shown) -> None:
    picture = view_of(shown.desk.bench.name).thumbnail(shown.desk.bench.controls())
    assert picture.marks


def test_all_of_it_has_a_name(shown: Shown) -> None:
    for plot in shown.page.findChildren(Plot):
        assert plot.canvas.accessibleName()
        assert plot.canvas.accessibleDescription()
        for grip in plot.canvas.grips.values():
            assert grip.accessibleName()
            assert grip.toolTip()
    for field in fields_of(shown.desk.bench.controls):
        assert field.title
        assert field.help
    for widget in (*shown.page.findChildren(QWidget), *shown.side.findChildren(QWidget)):
        if widget.focusPolicy().value & 1 and widget.isVisible():  # Tab comes to it
            assert widget.accessibleName() or widget.property("text"), widget


def test_hidden_nothing_of_it_runs(shown: Shown) -> None:
    shown.set_on_show(False)
    for part in (shown.page, shown.side, shown.statements):
        part.hide()
        assert not [timer for timer in part.findChildren(QTimer) if timer.isActive()]


def test_its_formulas_can_be_set(shown: Shown) -> None:
    typeset(statement.latex for statement in shown.desk.bench.statements)
    shown.statements.settle()
    assert all(formula.ready for formula in shown.statements.formulas)


def test_formulas_and_sources_can_be_read(shown: Shown) -> None:
    statements = shown.statements
    for size in STRIPS:
        statements.resize(*size)
        statements.show()
        statements.settle()
        QApplication.processEvents()
        [area] = statements.findChildren(QScrollArea)
        assert area.horizontalScrollBar().maximum() == 0
        page = area.viewport().height()
        labels = statements.findChildren(QLabel)
        for words, formula in zip(labels, statements.formulas, strict=True):
            assert formula.width() >= 0.8 * formula.sizeHint().width(), "never much smaller"
            assert formula.height() >= formula.sizeHint().height()
            assert words.height() >= words.heightForWidth(words.width()), "nothing is left out"
            assert words.geometry().right() < formula.geometry().left()
            assert words.y() % page + words.height() <= page, "no row is cut through"


def test_rows_of_numbers_are_seen_whole(shown: Shown) -> None:
    table = shown.side.table
    for size, least in SIDES:
        shown.side.resize(*size)
        QApplication.processEvents()
        assert (shown.side.width(), shown.side.height()) == size, "it needs more room"
        rows = range(table.rows.rowCount())
        ends = [table.rowViewportPosition(row) + table.rowHeight(row) for row in rows]
        seen = sum(end <= table.viewport().height() for end in ends)
        assert seen >= min(least, len(rows))
        for row in rows:
            assert table.rowHeight(row) >= table.sizeHintForRow(row), "names are whole"
            for column in range(1, len(COLUMNS)):
                text = table.rows.index(row, column).data()
                wide = QFontMetrics(figure_font(SMALL_PX)).horizontalAdvance(text)
                assert len(text) <= 8
                assert wide <= table.columnWidth(column) - 4


def test_choices_are_titles(shown: Shown) -> None:
    for row in shown.side.form.rows.values():
        if isinstance(row, ChoiceControl):
            texts = [row.combo.itemText(i) for i in range(row.combo.count())]
            raw = [text for text in texts if re.fullmatch("[a-z]{2,}[a-z0-9-]*", text)]
            assert not raw


def test_places_stand_over_one_another_in_plots_that_do(shown: Shown) -> None:
    for size in SIZES:
        shown.page.resize(*size)
        QApplication.processEvents()
        plots = [getattr(shown.page.view, name) for name in STACKED.get(shown.desk.bench.name, ())]
        for x in (-1.0, 0.0, 1.0):
            at = [
                plot.canvas.mapTo(shown.page, plot.scale.point(x, 0.5).toPoint()).x()
                for plot in plots
                if not plot.canvas.picture.blank  # one that waits for a run has no places
            ]
            assert max(at, default=0) - min(at, default=0) <= 1, (size, at)


def test_its_numbers_are_in_the_table(shown: Shown) -> None:
    names = [number.name for number in shown.side.table.rows.numbers]
    assert names == [number.name for number in shown.desk.numbers]
