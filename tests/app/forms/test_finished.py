"""A run whose learning rates have come to 0 goes on at a constant rate: one click, one undo."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ganlab.lab.frame import State
from tests.app.labs import opened, wait_for_step, wait_until_ready
from tests.small import both, small

END = 30


def test_go_on_at_a_constant_rate_and_undo(qtbot: QtBot, tmp_path: Path) -> None:
    finite = small(both(schedule="cosine") | {"training.steps": END})
    with opened(tmp_path, finite) as lab:
        wait_until_ready(qtbot, lab)
        controller, bar = lab.controller, lab.window.status
        assert not bar.at_once.isVisible()
        controller.play()
        wait_for_step(qtbot, lab, END)
        qtbot.waitUntil(bar.at_once.isVisible)
        qtbot.waitUntil(lambda: controller.state is State.PAUSED)
        assert bar.at_once.text() == "Go on at a constant rate"
        assert bar.at_once.toolTip()
        bar.at_once.setFocus()
        qtbot.mouseClick(bar.at_once, Qt.MouseButton.LeftButton)
        wait_for_step(qtbot, lab, 2 * END)
        assert controller.running
        assert controller.experiment == finite.with_values(finite.constant_rates())
        qtbot.waitUntil(lambda: not bar.at_once.isVisible())
        focused = lab.window.focusWidget()
        assert focused is not None
        assert bar.isAncestorOf(focused) or lab.window.curves.isAncestorOf(focused), "it is beside"

        controller.undo()
        assert controller.experiment == finite
        qtbot.waitUntil(lambda: controller.state is State.PAUSED)
        qtbot.waitUntil(bar.at_once.isVisible)
        assert controller.step >= 2 * END, "the schedule comes back, the networks stay"
