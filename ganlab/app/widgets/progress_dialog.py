"""The small window that shows how far long work is, and stops it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QProgressBar, QProgressDialog, QWidget


def progress_dialog(title: str, text: str, steps: int, parent: QWidget) -> QProgressDialog:
    """A bar of so many steps and Cancel, modal to the window; 0 steps: a bar that only moves.

    Whoever opened it closes it; disconnect `canceled` first, which closing emits too.
    """
    dialog = QProgressDialog(text, "Cancel", 0, steps, parent)
    bar = QProgressBar()
    bar.setRange(0, steps)
    bar.setTextVisible(False)  # the bar is too low for figures
    dialog.setBar(bar)
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)  # names are a person's, not ours
    dialog.setLabel(label)
    dialog.setWindowTitle(title)
    dialog.setMinimumWidth(320)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.setMinimumDuration(0)
    dialog.setAutoReset(False)
    return dialog
