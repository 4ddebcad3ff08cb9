"""The rooms: what each shows, what goes on meanwhile, and how the window follows the data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QAbstractAnimation, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from ganlab.app.rooms.images.stage import TABS, Tab
from ganlab.app.rooms.invitation import Invitation
from ganlab.app.rooms.room import Room
from ganlab.app.rooms.table import ROOMS, home_of, key_of
from ganlab.app.shell.application import Laboratory
from ganlab.app.shell.settings import Settings
from ganlab.experiment import Experiment
from ganlab.games.shown.views import Points
from ganlab.lab.frame import Frame, State
from tests.app.labs import opened, wait_for_step, wait_until_ready
from tests.small import small

CONTROL = Qt.KeyboardModifier.ControlModifier
FEW = {"data": {"kind": "images", "subset": 40}, "game.image_networks.channels": 5}


@pytest.fixture
def lab(tmp_path: Path, qtbot: QtBot) -> Iterator[Laboratory]:
    """A small game in the plane, ready to be played."""
    with opened(tmp_path) as lab:
        wait_until_ready(qtbot, lab)
        yield lab


def invitation(lab: Laboratory, room: str) -> Invitation:
    """What the stage of a room shows instead of the run."""
    page = lab.window.rooms[room].stage.findChild(Invitation)
    assert isinstance(page, Invitation)
    assert page.isVisible()
    return page


def running(widget: QWidget) -> list[QObject]:
    """The timers and animations under a widget that run."""
    timers = [t for t in widget.findChildren(QTimer) if t.isActive()]
    moved = QAbstractAnimation.State.Running
    return [*timers, *(a for a in widget.findChildren(QAbstractAnimation) if a.state() == moved)]


def test_every_room_is_a_folder_and_a_line() -> None:
    for name in ROOMS:
        assert ROOMS[name].room.startswith(f"ganlab.app.rooms.{name}.")
    assert [key_of(name) for name in ROOMS] == ["Ctrl+1", "Ctrl+2", "Ctrl+3"]
    assert home_of(Experiment()) == "playground"
    assert home_of(small(FEW)) == "images"


def test_a_room_is_built_when_it_is_shown_for_the_first_time(lab: Laboratory) -> None:
    rooms = lab.window.rooms
    assert list(rooms.built) == ["playground"]
    QTest.keyClick(lab.window, Qt.Key.Key_2, CONTROL)
    assert list(rooms.built) == ["playground", "images"]
    assert rooms.current == "images"
    assert list(lab.window.images_room.images.built) == ["images"]


def test_segments_and_actions_show_where_one_is(lab: Laboratory, qtbot: QtBot) -> None:
    switch, actions = lab.window.transport.rooms, lab.window.actions_table
    qtbot.mouseClick(switch.segments[1], Qt.MouseButton.LeftButton)
    assert lab.window.rooms.current == "images"
    assert actions["room_images"].isChecked()
    assert not switch.segments[0].isChecked()
    assert switch.button.accessibleName() == "Room: Images"
    actions["room_playground"].trigger()
    assert switch.segments[0].isChecked()


def test_the_run_goes_on_and_a_hidden_room_asks_for_nothing(lab: Laboratory, qtbot: QtBot) -> None:
    window, controller = lab.window, lab.controller
    plane = window.distributions
    plane.chips.buttons["gradients"].setChecked(True)
    assert "gradients" in controller.request.views
    plane.morph.start()
    controller.play()
    wait_for_step(qtbot, lab, 3)
    window.rooms.go("images")
    assert controller.playing
    assert "gradients" not in controller.request.views
    assert not running(plane)
    step = controller.step
    wait_for_step(qtbot, lab, step + 5)
    assert window.rooms.current == "images"
    invitation(lab, "images")
    controller.pause()
    qtbot.waitUntil(lambda: controller.state is State.PAUSED)
    window.rooms.go("playground")
    assert "gradients" in controller.request.views


def test_what_came_while_it_was_hidden_is_seen_afterwards(lab: Laboratory, qtbot: QtBot) -> None:
    window, controller = lab.window, lab.controller
    frames: list[Frame] = []
    controller.frame_ready.connect(frames.append)
    controller.train_until(4)
    qtbot.waitUntil(lambda: controller.state is State.PAUSED and controller.step == 4)
    window.rooms.go("images")
    controller.train_until(12)
    done = {"timeout": 20_000}
    qtbot.waitUntil(lambda: controller.state is State.PAUSED and controller.step == 12, **done)
    window.rooms.go("playground")  # nothing trains: no frame would come by itself
    seen = [points for f in frames if (points := f.picture("generated", Points)) is not None]
    shown = window.distributions.view.item("generated").points
    np.testing.assert_allclose(shown, seen[-1].at, rtol=1e-6)


def test_a_preset_that_is_taken_here_is_shown_here_and_undo_goes_back(
    lab: Laboratory, qtbot: QtBot
) -> None:
    window, controller = lab.window, lab.controller
    controller.train_until(8)
    qtbot.waitUntil(lambda: controller.state is State.PAUSED and controller.step == 8)
    window.rooms.go("images")
    page = invitation(lab, "images")
    page.buttons["MNIST, DCGAN"].click()
    assert controller.experiment.data.kind == "images"
    assert window.rooms.current == "images"
    assert window.images_room.images.isVisible()
    controller.undo()
    done = {"timeout": 60_000}  # the networks of the images are made before
    qtbot.waitUntil(lambda: controller.state is State.PAUSED and controller.step == 8, **done)
    assert window.rooms.current == "playground"
    assert window.distributions.isVisible()


def test_other_data_are_shown_where_they_are_seen_and_other_edits_leave_the_room(
    lab: Laboratory, qtbot: QtBot
) -> None:
    window, controller = lab.window, lab.controller
    window.rooms.go("images")
    controller.edit("k", {"game.k": 3})
    assert window.rooms.current == "images"
    controller.edit("target", {"data": {"kind": "toy", "name": "moons"}})
    assert window.rooms.current == "playground"
    controller.edit("images", FEW)
    assert window.rooms.current == "images"
    window.rooms.go("playground")
    page = invitation(lab, "playground")
    page.buttons["Show the images"].click()
    assert window.rooms.current == "images"


def test_tabs_are_built_when_shown_and_can_be_had_in_a_window(
    lab: Laboratory, qtbot: QtBot
) -> None:
    lab.controller.edit("images", FEW)
    stage = lab.window.images_room.images
    assert list(stage.built) == ["images"]
    assert not stage.pop_out.isVisible()
    stage.bar.setCurrentIndex(1)
    explorer = stage.explorer
    assert explorer.isVisible()
    assert explorer.window() is lab.window
    qtbot.mouseClick(stage.pop_out, Qt.MouseButton.LeftButton)
    (window,) = stage.floating
    assert explorer.window() is window
    stage.bar.setCurrentIndex(0)
    assert explorer.isVisible()
    lab.window.actions_table["latent"].trigger()
    assert stage.current == "latent"
    window.close()
    assert explorer.window() is lab.window
    assert explorer.isVisible()
    assert not stage.floating
    stage.float_current()
    lab.controller.undo()
    QApplication.processEvents()
    assert not stage.floating
    assert not explorer.isVisible()


def test_the_room_is_remembered(tmp_path: Path, qtbot: QtBot) -> None:
    with opened(tmp_path) as lab:
        lab.window.rooms.go("images")
        assert Settings(tmp_path / "settings.ini").room == "images"


@pytest.mark.parametrize("name", ["", "cellar"])
def test_a_room_that_does_not_exist_is_the_experiments_own(lab: Laboratory, name: str) -> None:
    lab.window.rooms.go(name)
    assert lab.window.rooms.current == "playground"


def test_a_narrow_window_has_a_drawer_and_a_menu(lab: Laboratory, qtbot: QtBot) -> None:
    window, body, transport = lab.window, lab.window.body, lab.window.transport
    stage = body.stage.width()
    assert not transport.drawer.isVisible()
    window.resize(1024, 768)
    assert not body.parts["dock"].isVisible()
    assert transport.rooms.button.isVisible()
    assert not any(segment.isVisible() for segment in transport.rooms.segments)
    assert len(transport.rooms.button.menu().actions()) == len(ROOMS)
    assert not window.model.canvas.named
    QApplication.processEvents()
    narrow = body.stage.geometry()
    qtbot.mouseClick(transport.drawer, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert window.experiment.isVisible()
    assert body.stage.geometry() == narrow, "it opens over the rest"
    QTest.keyClick(window.experiment, Qt.Key.Key_Escape)
    assert not window.experiment.isVisible()
    QTest.keyClick(window, Qt.Key.Key_B, CONTROL)
    assert window.experiment.isVisible()
    window.resize(1440, 768)
    QApplication.processEvents()
    assert window.experiment.isVisible()
    assert body.stage.width() == stage
    assert window.model.canvas.named
    assert not transport.drawer.isVisible()


@pytest.mark.parametrize("target", ["ring-8", "gaussian-1d"])
@pytest.mark.parametrize("size", [(1024, 768), (1280, 720), (1440, 900)])
def test_the_chips_of_the_plane_take_one_row(
    lab: Laboratory, size: tuple[int, int], target: str
) -> None:
    lab.controller.edit("Target", {"data.name": target})
    lab.window.resize(*size)
    QApplication.processEvents()
    panel = lab.window.playground.distributions
    chips = [*panel.chips.buttons.values(), panel.morph.button]
    assert len({chip.geometry().top() for chip in chips}) == 1


def test_what_is_put_away_gives_the_focus_back_to_the_room(lab: Laboratory, qtbot: QtBot) -> None:
    window = lab.window
    window.resize(1024, 768)
    QApplication.processEvents()
    view = window.playground.distributions.view
    QTest.keyClick(window, Qt.Key.Key_B, CONTROL)
    button = window.experiment.findChildren(QAbstractButton)[0]
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is view
    QTest.keyClick(window, Qt.Key.Key_2, CONTROL)
    QTest.keyClick(window, Qt.Key.Key_B, CONTROL)
    QTest.keyClick(window, Qt.Key.Key_B, CONTROL)
    assert QApplication.focusWidget() is invitation(lab, "images").buttons["Show the run"]
    QTest.keyClick(window, Qt.Key.Key_1, CONTROL)
    QTest.keyClick(window, Qt.Key.Key_B, CONTROL)
    window.resize(1440, 900)
    QApplication.processEvents()
    assert QApplication.focusWidget() is view, "not Reset"
    button.setFocus()
    window.resize(1024, 768)
    QApplication.processEvents()
    assert QApplication.focusWidget() is view
    window.resize(1440, 900)
    QApplication.processEvents()
    button.setFocus()
    QTest.keyClick(window, Qt.Key.Key_B, CONTROL)
    assert QApplication.focusWidget() is view
    window.transport.play.setFocus()
    QTest.keyClick(window, Qt.Key.Key_B, CONTROL)
    QTest.keyClick(window, Qt.Key.Key_B, CONTROL)
    assert QApplication.focusWidget() is window.transport.play, "it was not in there"


def test_tab_goes_as_one_reads_in_every_room_and_tab(lab: Laboratory, qtbot: QtBot) -> None:
    window, rooms = lab.window, lab.window.rooms

    def passed() -> list[QWidget]:
        """The parts that Tab goes through from Play on, back to it."""
        window.transport.play.setFocus()
        parts = (window.transport, *window.body.in_order, window.status)
        found: list[QWidget] = []
        for _ in range(300):
            QTest.keyClick(window, Qt.Key.Key_Tab)
            focus = QApplication.focusWidget()
            assert focus is not None
            if focus is window.transport.play:
                return found
            part = next((part for part in parts if part.isAncestorOf(focus)), None)
            if part is window.status:
                assert found[-1] is window.body.in_order[-1]
            elif part is not None and found[-1:] != [part]:
                found.append(part)
        raise AssertionError("Tab never came back")

    expected = [window.transport, *window.body.in_order, window.transport]
    assert passed() == expected
    lab.controller.edit("images", FEW)
    for tab in TABS:
        window.images_room.images.show_tab(tab)
        assert passed() == expected
    rooms.go("playground")
    assert passed() == expected


def test_tab_goes_through_the_chips_and_then_to_the_plane(lab: Laboratory) -> None:
    panel = lab.window.playground.distributions
    chips = [chip for chip in panel.chips.buttons.values() if chip.isEnabled()]
    chips[0].setFocus()
    for after in (*chips[1:], panel.morph.button, panel.view):
        QTest.keyClick(lab.window, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is after


def test_a_room_has_the_focus_where_keys_do_something(lab: Laboratory, qtbot: QtBot) -> None:
    rooms = lab.window.rooms
    lab.window.transport.play.setFocus()
    rooms.go("images")
    assert QApplication.focusWidget() is invitation(lab, "images").buttons["Show the run"]
    rooms.go("playground")
    lab.window.playground.drawing.enter()
    rooms.go("images")
    rooms.go("playground")
    assert QApplication.focusWidget() is lab.window.playground.drawing.canvas
    lab.window.playground.drawing.leave()
    lab.controller.edit("images", FEW)
    stage = lab.window.images_room.images
    stage.show_tab("quality")
    rooms.go("playground")
    assert QApplication.focusWidget() is invitation(lab, "playground").buttons["Show the images"]
    rooms.go("images")
    assert QApplication.focusWidget() is stage.bar


def test_no_room_needs_more_than_the_body_gives(lab: Laboratory, qtbot: QtBot) -> None:
    lab.controller.edit("images", FEW)
    window = lab.window
    for size in ((1024, 768), (1280, 720), (1440, 900), (1920, 1080)):
        window.resize(*size)
        for name in ROOMS:
            window.rooms.go(name)
            QApplication.processEvents()
            assert (window.width(), window.height()) == size
            room: Room = window.rooms[name]
            assert room.stage.width() >= 540
            for widget in (window.curves, window.model, room.stage):
                inside = widget.mapTo(window, widget.rect().bottomRight())
                assert window.rect().contains(inside)


def test_a_run_that_is_opened_is_seen(lab: Laboratory) -> None:
    lab.window.rooms.go("images")
    controller = lab.controller
    controller.open(controller.experiment, None, controller.history)  # of the same data
    assert lab.window.rooms.current == "playground"


@pytest.mark.parametrize("tab", list(TABS))
def test_every_control_of_the_images_says_what_it_does(
    lab: Laboratory, qtbot: QtBot, tab: Tab
) -> None:
    lab.controller.edit("images", FEW)
    stage = lab.window.images_room.images
    stage.show_tab(tab)
    QApplication.processEvents()
    controls = [
        widget
        for widget in stage.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusProxy() is None
        and widget.focusPolicy() & Qt.FocusPolicy.ClickFocus.value
        and not isinstance(widget, QScrollBar)
        and not widget.objectName().startswith("qt_")
    ]
    assert not [w for w in controls if not w.accessibleName()]
    assert not [w for w in controls if not (w.toolTip() or w.accessibleDescription())]
