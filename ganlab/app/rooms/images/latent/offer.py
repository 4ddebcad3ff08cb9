"""What an untrained generator's latent space is met with: others that have learned already."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from ganlab.app.widgets.buttons import push_button
from ganlab.app.widgets.layout.flow_layout import FlowLayout
from ganlab.pretrained import (
    pretrained_names,
    pretrained_strip,
    pretrained_summary,
    pretrained_title,
)

_STRIP = QSize(56, 14)


class Offer(QWidget):
    """A line with a button for each generator that comes trained; `chosen` tells its name."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[str, QPushButton] = {}
        row = FlowLayout(self, spacing=6)
        row.addWidget(QLabel("Nothing has been learned yet. Explore one that has:"))
        for name in pretrained_names():
            words = f"Open it here: {pretrained_summary(name)}"
            title = pretrained_title(name).removeprefix("MNIST, ")
            # The blank is the air between the strip and the words.
            button = push_button(f" {title[:1].upper()}{title[1:]}", words)
            button.setIcon(QIcon(str(pretrained_strip(name))))
            button.setIconSize(_STRIP)
            button.clicked.connect(partial(self._choose, name))
            row.addWidget(button)
            self.buttons[name] = button

    def _choose(self, name: str, checked: bool = False) -> None:
        self.chosen.emit(name)
