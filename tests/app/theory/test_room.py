"""The theory room in a whole window: the list, one bench large, undo, memory, the way to the
playground and back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ganlab.app.exporting import painted
from ganlab.app.rooms.theory.room import TheoryRoom
from ganlab.app.shell.application import Laboratory
from ganlab.theory import table
from ganlab.theory.bench import Bench
from tests.app.labs import opened, wait_until_ready
from tests.app.theory.conftest import drag
from tests.app.theory.tiny import Tiny
from tests.app.theory.tiny_view import View

LONG_MS = 60_000


@pytest.fixture
def lab(tmp_path: Path, qtbot: QtBot, tiny_benches: None) -> Iterator[Laboratory]:
    """A window that shows the theory room."""
    with opened(tmp_path) as lab:
        wait_until_ready(qtbot, lab)
        with qtbot.waitActive(lab.window):
            lab.window.activateWindow()
        lab.window.rooms.go("theory")
        qtbot.waitUntil(lambda: lab.window.theory.list.is_filled)
        QApplication.processEvents()
        yield lab


def view(room: TheoryRoom, name: str = "") -> View:
    """The view of a bench."""
    return cast("View", room.shown(name or room.current).page.view)


def test_the_room_shows_the_list_one_bench_its_controls_numbers_and_statements(
    lab: Laboratory, qtbot: QtBot
) -> None:
    room, body = lab.window.theory, lab.window.body
    assert room.current == "tiny"
    assert body.parts["dock"].currentWidget() is room.list
    assert room.list.buttons["tiny"].isChecked()
    assert list(room.list.buttons) == ["tiny", "other"]
    shown = room.shown("tiny")
    for part in (shown.page.view.plot.canvas, shown.side.table, shown.statements.formulas[0]):  # type: ignore[attr-defined]
        assert part.isVisible()
    assert list(shown.side.form.rows) == ["copies", "mean"], "those the view names come first"
    assert [row.name for row in shown.side.table.rows.numbers] == ["twice the mean", "of one copy"]
    qtbot.waitUntil(lambda: room.list.buttons["other"].picture is not None)
    lab.window.grab()


def test_a_window_that_opens_with_the_room_asks_for_one_bench_before_its_first_painting(
    tmp_path: Path, qtbot: QtBot, tiny_benches: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    all_of_them = table.bench

    def bench(name: str) -> Bench:
        asked.append(name)
        return all_of_them(name)

    monkeypatch.setattr(table, "bench", bench)
    with opened(tmp_path) as lab:
        room = lab.window.theory
        assert set(asked) == {"tiny"}
        assert not room.list.is_filled
        assert set(asked) == {"tiny"}
        lab.window.rooms.go("theory")
        qtbot.waitUntil(lambda: room.list.is_filled)
        assert set(asked) == {"tiny", "other"}
        assert room.list.buttons["tiny"].isChecked()


def test_ctrl_3_is_its_key(lab: Laboratory) -> None:
    assert lab.window.actions_table["room_theory"].shortcut().toString() == "Ctrl+3"


def test_a_slider_moves_picture_numbers_and_list_and_is_one_step_back(
    lab: Laboratory, qtbot: QtBot
) -> None:
    room = lab.window.theory
    shown, desk = room.shown("tiny"), room.desk("tiny")
    slider = shown.side.form.rows["mean"].slider  # type: ignore[attr-defined]
    slider.setSliderDown(True)
    for position in (110, 130, slider.maximum()):
        slider.setValue(position)
    slider.setSliderDown(False)
    slider.rested.emit()
    assert desk.controls.mean == 4.0
    assert view(room).plot.picture.note == "mean 4.00"
    assert shown.side.table.rows.numbers[0].computed == 8.0
    button = room.list.buttons["tiny"]
    qtbot.waitUntil(lambda: button.picture is not None and button.picture.note == "mean 4.00")
    undo = lab.window.actions_table["undo"]
    assert undo.isEnabled()
    assert undo.text() == "Undo Mean"
    undo.trigger()
    assert desk.controls == Tiny()
    assert not undo.isEnabled()


def test_the_mouse_drags_a_handle(lab: Laboratory, qtbot: QtBot) -> None:
    room = lab.window.theory
    drag(qtbot, view(room).plot, "mean", 2.0, 0.5)
    assert room.desk("tiny").controls.mean == pytest.approx(2.0, abs=0.05)
    lab.window.actions_table["undo"].trigger()
    assert room.desk("tiny").controls.mean == 0.0


def test_undo_acts_on_the_bench_here_and_on_the_document_elsewhere(lab: Laboratory) -> None:
    room, undo = lab.window.theory, lab.window.actions_table["undo"]
    before = lab.controller.experiment
    lab.controller.choose_seed(123)
    assert not undo.isEnabled(), "nothing was changed on this bench"
    room.desk("tiny").set({"mean": 1.0})
    room.choose("other")
    assert not undo.isEnabled(), "each has its own"
    room.desk("other").set({"mean": 2.0})
    undo.trigger()
    assert (room.desk("tiny").controls.mean, room.desk("other").controls.mean) == (1.0, 0.0)
    lab.window.rooms.go("playground")
    undo.trigger()
    assert lab.controller.experiment == before
    lab.window.rooms.go("theory")
    lab.window.actions_table["redo"].trigger()
    assert room.desk("other").controls.mean == 2.0


def test_a_bench_is_remembered_from_one_window_to_the_next(
    tmp_path: Path, qtbot: QtBot, tiny_benches: None
) -> None:
    for mean in (0.0, 1.5):
        with opened(tmp_path) as lab:
            wait_until_ready(qtbot, lab)
            lab.window.rooms.go("theory")
            room = lab.window.theory
            if mean:
                assert room.current == "other"
            room.choose("other")
            assert room.desk("other").controls.mean == mean
            room.desk("other").set({"mean": 1.5})


def test_what_is_remembered_and_cannot_be_read_is_forgotten(
    tmp_path: Path, qtbot: QtBot, tiny_benches: None
) -> None:
    with opened(tmp_path) as lab:
        for text in ("", "{", '{"mean": 77}', '{"unknown": 1}'):
            lab.settings.set_controls("tiny", text)
        lab.window.rooms.go("theory")
        assert lab.window.theory.desk("tiny").controls == Tiny()


def test_reset_is_a_button_and_undoable(lab: Laboratory, qtbot: QtBot) -> None:
    room = lab.window.theory
    room.desk("tiny").set({"mean": 1.0})
    qtbot.mouseClick(room.shown("tiny").side.reset, Qt.MouseButton.LeftButton)
    assert room.desk("tiny").controls == Tiny()
    lab.window.actions_table["undo"].trigger()
    assert room.desk("tiny").controls.mean == 1.0


def test_numbers_are_copied_with_all_their_digits(lab: Laboratory, qtbot: QtBot) -> None:
    room = lab.window.theory
    room.desk("tiny").set({"mean": 0.1, "copies": 3})
    side = room.shown("tiny").side
    qtbot.mouseClick(side.copy, Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text().split("\n") == [
        "number\tcomputed\texact\tdifference\tunit",
        "twice the mean\t0.2\t0.2\t0.0\tunits",
        f"of one copy\t{0.1 / 3!r}\t\t\t",
        "",
    ]
    table = side.table
    assert f"{0.1 / 3:.17g}" in table.rows.data(table.rows.index(1, 1), Qt.ItemDataRole.ToolTipRole)
    table.selectRow(1)
    table.copy()
    assert QApplication.clipboard().text() == f"of one copy\t{0.1 / 3!r}\t\t"


def test_a_work_runs_beside_the_window_and_its_number_appears(
    lab: Laboratory, qtbot: QtBot
) -> None:
    room = lab.window.theory
    works, desk = room.shown("tiny").side.works, room.desk("tiny")
    assert not works.bar.isVisible()
    with qtbot.waitSignal(desk.results_changed, timeout=LONG_MS):
        qtbot.mouseClick(works.buttons["count"], Qt.MouseButton.LeftButton)
        assert works.bar.isVisible()
        assert not works.buttons["wait"].isEnabled()
    assert room.shown("tiny").side.table.rows.numbers[-1].name == "counted"
    assert not works.bar.isVisible()


def test_a_work_goes_on_while_another_bench_is_shown_and_can_be_cancelled(
    lab: Laboratory, qtbot: QtBot
) -> None:
    room = lab.window.theory
    desk = room.desk("tiny")
    with qtbot.waitSignal(desk.progress, timeout=LONG_MS):
        qtbot.mouseClick(room.shown("tiny").side.works.buttons["wait"], Qt.MouseButton.LeftButton)
    room.choose("other")
    assert desk.running == "wait"
    room.choose("tiny")
    with qtbot.waitSignal(desk.running_changed, timeout=LONG_MS):
        qtbot.mouseClick(room.shown("tiny").side.works.cancel, Qt.MouseButton.LeftButton)
    assert not room.shown("tiny").side.works.bar.isVisible()


def test_a_bench_that_is_not_shown_costs_nothing(lab: Laboratory, qtbot: QtBot) -> None:
    room = lab.window.theory
    first = view(room)
    assert first.entered == 1
    room.choose("other")
    assert (first.entered, view(room).entered) == (0, 1)
    shows = first.shows
    room.desk("tiny").set({"mean": 3.0})
    assert first.shows == shows, "it is not painted for nobody"
    lab.window.rooms.go("playground")
    assert view(room).entered == 0
    assert not [timer for timer in room.stage.findChildren(QTimer) if timer.isActive()]
    lab.window.rooms.go("theory")
    room.choose("tiny")
    assert first.plot.picture.note == "mean 3.00", "it catches up"


def test_a_bench_leads_to_the_playground_and_back(lab: Laboratory, qtbot: QtBot) -> None:
    room, rooms, controller = lab.window.theory, lab.window.rooms, lab.controller
    before = controller.experiment
    room.desk("tiny").set({"mean": 1.0})
    qtbot.mouseClick(room.shown("tiny").page.play, Qt.MouseButton.LeftButton)
    assert rooms.current == "playground"
    assert controller.experiment.data.name == "grid-25"  # type: ignore[union-attr]
    way = lab.window.playground.way_back
    assert way.isVisible()
    assert way.back.text() == "Back to the theory"
    qtbot.mouseClick(way.back, Qt.MouseButton.LeftButton)
    assert (rooms.current, room.current) == ("theory", "tiny")
    assert room.desk("tiny").controls.mean == 1.0
    assert not way.isVisible()
    rooms.go("playground")
    assert not way.isVisible()
    lab.window.actions_table["undo"].trigger()
    assert controller.experiment == before
    room.choose("other")
    assert room.shown("other").page.play.isHidden(), "there is none for this one"


def test_the_way_back_goes_with_the_run(lab: Laboratory, qtbot: QtBot) -> None:
    lab.window.theory.to_playground()
    way = lab.window.playground.way_back
    qtbot.mouseClick(way.close_button, Qt.MouseButton.LeftButton)
    assert not way.isVisible()
    lab.window.rooms.go("theory")
    lab.window.theory.to_playground()
    assert way.isVisible()
    lab.controller.open(lab.controller.experiment, None, lab.controller.history)
    assert not way.isVisible()


def test_other_data_do_not_throw_one_out_but_a_run_that_is_opened_is_seen(lab: Laboratory) -> None:
    controller, rooms = lab.controller, lab.window.rooms
    controller.edit("target", {"data": {"kind": "toy", "name": "ring"}})
    assert rooms.current == "theory"
    controller.open(controller.experiment, None, controller.history)
    assert rooms.current == "playground"


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_the_picture_is_exported_as_it_is_on_screen(lab: Laboratory, choice: str) -> None:
    lab.theme.choose(choice)  # type: ignore[arg-type]
    QApplication.processEvents()
    page = lab.window.theory.picture
    size = page.shape * 2
    image = QImage.fromData(painted.png(page.paint_into, page.shape, size))
    assert image.size() == size
    assert image.pixelColor(1, 1) == lab.theme.color("ground")
    drawing = painted.svg(page.paint_into, page.shape)
    assert drawing.startswith(b"<?xml")
    assert lab.theme.palette.real.lower().encode() in drawing.lower()
    assert b"<image" not in drawing


def test_tab_reaches_everything_and_all_of_it_has_a_name(lab: Laboratory, qtbot: QtBot) -> None:
    room = lab.window.theory
    room.enter()
    shown = room.shown("tiny")
    seen: list[QWidget | None] = []
    for _ in range(40):
        QTest.keyClick(lab.window, Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        if focus in seen:
            break
        seen.append(focus)
    for widget in (
        shown.page.play,
        shown.page.export,
        view(room).plot.canvas,
        view(room).plot.canvas.grips["mean"],
        shown.side.reset,
        shown.side.copy,
        shown.side.table,
        *shown.side.works.buttons.values(),
        *(part for row in shown.side.form.rows.values() for part in row.parts),
    ):
        assert widget in seen, widget.accessibleName()
        assert widget.accessibleName()


def test_arrow_keys_walk_through_the_list(lab: Laboratory, qtbot: QtBot) -> None:
    room = lab.window.theory
    room.enter()
    QTest.keyClick(room.list.buttons["tiny"], Qt.Key.Key_Down)
    assert room.current == "other"
    assert QApplication.focusWidget() is room.list.buttons["other"]
