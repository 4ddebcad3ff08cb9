"""The bench of classifiers in the window."""

from __future__ import annotations

from math import log
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from ganlab.app.rooms.theory.benches.classifier import LOWEST, View
from ganlab.app.rooms.theory.view import Desk
from ganlab.theory.classifier.bench import BENCH
from tests.app.theory.conftest import MakeDesk, drag, mark

X = np.linspace(-4, 4, 9)
LEARNED: dict[str, Any] = {
    "learned": {
        "sizes": np.array([3, 30]),
        "x": X,
        "training": [np.full(4, log(2)), np.full(4, 0.3)],
        "held_out": [np.full(4, -9.0), np.full(4, 0.1)],
        "logit": [-10 * X, -1.5 * X],
        "real": [np.zeros(3), np.zeros(30)],
        "fake": [np.ones(3), np.ones(30)],
    }
}


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    return make_desk(BENCH)


@pytest.fixture
def view(qtbot: QtBot, desk: Desk) -> View:
    view = View(desk)
    qtbot.addWidget(view)
    view.resize(900, 600)
    view.show()
    desk.changed.connect(lambda: view.show_state(desk.controls, LEARNED))
    view.show_state(desk.controls, desk.results)
    return view


def test_a_density_is_dragged(qtbot: QtBot, view: View, desk: Desk) -> None:
    before = desk.numbers[0].exact
    drag(qtbot, view.densities, "q mean 0", 2.5, 0.3)
    assert desk.controls.q.mean == pytest.approx(2.5, abs=0.05)
    assert desk.numbers[0].exact == desk.numbers[0].computed != before
    assert mark(view.js.picture, "JS").value == desk.numbers[0].exact
    desk.stack.undo()
    assert desk.numbers[0].exact == before


def test_before_and_after_training(view: View, desk: Desk) -> None:
    assert any(m.name == "hint" for m in view.js.picture.marks)
    view.show_state(desk.controls, LEARNED)
    assert mark(view.js.picture, "training").y == pytest.approx([log(2), 0.3])
    held_out = LEARNED["learned"]["held_out"]
    told = mark(view.js.picture, "held").y
    assert told == pytest.approx(np.mean(held_out, axis=1)), "the mouse reads what the table says"
    assert told[0] < LOWEST
    assert mark(view.js.picture, "held dots").y.min() == LOWEST, "seen at the edge"
    assert mark(view.ratio.picture, "p/q").y[0] == pytest.approx(np.exp(7.5), rel=1e-6)
    assert mark(view.densities.picture, "real").x.shape == (30,)


def test_n_is_dragged_to_another_classifier(qtbot: QtBot, view: View, desk: Desk) -> None:
    view.show_state(desk.controls, LEARNED)
    flat = mark(view.ratio.picture, "D/(1 − D)").y
    drag(qtbot, view.js, "n", 3.5, 0.0)
    assert desk.controls.n in (3, 4)
    assert view.ratio.picture.note == "n = 3"
    assert not np.array_equal(mark(view.ratio.picture, "D/(1 − D)").y, flat)
