"""The Tab key goes as one reads: part by part, whichever of them was built first."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def put_in_order(parts: Iterable[QWidget]) -> None:
    """Let Tab go through what is in these parts of one window, one part after another.

    Inside a part the order stays as it is; what is in none of them stays where it is.
    """
    found: dict[QWidget, list[QWidget]] = {part: [] for part in parts}
    window = next(iter(found)).window()
    widget: QWidget | None = window.nextInFocusChain()
    while widget is not None and widget is not window:
        for part, inside in found.items():
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and part.isAncestorOf(widget):
                inside.append(widget)
        widget = widget.nextInFocusChain()
    order = [widget for inside in found.values() for widget in inside]
    for before, after in pairwise(order):
        QWidget.setTabOrder(before, after)
