"""Numbers typed into the boxes of dialogs: any may be, and one out of range becomes the nearest."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolTip
from pytestqt.qtbot import QtBot

from ganlab.app.exporting.export_dialog import PictureDialog
from ganlab.app.look.theme import Theme


@pytest.mark.parametrize(
    ("typed", "becomes", "flashes"),
    [
        ("50", 100, True),
        ("99999", 6000, True),
        ("7,000", 6000, True),
        ("-1", 100, True),
        ("1,200", 1200, False),
        ("640 px", 640, False),
        ("abc", 960, False),
        ("", 960, False),
    ],
)
@pytest.mark.parametrize("end", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_what_is_typed(
    qtbot: QtBot, theme: Theme, typed: str, becomes: int, flashes: bool, end: Qt.Key
) -> None:
    dialog = PictureDialog(QSize(480, 480))
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    box = dialog.side_box
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, typed)
    qtbot.keyClick(box, end)
    assert box.value() == becomes
    assert bool(box.property("flash")) is flashes
    if flashes:
        assert dialog.isVisible(), "Return closes no dialog that has something to say"
        words = f"100 to 6,000 is possible: {becomes:,} was taken"
        qtbot.waitUntil(lambda: QToolTip.text() == words)
        qtbot.waitUntil(lambda: box.property("flash") is False)
