"""A frame that brings every layer is painted in turns of the event loop, and nobody sees that."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QRect, QTimer
from pytestqt.qtbot import QtBot

from ganlab.app.document.controller import Controller
from ganlab.app.panels.plane.distributions import DistributionsPanel
from tests.app.conftest import MakeFrame

LAYERS = ("heatmap", "gradients")
"""One below the samples, one above them."""


class Painted(QObject):
    """Counts how often a view is painted."""

    def __init__(self, panel: DistributionsPanel) -> None:
        super().__init__(panel)
        self.times = 0
        panel.view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.times += event.type() == QEvent.Type.Paint
        return False


@pytest.fixture
def drawn(
    qtbot: QtBot,
    panel: DistributionsPanel,
    controller: Controller,
    make_frame: MakeFrame,
    monkeypatch: pytest.MonkeyPatch,
) -> list[str]:
    """Which layers are drawn, in order, once all that is there has been painted."""
    for button in panel.chips.buttons.values():
        button.setChecked(True)
    controller.frame_ready.emit(make_frame(controller))
    painted = Painted(panel)
    panel.view.viewport().update()
    qtbot.waitUntil(lambda: painted.times > 1)
    names: list[str] = []
    for name in LAYERS:
        item, draw = panel.view.item(name), panel.view.item(name).draw

        def drawing(painter: object, name: str = name, draw: object = draw) -> None:
            names.append(name)
            assert callable(draw)
            draw(painter)

        monkeypatch.setattr(item, "draw", drawing)
    return names


def test_other_events_have_their_turn_between_what_a_frame_draws(
    qtbot: QtBot,
    panel: DistributionsPanel,
    controller: Controller,
    make_frame: MakeFrame,
    drawn: list[str],
) -> None:
    clock = QTimer(panel)
    clock.timeout.connect(lambda: drawn.append("another event"))
    painted = Painted(panel)
    controller.frame_ready.emit(make_frame(controller))
    clock.start(0)
    assert drawn == []
    qtbot.waitUntil(lambda: painted.times > 0)
    clock.stop()
    below, above = (drawn.index(name) for name in LAYERS)
    assert [drawn.count(name) for name in LAYERS] == [1, 1]
    assert "another event" in drawn[below:above]
    assert "another event" in drawn[above:]


def test_a_picture_taken_meanwhile_shows_the_new_frame(
    panel: DistributionsPanel, controller: Controller, make_frame: MakeFrame, drawn: list[str]
) -> None:
    before = panel.view.grab().toImage()
    controller.frame_ready.emit(make_frame(controller, heatmap=np.ones((4, 4))))
    assert panel.view.grab().toImage() != before
    assert sorted(drawn) == sorted(LAYERS)


def test_a_word_that_changes_over_the_plane_does_not_have_it_drawn_at_once(
    qtbot: QtBot,
    panel: DistributionsPanel,
    controller: Controller,
    make_frame: MakeFrame,
    drawn: list[str],
) -> None:
    painted = Painted(panel)
    controller.frame_ready.emit(make_frame(controller))
    panel.view.viewport().repaint(QRect(400, 500, 150, 20))
    assert painted.times == 1
    assert drawn == []
    qtbot.waitUntil(lambda: painted.times > 1)
    assert sorted(drawn) == sorted(LAYERS)


def test_every_frame_is_seen_before_the_next(
    panel: DistributionsPanel, controller: Controller, make_frame: MakeFrame, drawn: list[str]
) -> None:
    painted = Painted(panel)
    controller.frame_ready.emit(make_frame(controller))
    assert painted.times == 0
    controller.frame_ready.emit(make_frame(controller))
    assert painted.times == 1
    assert sorted(drawn) == sorted(LAYERS)


def test_a_hidden_plane_has_nothing_to_paint(
    qtbot: QtBot,
    panel: DistributionsPanel,
    controller: Controller,
    make_frame: MakeFrame,
    drawn: list[str],
) -> None:
    controller.frame_ready.emit(make_frame(controller))
    panel.hide()
    timers = [timer for timer in panel.findChildren(QTimer) if timer.isActive()]
    assert timers == []
    controller.frame_ready.emit(make_frame(controller))
    assert [timer for timer in panel.findChildren(QTimer) if timer.isActive()] == []
    painted = Painted(panel)
    panel.show()
    qtbot.waitUntil(lambda: painted.times > 0)
    assert sorted(drawn) == sorted(LAYERS)
