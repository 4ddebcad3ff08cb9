"""Proposition 2 in the window: it plays, is scrubbed, and starts where one draws."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from ganlab.app.rooms.theory.benches.proposition_2 import View
from ganlab.theory.game import LOG_4
from ganlab.theory.proposition_2.bench import BENCH
from ganlab.theory.proposition_2.descent import STEPS
from tests.app.theory.conftest import MakeDesk, drag, kept


@pytest.fixture
def view(qtbot: QtBot, make_desk: MakeDesk) -> View:
    return kept(qtbot, View(make_desk(BENCH)), 900, 700)


def test_it_plays_to_the_end_as_one_step_of_undo(qtbot: QtBot, view: View) -> None:
    desk = view.desk
    view.timer.setInterval(0)
    view.play.click()
    assert view.play.text() == "Pause"
    qtbot.waitUntil(lambda: desk.controls.step == STEPS)
    qtbot.waitUntil(lambda: not view.timer.isActive())
    assert view.play.text() == "Play"
    rows = {number.name: number for number in desk.numbers}
    assert rows["C now"].computed == pytest.approx(-LOG_4, abs=1e-4)
    desk.stack.undo()
    assert desk.controls.step == 0
    view.play.click()
    view.leave()
    assert not view.timer.isActive()


def test_the_steps_are_scrubbed_and_taken_one_by_one(qtbot: QtBot, view: View) -> None:
    desk = view.desk
    drag(qtbot, view.criterion, "step", 40.0, 0.0)
    assert desk.controls.step == pytest.approx(40, abs=1)
    step = desk.controls.step
    view.step.click()
    assert desk.controls.step == step + 1
    view.back.click()
    assert desk.controls.step == 0
    assert not view.back.isEnabled()


def test_p_g_starts_where_it_is_drawn(view: View) -> None:
    desk = view.desk
    desk.set({"random_start": 3, "step": 5})
    view.histogram.drawn.emit(np.array([2.0, 5.0]), np.array([0.5, 0.5]))
    assert desk.controls.random_start == desk.controls.step == 0
    assert desk.controls.drawn[50] == pytest.approx(0.5)
    rows = {number.name: number for number in desk.numbers}
    assert rows["largest rise of C in a step"].computed <= 1e-9
    view.undraw.click()
    assert desk.controls.drawn == ()


def test_the_place_on_the_line_is_dragged(qtbot: QtBot, view: View) -> None:
    drag(qtbot, view.line, "share", 0.8, 0.0)
    assert view.desk.controls.share == pytest.approx(0.8, abs=0.02)
    rows = {number.name: number for number in view.desk.numbers}
    assert rows["chord less U there"].computed >= 0
