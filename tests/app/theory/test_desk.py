"""The state of a bench: values, undo, works."""

from __future__ import annotations

import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from pytestqt.qtbot import QtBot

from ganlab.theory.bench import bounded
from tests.app.theory.conftest import MakeDesk
from tests.app.theory.tiny import Tiny

LONG_MS = 60_000


def test_a_drag_is_one_step_back(make_desk: MakeDesk) -> None:
    desk = make_desk()
    for mean in (0.5, 1.0, 1.5):
        desk.set({"mean": mean}, settled=False)
    desk.set({}, settled=True)
    desk.set({"mean": 2.0}, settled=False)
    assert desk.controls.mean == 2.0
    desk.stack.undo()
    assert desk.controls.mean == 1.5
    desk.stack.undo()
    assert desk.controls.mean == 0.0
    assert not desk.stack.canUndo()
    desk.stack.redo()
    assert desk.controls.mean == 1.5
    assert desk.stack.undoText() == "Mean"


def test_what_is_dragged_away_and_back_leaves_no_step(make_desk: MakeDesk) -> None:
    desk = make_desk()
    desk.set({"copies": 3})
    desk.set({"mean": 2.0}, settled=False)
    desk.set({"mean": 0.0}, settled=False)
    desk.settle()
    assert desk.stack.undoText() == "Copies"
    desk.stack.undo()
    assert desk.controls == Tiny()


def test_reset_can_be_undone(make_desk: MakeDesk) -> None:
    desk = make_desk()
    desk.set({"mean": 2.0, "copies": 4})
    desk.reset()
    assert desk.controls == Tiny()
    desk.stack.undo()
    assert (desk.controls.mean, desk.controls.copies) == (2.0, 4)


def test_numbers_out_of_bounds_are_brought_into_them(make_desk: MakeDesk) -> None:
    desk = make_desk()
    desk.set({"mean": 1e9, "copies": 2.6})
    assert (desk.controls.mean, desk.controls.copies) == (4.0, 3)


def test_what_is_no_value_is_refused_in_a_sentence(make_desk: MakeDesk, qtbot: QtBot) -> None:
    desk = make_desk()
    with qtbot.waitSignal(desk.refused) as said:
        desk.set({"mean": "much"})
    assert said.args is not None
    assert said.args[0] == "Mean: 'much' is no number. Allowed: -4 to 4; for example 0."
    assert desk.controls == Tiny()
    assert not desk.stack.canUndo()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.floats())
def test_any_number_is_taken_or_refused(value: float) -> None:
    if math.isnan(value):
        with pytest.raises(ValidationError):
            bounded(Tiny(), {"mean": value})
    else:
        assert -4 <= bounded(Tiny(), {"mean": value}).mean <= 4  # type: ignore[attr-defined]


def test_a_work_returns_its_result_to_the_controls_that_it_was_made_for(
    make_desk: MakeDesk, qtbot: QtBot
) -> None:
    desk = make_desk()
    desk.set({"copies": 3})
    with qtbot.waitSignal(desk.results_changed, timeout=LONG_MS):
        desk.start("count")
    assert desk.results == {"count": 3.0}
    assert not desk.running
    desk.set({"mean": 1.0})
    assert desk.results == {"count": 3.0}, "it does not depend on the mean"
    desk.set({"copies": 2})
    assert desk.results == {}
    desk.stack.undo()
    assert desk.results == {"count": 3.0}


def test_a_work_is_cancelled(make_desk: MakeDesk, qtbot: QtBot) -> None:
    desk = make_desk()
    with qtbot.waitSignal(desk.progress, timeout=LONG_MS):
        desk.start("wait")
    assert desk.running == "wait"
    with qtbot.waitSignal(desk.running_changed, timeout=LONG_MS):
        desk.cancel()
    assert not desk.running
    assert desk.results == {}


def test_what_a_work_shows_while_it_goes_on_is_a_result(make_desk: MakeDesk, qtbot: QtBot) -> None:
    desk = make_desk()
    with qtbot.waitSignal(desk.results_changed, timeout=LONG_MS):
        desk.start("wait")
    assert desk.running == "wait"
    assert desk.results == {"wait": "so far"}
    with qtbot.waitSignal(desk.running_changed, timeout=LONG_MS):
        desk.cancel()
    assert desk.results == {}


def test_a_work_whose_controls_change_is_cancelled(make_desk: MakeDesk, qtbot: QtBot) -> None:
    desk = make_desk()
    with qtbot.waitSignal(desk.progress, timeout=LONG_MS):
        desk.start("wait")
    with qtbot.waitSignal(desk.running_changed, timeout=LONG_MS):
        desk.set({"mean": 1.0})
    assert not desk.running


def test_a_desk_that_is_stopped_leaves_no_process(make_desk: MakeDesk, qtbot: QtBot) -> None:
    desk = make_desk()
    with qtbot.waitSignal(desk.progress, timeout=LONG_MS):
        desk.start("wait")
    desk.stop()
    assert not desk.running
