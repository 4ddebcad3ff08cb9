"""Every bench in the window: it builds, shows, resets, undoes, is exported, leaves nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ganlab.app.exporting import painted
from ganlab.app.forms.controls import SliderControl
from ganlab.app.look.theme import Theme
from ganlab.app.rooms.theory.control_form import fields_of
from ganlab.app.rooms.theory.plots.plot import Plot
from ganlab.app.rooms.theory.shown import Shown, view_of
from ganlab.app.widgets.formula import typeset
from ganlab.theory.table import BENCHES, bench
from tests.app.theory.conftest import MakeDesk

SIZES = ((590, 494), (705, 624))
"""Of the stage at 1280 x 720 and at 1440 x 900, pixels."""


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


def test_at_rest_nothing_of_it_runs(shown: Shown) -> None:
    shown.set_on_show(False)
    for part in (shown.page, shown.side, shown.statements):
        assert not [timer for timer in part.findChildren(QTimer) if timer.isActive()]


def test_its_formulas_can_be_set(shown: Shown) -> None:
    typeset(statement.latex for statement in shown.desk.bench.statements)
    shown.statements.settle()
    assert all(formula.ready for formula in shown.statements.formulas)


def test_its_numbers_are_in_the_table(shown: Shown) -> None:
    names = [number.name for number in shown.side.table.rows.numbers]
    assert names == [number.name for number in shown.desk.numbers]
