"""The transport: keys and buttons send what they say, and text fields keep their letters."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QMainWindow, QSpinBox, QToolButton
from pytestqt.qtbot import QtBot

from ganlab.app.document.controller import Controller
from ganlab.app.look.theme import LIGHT, Theme, style_sheet
from ganlab.app.panels.transport import pace
from ganlab.app.panels.transport.transport import Transport
from ganlab.app.shell.actions import Actions
from ganlab.app.shell.menus import MENUS, MOST_TURNS
from ganlab.experiment import Experiment
from ganlab.games.rules import rules_of
from ganlab.games.table import GAMES
from ganlab.gan.settings import two_player
from ganlab.lab import commands
from ganlab.lab.frame import Failed, State, StateChanged
from tests.app.conftest import MakeFrame, RecordingLink


class Window(QMainWindow):
    """A transport, two fields to type into, and the actions, as the real window has them."""

    def __init__(self, controller: Controller, theme: Theme) -> None:
        super().__init__()
        self.actions_ = Actions(controller, theme, self)
        self.addActions(list(self.actions_.by_name.values()))
        self.transport = Transport(controller, theme, self.actions_)
        self.setMenuWidget(self.transport)
        self.text = QLineEdit(self)
        self.number = QSpinBox(self)
        self.setCentralWidget(self.text)
        self.number.move(10, 120)


@pytest.fixture
def window(qtbot: QtBot, controller: Controller, theme: Theme) -> Window:
    """An active window on a session that stands ready at step 0."""
    window = Window(controller, theme)
    qtbot.addWidget(window)
    window.resize(1280, 300)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    enter(controller, State.IDLE)
    window.transport.play.setFocus()
    return window


def enter(controller: Controller, state: State, device: str = "CPU") -> None:
    """Have the session say that it is in a state."""
    controller.on_reply(StateChanged(state, controller.generation, controller.step, device))


@pytest.mark.parametrize(
    ("key", "command"),
    [
        (Qt.Key.Key_Space, commands.Play()),
        (Qt.Key.Key_S, commands.Step()),
        (Qt.Key.Key_D, commands.Step("discriminator")),
        (Qt.Key.Key_G, commands.Step("generator")),
    ],
)
def test_keys_play(
    qtbot: QtBot, window: Window, link: RecordingLink, key: Qt.Key, command: commands.Command
) -> None:
    qtbot.keyClick(window.focusWidget(), key)
    assert link.sent[-1] == command


def test_space_pauses_what_runs(
    qtbot: QtBot, window: Window, controller: Controller, link: RecordingLink
) -> None:
    enter(controller, State.RUNNING)
    assert window.transport.play.accessibleName() == "Pause"
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Space)
    assert link.sent[-1] == commands.Pause()


def test_reset_goes_back_to_the_same_weights(
    qtbot: QtBot, window: Window, controller: Controller, link: RecordingLink
) -> None:
    before = controller.experiment
    link.sent.clear()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_R)
    [build] = link.commands(commands.Build)
    assert build.experiment == before
    assert build.checkpoint is None


def test_new_seed_is_an_edit_that_can_be_undone(
    qtbot: QtBot, window: Window, controller: Controller
) -> None:
    seed = controller.experiment.seed
    qtbot.mouseClick(window.transport.new_seed, Qt.MouseButton.LeftButton)
    assert controller.experiment.seed != seed
    window.actions_["undo"].trigger()
    assert controller.experiment.seed == seed


def test_text_fields_keep_their_letters(qtbot: QtBot, window: Window, link: RecordingLink) -> None:
    window.text.setFocus()
    link.sent.clear()
    qtbot.keyClicks(window.text, "s d g r n w + - = ")
    assert window.text.text() == "s d g r n w + - = "
    window.number.setFocus()
    window.number.selectAll()
    qtbot.keyClicks(window.number, "7")
    qtbot.keyClick(window.number, Qt.Key.Key_S)
    assert window.number.value() == 7
    told = (commands.Step, commands.Play, commands.Build, commands.SetPace)
    assert not [sent for sent in link.sent if isinstance(sent, told)]


def test_speed_slider_goes_from_one_step_a_second_to_no_limit(
    window: Window, controller: Controller, link: RecordingLink
) -> None:
    slider = window.transport.speed
    assert slider.value() == slider.maximum()
    assert window.transport.speed_text.text() == "max"
    slider.setValue(slider.minimum())
    assert link.sent[-1] == commands.SetPace(steps_per_second=1)
    assert window.transport.speed_text.text() == "1/s"
    slider.setValue(slider.maximum())
    assert link.sent[-1] == commands.SetPace(steps_per_second=None)


def test_every_stop_of_the_slider_is_its_own_pace() -> None:
    for slow in (False, True):
        start = commands.SetPace(steps_per_second=None, slow_motion=slow)
        stops = range(pace.last_stop(start) + 1)
        assert [pace.position(pace.at(start, stop)) for stop in stops] == list(stops)
        assert pace.at(start, -1) == pace.at(start, 0)
        assert pace.at(start, 99) == pace.at(start, pace.last_stop(start))


def test_slow_motion_has_its_own_speed(
    qtbot: QtBot, window: Window, controller: Controller, link: RecordingLink
) -> None:
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_W)
    assert link.commands(commands.SetPace)[-1].slow_motion
    assert window.transport.speed_text.text() == "0.8 s"
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Plus)
    assert link.commands(commands.SetPace)[-1].stage_seconds < 0.8
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_W)
    assert not link.commands(commands.SetPace)[-1].slow_motion
    assert window.transport.speed_text.text() == "max"


def test_play_waits_in_line_while_loading_and_resumes_after_a_crash(
    qtbot: QtBot, window: Window, controller: Controller, link: RecordingLink
) -> None:
    enter(controller, State.LOADING)
    qtbot.keyClick(window, Qt.Key.Key_Space)
    assert link.commands(commands.Play) == [commands.Play()]
    assert not window.actions_["step_all"].isEnabled()
    controller.on_reply(Failed("The engine is gone."))
    assert window.transport.play.isEnabled()
    assert window.transport.play.accessibleName() == "Resume"
    assert not window.actions_["step_all"].isEnabled()
    link.sent.clear()
    qtbot.mouseClick(window.transport.play, Qt.MouseButton.LeftButton)
    [build] = link.commands(commands.Build)
    assert build.play


def test_figures_follow_the_game(
    qtbot: QtBot,
    window: Window,
    controller: Controller,
    link: RecordingLink,
    make_frame: MakeFrame,
) -> None:
    enter(controller, State.RUNNING, "NVIDIA H100 80GB HBM3")
    with qtbot.waitSignal(controller.frame_ready):
        link.frames.append(make_frame(controller, step=12_480, steps_per_second=1140.0))
    assert window.transport.steps.text() == "12,480"
    assert window.transport.rate.text() == "1,140"
    assert "NVIDIA H100 80GB HBM3" in window.transport.device.toolTip()
    enter(controller, State.PAUSED)
    assert window.transport.rate.text() == "0"


def test_device_menu_moves_the_game(window: Window, link: RecordingLink) -> None:
    link.sent.clear()
    cuda = next(a for a in window.transport.device.menu().actions() if "CUDA" in a.text())
    cuda.trigger()
    assert link.commands(commands.Move) == [commands.Move("cuda")]
    assert cuda.isChecked()


def test_theme_follows_the_menu(window: Window, theme: Theme) -> None:
    assert window.actions_["theme_light"].isChecked()
    window.actions_["theme_dark"].trigger()
    assert theme.palette.dark
    assert not window.actions_["theme_light"].isChecked()


def test_every_action_explains_itself_and_no_keys_are_given_twice(window: Window) -> None:
    keys: list[str] = []
    for menu in MENUS:
        for action in window.actions_.in_menu(menu):
            if not action.isSeparator():
                assert action.text()
                assert action.toolTip() != action.text()
                keys += [shortcut.toString() for shortcut in action.shortcuts()]
    assert len(keys) == len(set(keys))


def test_every_button_has_a_name_and_a_tooltip(window: Window) -> None:
    for button in window.transport.findChildren(QToolButton):
        assert button.accessibleName()
        assert button.toolTip()


@pytest.mark.parametrize("turn", ["discriminator", "generator"])
def test_holding_a_step_button_lets_its_player_learn_alone(
    window: Window, controller: Controller, link: RecordingLink, qtbot: QtBot, turn: str
) -> None:
    button = window.transport.step_buttons[turn]
    (other,) = (b for t, b in window.transport.step_buttons.items() if t != turn)

    def hold() -> None:
        with qtbot.waitSignal(button.held):
            qtbot.mousePress(button, Qt.MouseButton.LeftButton)
        qtbot.mouseRelease(button, Qt.MouseButton.LeftButton)

    hold()
    assert two_player(controller.experiment.game).train == turn
    assert not link.commands(commands.Step), "a long press is no step"
    assert isinstance(link.sent[-1], commands.Apply), "nothing is built anew"
    assert f"{other.text()} is frozen." in other.toolTip()
    assert "both learn again" in button.toolTip()
    hold()
    assert two_player(controller.experiment.game).train == "both"
    assert f"{other.text()} is frozen." not in other.toolTip()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert link.commands(commands.Step) == [commands.Step(turn)]


def test_the_step_buttons_are_those_of_the_game_that_is_played(
    window: Window, controller: Controller, link: RecordingLink, qtbot: QtBot
) -> None:
    transport, actions = window.transport, window.actions_
    two = transport.step_buttons
    assert [button.text() for button in two.values()] == ["D", "G"]
    assert (
        two["discriminator"]
        .toolTip()
        .startswith(
            "<qt>One step of the discriminator's turn: it learns to tell real from generated; the "
            "generator waits (D). Hold it down: only D learns"
        )
    )
    assert "2 steps of the discriminator, then" not in actions["step_all"].toolTip()
    controller.edit("k", {"game.k": 2})
    assert "2 steps of the discriminator, then 1 step of the generator (S)" in (
        actions["step_all"].toolTip()
    )
    controller.edit("Game", {"game.kind": "moments"})
    enter(controller, State.IDLE)
    one = transport.step_buttons
    assert [(name, button.text()) for name, button in one.items()] == [("generator", "G")]
    assert one["generator"].isVisible()
    assert [button for button in two.values() if button.isVisible()] == [one["generator"]]
    assert one["generator"].property("colour") == "generated"
    assert "Hold it down" not in one["generator"].toolTip()
    assert "waits" not in one["generator"].toolTip()
    assert actions["step_all"].text() == "Step"
    link.sent.clear()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_D)
    one["generator"].held.emit()
    assert not link.sent, "it has no such turn, and nobody to freeze"
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_G)
    qtbot.mouseClick(one["generator"], Qt.MouseButton.LeftButton)
    assert link.commands(commands.Step) == [commands.Step("generator")] * 2
    controller.undo()
    enter(controller, State.IDLE)
    assert [button.text() for button in transport.step_buttons.values()] == ["D", "G"]
    assert all(button.isVisible() for button in transport.step_buttons.values())
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_D)
    assert link.commands(commands.Step)[-1] == commands.Step("discriminator")


@pytest.mark.parametrize("kind", GAMES)
def test_every_game_has_a_button_for_each_turn(kind: str) -> None:
    turns = rules_of(Experiment().with_values({"game.kind": kind})).turns
    assert len(turns) <= MOST_TURNS
    looks = style_sheet(LIGHT)
    for turn in turns:
        assert f'[class="turn"][colour="{turn.colour}"]' in looks
