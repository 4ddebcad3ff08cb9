"""What appears by itself is read out to who cannot see it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def read_out(widget: QWidget) -> None:
    """Tell a screen reader that something is said in or beside this widget."""
    # Only now: its names take a while to make, and nothing is said before the window is there.
    from PySide6.QtGui import QAccessible, QAccessibleEvent

    QAccessible.updateAccessibility(QAccessibleEvent(widget, QAccessible.Event.Alert))
