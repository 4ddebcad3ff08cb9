"""The status line: a verdict in words, and notices that a person can act on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ganlab.app.controller import Controller
from ganlab.app.panels.status_bar import StatusBar
from ganlab.app.theme import Theme
from ganlab.lab import commands
from ganlab.lab.frame import Failed, Notice, State, StateChanged
from ganlab.lab.status import describe
from tests.app.conftest import MakeFrame, RecordingLink

DIVERGED = Notice("error", "The generator's weights became NaN at step 1,204.", can_restore=True)


@pytest.fixture
def bar(qtbot: QtBot, controller: Controller, theme: Theme) -> StatusBar:
    """A status line as wide as the narrowest window."""
    bar = StatusBar(controller, theme)
    qtbot.addWidget(bar)
    bar.resize(1280, bar.height())
    bar.show()
    return bar


def test_shows_the_verdict_on_the_game(
    qtbot: QtBot,
    bar: StatusBar,
    controller: Controller,
    link: RecordingLink,
    make_frame: MakeFrame,
) -> None:
    controller.on_reply(StateChanged(State.RUNNING, controller.generation, 0, "CPU"))
    link.frames.append(make_frame(controller, step=5_000))

    def verdict_is_shown() -> None:
        verdict = describe(controller.history, controller.state, controller.experiment)
        assert controller.step == 5_000
        assert bar.headline.text() == verdict.headline
        for detail in verdict.details:
            assert detail in bar.details.text()

    qtbot.waitUntil(verdict_is_shown)


def test_restores_the_last_good_state(
    qtbot: QtBot, bar: StatusBar, controller: Controller, link: RecordingLink
) -> None:
    controller.on_reply(DIVERGED)
    assert bar.headline.text() == DIVERGED.text
    assert bar.act.isVisible()
    qtbot.mouseClick(bar.act, Qt.MouseButton.LeftButton)
    assert link.sent[-1] == commands.RestoreLastGood()
    assert not bar.act.isVisible()
    assert bar.headline.text() != DIVERGED.text


def test_resumes_after_a_crash(
    qtbot: QtBot, bar: StatusBar, controller: Controller, link: RecordingLink
) -> None:
    controller.on_reply(Failed("The engine ended."))
    assert bar.headline.text() == "The engine ended."
    assert bar.act.text() == "Resume"
    link.sent.clear()
    qtbot.mouseClick(bar.act, Qt.MouseButton.LeftButton)
    [build] = link.commands(commands.Build)
    assert build.play
    assert not bar.act.isVisible()


def test_a_word_in_passing_goes_by_itself_and_hides_no_error(
    qtbot: QtBot, bar: StatusBar, controller: Controller
) -> None:
    bar.show_notice(Notice("info", "Started again."))
    assert bar.headline.text() == "Started again."
    bar._over.setInterval(1)
    bar._over.start()
    qtbot.waitUntil(lambda: bar.headline.text() != "Started again.")
    bar.show_notice(DIVERGED)
    bar.show_notice(Notice("info", "Started again."))
    assert bar.headline.text() == DIVERGED.text
    qtbot.mouseClick(bar.close_notice, Qt.MouseButton.LeftButton)
    assert bar.headline.text() != DIVERGED.text


def test_a_refused_value_is_forgotten_with_the_next_edit(
    bar: StatusBar, controller: Controller
) -> None:
    controller.edit("k", {"training.k": 99})
    assert "training.k" in bar.headline.text()
    controller.edit("k", {"training.k": 3})
    assert "training.k" not in bar.headline.text()


def test_a_long_message_is_cut_and_whole_in_the_tooltip(bar: StatusBar) -> None:
    text = "The engine ended without a word. " * 20
    bar.show_notice(Notice("error", text, can_restore=True))
    bar.repaint()
    assert bar.headline.toolTip() == text
    assert bar.headline.geometry().right() < bar.act.geometry().left()
    assert bar.close_notice.geometry().right() <= bar.width()
