"""A widget that lights up for a moment: look here. How that looks is said in style.qss."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

FLASH_MS = 700


def light_up(widget: QWidget) -> None:
    """Light the widget up for a moment."""
    _light(widget, True)
    QTimer.singleShot(FLASH_MS, widget, lambda: _light(widget, False))


def _light(widget: QWidget, on: bool) -> None:
    widget.setProperty("flash", on)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
