"""The status line: a verdict in words, why it is so, and notices that a person can act on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ganlab.app.document.controller import Controller
from ganlab.app.look.theme import Theme
from ganlab.app.look.words import in_tooltip
from ganlab.app.panels.status.notices import MOST, STAY_MS
from ganlab.app.panels.status.status_bar import StatusBar
from ganlab.app.panels.status.why import WhyPanel
from ganlab.gan.columns import SCALARS
from ganlab.gan.settings import two_player
from ganlab.lab import commands
from ganlab.lab.frame import Failed, Notice, State, StateChanged
from ganlab.lab.verdicts.status import describe
from tests.app.conftest import MakeFrame, RecordingLink

DIVERGED = Notice("error", "The generator's weights became NaN at step 1,204.", can_restore=True)
SAVED = Notice("info", "Saved ring.ganlab.")


@pytest.fixture
def outside() -> dict[str, float]:
    """The share of samples outside the view, to be changed."""
    return {"share": 0.0}


@pytest.fixture
def bar(
    qtbot: QtBot, controller: Controller, theme: Theme, outside: dict[str, float]
) -> Iterator[StatusBar]:
    """A status line at the bottom of a window, as wide as the narrowest one."""
    host = QWidget()
    bar = StatusBar(controller, theme, host, lambda: outside["share"])
    layout = QVBoxLayout(host)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addStretch(1)
    layout.addWidget(bar)
    qtbot.addWidget(host)
    host.resize(1024, 400)
    host.show()
    yield bar
    if bar.why is not None:
        bar.why.close()


def play(controller: Controller, steps: int = 3000, **figures: float) -> None:
    """A run of so many steps with these figures, in full course."""
    calm = {"value": -1.386, "discriminator_loss": 1.386, "generator_loss": 0.693}
    calm |= {"d_real": 0.5, "d_fake": 0.5, "generator_gradient": 0.1}
    rows = np.zeros((steps, len(SCALARS)))
    rows[:, 0] = np.arange(1, steps + 1)
    for name, figure in (calm | figures).items():
        rows[:, SCALARS.index(name)] = figure
    controller.history.append(rows)
    controller.on_reply(StateChanged(State.RUNNING, controller.generation, steps, "CPU"))


def settled(qtbot: QtBot, bar: StatusBar, headline: str) -> None:
    qtbot.waitUntil(lambda: bar.headline.text().startswith(headline))


# --- the verdict ----------------------------------------------------------------------------


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
            assert detail in bar.line.text_of_details

    qtbot.waitUntil(verdict_is_shown)


def test_words_of_the_line_are_explained(
    qtbot: QtBot, bar: StatusBar, controller: Controller
) -> None:
    play(controller, d_real=0.7)
    controller.history.append_evaluation(
        {"step": 3000, "js_bits": 0.3, "js_floor_bits": 0.01, "modes": 3, "modes_total": 8}
        | {"high_quality": 0.2, "reverse_kl": 1.0, "sliced_wasserstein": 0.2}
    )
    bar.look_again()
    settled(qtbot, bar, "Learning")
    tips = {label.text(): label.toolTip() for label in bar.line.details if label.text()}
    modes, value, js = tips
    assert "3 of 8 modes" in modes
    assert "<b>modes</b>" in tips[modes]
    assert "<b>high quality</b>" in tips[modes]
    assert "<b>−log 4</b>" in tips[value]
    for word in ("JS", "floor", "bits"):
        assert f"<b>{word}</b>" in tips[js]


@pytest.mark.parametrize("by", ["click", "enter"])
def test_a_click_or_enter_tells_why_and_what_to_try(
    qtbot: QtBot, bar: StatusBar, controller: Controller, by: str
) -> None:
    controller.edit("loss", {"game.objective": "minimax"})
    play(controller, d_real=0.97, d_fake=0.02)
    settled(qtbot, bar, "D wins")
    if by == "click":
        qtbot.mouseClick(bar.line, Qt.MouseButton.LeftButton, pos=QPoint(30, 16))
    else:
        bar.line.setFocus()
        qtbot.keyClick(bar.line, Qt.Key.Key_Return)
    panel = bar.why
    assert panel is not None
    assert panel.isVisible()
    words = " ".join(label.text() for label in panel.findChildren(type(bar.line.why)))
    for said in ("D wins", "at step 3,000", "more than 0.9", "less than 0.1", "0.970", "0.020"):
        assert said in words
    offered = {button.accessibleName(): button for button in panel.buttons}
    assert panel.focusWidget() is panel.buttons[0]
    assert all(button.toolTip() for button in panel.buttons)
    qtbot.mouseClick(offered["Switch to non-saturating"], Qt.MouseButton.LeftButton)
    assert two_player(controller.experiment.game).objective == "non-saturating"
    assert controller.undo_stack.undoText() == "Switch to non-saturating"
    controller.undo_stack.undo()
    assert two_player(controller.experiment.game).objective == "minimax"
    qtbot.waitUntil(lambda: not _open_panels())


def test_why_of_a_paused_game_is_headed_by_what_is_said_of_the_game(
    qtbot: QtBot, bar: StatusBar, controller: Controller
) -> None:
    play(controller, d_real=0.97, d_fake=0.02)
    settled(qtbot, bar, "D wins")
    controller.on_reply(StateChanged(State.PAUSED, controller.generation, 3000, "CPU"))
    assert bar.headline.text() == "Paused"
    bar.show_why()
    assert bar.why is not None
    assert bar.why.accessibleName().startswith("Why: D wins")


def test_escape_and_a_click_beside_it_close_why(
    qtbot: QtBot, bar: StatusBar, controller: Controller
) -> None:
    play(controller, d_real=0.97, d_fake=0.02)
    settled(qtbot, bar, "D wins")
    for way in ("escape", "beside"):
        bar.show_why()
        panel = bar.why
        assert panel is not None
        if way == "escape":
            qtbot.keyClick(panel, Qt.Key.Key_Escape)
        else:
            QTest.mouseClick(panel, Qt.MouseButton.LeftButton, pos=QPoint(-40, -40))
        qtbot.waitUntil(lambda: not _open_panels())


def test_enter_presses_the_button_that_has_the_focus(
    qtbot: QtBot, bar: StatusBar, controller: Controller
) -> None:
    play(controller, d_real=0.3, d_fake=0.7)
    settled(qtbot, bar, "G wins")
    bar.show_why()
    assert bar.why is not None
    assert bar.why.buttons[0].accessibleName() == "Raise k to 2"
    qtbot.keyClick(bar.why, Qt.Key.Key_Return)
    assert two_player(controller.experiment.game).k == 2


def test_nothing_is_explained_that_was_not_judged(bar: StatusBar) -> None:
    assert not bar.line.isEnabled()
    assert not bar.line.why.isVisible()
    bar.show_why()
    assert bar.why is None


def test_samples_outside_the_view_come_with_a_click_that_fits_it(
    qtbot: QtBot, bar: StatusBar, controller: Controller, outside: dict[str, float]
) -> None:
    assert not bar.at_once.isVisible()
    outside["share"] = 0.3
    play(controller)
    qtbot.waitUntil(lambda: bar.at_once.isVisible())
    assert "30 % of samples outside the view" in bar.line.text_of_details
    with qtbot.waitSignal(bar.fit_wanted):
        qtbot.mouseClick(bar.at_once, Qt.MouseButton.LeftButton)
    outside["share"] = 0.0
    bar.look_again()
    qtbot.waitUntil(lambda: not bar.at_once.isVisible())


# --- notices --------------------------------------------------------------------------------


def test_notices_stack_beside_the_verdict_and_hide_nothing(
    qtbot: QtBot, bar: StatusBar, controller: Controller
) -> None:
    play(controller, d_real=0.97, d_fake=0.02)
    settled(qtbot, bar, "D wins")
    bar.show_notice(DIVERGED)
    bar.show_notice(SAVED)
    assert bar.notices.texts == [DIVERGED.text, SAVED.text]
    older, newest = bar.notices.rows
    assert bar.headline.text().startswith("D wins")
    assert older.isVisible()
    assert newest.isVisible()
    assert older.geometry().bottom() < newest.geometry().top() + 1
    bar.layout().activate()  # type: ignore[union-attr]
    line = bar.line.mapTo(bar.window(), bar.line.rect().bottomRight())
    assert line.x() < newest.geometry().left()
    assert bar.headline.width() > 200


def test_a_notice_takes_no_focus(qtbot: QtBot, bar: StatusBar) -> None:
    """Space goes on playing."""
    with qtbot.waitActive(bar.window()):
        bar.window().activateWindow()
    bar.show_notice(DIVERGED)
    assert QApplication.activeWindow() is bar.window()
    assert not [w for w in QApplication.topLevelWidgets() if isinstance(w, QPushButton)]


def test_restores_the_last_good_state(
    qtbot: QtBot, bar: StatusBar, controller: Controller, link: RecordingLink
) -> None:
    controller.on_reply(DIVERGED)
    row = bar.notices.rows[-1]
    assert row.act.isVisible()
    qtbot.mouseClick(row.act, Qt.MouseButton.LeftButton)
    assert link.sent[-1] == commands.RestoreLastGood()
    assert bar.notices.rows == []


def test_resumes_after_a_crash(
    qtbot: QtBot, bar: StatusBar, controller: Controller, link: RecordingLink
) -> None:
    controller.on_reply(Failed("The engine ended."))
    assert bar.headline.text().startswith("The trainer has stopped")
    row = bar.notices.rows[-1]
    assert row.text.text() == "The engine ended."
    assert row.act.text() == "Resume"
    link.sent.clear()
    qtbot.mouseClick(row.act, Qt.MouseButton.LeftButton)
    [build] = link.commands(commands.Build)
    assert build.play
    assert bar.notices.rows == []


@pytest.mark.parametrize("level", ["info", "warning", "error"])
def test_a_notice_goes_by_itself(qtbot: QtBot, bar: StatusBar, level: Any) -> None:
    bar.show_notice(Notice(level, "Something was said."))
    row = bar.notices.rows[0]
    assert row.over.isActive()
    assert row.over.interval() == STAY_MS[level]
    row.over.start(1)
    qtbot.waitUntil(lambda: bar.notices.rows == [])
    assert STAY_MS["info"] < STAY_MS["warning"] < STAY_MS["error"]


@pytest.mark.parametrize("where", ["cross", "text"])
def test_a_notice_goes_by_a_click(qtbot: QtBot, bar: StatusBar, where: str) -> None:
    bar.show_notice(SAVED)
    row = bar.notices.rows[0]
    if where == "cross":
        qtbot.mouseClick(row.cross, Qt.MouseButton.LeftButton)
    else:
        qtbot.mouseClick(row, Qt.MouseButton.LeftButton, pos=QPoint(40, 16))
    assert bar.notices.rows == []


def test_a_notice_that_offers_something_waits_for_an_answer(bar: StatusBar) -> None:
    bar.show_notice(DIVERGED)
    assert not bar.notices.rows[0].over.isActive()


def test_nothing_goes_while_it_is_read(qtbot: QtBot, bar: StatusBar) -> None:
    bar.show_notice(SAVED)
    row = bar.notices.rows[0]
    QApplication.sendEvent(row, QEvent(QEvent.Type.Leave))
    assert row.over.isActive()
    QTest.mouseMove(row)
    row.enterEvent(_enter())
    assert not row.over.isActive()


def test_the_same_again_is_one_notice(bar: StatusBar) -> None:
    for _ in range(3):
        bar.show_notice(SAVED)
        bar.show_notice(DIVERGED)
    assert sorted(bar.notices.texts) == sorted([SAVED.text, DIVERGED.text])


def test_many_notices_leave_room(bar: StatusBar) -> None:
    bar.show_notice(DIVERGED)
    for number in range(12):
        bar.show_notice(Notice("info", f"Number {number}."))
    assert len(bar.notices.rows) == MOST
    assert bar.notices.texts[0] == DIVERGED.text
    assert bar.notices.texts[-1] == "Number 11."


def test_a_refused_value_is_forgotten_with_the_next_edit(
    bar: StatusBar, controller: Controller
) -> None:
    bar.show_notice(Notice("error", "ring.ganlab could not be saved."))
    controller.edit("k", {"game.k": 99})
    assert "game.k" in bar.notices.texts[-1]
    controller.edit("k", {"game.k": 3})
    assert bar.notices.texts == ["ring.ganlab could not be saved."]


def test_a_long_message_is_cut_and_whole_in_the_tooltip(bar: StatusBar) -> None:
    text = "The engine ended without a word. " * 20
    bar.show_notice(Notice("error", text, can_restore=True))
    row = bar.notices.rows[0]
    bar.window().repaint()
    assert row.text.toolTip() == in_tooltip(text)
    assert row.text.geometry().right() < row.act.geometry().left()
    assert row.cross.geometry().right() <= row.width()
    assert row.geometry().right() <= bar.window().width()
    assert row.width() <= bar.window().width() / 2


def test_notices_keep_to_their_corner(qtbot: QtBot, bar: StatusBar) -> None:
    bar.show_notice(SAVED)
    for size in ((1280, 720), (1440, 900), (1024, 300)):
        bar.window().resize(*size)
        row = bar.notices.rows[0].geometry()
        assert (row.right() + 1, row.bottom() + 1) == size


def test_everything_has_a_name(bar: StatusBar, controller: Controller) -> None:
    play(controller, d_real=0.97, d_fake=0.02)
    bar.show_notice(DIVERGED)
    bar._show()
    assert bar.line.accessibleName().startswith("Verdict: ")
    assert "Enter" in bar.line.accessibleDescription()
    assert bar.line.focusPolicy() & Qt.FocusPolicy.TabFocus
    interface = QAccessible.queryAccessibleInterface(bar.line)
    assert interface is not None
    assert bar.notices.rows[0].accessibleName() == f"error: {DIVERGED.text}"
    for button in bar.notices.rows[0].findChildren(QPushButton):
        assert button.text()
        assert button.toolTip()


def _open_panels() -> list[QWidget]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, WhyPanel) and w.isVisible()]


def _enter() -> Any:
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QEnterEvent

    here = QPointF(5, 5)
    return QEnterEvent(here, here, here)
