"""The bench of maximum likelihood in the window."""

from __future__ import annotations

from math import log
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from ganlab.app.rooms.theory.benches.likelihood import View
from ganlab.app.rooms.theory.view import Desk
from ganlab.theory.likelihood.bench import BENCH, METHODS
from ganlab.theory.likelihood.estimators import SIZES
from tests.app.theory.conftest import MakeDesk, computed, drag, kept, mark

ESTIMATED: dict[str, Any] = {
    "estimated": {method: np.ones((len(SIZES), 50)) for method in METHODS}
    | {"sizes": SIZES, "likelihood": np.repeat([[0.5, 2.0]], 50, axis=1).repeat(len(SIZES), axis=0)}
}


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    return make_desk(BENCH)


@pytest.fixture
def view(qtbot: QtBot, desk: Desk) -> View:
    return kept(qtbot, View(desk), 900, 600)


def test_the_share_is_dragged(qtbot: QtBot, view: View, desk: Desk) -> None:
    assert computed(desk)["most that can be lost"] == pytest.approx(log(100))
    drag(qtbot, view.lost, "share", 0.5, 1.0)
    assert desk.controls.share == pytest.approx(0.5, rel=0.1)
    most = computed(desk)["most that can be lost"]
    assert most == pytest.approx(-log(desk.controls.share), abs=1e-9)
    good = mark(view.drawn.picture, "good").heights.sum()
    noise = mark(view.drawn.picture, "noise").heights.sum()
    assert good / (good + noise) == pytest.approx(desk.controls.share, abs=0.06)
    desk.stack.undo()
    assert desk.controls.share == 0.01


def test_the_good_model_is_dragged(qtbot: QtBot, view: View, desk: Desk) -> None:
    before = computed(desk)
    drag(qtbot, view.drawn, "p mean 1", 3.0, 0.2)
    assert desk.controls.p.parts[1].mean == pytest.approx(3.0, abs=0.1)
    assert computed(desk)["lost by mixing"] != before["lost by mixing"]


def test_methods_are_shown_once_they_have_estimated(view: View, desk: Desk) -> None:
    names = {m.name for m in view.errors.picture.marks}
    assert names == {"bound", "hint"}
    view.show_state(desk.controls, ESTIMATED)
    assert mark(view.errors.picture, "mmd line").y == pytest.approx(np.ones(len(SIZES)))
    whiskers = mark(view.errors.picture, "mmd whiskers")
    assert (whiskers.y[:, 0] < 1).all()
    assert (whiskers.y[:, 1] > 1).all()
    assert mark(view.over.picture, "adversarial line").y == pytest.approx(np.full(len(SIZES), 2))
    mean_square = (0.5**2 + 2.0**2) / 2
    own = mark(view.over.picture, "likelihood line").y
    assert own[-1] == pytest.approx(100 * mean_square**0.5), "over the bound"
