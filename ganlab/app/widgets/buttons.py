"""The buttons of the tool windows: text, tooltip and look in one line."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QSizePolicy, QToolButton


def push_button(text: str, tooltip: str) -> QPushButton:
    """A button that Enter does not press unless it has the focus."""
    button = QPushButton(text)
    button.setToolTip(tooltip)
    button.setAutoDefault(False)
    return button


def tool_button(text: str, tooltip: str, checkable: bool = False) -> QToolButton:
    """As wide as its row allows; once it has an icon, its text is only for screen readers."""
    button = QToolButton()
    button.setProperty("class", "tool")
    button.setText(text)
    button.setCheckable(checkable)
    button.setToolTip(tooltip)
    button.setAccessibleName(text)
    button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return button
