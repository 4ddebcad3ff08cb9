"""Answers the dialogs that a test knows will come, by clicking in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QMessageBox


@contextmanager
def answering(*acts: Callable[[Any], object]) -> Iterator[list[QDialog]]:
    """Within it, the n-th modal dialog that opens is handed to the n-th act; all of them must open.

    Yields the dialogs as they come.
    """
    waiting, seen = list(acts), []
    timer = QTimer()

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog) and dialog not in seen and waiting:
            seen.append(dialog)
            waiting.pop(0)(dialog)

    timer.timeout.connect(look)
    timer.start(1)
    try:
        yield seen
    finally:
        timer.stop()
    assert not waiting, f"{len(waiting)} dialogs did not open"


def click(text: str, reads: str = "") -> Callable[[QDialog], None]:
    """Click the dialog's button of that text; its words must contain `reads`."""

    def act(dialog: QDialog) -> None:
        if isinstance(dialog, QMessageBox):
            assert reads in f"{dialog.text()} {dialog.informativeText()}"
        (button,) = [
            b for b in dialog.findChildren(QAbstractButton) if b.text().replace("&", "") == text
        ]
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    return act


def press(key: Qt.Key) -> Callable[[QDialog], None]:
    """Press a key in the dialog."""
    return lambda dialog: QTest.keyClick(dialog, key)
