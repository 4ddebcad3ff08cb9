"""The distributions on a screen of their own."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from ganlab.app.document.controller import Controller
from ganlab.app.look.theme import Theme
from ganlab.app.panels.plane.distributions import DistributionsPanel


@pytest.fixture
def panel(qtbot: QtBot, controller: Controller, theme: Theme) -> DistributionsPanel:
    panel = DistributionsPanel(controller, theme)
    qtbot.addWidget(panel)
    panel.resize(605, 598)
    panel.show()
    # The target comes when the panel is on the screen.
    qtbot.waitUntil(lambda: len(panel.view.item("real").points) > 0)
    return panel
