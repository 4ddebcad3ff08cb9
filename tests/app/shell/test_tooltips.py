"""Tooltips in the real window: none is wider than a person reads in one line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QAction, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ganlab.app.look.words import LINE, in_tooltip
from ganlab.app.rooms.table import ROOMS
from ganlab.app.widgets.fold import Fold
from tests.app.labs import opened, wait_until_ready
from tests.small import small

GAMES: dict[str, dict[str, Any]] = {
    "points": {},
    "line": {"data.name": "mixture-1d", "noise.dimension": 1},
    "moments": {"game.kind": "moments"},
}


def too_wide(window: QWidget) -> list[str]:
    """Tooltips that Qt shows in one line, however long, because they are plain text."""
    told = {widget.toolTip() for widget in window.findChildren(QWidget)}
    told |= {action.toolTip() for action in window.findChildren(QAction)}
    plain = [tip for tip in told if not Qt.mightBeRichText(tip)]
    return sorted(tip for tip in plain if any(len(line) > LINE for line in tip.splitlines()))


@pytest.mark.parametrize("game", GAMES)
def test_no_tooltip_is_one_endless_line(game: str, tmp_path: Path, qtbot: QtBot) -> None:
    experiment = small().with_values(GAMES[game])
    with opened(tmp_path, experiment) as lab:
        wait_until_ready(qtbot, lab)
        for fold in lab.window.findChildren(Fold):
            if not fold.button.isChecked():
                fold.button.click()
        for room in ROOMS:
            lab.window.rooms.go(room)
        assert not too_wide(lab.window)


def test_long_ones_are_broken_and_stay_plain() -> None:
    assert in_tooltip("short") == "short"
    assert in_tooltip("a <b> c") == "<qt>a &lt;b&gt; c</qt>"
    assert in_tooltip("word " * 40).startswith("<qt>word ")
    assert in_tooltip("one\n" + "two " * 40).startswith("<qt>one<br>two ")
