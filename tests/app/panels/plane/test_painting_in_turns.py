"""A frame that brings every layer is painted in turns of the event loop, and nobody sees that."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QRect, QTimer
from PySide6.QtGui import QPainter
from pytestqt.qtbot import QtBot

from ganlab.app.document.controller import Controller
from ganlab.app.items.plane.layer import LayerItem
from ganlab.app.panels.plane.distributions import DistributionsPanel
from tests.app.conftest import MakeFrame

LAYERS = ("heatmap", "gradients")
"""One below the samples, one above them."""


class Plane(QObject):
    """The panel with all its layers on, watched."""

    def __init__(
        self, panel: DistributionsPanel, controller: Controller, make_frame: MakeFrame
    ) -> None:
        super().__init__(panel)
        self.panel = panel
        self._controller, self._make_frame = controller, make_frame
        self.painted = 0
        """How often the view was painted."""
        self.drawn: list[str] = []
        """Which layers were drawn, in order."""
        for button in panel.chips.buttons.values():
            button.setChecked(True)
        panel.view.viewport().installEventFilter(self)

    def watch(self) -> None:
        """Count from here."""
        self.painted = 0
        for name in LAYERS:
            item = self.panel.view.item(name)
            item.draw = partial(self._draw, name, item)

    def take(self, **overrides: Any) -> None:
        """A frame comes."""
        self._controller.frame_ready.emit(self._make_frame(self._controller, **overrides))

    @property
    def timers(self) -> list[QTimer]:
        """Those that run."""
        return [timer for timer in self.panel.findChildren(QTimer) if timer.isActive()]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.painted += event.type() == QEvent.Type.Paint
        return False

    def _draw(self, name: str, item: LayerItem, painter: QPainter) -> None:
        self.drawn.append(name)
        type(item).draw(item, painter)


@pytest.fixture
def plane(
    qtbot: QtBot, panel: DistributionsPanel, controller: Controller, make_frame: MakeFrame
) -> Plane:
    """One in which everything that has come is painted."""
    plane = Plane(panel, controller, make_frame)
    plane.take()
    qtbot.waitUntil(lambda: plane.painted > 0 and not plane.timers)
    panel.repaint()
    plane.watch()
    return plane


def test_other_events_have_their_turn_between_what_a_frame_draws(
    qtbot: QtBot, plane: Plane
) -> None:
    clock = QTimer()
    clock.timeout.connect(lambda: plane.drawn.append("another event"))
    plane.take()
    assert plane.drawn == []
    clock.start(0)
    qtbot.waitUntil(lambda: plane.painted > 0)
    clock.stop()
    below, above = (plane.drawn.index(name) for name in LAYERS)
    assert [plane.drawn.count(name) for name in LAYERS] == [1, 1]
    assert "another event" in plane.drawn[below:above]
    assert "another event" in plane.drawn[above:]


def test_a_picture_taken_meanwhile_shows_the_new_frame(plane: Plane) -> None:
    before = plane.panel.view.grab().toImage()
    plane.take(heatmap=np.ones((4, 4)))
    assert plane.panel.view.grab().toImage() != before
    assert plane.drawn == list(LAYERS)


def test_a_word_that_changes_over_the_plane_does_not_have_it_drawn_at_once(
    qtbot: QtBot, plane: Plane
) -> None:
    plane.take()
    plane.panel.view.viewport().repaint(QRect(400, 500, 150, 20))
    assert plane.painted == 1
    assert plane.drawn == []
    qtbot.waitUntil(lambda: plane.painted > 1)
    assert plane.drawn == list(LAYERS)


def test_every_frame_is_seen_before_the_next(plane: Plane) -> None:
    plane.take()
    assert plane.painted == 0
    plane.take()
    assert plane.painted == 1
    assert plane.drawn == list(LAYERS)


def test_a_hidden_plane_has_nothing_to_paint(qtbot: QtBot, plane: Plane) -> None:
    plane.take()
    plane.panel.hide()
    assert plane.timers == []
    plane.take()
    assert plane.timers == []
    plane.panel.show()
    qtbot.waitUntil(lambda: plane.painted > 0)
    assert plane.drawn == list(LAYERS)
