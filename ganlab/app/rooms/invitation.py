"""What a room shows while the run's subject is not to be seen there: the way to one that is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from ganlab.app.look.theme import text_font
from ganlab.app.widgets.buttons import push_button
from ganlab.app.widgets.layout.flow_layout import FlowLayout

HEADING_PX = 16
WIDEST = 620
STRIP = QSize(56, 14)


@dataclass(frozen=True)
class Choice:
    """One button of an invitation."""

    text: str
    about: str
    take: Callable[[], object]
    picture: QIcon | None = None
    main: bool = False


class Invitation(QFrame):
    """A sentence on what goes on, and rows of buttons, each under a few words."""

    def __init__(self, heading: str, words: str, rows: Iterable[tuple[str, list[Choice]]]) -> None:
        super().__init__()
        self.setProperty("class", "card")
        self.setAccessibleName(heading)
        self.buttons: dict[str, QPushButton] = {}
        inside = QWidget()
        inside.setMaximumWidth(WIDEST)
        column = QVBoxLayout(inside)
        column.setSpacing(8)
        title = QLabel(heading)
        title.setFont(text_font(HEADING_PX))
        column.addWidget(title)
        column.addWidget(_wrapped(words))
        for label, choices in rows:
            if choices:
                column.addSpacing(10)
                if label:
                    column.addWidget(_wrapped(label))
                column.addWidget(self._row(choices))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.addStretch(1)
        layout.addWidget(inside, 0)
        layout.addStretch(2)
        layout.setAlignment(inside, Qt.AlignmentFlag(0))

    def take_focus(self) -> None:
        """Keys are for its first button. (No proxy: Tab would turn in circles inside it.)"""
        next(iter(self.buttons.values())).setFocus()

    def _row(self, choices: list[Choice]) -> QWidget:
        row = QWidget()
        flow = FlowLayout(row, spacing=6)
        for choice in choices:
            button = push_button(choice.text, choice.about)
            button.setAccessibleName(choice.text.strip())
            if choice.main:
                button.setProperty("class", "primary")
            if choice.picture is not None:
                button.setIcon(choice.picture)
                button.setIconSize(STRIP)
            button.clicked.connect(lambda _=False, take=choice.take: take())
            flow.addWidget(button)
            self.buttons[choice.text.strip()] = button
        return row


def _wrapped(words: str) -> QLabel:
    label = QLabel(words)
    label.setProperty("class", "muted")
    label.setWordWrap(True)
    return label
