"""A row of a form, which knows what in it takes the focus."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


class Parted(QWidget):
    """A widget whose parts have their place in the tab order, one after another."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[QWidget] = []
