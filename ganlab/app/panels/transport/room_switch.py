"""The rooms as a row of segments; in a narrow window as a button with a menu."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

HEIGHT = 30


class RoomSwitch(QWidget):
    """Shows the actions that choose a room, which are one exclusive group."""

    def __init__(self, actions: Iterable[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = list(actions)
        self.segments: list[QToolButton] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        last = len(self._actions) - 1
        for place, action in enumerate(self._actions):
            button = QToolButton()
            button.setProperty("class", "segment")
            button.setProperty("end", "first" if not place else "last" if place == last else "")
            button.setDefaultAction(action)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            button.setAccessibleName(f"Room: {action.text()}")
            button.setFixedHeight(HEIGHT)
            row.addWidget(button)
            self.segments.append(button)
        self.button = self._menu_button()
        row.addWidget(self.button)
        for action in self._actions:
            action.toggled.connect(self._name)
        self._name()
        self.set_narrow(False)

    def set_narrow(self, narrow: bool) -> None:
        """Whether there is room for one button only."""
        for segment in self.segments:
            segment.setVisible(not narrow)
        self.button.setVisible(narrow)

    def _menu_button(self) -> QToolButton:
        button, menu = QToolButton(), QMenu(self)
        menu.addActions(self._actions)
        button.setProperty("class", "transport")
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setToolTip("Go to another room; the run goes on")
        button.setFixedHeight(HEIGHT + 2)
        return button

    def _name(self) -> None:
        here = next((a.text() for a in self._actions if a.isChecked()), "Rooms")
        self.button.setText(f"{here} ▾")
        self.button.setAccessibleName(f"Room: {here}")
